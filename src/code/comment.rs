//! The lines of comments.

use super::shape::Says;
use crate::source::visible;

/// What is said of a value, a line each, with nothing in it that a reader does not see.
pub fn lines(says: &Says) -> Vec<String> {
    let words = says.words.iter().flat_map(|text| text.lines());
    let rules = says.rules.iter().map(|rule| format!("- {}", visible(rule)));
    let deprecated = says.deprecated.then(|| "@deprecated".to_owned());
    words.map(visible).chain(rules).chain(deprecated).map(|line| line.trim_end().to_owned()).collect()
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
