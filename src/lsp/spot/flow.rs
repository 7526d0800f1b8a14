//! Places between brackets: JSON, and what of YAML is written like it.

use super::{HERE, Kind, Spot};
use crate::source::{Format, join};

/// What may come next in an object or a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    Key,
    Colon,
    Value,
    Comma,
}

/// An object or a list that is open.
struct Frame {
    is_object: bool,
    keys: Vec<String>,
    index: usize,
    wants: Wants,
}

/// The place at `cursor` in what begins with a bracket at `from`, which stands at a pointer.
pub fn spot(format: Format, text: &str, from: usize, cursor: usize, pointer: String) -> Option<Spot> {
    let mut scan = Scan { text: text.get(..cursor)?, at: from, is_yaml: format == Format::Yaml, frames: Vec::new() };
    let token = scan.run()?;
    let top = scan.frames.last()?;
    let kind = match top.wants {
        Wants::Key => Kind::Key,
        Wants::Value => Kind::Value,
        _ => return None,
    };
    let (start, quote) = token.unwrap_or((cursor, None));
    let end = if token.is_some() { end_of(text, start, cursor, quote) } else { cursor };
    let rest = &text[end..];
    let next = rest.trim_start().chars().next();
    let present = match kind {
        Kind::Key => top.keys.iter().cloned().chain(keys_after(rest, scan.is_yaml)).collect(),
        _ => Vec::new(),
    };
    let own = scan.frames.iter().enumerate().filter_map(|(depth, frame)| {
        let is_top = depth + 1 == scan.frames.len();
        match frame.is_object {
            true if is_top && kind == Kind::Key => None,
            true => frame.keys.last().cloned(),
            false => Some(frame.index.to_string()),
        }
    });
    let pointer = own.fold(pointer, |pointer, key| join(&pointer, &key));
    let has_colon = next == Some(':');
    let lacks_comma = next.is_some_and(|next| !matches!(next, ',' | '}' | ']' | ':'));
    let is_whole = kind == Kind::Value || has_colon;
    let (null, comma) = (if is_whole { "" } else { ": null" }, if lacks_comma { "," } else { "" });
    let whole = format!("{}\"{HERE}\"{null}{comma}{rest}", &text[..start]);
    let null = if kind == Kind::Key { ": null" } else { "" };
    let mut closed = format!("{}\"{HERE}\"{null}", &text[..start]);
    scan.frames.iter().rev().for_each(|frame| closed.push(if frame.is_object { '}' } else { ']' }));
    Some(Spot { kind, pointer, present, start, end, quote, has_colon, lacks_comma, repaired: [whole, closed], format })
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    is_yaml: bool,
    frames: Vec<Frame>,
}

impl Scan<'_> {
    /// Reads to the end: the token that ends there without an end of its own. `None` in a comment, and where all brackets are closed.
    fn run(&mut self) -> Option<Option<(usize, Option<char>)>> {
        while let Some(c) = self.text[self.at..].chars().next() {
            let rest = &self.text[self.at..];
            match c {
                _ if c.is_whitespace() => self.at += c.len_utf8(),
                '/' if !self.is_yaml && rest.starts_with("//") => self.at += rest.find('\n')?,
                '/' if !self.is_yaml && rest.starts_with("/*") => self.at += rest.find("*/")? + 2,
                '#' if self.is_yaml => self.at += rest.find('\n')?,
                '{' | '[' => {
                    let wants = if c == '{' { Wants::Key } else { Wants::Value };
                    self.frames.push(Frame { is_object: c == '{', keys: Vec::new(), index: 0, wants });
                    self.at += 1;
                }
                '}' | ']' => {
                    self.frames.pop();
                    self.frames.last_mut()?.wants = Wants::Comma;
                    self.at += 1;
                }
                ',' => {
                    let top = self.frames.last_mut()?;
                    top.index += 1;
                    top.wants = if top.is_object { Wants::Key } else { Wants::Value };
                    self.at += 1;
                }
                ':' => {
                    self.frames.last_mut()?.wants = Wants::Value;
                    self.at += 1;
                }
                '"' | '\'' => match closed(rest, c) {
                    None => return Some(Some((self.at, Some(c)))),
                    Some(length) => {
                        self.accept(rest[1..length - 1].to_owned());
                        self.at += length;
                    }
                },
                _ => {
                    let length = word(rest, self.is_yaml);
                    if length == rest.len() {
                        return Some(Some((self.at, None)));
                    }
                    self.accept(rest[..length].trim_end().to_owned());
                    self.at += length;
                }
            }
        }
        Some(None)
    }

    fn accept(&mut self, text: String) {
        if let Some(top) = self.frames.last_mut() {
            top.wants = match top.wants {
                Wants::Key => {
                    top.keys.push(text);
                    Wants::Colon
                }
                _ => Wants::Comma,
            };
        }
    }
}

/// How long a text in quotes is that ends; one of JSON ends on its line.
pub fn closed(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if quote == '"' => is_escaped = true,
            '\n' => return None,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// How long a word without quotes is.
fn word(text: &str, is_yaml: bool) -> usize {
    let ends = |(at, c): (usize, char)| match c {
        ',' | '{' | '}' | '[' | ']' | '\n' => true,
        ':' => !is_yaml || text[at + 1..].starts_with(char::is_whitespace) || at + 1 == text.len(),
        '"' => true,
        c => !is_yaml && c.is_whitespace(),
    };
    text.char_indices().find(|found| ends(*found)).map_or(text.len(), |(at, _)| at)
}

/// Where what is typed from `start` on ends: behind its quote, if that is its own, or with its word.
pub fn end_of(text: &str, start: usize, cursor: usize, quote: Option<char>) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || "_-.$/#~%@".contains(c);
    let Some(quote) = quote else {
        let rest = &text[cursor..];
        return cursor + rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    };
    // Where something else than a sign follows the next quote, that begins another text.
    let end = closed(&text[start..], quote).map(|length| start + length).filter(|end| *end >= cursor);
    let is_end = |end: &usize| text[*end..].chars().next().is_none_or(|c| c.is_whitespace() || ",:]}".contains(c));
    end.filter(is_end).unwrap_or(cursor)
}

/// The keys that follow in the object that is open.
fn keys_after(text: &str, is_yaml: bool) -> Vec<String> {
    let (mut keys, mut depth, mut at) = (Vec::new(), 0_usize, 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, name) = match c {
            '"' | '\'' => closed(rest, c).map_or((1, ""), |length| (length, &rest[1..length - 1])),
            c if is_yaml && c.is_alphabetic() => {
                let length = word(rest, is_yaml);
                (length.max(1), rest[..length].trim_end())
            }
            '{' | '[' => {
                depth += 1;
                (1, "")
            }
            '}' | ']' if depth == 0 => return keys,
            '}' | ']' => {
                depth -= 1;
                (1, "")
            }
            c => (c.len_utf8(), ""),
        };
        at += length;
        if depth == 0 && !name.is_empty() && text[at..].trim_start().starts_with(':') {
            keys.push(name.to_owned());
        }
    }
    keys
}
