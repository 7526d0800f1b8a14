//! Samples as they are printed: JSON, with what no terminal may see as escapes.

use serde::Serialize;
use serde_json::Value;

use super::Text;
use super::json::{line, text};

/// A sample with what it was made for.
#[derive(Serialize)]
struct Entry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<&'a str>,
    sample: &'a Value,
}

/// A sample alone, over several lines.
pub fn pretty_sample(sample: &Value) -> Text {
    text(sample)
}

/// A sample as one line; with its schema, and with the place and the keyword that refuses it there, as far as they are told.
pub fn json_sample(schema: Option<&str>, because: Option<(&str, &str)>, sample: &Value) -> Text {
    if schema.is_none() && because.is_none() {
        return line(sample);
    }
    line(&Entry { schema, at: because.map(|it| it.0), keyword: because.map(|it| it.1), sample })
}
