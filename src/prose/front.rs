//! Front matter: the YAML between `---` lines at the head of a page.

use std::ops::Range;

/// Where the front matter of a text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The YAML without its fences.
    pub yaml: Range<usize>,
    /// Where the Markdown begins.
    pub body: usize,
}

/// The front matter of `text`; `None` if it has none. An opening `---` without a closing one is an error: its range.
///
/// # Errors
/// The range of the opening line, if no line closes it.
pub fn front_matter(text: &str) -> Result<Option<FrontMatter>, Range<usize>> {
    let first = line_end(text, 0);
    if text[..first.0].trim_end() != "---" || !text.starts_with("---") {
        return Ok(None);
    }
    let mut start = first.1;
    while start < text.len() {
        let (end, next) = line_end(text, start);
        if matches!(text[start..end].trim_end(), "---" | "...") {
            return Ok(Some(FrontMatter { yaml: first.1..start, body: next }));
        }
        start = next;
    }
    // A page that opens with a thematic break and has nothing like a key below it has no front matter.
    let below = text[first.1..].lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let key = below.split_once(':').is_some_and(|(key, _)| !key.trim().contains(char::is_whitespace));
    if key { Err(0..first.0) } else { Ok(None) }
}

/// The end of the line that starts at `start`, without and with its line ending (LF, CRLF or CR).
fn line_end(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    match bytes[start..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        None => (text.len(), text.len()),
        Some(at) => {
            let end = start + at;
            let two = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            (end, end + 1 + usize::from(two))
        }
    }
}
