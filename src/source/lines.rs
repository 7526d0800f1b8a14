//! From offsets to lines and columns of the file, through the map of a fence.

/// A line and a column of a file, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

impl Position {
    pub const START: Position = Position { line: 1, column: 1 };
}

/// A run of a source's text that stands in one piece in its file, from `offset` to the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub offset: u32,
    pub at: Position,
}

/// Where the lines of a text start, and how many characters stand before each block of it: a text may be one line of
/// 16 MiB with 200,000 findings, so that counting from the line's start each time would never end.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<u32>,
    /// Empty where the text is ASCII.
    characters: Vec<u32>,
}

const BLOCK: usize = 512;

impl Lines {
    /// The lines of a text; a line ends with LF, CRLF or CR.
    pub(super) fn new(text: &str) -> Lines {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (offset, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(offset + 1) != Some(&b'\n')) {
                starts.push(offset as u32 + 1);
            }
        }
        let mut characters = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in bytes.chunks(BLOCK) {
                characters.push(count);
                count += count_characters(block);
            }
        }
        Lines { starts, characters }
    }

    /// Where a line starts, by its number from 1.
    pub(super) fn start(&self, number: u32) -> Option<u32> {
        self.starts.get(number.checked_sub(1)? as usize).copied()
    }

    pub(super) fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The index of the line that holds an offset, and where that line starts.
    pub(super) fn line_of(&self, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        (line as u32, self.starts[line])
    }

    /// Where the line after that of an offset starts; `None` for the last line.
    pub(super) fn next_line(&self, offset: u32) -> Option<u32> {
        self.starts.get(self.starts.partition_point(|&start| start <= offset)).copied()
    }

    /// The position of `offset`, given the piece of the text that holds it.
    pub(super) fn position(&self, text: &str, piece: Piece, offset: u32) -> Position {
        let (first, _) = self.line_of(piece.offset);
        let (line, start) = self.line_of(offset);
        if line == first {
            let column = piece.at.column + self.characters_between(text, piece.offset, offset);
            Position { line: piece.at.line, column }
        } else {
            let column = 1 + self.characters_between(text, start, offset);
            Position { line: piece.at.line + line - first, column }
        }
    }

    fn characters_between(&self, text: &str, start: u32, end: u32) -> u32 {
        if self.characters.is_empty() { end - start } else { self.before(text, end) - self.before(text, start) }
    }

    fn before(&self, text: &str, offset: u32) -> u32 {
        let block = (offset as usize / BLOCK).min(self.characters.len() - 1);
        self.characters[block] + count_characters(&text.as_bytes()[block * BLOCK..offset as usize])
    }
}

/// The characters that start in some bytes of UTF-8: all but the continuation bytes.
fn count_characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}
