//! Where somebody types: the place in a text that mostly can't be read, told by what stands before the cursor alone.
//!
//! The text before the cursor is read as far as its brackets and indentation tell where one is. With a word in the place of what is typed and
//! every bracket closed it is a text again, whose tree has the place in it.

mod flow;
mod lines;

use crate::source::{Format, Source};

pub use flow::end_of;

/// What stands in the repaired text where something is typed.
pub const HERE: &str = "⟨here⟩";

/// What can be typed at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The name of a member.
    Key,
    /// A value.
    Value,
    /// An item of a list of YAML: a value, or the first name of one.
    Either,
}

/// A place where something is typed.
#[derive(Debug)]
pub struct Spot {
    pub kind: Kind,
    /// The pointer of the object whose member is typed, or of the value that is.
    pub pointer: String,
    /// The names that the object has besides.
    pub present: Vec<String>,
    /// What is typed so far, from its quote on to its end, by offsets of the text.
    pub start: usize,
    pub end: usize,
    /// The quote that was typed.
    pub quote: Option<char>,
    /// Whether the name has its colon already, and whether another member follows without a comma.
    pub has_colon: bool,
    pub lacks_comma: bool,
    /// The text with a word here: all of it, and up to here with every bracket closed.
    repaired: [String; 2],
    format: Format,
}

impl Spot {
    /// The text with a word where the cursor is, read: as much of it as can be.
    pub fn source(&self, name: &str) -> Option<Source> {
        let read = |text: &String| Source::from_file(name, self.format, text.clone().into_bytes());
        self.repaired.iter().map(read).find(|source| source.root().is_some())
    }

    /// What is typed between the quotes, or without.
    pub fn typed<'t>(&self, text: &'t str, cursor: usize) -> &'t str {
        text.get(self.start..cursor).unwrap_or_default().trim_start_matches(['"', '\''])
    }
}

/// Where one types at an offset of a text.
pub fn spot(format: Format, text: &str, cursor: usize) -> Option<Spot> {
    match format {
        Format::Json | Format::Jsonc | Format::Json5 => flow::spot(format, text, 0, cursor, String::new()),
        Format::Yaml => lines::spot(text, cursor),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` is the cursor.
    fn found(format: Format, text: &str) -> Option<(Kind, String, String)> {
        let cursor = text.find('|').unwrap_or_default();
        let text = text.replace('|', "");
        let spot = spot(format, &text, cursor)?;
        assert!(spot.source("a").is_some(), "{text} is repaired: {:?}", spot.repaired);
        let present = spot.present.join(" ");
        Some((spot.kind, spot.pointer, format!("{}<{}", present, &text[spot.start..spot.end])))
    }

    #[test]
    fn the_place_in_json_is_told_by_what_stands_before_it() {
        let cases = [
            (r#"{ | }"#, Kind::Key, "", "<"),
            (r#"{ "a": { "b": 1, "c|" }, "d": 2 }"#, Kind::Key, "/a", "b<\"c\""),
            (r#"{ "a": [1, {"b": "x|y", "#, Kind::Value, "/a/1/b", "<\"xy\""),
            (r#"{ "a": |, "b": 1 }"#, Kind::Value, "/a", "<"),
            (r#"{ "a": tr| }"#, Kind::Value, "/a", "<tr"),
            (r#"{ "a": 1, | "b": 2, "c": { "d": 1 } }"#, Kind::Key, "", "a b c<"),
            (r#"{ "x": 1, "|, "b": 2 }"#, Kind::Key, "", "x b<\""),
            (r#"{ "$ref": "a.json#/$defs/|" }"#, Kind::Value, "/$ref", "<\"a.json#/$defs/\""),
            (r#"{ "a": "what |is", "b": 1 }"#, Kind::Value, "/a", "<\"what is\""),
            (r#"{ "a": ["b", "|"] }"#, Kind::Value, "/a/1", "<\"\""),
        ];
        for (text, kind, pointer, rest) in cases {
            assert_eq!(found(Format::Json, text), Some((kind, pointer.to_owned(), rest.to_owned())), "{text}");
        }
        for text in [r#"{ "a": 1 | }"#, r#"{ "a" | }"#, r#"|{}"#, r#"{ } |"#] {
            assert_eq!(found(Format::Json, text), None, "{text}");
        }
    }

    #[test]
    fn the_place_in_yaml_is_told_by_indentation() {
        let cases = [
            ("a: 1\n|", Kind::Key, "", "a<"),
            ("a:\n  b: 1\n  c|\n  d: 2\ne: 3\n", Kind::Key, "/a", "b d<c"),
            ("a:\n  |", Kind::Key, "/a", "<"),
            ("a:\n  - b: 1\n    c: |\n", Kind::Value, "/a/0/c", "<"),
            ("a:\n- x\n- y|\n", Kind::Either, "/a/1", "<y"),
            ("a:\n  - b: 1\n  - |\n", Kind::Either, "/a/1", "<"),
            ("a:\n  - b: 1\nc: 'x|'\n", Kind::Value, "/c", "<'x'"),
            ("a: { b: 1, c| }\n", Kind::Key, "/a", "b<c"),
            ("a:\n  b: [x, |]\n", Kind::Value, "/a/b/1", "<"),
        ];
        for (text, kind, pointer, rest) in cases {
            assert_eq!(found(Format::Yaml, text), Some((kind, pointer.to_owned(), rest.to_owned())), "{text}");
        }
        for text in ["a: 1\n  |", "# c|\n", "a: >-\n  some t|\n"] {
            assert_eq!(found(Format::Yaml, text), None, "{text}");
        }
    }
}
