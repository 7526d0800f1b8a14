//! Values as messages show them: on one line, shortened, with the digits of their source.

use crate::keyword::inline_json;
use crate::source::{Kind, Node, Source, visible};
use crate::words::counted;

/// How many characters of a value a message shows.
const SHOWN: usize = 48;

/// A value and the source that it is written in.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    pub source: &'a Source,
    pub node: &'a Node,
}

impl<'a> Written<'a> {
    /// The value for a message; of arrays and objects only their size.
    pub fn shown(self) -> String {
        match &self.node.kind {
            Kind::Object(members) if members.is_empty() => "an empty object".to_owned(),
            Kind::Object(members) => format!("an object with {}", counted(members.len(), "property")),
            Kind::Array(items) if items.is_empty() => "an empty array".to_owned(),
            Kind::Array(items) => format!("an array of {}", counted(items.len(), "item")),
            Kind::String(text) => quoted(&format!("\"{text}\"")),
            _ => quoted(&inline_json(self.node, self.source)),
        }
    }

    /// The value as JSON, whatever it is: for what a schema says, which is small.
    pub fn literal(self) -> String {
        match self.node.kind {
            Kind::Array(_) | Kind::Object(_) => quoted(&inline_json(self.node, self.source)),
            _ => self.shown(),
        }
    }

    /// The items of an array from `index` on.
    pub fn after(self, index: usize) -> impl Iterator<Item = Written<'a>> {
        self.node.items().iter().skip(index).map(move |node| Written { source: self.source, node })
    }

    /// An item of an array.
    pub fn item(self, index: usize) -> Option<Written<'a>> {
        self.after(index).next()
    }

    /// The length of a text in characters.
    pub fn length(self) -> usize {
        self.node.as_str().map_or(0, |text| text.chars().count())
    }
}

/// Text between backticks, shortened, on one line, with what nobody would see in it made visible.
pub fn quoted(text: &str) -> String {
    let short: String = text.chars().take(SHOWN).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("`{}{more}`", visible(&short))
}

/// The first line of a text.
pub fn line(text: &str) -> String {
    let line: String = text.lines().next().unwrap_or_default().chars().take(200).collect();
    line.trim_end_matches('.').to_owned()
}

/// A text that is the same for equal values: `1` and `1.0`, objects with their members in whatever order. The recursion is bounded by the
/// depth that the parsers allow.
pub fn canonical(node: &Node) -> String {
    match &node.kind {
        Kind::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Kind::Object(members) => {
            let mut members: Vec<String> =
                members.iter().map(|member| format!("{:?}:{}", member.key, canonical(&member.value))).collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        Kind::Number(number) => match (number.near().as_f64(), number.exact()) {
            (Some(value), _) if value.fract() == 0.0 && value.abs() < 1e15 && !number.is_long() => {
                format!("{:.0}", value + 0.0)
            }
            (_, Some(exact)) => exact.to_string(),
            _ => number.to_string(),
        },
        Kind::String(text) => format!("{text:?}"),
        _ => node.to_value().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Format;

    fn source(text: &str) -> Source {
        Source::from_file("a.json", Format::Json, text.as_bytes().to_vec())
    }

    #[test]
    fn values_are_short_and_keep_their_digits() {
        let source = source(
            r#"[1.10, "a\nb\u202e", {"a": 1, "b": [2, 3]}, [], "0123456789012345678901234567890123456789012345678"]"#,
        );
        let array = Written { source: &source, node: source.root().expect("it parses") };
        let shown: Vec<String> = array.after(0).map(Written::shown).collect();
        let long = "`\"01234567890123456789012345678901234567890123456…`";
        assert_eq!(shown, ["`1.10`", "`\"a\\nb⟨U+202E⟩\"`", "an object with 2 properties", "an empty array", long]);
        assert_eq!(array.item(2).map(Written::literal).as_deref(), Some("`{\"a\": 1, \"b\": [2, 3]}`"));
    }

    #[test]
    fn equal_values_have_one_canonical_text() {
        let source = source(r#"[[1, {"a": 1, "b": "x"}], [1.0, {"b": "x", "a": 1e0}], [1, {"a": "1", "b": "x"}]]"#);
        let items = source.root().expect("it parses").items();
        assert_eq!(canonical(&items[0]), canonical(&items[1]));
        assert_ne!(canonical(&items[0]), canonical(&items[2]));
    }
}
