//! How values and labels are shown, and which keywords say nothing that could break.

use serde_json::Value;

use crate::words::listed;

/// How long a value is shown, in characters.
const SHOWN: usize = 60;

/// Keywords that inform readers alone, or name the schema.
pub const SILENT: [&str; 12] = [
    "$schema",
    "$id",
    "id",
    "title",
    "description",
    "$comment",
    "examples",
    "example",
    "$anchor",
    "version",
    "readOnly",
    "writeOnly",
];

/// A value in few letters.
pub fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            listed(items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)))
        }
        other => other.to_string(),
    };
    let is_short = text.chars().count() <= SHOWN;
    if is_short { text } else { text.chars().take(SHOWN).chain(['…']).collect() }
}

/// The label of a property below another.
pub fn dotted(label: &str, name: &str) -> String {
    if label.is_empty() { name.to_owned() } else { format!("{label}.{name}") }
}
