//! Where the characters of a text stand in the file that holds it as a string: a character may be written as an escape there, a line may
//! be folded.

use super::Format;
use super::lines::{Piece, Position};

/// The runs of `text` that stand in one piece in its file. `written` is the string as the file has it, which begins at `start`.
pub(super) fn pieces(format: Format, start: Position, written: &str, text: &str) -> Vec<Piece> {
    let quoted = written.starts_with('"');
    let mut file = Cursor { rest: written, at: start };
    if quoted || written.starts_with('\'') {
        file.pass(1);
    }
    let mut pieces = vec![Piece { offset: 0, at: file.at }];
    for (offset, character) in text.char_indices() {
        if file.rest.starts_with(character) && !(quoted && character == '\\') {
            let in_line = !matches!(character, '\n' | '\r');
            file.pass(1);
            if !in_line {
                pieces.push(Piece { offset: (offset + 1) as u32, at: file.at });
            }
            continue;
        }
        let escape = if quoted { escape_length(file.rest) } else { 0 };
        if escape > 0 {
            pieces.push(Piece { offset: offset as u32, at: file.at });
            file.pass(escape);
        } else if format == Format::Yaml && file.skip_to(character) {
            // Indentation, folded lines, a doubled quote: what is written here is no part of the text.
            pieces.push(Piece { offset: offset as u32, at: file.at });
            file.pass(1);
        } else {
            continue;
        }
        pieces.push(Piece { offset: (offset + character.len_utf8()) as u32, at: file.at });
    }
    // Of two runs that begin at one offset the first is empty.
    pieces.reverse();
    pieces.dedup_by_key(|piece| piece.offset);
    pieces.reverse();
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

/// A place in the string as it is written.
struct Cursor<'t> {
    rest: &'t str,
    at: Position,
}

impl Cursor<'_> {
    /// Goes on by so many characters.
    fn pass(&mut self, count: usize) {
        let mut characters = self.rest.chars();
        for _ in 0..count {
            let Some(character) = characters.next() else { break };
            let crlf = character == '\r' && characters.as_str().starts_with('\n');
            if matches!(character, '\n' | '\r') && !crlf {
                self.at = Position { line: self.at.line + 1, column: 1 };
            } else {
                self.at.column += 1;
            }
        }
        self.rest = characters.as_str();
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
