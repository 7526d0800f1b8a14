//! A member more in an object, written like those that stand there, and lines that move to another indentation.

use serde_json::Value;

use super::{Edit, apply};
use crate::diagnostic::{Change, New};
use crate::source::{Format, Node, Place, Source, Sources, Span, scalar};

/// The change that adds a member behind the last one of the object at `place`: `value` is its text, whose lines after the first are indented from
/// nothing. `None` where that can't be done in the notation of the text.
pub fn member(sources: &Sources, place: &Place, name: &str, value: &str) -> Option<Change> {
    let source = sources.get(place.source);
    let object = sources.node(place).filter(|node| node.is_object() && is_free(sources, place))?;
    let (span, text) = match source.text_at(object.span).starts_with('{') {
        true => in_braces(source, object, &Value::from(name).to_string(), value)?,
        false if source.format == Format::Yaml => {
            in_lines(source, object, &scalar(Format::Yaml, "x", &name.into())?, value)?
        }
        false => return None,
    };
    Some(Change { source: place.source, span, new: New::Written(text) })
}

/// Whether lines may be written into a source: what stands in a text, or in lines of a list or a quote, has marks before each.
pub fn is_free(sources: &Sources, place: &Place) -> bool {
    let source = sources.get(place.source);
    let whole = Span { start: 0, end: source.text.len() as u32 };
    let is_whole = source.holder.is_none() && source.documents.len() == 1;
    let in_file = sources.in_file(place.source, whole).filter(|_| is_whole);
    in_file.is_some_and(|(file, span)| *sources.get(file).text_at(span) == *source.text)
}

fn in_braces(source: &Source, object: &Node, name: &str, value: &str) -> Option<(Span, String)> {
    let Some(last) = object.members().last() else {
        let inner = source.text_at(object.span).strip_prefix('{')?.strip_suffix('}')?;
        return inner.trim().is_empty().then(|| (object.span, format!("{{ {name}: {value} }}")));
    };
    let end = last.value.span.end;
    let at = Span { start: end, end };
    let text = match indent_of(source, last.key_span.start) {
        Some(indent) => {
            let (line, value) = (line_end(source), indented(value, indent));
            format!(",{line}{indent}{name}: {value}")
        }
        None => format!(", {name}: {value}"),
    };
    Some((at, text))
}

fn in_lines(source: &Source, object: &Node, name: &str, value: &str) -> Option<(Span, String)> {
    let (first, last) = (object.members().first()?, object.members().last()?);
    let indent = " ".repeat(column(source, first.key_span.start));
    // A value ends where the next thing begins; behind it on its line a comment may stand.
    let end = source.text[..last.value.span.end.max(last.key_span.end) as usize].trim_end().len();
    let end = end + source.text[end..].find(['\n', '\r']).unwrap_or(source.text.len() - end);
    let at = Span { start: end as u32, end: end as u32 };
    let value = indented(value, &indent);
    let gap = if value.starts_with(['\n', '\r']) { "" } else { " " };
    Some((at, format!("{}{indent}{name}:{gap}{value}", line_end(source))))
}

/// How the lines of a source end.
pub fn line_end(source: &Source) -> &'static str {
    if source.text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A text whose lines after the first are indented more.
pub fn indented(text: &str, indent: &str) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines
        .map(|(number, line)| match number {
            0 => line.to_owned(),
            _ if line.trim().is_empty() => line.to_owned(),
            _ => format!("{indent}{line}"),
        })
        .collect()
}

/// A text of several lines whose first stands at `column`, with the others from there; `None` where one begins before it.
pub fn dedented(text: &str, column: usize) -> Option<String> {
    let lines = text.split_inclusive('\n').enumerate().map(|(number, line)| match number {
        0 => Some(line),
        _ if line.trim().is_empty() => Some(line.trim_start_matches([' ', '\t'])),
        _ => line.get(column..).filter(|_| line.as_bytes()[..column].iter().all(|byte| matches!(byte, b' ' | b'\t'))),
    });
    lines.collect()
}

/// The column of an offset, in bytes.
pub fn column(source: &Source, offset: u32) -> usize {
    let before = &source.text[..offset as usize];
    before.len() - before.rfind('\n').map_or(0, |end| end + 1)
}

/// The blanks before an offset, if nothing else stands before it on its line.
pub fn indent_of(source: &Source, offset: u32) -> Option<&str> {
    let before = &source.text[..offset as usize];
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    line.trim().is_empty().then_some(line)
}

/// Whether a source with changes of its own text says `expected`: nothing is offered that reads otherwise than it was meant.
pub fn reads_as(source: &Source, changes: &[Change], expected: &Value) -> bool {
    let edit = |change: &Change| match &change.new {
        New::Written(text) => Some(Edit { file: source.file.clone(), span: change.span, text: text.clone() }),
        New::Value(value) => {
            Some(Edit { file: source.file.clone(), span: change.span, text: source.written(change.span, value)? })
        }
    };
    let edits: Option<Vec<Edit>> = changes.iter().map(edit).collect();
    let Some(mut edits) = edits else { return false };
    edits.sort();
    let text = apply(&source.text, &edits);
    let read = Source::from_file(&source.name, source.format, text.into_bytes());
    read.root().is_some_and(|root| root.to_value() == *expected)
}
