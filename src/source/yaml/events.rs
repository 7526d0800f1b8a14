//! The events of `granit-parser` as a flat list of items; the only user of that crate.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle, options};

use super::{Result, fault, place};
use crate::source::problem::Problem;
use crate::source::{MAX_DEPTH, MAX_NODES, Span};

/// The nodes of a stream in the order of the text, and which of them are the documents' roots.
pub(super) struct Stream<'a> {
    pub items: Vec<Item<'a>>,
    pub roots: Vec<usize>,
}

/// One node as it is written.
pub(super) struct Item<'a> {
    pub span: Span,
    pub tag: Option<Tag>,
    pub kind: ItemKind<'a>,
}

pub(super) enum ItemKind<'a> {
    Scalar {
        text: Cow<'a, str>,
        plain: bool,
    },
    /// The items up to `end` are its entries; those of a mapping are keys and values by turns.
    Sequence {
        end: usize,
    },
    Mapping {
        end: usize,
    },
    /// The item that the anchor stands at; it stands before this one.
    Alias {
        target: usize,
    },
}

/// The tags that have a meaning in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Str,
    Int,
    Float,
    Bool,
    Null,
    Seq,
    Map,
    Merge,
}

/// Reads a whole text, or the first error in it.
pub(super) fn read(text: &str) -> Result<Stream<'_>> {
    fault::control_characters(text)?;
    // The scanner looks ahead for up to 1,024 characters, so that its own limits must lie behind ours.
    let options = options! { emit_comments: false, flow_nesting_limit: 4096, block_nesting_limit: 4096 };
    let stream = Stream { items: Vec::new(), roots: Vec::new() };
    let mut reader = Reader { text, stream, open: Vec::new(), last: 0, anchors: HashMap::new() };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => reader.event(event, span)?,
            Err(error) => return Err(Box::new(reader.error(&error))),
        }
    }
    Ok(reader.stream)
}

struct Reader<'a> {
    text: &'a str,
    stream: Stream<'a>,
    /// The indices of the open collections.
    open: Vec<usize>,
    /// The end of what was read last. A block collection ends there: its own end is where the next token starts.
    last: u32,
    anchors: HashMap<usize, usize>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>, at: granit_parser::Span) -> Result<()> {
        let span = span_of(&at);
        let tag = match event.tag() {
            Some(tag) => tag_of(tag, at.tag_span().map_or(span, |tag| span_of(&tag)))?,
            None => None,
        };
        match event {
            Event::DocumentStart(..) => self.stream.roots.push(self.stream.items.len()),
            Event::Scalar(text, style, anchor, written) => {
                // The tag `!` alone makes a string of a plain scalar.
                let plain = style == ScalarStyle::Plain && written.is_none();
                // The parser writes `~` for a value or key that is not there.
                let is_missing = style == ScalarStyle::Plain && span.start == span.end;
                let text = if is_missing { Cow::Borrowed("") } else { text };
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let span = if is_block { self.block_scalar(span) } else { span };
                self.add(anchor, Item { span, tag, kind: ItemKind::Scalar { text, plain } })?;
                self.last = span.end;
            }
            Event::SequenceStart(style, anchor, _) => {
                let span = if style == StructureStyle::Block { self.block_sequence(span) } else { span };
                self.open(anchor, Item { span, tag, kind: ItemKind::Sequence { end: 0 } })?;
            }
            Event::MappingStart(_, anchor, _) => {
                self.open(anchor, Item { span, tag, kind: ItemKind::Mapping { end: 0 } })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).copied();
                let target = target.ok_or_else(|| Box::new(Problem::syntax(span, "the alias has no anchor")))?;
                self.add(0, Item { span, tag: None, kind: ItemKind::Alias { target } })?;
                self.last = span.end;
            }
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, anchor: usize, item: Item<'a>) -> Result<()> {
        // Each value has a key at most.
        if self.stream.items.len() >= 2 * MAX_NODES {
            return Err(Box::new(Problem::too_many(item.span)));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, self.stream.items.len());
        }
        self.stream.items.push(item);
        Ok(())
    }

    fn open(&mut self, anchor: usize, item: Item<'a>) -> Result<()> {
        if self.open.len() == MAX_DEPTH {
            return Err(Box::new(Problem::too_deep(item.span)));
        }
        self.open.push(self.stream.items.len());
        self.add(anchor, item)
    }

    fn close(&mut self, span: Span) {
        let length = self.stream.items.len();
        let Some(item) = self.open.pop().map(|index| &mut self.stream.items[index]) else { return };
        // The end of a flow collection is its bracket, that of a block collection has no characters.
        self.last = if span.start < span.end { span.end } else { self.last.max(item.span.end) };
        item.span.end = self.last;
        if let ItemKind::Sequence { end } | ItemKind::Mapping { end } = &mut item.kind {
            *end = length;
        }
    }
}

impl Reader<'_> {
    /// The span of a block scalar from its `|` or `>` to its last text, given that of its content.
    fn block_scalar(&self, content: Span) -> Span {
        let header = place::token(self.text, self.last as usize, content.start as usize, b"|>");
        let start = header.unwrap_or(content.start as usize);
        let written = self.text.get(start..content.end as usize).unwrap_or_default().trim_end();
        Span { start: start as u32, end: (start + written.len()) as u32 }
    }

    /// The span of a block sequence from its first dash, also where it is a value and not indented.
    fn block_sequence(&self, span: Span) -> Span {
        let parent = self.open.last().map(|&index| &self.stream.items[index].kind);
        if !matches!(parent, Some(ItemKind::Mapping { .. })) {
            return span;
        }
        let dash = place::token(self.text, self.last as usize, span.start as usize, b"-");
        Span { start: dash.map_or(span.start, |dash| dash as u32), ..span }
    }

    fn error(&self, error: &ScanError) -> Problem {
        let open = self.open.last().map(|&index| self.stream.items[index].span.start);
        let bracket = open.filter(|&start| matches!(self.text.as_bytes().get(start as usize), Some(b'[' | b'{')));
        let bracket = bracket.map(|start| Span { start, end: start + 1 });
        fault::of_scanner(self.text, self.last as usize, bracket, error)
    }
}

fn tag_of(tag: &granit_parser::Tag, span: Span) -> Result<Option<Tag>> {
    match tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() {
        Some("str") => Ok(Some(Tag::Str)),
        Some("int") => Ok(Some(Tag::Int)),
        Some("float") => Ok(Some(Tag::Float)),
        Some("bool") => Ok(Some(Tag::Bool)),
        Some("null") => Ok(Some(Tag::Null)),
        Some("seq") => Ok(Some(Tag::Seq)),
        Some("map") => Ok(Some(Tag::Map)),
        Some("merge") => Ok(Some(Tag::Merge)),
        _ if tag.original() == "!" => Ok(None),
        _ => Err(Box::new(fault::unknown_tag(&tag.original(), span))),
    }
}

fn span_of(span: &granit_parser::Span) -> Span {
    span.byte_range().map_or(Span::default(), |range| Span { start: range.start as u32, end: range.end as u32 })
}
