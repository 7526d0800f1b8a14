//! The lines of comments.

use super::shape::Says;
use crate::source::visible;

/// How long a line is, in characters, where its words allow that.
const WIDTH: usize = 100;

/// How much of one text comments have, in characters.
const LONGEST: usize = 1_000;

/// What is said of a value, on lines that can be read, with nothing in them that a reader does not see.
pub fn lines(says: &Says) -> Vec<String> {
    let words = says.words.iter().map(|text| short(text));
    let words =
        words.flat_map(|text| text.lines().flat_map(|line| wrapped(&visible(line), "", "")).collect::<Vec<_>>());
    let rules = says.rules.iter().flat_map(|rule| wrapped(&visible(&short(rule)), "- ", "  "));
    words.chain(rules).chain(says.deprecated.then(|| "@deprecated".to_owned())).collect()
}

/// A text, or its beginning where it is long: the page has all of it.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &text[..end]).into(),
        None => text.into(),
    }
}

/// A text as lines: the first begins with one sign, the others with another.
fn wrapped(text: &str, first: &str, others: &str) -> Vec<String> {
    let mut lines = vec![first.to_owned()];
    let mut length = 0;
    for word in text.split(' ') {
        let more = word.chars().count() + 1;
        if length > 0 && length + more > WIDTH {
            lines.push(others.to_owned());
            length = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if length > 0 { " " } else { "" });
            line.push_str(word);
        }
        length += more;
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// A text as a literal of JavaScript and of Python: JSON in which what nobody sees stands as its number.
pub fn quoted(text: &str) -> String {
    escaped(&serde_json::Value::from(text).to_string())
}

/// JSON in which what nobody sees stands as its number.
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if crate::source::is_unseen(c) {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}
