//! From bytes to text: encodings, byte order marks and characters that deceive the eye.

use super::problem::{Fault, Problem, Problems};
use super::unseen::is_bidi_control;
use super::{Format, MAX_BYTES, Span};

/// The text of a file, without a byte order mark. What is not UTF-8 is a problem and replaced by U+FFFD.
pub(super) fn decode(format: Format, bytes: Vec<u8>, problems: &mut Problems) -> String {
    if bytes.len() > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES >> 20);
        problems.push(Problem::new(Fault::Limit, Span::default(), message));
        return String::new();
    }
    if is_utf16(&bytes) {
        let problem = Problem::syntax(Span::default(), "the file is UTF-16, not UTF-8");
        problems.push(problem.help("save as UTF-8"));
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let bom = bytes.starts_with(b"\xEF\xBB\xBF");
    // RFC 8259 forbids the mark in JSON; YAML, TOML and CommonMark let it stand at the start of a file.
    if bom && format == Format::Json {
        let problem = Problem::new(Fault::ByteOrderMark, Span::default(), "the file starts with a byte order mark");
        problems.push(problem.help("save as UTF-8 without a byte order mark"));
    }
    let mut bytes = bytes;
    if bom {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let start = error.utf8_error().valid_up_to() as u32;
        let bytes = error.into_bytes();
        let message = format!("the byte 0x{:02X} is not UTF-8 here", bytes[start as usize]);
        let span = Span { start, end: start + char::REPLACEMENT_CHARACTER.len_utf8() as u32 };
        problems.push(Problem::syntax(span, message).help("save as UTF-8"));
        // Each invalid byte becomes three, so that the text may outgrow the limit, but never 32 bits.
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Whether the bytes start with a mark of UTF-16 or, without one, with two characters of ASCII in UTF-16.
fn is_utf16(bytes: &[u8]) -> bool {
    let marked = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    marked || matches!(bytes, [0, 1..=255, 0, 1..=255, ..] | [1..=255, 0, 1..=255, 0, ..])
}

/// Reports the control characters of bidirectional text, one on a line and 20 in a text at most.
pub(super) fn report_bidi(text: &str, problems: &mut Problems) {
    if text.is_ascii() {
        return;
    }
    let mut at = 0;
    for _ in 0..20 {
        let Some((offset, control)) = text[at..].char_indices().find(|(_, character)| is_bidi_control(*character))
        else {
            return;
        };
        let start = at + offset;
        let end = start + control.len_utf8();
        let code = control as u32;
        let message = format!("U+{code:04X} changes the order in which the text around it is shown");
        let problem = Problem::new(Fault::Bidi, Span { start: start as u32, end: end as u32 }, message);
        problems.push(problem.help(format!("remove it, or write it as an escape: \\u{code:04x}")));
        let Some(line) = text[end..].find(['\n', '\r']) else { return };
        at = end + line;
    }
}
