//! Code within lines of text.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

/// What stands between backticks in the text from byte `body` on, and where that is, if it stands there as it is read.
pub fn codes(text: &str, body: usize) -> Vec<(String, Range<usize>)> {
    let read = super::with_line_feeds(&text[body..]);
    let codes = Parser::new_ext(&read, super::options()).into_offset_iter().filter_map(|(event, range)| {
        let Event::Code(code) = event else { return None };
        let start = range.start + body + read[range].find(&*code)?;
        Some((code.to_string(), start..start + code.len()))
    });
    codes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stands_between_its_backticks() {
        let text = "---\n`a`\n---\n# `b`\n\nOf ``c`d`` and [`e`](f) but\n\n```\n`g`\n```\n";
        let found: Vec<(String, &str)> =
            codes(text, 12).into_iter().map(|(code, range)| (code, &text[range])).collect();
        assert_eq!(found, [("b".to_owned(), "b"), ("c`d".to_owned(), "c`d"), ("e".to_owned(), "e")]);
    }
}
