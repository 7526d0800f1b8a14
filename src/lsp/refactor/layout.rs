//! How a value is laid out in the text of JSON and YAML, so that it can stand elsewhere.

use crate::fix::{column, dedented, line_end};
use crate::source::{Format, Node, Source, Span};

/// Whether an object is written between braces.
pub fn is_braced(source: &Source, node: &Node) -> bool {
    source.text_at(node.span).starts_with('{')
}

/// The span of a value without blanks behind it.
pub fn own_span(source: &Source, node: &Node) -> Span {
    let text = source.text_at(node.span);
    Span { end: node.span.start + text.trim_end().len() as u32, ..node.span }
}

/// The text of a value whose lines after the first are indented from nothing; `None` where one of them is indented less than its first. A block of YAML
/// begins on a line of its own.
pub fn block(source: &Source, node: &Node) -> Option<String> {
    let lines = lines(source, node)?;
    if source.format == Format::Yaml && !is_braced(source, node) {
        return Some(crate::fix::indented(&format!("{}{lines}", line_end(source)), "  "));
    }
    Some(lines)
}

/// The same as it is written in the place of another value.
pub fn lines(source: &Source, node: &Node) -> Option<String> {
    dedented(source.text_at(own_span(source, node)), indent(source, node))
}

/// How deep the lines of a value are indented: of a block its members are, between braces it is the line that opens them.
pub fn indent(source: &Source, node: &Node) -> usize {
    let own = column(source, node.span.start);
    if source.format == Format::Yaml && !is_braced(source, node) {
        return own;
    }
    let line = &source.text[node.span.start as usize - own..];
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    blanks.min(own)
}
