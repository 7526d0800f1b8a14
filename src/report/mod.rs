//! Reports of findings: one file per format.

mod human;
mod json;

use crate::diagnostic::{At, Findings};
use crate::prove::Proved;
use crate::source::Position;

pub use human::{human, line};
pub use json::{Counts, json};

/// Everything that a report may speak of.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub proved: &'a Proved,
    pub findings: &'a Findings,
    /// What stands before a file's name so that it is found from the working directory: empty, or ends in `/`.
    pub prefix: &'a str,
}

impl Report<'_> {
    /// Where something begins and ends; the first column of the first line for a file that was not read.
    fn range(&self, at: &At) -> (Position, Position) {
        let sources = &self.proved.resolved.project.sources;
        match at.source {
            Some(source) => {
                let source = sources.get(source);
                (source.position(at.span.start), source.position(at.span.end))
            }
            None => (Position { line: 1, column: 1 }, Position { line: 1, column: 1 }),
        }
    }
}

/// Text from the input on one line: control characters, line separators and bidi controls are made visible, so that no input can write to
/// the terminal or begin a line of its own.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push(' '),
            '\u{2028}'
            | '\u{2029}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{61C}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' => {
                shown.push_str(&format!("\u{27E8}U+{:04X}\u{27E9}", c as u32));
            }
            c if c.is_control() => shown.push_str(&format!("\u{27E8}U+{:04X}\u{27E9}", c as u32)),
            c => shown.push(c),
        }
    }
    shown
}
