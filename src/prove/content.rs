//! `contentEncoding` and `contentMediaType`, which draft-07 lets a validator assert.

use jsonschema::ValidationError;

use super::spanned::Options;

/// What jsonschema asserts by itself.
const ENCODINGS: [&str; 5] = ["base16", "base32", "base32hex", "base64", "base64url"];
const MEDIA_TYPES: [&str; 1] = ["application/json"];

/// A validator's options with base64 as RFC 2045 has it, or with nothing asserted of contents.
pub fn apply(mut options: Options<'_>, asserted: bool) -> Options<'_> {
    if asserted {
        return options.with_content_encoding("base64", |text| decoded(text).is_some(), as_text);
    }
    for encoding in ENCODINGS {
        options = options.without_content_encoding_support(encoding);
    }
    for media_type in MEDIA_TYPES {
        options = options.without_content_media_type_support(media_type);
    }
    options
}

fn as_text(text: &str) -> Result<Option<String>, ValidationError<'static>> {
    Ok(decoded(text).map(String::from_utf8).transpose()?)
}

/// What base64 stands for (RFC 4648, section 4), with the line breaks that RFC 2045, section 6.8, has in it; `None` if it is none.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let signs: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let padding = signs.iter().rev().take_while(|sign| **sign == b'=').count();
    let signs = &signs[..signs.len() - padding];
    if padding > 2 || !(signs.len() + padding).is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(signs.len() / 4 * 3 + 2);
    for group in signs.chunks(4) {
        let bits = group.iter().try_fold(0_u32, |bits, sign| Some(bits << 6 | sextet(*sign)?))?;
        // A group that is cut short has bits that stand for nothing.
        let unused = 6 * group.len() % 8;
        if bits & ((1 << unused) - 1) != 0 {
            return None;
        }
        let bits = (bits >> unused).to_be_bytes();
        bytes.extend_from_slice(&bits[bits.len() - 6 * group.len() / 8..]);
    }
    Some(bytes)
}

fn sextet(sign: u8) -> Option<u32> {
    let value = match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_may_have_line_breaks() {
        let text = |encoded| decoded(encoded).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert_eq!(text("").as_deref(), Some(""));
        assert_eq!(text("Zg==").as_deref(), Some("f"));
        assert_eq!(text("Zm8=").as_deref(), Some("fo"));
        assert_eq!(text("Zm9vYmFy").as_deref(), Some("foobar"));
        assert_eq!(text("Zm9v\r\nYmFy\r\n").as_deref(), Some("foobar"));
        assert_eq!(text("Zm\n9vYg\n==").as_deref(), Some("foob"));
        for wrong in ["Zg", "Zg=", "Zg===", "Z", "Zh==", "Zm9v YmFy", "Zm9v-_==", "=Zg=", "Zg==Zg==", "Zm9\u{e9}"] {
            assert_eq!(text(wrong), None, "{wrong}");
        }
    }
}
