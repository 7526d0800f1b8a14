//! Where the characters of a text stand in the file that holds it as a string: a character may be written as an escape there, a line may
//! be folded, and the string may stand in such a text itself.

use super::lines::Piece;
use super::{Format, Source, Span};

/// The runs of `text`, a string of `parent` at `span`, that stand in one piece in their file.
pub(super) fn pieces(parent: &Source, span: Span, text: &str) -> Vec<Piece> {
    let written = parent.text_at(span);
    let quoted = written.starts_with('"');
    let skipped = usize::from(quoted || written.starts_with('\''));
    let mut file = Cursor { rest: &written[skipped..], at: span.start + skipped as u32 };
    let mut runs = vec![(0, file.at)];
    for (offset, character) in text.char_indices() {
        let escape = if quoted { escape_length(file.rest) } else { 0 };
        if escape > 0 {
            runs.push((offset as u32, file.at));
            file.pass(escape);
        } else if file.rest.starts_with(character) {
            file.pass(1);
            continue;
        } else if parent.format == Format::Yaml && file.skip_to(character) {
            // Indentation, folded lines, a doubled quote: what is written here is no part of the text.
            runs.push((offset as u32, file.at));
            file.pass(1);
        } else {
            continue;
        }
        runs.push(((offset + character.len_utf8()) as u32, file.at));
    }
    placed(parent, runs, text.len() as u32)
}

/// The runs with their places in the file; one that stands in several pieces there is several. Of two that begin at one offset the first is
/// empty.
fn placed(parent: &Source, runs: Vec<(u32, u32)>, end: u32) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(runs.len());
    let mut put = |offset, within| {
        if pieces.last().is_some_and(|last| last.offset == offset) {
            pieces.pop();
        }
        pieces.push(Piece { offset, at: parent.position(within) });
    };
    for (number, (offset, within)) in runs.iter().copied().enumerate() {
        let length = runs.get(number + 1).map_or(end, |(next, _)| *next) - offset;
        put(offset, within);
        let first = parent.pieces.partition_point(|piece| piece.offset <= within);
        for piece in parent.pieces[first..].iter().take_while(|piece| piece.offset < within + length) {
            put(offset + piece.offset - within, piece.offset);
        }
    }
    pieces
}

/// How many characters the escape of one character takes that a double-quoted text begins with; 0 if it begins with none.
fn escape_length(written: &str) -> usize {
    let unit = |text: &str| text.strip_prefix("\\u").and_then(|rest| u32::from_str_radix(rest.get(..4)?, 16).ok());
    match (unit(written), written.as_bytes()) {
        (Some(0xD800..=0xDBFF), _) => match written.get(6..).and_then(unit) {
            Some(0xDC00..=0xDFFF) => 12,
            _ => 6,
        },
        (Some(_), _) => 6,
        (None, [b'\\', b'x', ..]) => 4,
        (None, [b'\\', b'U', ..]) => 10,
        (None, [b'\\', _, ..]) => 2,
        _ => 0,
    }
}

/// A place in the string as it is written, by its offset in the parent's text.
struct Cursor<'t> {
    rest: &'t str,
    at: u32,
}

impl Cursor<'_> {
    /// Goes on by so many characters.
    fn pass(&mut self, count: usize) {
        let length = self.rest.char_indices().nth(count).map_or(self.rest.len(), |(length, _)| length);
        self.rest = &self.rest[length..];
        self.at += length as u32;
    }

    /// Passes white space, markers of a block and a quote until `character` is next; stays where it is if something else comes first.
    fn skip_to(&mut self, character: char) -> bool {
        let skipped = |other: char| other != character && (other.is_whitespace() || "|>+-'0123456789".contains(other));
        let count = self.rest.chars().take_while(|other| skipped(*other)).count();
        let found = self.rest.chars().nth(count) == Some(character);
        if found {
            self.pass(count);
        }
        found
    }
}
