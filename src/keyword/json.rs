//! Values as JSON, with the digits of the source.

use std::borrow::Cow;

use crate::source::{Kind, Node, Source};

/// Knows how a source spells its numbers: `1.10` and `1e3` are shown as they are written.
pub trait Digits {
    /// The digits of a number; anything for what is no number.
    fn digits<'a>(&'a self, number: &'a Node) -> Cow<'a, str>;
}

impl Digits for Source {
    fn digits<'a>(&'a self, number: &'a Node) -> Cow<'a, str> {
        Source::digits(self, number)
    }
}

/// The numbers of a source in spellings that JSON has, for programs; people are shown what is written.
pub struct AsJson<'a>(pub &'a Source);

impl Digits for AsJson<'_> {
    fn digits<'a>(&'a self, number: &'a Node) -> Cow<'a, str> {
        self.0.json_digits(number)
    }
}

/// A value on one line, with a space after each `:` and `,`.
pub fn inline_json(node: &Node, digits: &dyn Digits) -> String {
    let mut out = String::new();
    write(node, digits, None, &mut out);
    out
}

/// A value on as many lines as it has members and items, indented by two spaces.
pub fn pretty_json(node: &Node, digits: &dyn Digits) -> String {
    let mut out = String::new();
    write(node, digits, Some(0), &mut out);
    out
}

/// A text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote(text, &mut out);
    out
}

/// The same, appended to `out`.
fn quote(text: &str, out: &mut String) {
    // Most texts hold nothing to escape, and are copied in one piece.
    if text.bytes().any(|byte| byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        return out.push_str(&serde_json::Value::from(text).to_string());
    }
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// `level` is the depth at which the node's line is indented; `None` keeps all on one line. The recursion is bounded
/// by the depth that the parsers allow.
fn write(node: &Node, digits: &dyn Digits, level: Option<usize>, out: &mut String) {
    match &node.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Number(_) => out.push_str(&digits.digits(node)),
        Kind::String(text) => quote(text, out),
        Kind::Array(items) if items.is_empty() => out.push_str("[]"),
        Kind::Object(members) if members.is_empty() => out.push_str("{}"),
        Kind::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, level, out);
                write(item, digits, level.map(|level| level + 1), out);
            }
            close(']', level, out);
        }
        Kind::Object(members) => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                separate(index, level, out);
                quote(&member.key, out);
                out.push_str(": ");
                write(&member.value, digits, level.map(|level| level + 1), out);
            }
            close('}', level, out);
        }
    }
}

fn separate(index: usize, level: Option<usize>, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    match level {
        Some(level) => indent(level + 1, out),
        None if index > 0 => out.push(' '),
        None => {}
    }
}

fn close(bracket: char, level: Option<usize>, out: &mut String) {
    if let Some(level) = level {
        indent(level, out);
    }
    out.push(bracket);
}

fn indent(level: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", level));
}
