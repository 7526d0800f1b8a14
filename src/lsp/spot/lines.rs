//! Places in YAML that are told by indentation.

use super::flow::{self, closed, end_of};
use super::{HERE, Kind, Spot};
use crate::source::{Format, join};

/// A mapping or a sequence that is open, and what its current entry is.
enum Frame {
    Mapping { indent: usize, keys: Vec<String>, is_open: bool },
    Sequence { indent: usize, index: usize },
}

impl Frame {
    fn indent(&self) -> usize {
        match self {
            Frame::Mapping { indent, .. } | Frame::Sequence { indent, .. } => *indent,
        }
    }
}

/// The place at a cursor.
pub fn spot(text: &str, cursor: usize) -> Option<Spot> {
    let before = text.get(..cursor)?;
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let mut read = Read { frames: Vec::new(), block: None, flow: None };
    let mut at = 0;
    for line in before[..line_start].split_inclusive('\n') {
        read.line(text, line.trim_end_matches(['\n', '\r']), at);
        at += line.len();
    }
    let line = &before[line_start..];
    if let Some((from, pointer)) = read.flow.clone() {
        return flow::spot(Format::Yaml, text, from, cursor, pointer);
    }
    let indent = line.len() - line.trim_start_matches(' ').len();
    if line.trim_start().starts_with('#') || read.block.is_some_and(|block| indent > block) {
        return None;
    }
    let (column, dashes) = read.dashes(line);
    let content = &line[column..];
    let (key, value_at) = split(content).map_or((None, 0), |(key, value_at)| (Some(key), value_at));
    if let Some(key) = key {
        read.key(column, key, false);
        let value = &content[value_at..];
        let start = line_start + column + value_at;
        if value.starts_with(['{', '[']) {
            return flow::spot(Format::Yaml, text, start, cursor, read.pointer());
        }
        return finish(text, cursor, start, Kind::Value, read.pointer(), Vec::new());
    }
    let start = line_start + column;
    if content.starts_with(['{', '[']) {
        return flow::spot(Format::Yaml, text, start, cursor, read.pointer());
    }
    if dashes > 0 {
        return finish(text, cursor, start, Kind::Either, read.pointer(), Vec::new());
    }
    read.close(column);
    // Below a key without a value begins a mapping; beside one another member does.
    let keys = match read.frames.last() {
        Some(Frame::Mapping { indent, keys, .. }) if *indent == column => keys.clone(),
        Some(Frame::Mapping { is_open: true, .. } | Frame::Sequence { .. }) => Vec::new(),
        None => Vec::new(),
        _ => return None,
    };
    let is_member = matches!(read.frames.last(), Some(Frame::Mapping { indent, .. }) if *indent == column);
    let pointer = if is_member { read.pointer_above() } else { read.pointer() };
    let present = keys.into_iter().chain(keys_after(text, cursor, column)).collect();
    finish(text, cursor, start, Kind::Key, pointer, present)
}

fn finish(text: &str, cursor: usize, start: usize, kind: Kind, pointer: String, present: Vec<String>) -> Option<Spot> {
    let quote = text[start..cursor].chars().next().filter(|c| matches!(c, '"' | '\''));
    // A text that is closed before the cursor is no longer typed.
    if quote.is_some_and(|quote| closed(&text[start..cursor], quote).is_some()) || text[start..cursor].contains(" #") {
        return None;
    }
    let end = if start < cursor { end_of(text, start, cursor, quote) } else { cursor };
    let line_end = text[end..].find('\n').map_or(text.len(), |length| end + length);
    let has_colon = text[end..line_end].trim_start().starts_with(':');
    let null = if kind == Kind::Key { ": null" } else { "" };
    let closed = format!("{}{HERE}{null}\n", &text[..start]);
    let whole = format!("{}{HERE}{}{}", &text[..start], if has_colon { "" } else { null }, &text[end..]);
    Some(Spot {
        kind,
        pointer,
        present,
        start,
        end,
        quote,
        has_colon,
        lacks_comma: false,
        repaired: [whole, closed],
        format: Format::Yaml,
    })
}

struct Read {
    frames: Vec<Frame>,
    /// The indentation of the key whose text stands in lines.
    block: Option<usize>,
    /// Where a bracket is open, and the pointer of what it begins.
    flow: Option<(usize, String)>,
}

impl Read {
    /// Reads a whole line, which begins at an offset.
    fn line(&mut self, text: &str, line: &str, at: usize) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some((from, _)) = &self.flow {
            if is_closed(&text[*from..at + line.len()]) {
                self.flow = None;
            }
            return;
        }
        if line.trim().is_empty()
            || self.block.is_some_and(|block| indent > block)
            || line.trim_start().starts_with('#')
        {
            return;
        }
        self.block = None;
        if line.starts_with("---") || line.starts_with("...") || line.starts_with('%') {
            self.frames.clear();
            return;
        }
        let (column, _) = self.dashes(line);
        let content = &line[column..];
        let (value_at, value) = match split(content) {
            Some((key, value_at)) => {
                let value = &content[value_at..];
                let is_open = value.is_empty() || value.starts_with(['#', '&', '!', '|', '>']);
                self.key(column, key, is_open);
                (value_at, value)
            }
            None => (0, content),
        };
        if value.starts_with(['|', '>']) {
            self.block = Some(indent);
        } else if value.starts_with(['{', '[']) && !is_closed(value) {
            self.flow = Some((at + column + value_at, self.pointer()));
        }
    }

    /// Takes the dashes that a line begins with: the column behind them, and how many there are.
    fn dashes(&mut self, line: &str) -> (usize, usize) {
        let mut column = line.len() - line.trim_start_matches(' ').len();
        let mut count = 0;
        while line[column..].starts_with("- ") || &line[column..] == "-" {
            self.frames.retain(|frame| frame.indent() <= column);
            match self.frames.last_mut() {
                Some(Frame::Sequence { indent, index }) if *indent == column => *index += 1,
                _ => self.frames.push(Frame::Sequence { indent: column, index: 0 }),
            }
            let rest = line[column + 1..].trim_start_matches(' ');
            column = line.len() - rest.len();
            count += 1;
        }
        (column, count)
    }

    fn close(&mut self, column: usize) {
        self.frames.retain(|frame| frame.indent() <= column);
        // A sequence may be no deeper than the key that it is the value of.
        if matches!(self.frames.last(), Some(Frame::Sequence { indent, .. }) if *indent == column) {
            self.frames.pop();
        }
    }

    fn key(&mut self, column: usize, key: &str, open: bool) {
        self.close(column);
        match self.frames.last_mut() {
            Some(Frame::Mapping { indent, keys, is_open }) if *indent == column => {
                keys.push(key.to_owned());
                *is_open = open;
            }
            _ => self.frames.push(Frame::Mapping { indent: column, keys: vec![key.to_owned()], is_open: open }),
        }
    }

    /// The pointer of the current entry.
    fn pointer(&self) -> String {
        self.frames.iter().fold(String::new(), |pointer, frame| match frame {
            Frame::Mapping { keys, .. } => join(&pointer, keys.last().map(String::as_str).unwrap_or_default()),
            Frame::Sequence { index, .. } => format!("{pointer}/{index}"),
        })
    }

    /// The pointer of the mapping or sequence that has it.
    fn pointer_above(&self) -> String {
        let pointer = self.pointer();
        pointer.rsplit_once('/').map_or_else(String::new, |(above, _)| above.to_owned())
    }
}

/// The key that a line begins with, and where its value does.
fn split(content: &str) -> Option<(&str, usize)> {
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (key, end) = match quote {
        Some(quote) => {
            let end = closed(content, quote)?;
            (&content[1..end - 1], end)
        }
        None => {
            let end = content.find(": ").or_else(|| content.strip_suffix(':').map(str::len))?;
            (content[..end].trim_end(), end)
        }
    };
    let rest = content[end..].trim_start().strip_prefix(':')?;
    let is_key = !key.is_empty()
        && !key.starts_with(['{', '[', '#', '&', '*', '!'])
        && (rest.is_empty() || rest.starts_with(' '));
    is_key.then(|| (key, content.len() - rest.trim_start_matches(' ').len()))
}

/// Whether every bracket of a text is closed.
fn is_closed(text: &str) -> bool {
    let (mut depth, mut at) = (0_i32, 0);
    while let Some(c) = text[at..].chars().next() {
        at += match c {
            '"' | '\'' => closed(&text[at..], c).unwrap_or(1),
            _ => c.len_utf8(),
        };
        depth += i32::from(matches!(c, '{' | '[')) - i32::from(matches!(c, '}' | ']'));
        if depth <= 0 {
            return true;
        }
    }
    false
}

/// The keys that follow in a mapping of this indentation.
fn keys_after(text: &str, cursor: usize, column: usize) -> Vec<String> {
    let Some(line) = text[cursor..].find('\n').map(|length| cursor + length + 1) else { return Vec::new() };
    let lines = text[line..].lines().filter(|line| !line.trim().is_empty());
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = lines
        .take_while(|line| indent(line) > column || (indent(line) == column && !line.trim_start().starts_with("- ")));
    let own = lines.filter(|line| indent(line) == column);
    own.filter_map(|line| split(line.trim_start()).map(|(key, _)| key.to_owned())).collect()
}
