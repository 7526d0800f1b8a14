//! Text of the input as HTML: nothing of it is markup, and what would not be seen is made visible.

use std::fmt::Write as _;

/// Text with `& < > " '` escaped, for content and attributes, and with control characters made visible.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    escape_into(&mut html, text);
    html
}

/// The same, appended to `html`.
pub fn escape_into(html: &mut String, text: &str) {
    write(html, text, true);
}

/// Text as the content of an element, appended to `html`: quotes mean nothing there and stay as they are.
pub fn escape_text_into(html: &mut String, text: &str) {
    write(html, text, false);
}

/// Whether the text stays as it is where it is escaped.
pub fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| needs_care(byte, true))
}

/// Copies stretches that need no care, which is nearly all of any text, in one piece.
fn write(html: &mut String, text: &str, quotes: bool) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| needs_care(byte, quotes)) {
        let (plain, special) = rest.split_at(at);
        html.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('&') => html.push_str("&amp;"),
            Some('<') => html.push_str("&lt;"),
            Some('>') => html.push_str("&gt;"),
            Some('"') => html.push_str("&quot;"),
            Some('\'') => html.push_str("&#39;"),
            Some('\r') | None => {}
            Some(c) if c.is_control() || is_bidi(c) => {
                let _ = write!(html, "\u{27E8}U+{:04X}\u{27E9}", c as u32);
            }
            Some(c) => html.push(c),
        }
        rest = chars.as_str();
    }
    html.push_str(rest);
}

/// Whether a byte is, or begins, a character that may not be copied as it is.
fn needs_care(byte: u8, quotes: bool) -> bool {
    let care = CARE[byte as usize];
    care == Care::Always as u8 || (quotes && care == Care::InQuotes as u8)
}

/// Where a byte needs care.
enum Care {
    Never,
    Always,
    InQuotes,
}

/// The same for each byte, since every one of every page is asked. The characters that reorder text begin with `E2` in UTF-8, the later
/// control characters with `C2`.
const CARE: [u8; 256] = {
    let mut care = [Care::Never as u8; 256];
    let mut byte = 0;
    while byte < 256 {
        care[byte] = match byte as u8 {
            b'\n' | b'\t' => Care::Never,
            b'&' | b'<' | b'>' | 0x7F | 0xC2 | 0xE2 | 0..0x20 => Care::Always,
            b'"' | b'\'' => Care::InQuotes,
            _ => Care::Never,
        } as u8;
        byte += 1;
    }
    care
};

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup_and_nothing_hides() {
        assert_eq!(escape("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
        assert_eq!(escape("a\u{202E}b\u{0}c\u{85}"), "a⟨U+202E⟩b⟨U+0000⟩c⟨U+0085⟩");
        assert_eq!(escape("é € – \u{1F600}\n\t"), "é € – \u{1F600}\n\t");
        let mut content = String::new();
        escape_text_into(&mut content, "\"<'");
        assert_eq!(content, "\"&lt;'");
    }
}
