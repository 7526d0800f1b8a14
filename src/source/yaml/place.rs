//! Where things start that the scanner places later: block scalars at their content, indentless sequences behind
//! their first dash, unclosed quotes where it gave up.

/// The first of some characters in `text[from..until]` that stands where a token can start, outside of comments and
/// of quotes that are closed before `until`.
pub(super) fn token(text: &str, from: usize, until: usize, wanted: &[u8]) -> Option<usize> {
    let bytes = text.as_bytes().get(..until)?;
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        let starts = at == from || starts_token(bytes[at - 1]);
        at = match byte {
            b'#' if starts => {
                bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).map(|length| at + length)?
            }
            b'"' | b'\'' if starts => match closing_quote(bytes, at, byte) {
                Some(close) => close,
                None => return wanted.contains(&byte).then_some(at),
            },
            _ if starts && wanted.contains(&byte) => return Some(at),
            _ => at,
        } + 1;
    }
    None
}

fn starts_token(before: u8) -> bool {
    matches!(before, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'[' | b'{' | b':')
}

/// Where the quote that opens at `start` closes: `\"` and `''` don't.
fn closing_quote(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        let skipped = (quote == b'"' && byte == b'\\') || (quote == b'\'' && bytes.get(at..at + 2) == Some(b"''"));
        if byte == quote && !skipped {
            return Some(at);
        }
        at += if skipped { 2 } else { 1 };
    }
    None
}
