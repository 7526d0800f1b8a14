//! From places of sources to positions of the protocol, and back.
//!
//! A source may be a fence or a text in a file: positions are always those of the file. Columns count characters in the project, and
//! UTF-16 or UTF-8 units in the protocol.

use super::protocol::{Position, Range};
use crate::source::{self, Place, Source, SourceId, Sources, Span};

/// In which units the client counts columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    fn units(self, c: char) -> u32 {
        let units = match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
        };
        units as u32
    }
}

/// Where a span of a source stands in its file.
pub fn range(sources: &Sources, id: SourceId, span: Span, encoding: Encoding) -> Range {
    let source = sources.get(id);
    let file = sources.find(&source.file).map_or(source, |file| sources.get(file));
    let position = |offset| to_client(file, source.position(offset), encoding);
    Range { start: position(span.start), end: position(span.end) }
}

/// What of the text stands for a place: the name of a member, else where the value begins.
pub fn spot(sources: &Sources, place: &Place) -> Option<(SourceId, Span)> {
    let found = sources.locate(place)?;
    let span = found.key_span.unwrap_or(Span { end: found.node.span.start, ..found.node.span });
    Some((place.source, span))
}

/// Whether a range holds a position; an empty one holds where it stands.
pub fn holds(range: Range, at: Position) -> bool {
    let key = |at: Position| (at.line, at.character);
    range.start == at || (key(range.start) <= key(at) && key(at) < key(range.end))
}

fn to_client(file: &Source, at: source::Position, encoding: Encoding) -> Position {
    let line = line_text(file, at.line);
    let before = line.chars().take(at.column.saturating_sub(1) as usize);
    Position { line: at.line.saturating_sub(1), character: before.map(|c| encoding.units(c)).sum() }
}

/// The line and column of a file that the client means; past the end of a line is its end.
pub fn of_client(file: &Source, at: Position, encoding: Encoding) -> source::Position {
    let mut left = at.character;
    let within = line_text(file, at.line.saturating_add(1)).chars().take_while(|c| {
        let units = encoding.units(*c);
        let is_before = units <= left;
        left = left.saturating_sub(units);
        is_before
    });
    source::Position { line: at.line.saturating_add(1), column: within.count() as u32 + 1 }
}

/// The offset of a source that stands at a line and column of its file, if one does.
pub fn offset_at(source: &Source, at: source::Position) -> Option<u32> {
    let extent = source.extent();
    let (mut low, mut high) = (extent.start, extent.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if source.position(middle) < at { low = middle + 1 } else { high = middle }
    }
    (source.position(low) == at).then_some(low)
}

fn line_text(file: &Source, number: u32) -> &str {
    file.line(number).map_or("", |span| file.text_at(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Format;

    #[test]
    fn columns_are_counted_in_the_units_of_the_client() {
        let text = "{\n  \"a😀ü\": \"b\"\n}\n";
        let mut sources = Sources::default();
        let id = sources.add(Source::from_file("a.json", Format::Json, text.into()));
        let start = text.find("\"b\"").unwrap_or_default() as u32;
        let span = Span { start, end: start + 3 };
        for (encoding, column) in [(Encoding::Utf16, 10), (Encoding::Utf8, 13)] {
            let found = range(&sources, id, span, encoding);
            assert_eq!((found.start.line, found.start.character), (1, column));
            let back = of_client(sources.get(id), found.start, encoding);
            assert_eq!(offset_at(sources.get(id), back), Some(start));
        }
    }
}
