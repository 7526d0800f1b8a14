//! JSON as RFC 8259 has it, and where a file's name says so with comments or as JSON5, read without recursion into a spanned tree.
//!
//! No crate gives spans, duplicate keys, the number's own digits and exact places of errors at speed. The parser works
//! on the bytes of a text that is known to be UTF-8; it stops at the first error but lists all duplicate keys.

mod fault;
mod five;
mod scalar;

#[cfg(test)]
mod tests;

use super::problem::{Problem, Problems};
use super::{Kind, Member, Node, Room, Span, duplicates};

/// An error on its way up; boxed, because results are returned for each value.
type Result<T> = std::result::Result<T, Box<Problem>>;

/// What of a text is JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// What RFC 8259 says and nothing else.
    Strict,
    /// Comments and commas before a closing bracket as well, as editors read their settings.
    Comments,
    /// JSON5 (spec.json5.org), but for the numbers that JSON has no value for.
    Five,
}

/// The one value of a text, which may be as large and deep as there is room; `None` where an error, now in `problems`, ends the reading.
pub(super) fn parse(text: &str, syntax: Syntax, room: Room, problems: &mut Problems) -> Option<Node> {
    parse_from(text, 0, syntax, room, problems)
}

/// The values of a text that has one on each line which is not blank; an error, now in `problems`, ends the reading of its line.
pub(super) fn parse_lines(text: &str, room: Room, problems: &mut Problems) -> Vec<Node> {
    let mut values = Vec::new();
    let mut left = room.nodes;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        if end > start {
            let value = parse_from(&text[..end], start, Syntax::Strict, Room { nodes: left, ..room }, problems);
            left = left.saturating_sub(value.as_ref().map_or(0, Node::count));
            values.extend(value);
        }
        start += line.len();
    }
    values
}

fn parse_from(text: &str, start: usize, syntax: Syntax, room: Room, problems: &mut Problems) -> Option<Node> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: start,
        syntax,
        room,
        nodes: 0,
        open: Vec::with_capacity(16),
        items: Vec::with_capacity(16),
        members: Vec::with_capacity(64),
        problems,
    };
    match parser.document() {
        Ok(node) => Some(node),
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    syntax: Syntax,
    room: Room,
    /// How many values were begun.
    nodes: usize,
    /// The arrays and objects around the place that is read, outermost first.
    open: Vec<Open>,
    /// The items of all open arrays; each array takes its own when it closes, so that it is allocated once.
    items: Vec<Node>,
    /// The members of all open objects, likewise; the last one of an object waits for its value.
    members: Vec<Member>,
    problems: &'a mut Problems,
}

/// An array or object that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    bracket: u8,
    start: u32,
    /// Where its items or members begin among those of all.
    base: usize,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<Node> {
        self.skip_space();
        loop {
            self.nodes += 1;
            if self.nodes > self.room.nodes {
                return Err(Box::new(Problem::too_many(self.span_from(self.at))));
            }
            let mut node = match self.peek() {
                Some(bracket @ (b'{' | b'[')) => match self.enter(bracket)? {
                    Some(empty) => empty,
                    None => continue,
                },
                _ if self.syntax == Syntax::Five => self.five()?,
                Some(b'"') => {
                    let (text, span) = self.string()?;
                    Node { span, kind: Kind::String(text) }
                }
                Some(b'-' | b'0'..=b'9') => self.number()?,
                _ => self.word()?,
            };
            // A value is complete: it goes into what is open, and closes it as often as brackets follow.
            loop {
                self.skip_space();
                let Some(&open) = self.open.last() else {
                    return if self.at == self.bytes.len() { Ok(node) } else { Err(self.after_document()) };
                };
                let end = self.at as u32;
                match (open.bracket, self.peek()) {
                    (b'[', Some(b',' | b']')) => self.items.push(node),
                    (b'{', Some(b',' | b'}')) => self.set_last_value(node),
                    _ => return Err(self.after_value(open, node.span)),
                }
                self.at += 1;
                if self.bytes[end as usize] == b',' {
                    self.skip_space();
                    if !self.may_close(open) {
                        self.next_entry(open, end)?;
                        break;
                    }
                    self.at += 1;
                }
                node = self.close(open);
            }
        }
    }

    /// Opens an array or object. An empty one is returned at once; in others the first value or key comes next.
    fn enter(&mut self, bracket: u8) -> Result<Option<Node>> {
        let start = self.at as u32;
        if self.open.len() >= self.room.depth {
            return Err(Box::new(Problem::too_deep(Span { start, end: start + 1 })));
        }
        let base = if bracket == b'[' { self.items.len() } else { self.members.len() };
        let open = Open { bracket, start, base };
        self.open.push(open);
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(closer(bracket)) {
            self.at += 1;
            return Ok(Some(self.close(open)));
        }
        if bracket == b'{' {
            self.key()?;
        }
        Ok(None)
    }

    /// Whether a bracket closes what is open, where a comma may stand before it.
    fn may_close(&self, open: Open) -> bool {
        self.syntax != Syntax::Strict && self.peek() == Some(closer(open.bracket))
    }

    /// Goes to the value after a comma, which stands at `comma`.
    fn next_entry(&mut self, open: Open, comma: u32) -> Result<()> {
        match self.peek() {
            Some(b']' | b'}') => Err(self.trailing_comma(comma)),
            _ if open.bracket == b'{' => self.key(),
            _ => Ok(()),
        }
    }

    /// Reads a key and its colon, and opens a member that waits for its value.
    fn key(&mut self) -> Result<()> {
        let (key, key_span) = match self.peek() {
            _ if self.syntax == Syntax::Five => self.five_key()?,
            Some(b'"') => self.string()?,
            _ => return Err(self.no_key()),
        };
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.no_colon(key_span));
        }
        self.at += 1;
        self.skip_space();
        self.members.push(Member { key, key_span, value: Node { span: key_span, kind: Kind::Null } });
        Ok(())
    }

    fn set_last_value(&mut self, node: Node) {
        if let Some(member) = self.members.last_mut() {
            member.value = node;
        }
    }

    /// Closes the innermost array or object, whose bracket was just read.
    fn close(&mut self, open: Open) -> Node {
        self.open.pop();
        let kind = if open.bracket == b'[' {
            Kind::Array(take(&mut self.items, open.base))
        } else {
            let mut members = take(&mut self.members, open.base);
            duplicates::settle(&mut members, self.problems);
            Kind::Object(members.into())
        };
        Node { span: Span { start: open.start, end: self.at as u32 }, kind }
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
        if self.syntax != Syntax::Strict {
            self.skip_comments();
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn span_from(&self, start: usize) -> Span {
        Span { start: start as u32, end: self.at as u32 }
    }
}

/// The entries from `base` on. Few are moved to a vector of their size; all of many are taken as they are, since a
/// copy of them would double the memory that a file takes.
fn take<T>(entries: &mut Vec<T>, base: usize) -> Vec<T> {
    if base == 0 && entries.len() > 4096 { std::mem::take(entries) } else { entries.drain(base..).collect() }
}

fn closer(bracket: u8) -> u8 {
    if bracket == b'[' { b']' } else { b'}' }
}
