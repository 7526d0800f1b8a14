//! Source text as highlighted HTML: tokens from the spanned tree, line anchors, marks on what fails.
//!
//! Values stand out, keys are plain. A token is an element without a class, which is half as long, and there are hundreds on a page:
//! `i` is a string, `u` a number, `var` another constant. None of them means anything to a screen reader.

use std::fmt::Write as _;

use super::words::write_element;
use crate::prose::{Html, escape_into, escape_text_into};
use crate::route::Site;
use crate::source::{Kind, Node, Source, Span};

/// More lines than this get no anchors, which would weigh more than the text.
const ANCHORED: u32 = 100_000;

/// The longest text that is shown, in bytes; the whole stands in the file.
const SHOWN: u32 = 4 << 20;

/// A stretch of text and the element that it stands in.
#[derive(Clone, Copy)]
struct Token {
    span: Span,
    element: &'static str,
}

/// The name of a member that is a link.
pub struct Name {
    pub span: Span,
    pub id: Option<String>,
    pub href: String,
}

/// What a value means: it is seen behind the value, and no part of the text that is copied.
pub struct Note {
    pub start: u32,
    pub words: String,
}

/// How a stretch of source is shown.
pub struct Code<'a> {
    pub source: &'a Source,
    pub span: Span,
    /// What to mark, in any order.
    pub marks: &'a [Span],
    /// The names of members that lead somewhere, in the order of the text.
    pub names: &'a [Name],
    /// What values mean, in the order of the text.
    pub notes: &'a [Note],
    /// Whether each line gets an anchor `L<number>`.
    pub anchors: bool,
    /// Whether its descriptions are Markdown, of which comments are not published.
    pub described: bool,
}

/// The text of what a page is about, as its source view; nothing where the site has none (`[build] source`).
pub fn source_view(site: &Site, shown: impl FnOnce() -> Html) -> Html {
    site.proved.resolved.project.config.build.source.then(shown).unwrap_or_default()
}

/// The HTML of a stretch of source, lines dedented to the column of its start.
pub fn code(code: &Code<'_>) -> Html {
    let source = code.source;
    let end = floor(&source.text, code.span.end.min(code.span.start.saturating_add(SHOWN)));
    let span = Span { start: code.span.start, end };
    let mut tokens = Vec::new();
    for document in &source.documents {
        collect(code, document, span, &mut tokens);
    }
    if !code.names.is_empty() {
        tokens.extend(code.names.iter().map(|name| Token { span: name.span, element: NAME }));
        tokens.sort_by_key(|token| token.span);
    }
    let text = source.text_at(span);
    let first = source.position(span.start);
    let indent = indentation(source, span);
    let anchors = code.anchors && source.lines() <= ANCHORED;
    let html = String::with_capacity(text.len() * 3);
    let (marks, names, notes) = (merged(code.marks), code.names, code.notes);
    let mut writer = Writer { html, source, marks, names, notes, tokens: &tokens, next: 0 };
    let mut offset = span.start;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let skip = if number == 0 { 0 } else { line.len() - line.trim_start_matches(' ').len() }.min(indent);
        if anchors {
            let _ = write!(writer.html, "<span class=\"l\" id=\"L{}\">", first.line + number as u32);
        }
        writer.write(offset + skip as u32, offset + line.trim_end_matches(['\n', '\r']).len() as u32);
        if anchors {
            writer.html.push_str("</span>");
        }
        writer.html.push('\n');
        offset += line.len() as u32;
    }
    if span.end < code.span.end {
        writer.html.push_str("… the rest stands in the file\n");
    }
    Html::trusted(writer.html)
}

/// The nearest character boundary at or below `at`.
pub fn floor(text: &str, at: u32) -> u32 {
    let mut at = at as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at as u32
}

/// How far the lines of a span are indented: as far as the line on which it begins, the dash of a YAML item included.
fn indentation(source: &Source, span: Span) -> usize {
    let line = source.line_span(span.start);
    let before = source.text_at(Span { start: line.start, end: span.start });
    if before.chars().all(|c| matches!(c, ' ' | '-')) {
        return before.len();
    }
    before.len() - before.trim_start_matches(' ').len()
}

/// The marks in the order of the text, with those that touch one another as one.
fn merged(marks: &[Span]) -> Vec<Span> {
    let mut sorted = marks.to_vec();
    sorted.sort_unstable();
    sorted.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
    sorted
}

/// The tokens of a tree that lie in `within`, in the order of the text.
fn collect(code: &Code<'_>, node: &Node, within: Span, tokens: &mut Vec<Token>) {
    if node.span.end <= within.start || node.span.start >= within.end {
        return;
    }
    match &node.kind {
        // An array may hold 50,000 examples, each of which is shown by itself, so that what stands before is leapt over.
        Kind::Object(members) => {
            let first = members.partition_point(|member| member.value.span.end <= within.start);
            for member in members[first..].iter().take_while(|member| member.key_span.start < within.end) {
                match code.described && is_description(&member.key) && holds_comment(&member.value) {
                    true => split_at_comments(code.source, member.value.span, tokens),
                    false => collect(code, &member.value, within, tokens),
                }
            }
        }
        Kind::Array(items) => {
            let first = items.partition_point(|item| item.span.end <= within.start);
            let inside = items[first..].iter().take_while(|item| item.span.start < within.end);
            inside.for_each(|item| collect(code, item, within, tokens));
        }
        Kind::String(_) => tokens.push(Token { span: node.span, element: "i" }),
        Kind::Number(_) => tokens.push(Token { span: node.span, element: "u" }),
        Kind::Bool(_) | Kind::Null => tokens.push(Token { span: node.span, element: "var" }),
    }
}

/// The element of a name that leads somewhere.
const NAME: &str = "a";

/// The element of a comment in a description: a sign stands for it.
const COMMENT: &str = "comment";

fn is_description(key: &str) -> bool {
    key.to_ascii_lowercase().ends_with("description")
}

fn holds_comment(node: &Node) -> bool {
    node.as_str().is_some_and(|text| text.contains("<!--"))
}

/// The tokens of a text that holds comments.
fn split_at_comments(source: &Source, span: Span, tokens: &mut Vec<Token>) {
    let text = source.text_at(span);
    let mut at = 0;
    while let Some(start) = text[at..].find("<!--").map(|start| at + start) {
        let end = text[start..].find("-->").map_or(text.len(), |end| start + end + "-->".len());
        tokens.push(Token { span: within(span, at, start), element: "i" });
        tokens.push(Token { span: within(span, start, end), element: COMMENT });
        at = end;
    }
    tokens.push(Token { span: within(span, at, text.len()), element: "i" });
}

fn within(span: Span, start: usize, end: usize) -> Span {
    Span { start: span.start + start as u32, end: span.start + end as u32 }
}

struct Writer<'a> {
    html: String,
    source: &'a Source,
    marks: Vec<Span>,
    names: &'a [Name],
    notes: &'a [Note],
    tokens: &'a [Token],
    next: usize,
}

impl Writer<'_> {
    /// Writes the text between two offsets of one line.
    fn write(&mut self, mut at: u32, end: u32) {
        while at < end {
            while self.tokens.get(self.next).is_some_and(|token| token.span.end <= at) {
                self.next += 1;
            }
            let token = self.tokens.get(self.next).filter(|token| token.span.start < end);
            let (element, until) = match token {
                Some(token) if token.span.start <= at => (token.element, token.span.end.min(end)),
                Some(token) => ("", token.span.start),
                None => ("", end),
            };
            match (element, token) {
                (COMMENT, Some(token)) if token.span.start == at => escape_text_into(&mut self.html, "<!-- … -->"),
                (COMMENT, _) => {}
                (NAME, Some(token)) => self.name(token.span, at, until.min(end)),
                _ => self.piece(element, at, until.max(at + 1).min(end)),
            }
            at = until.max(at + 1);
        }
    }

    /// Writes the name of a member as a link.
    fn name(&mut self, span: Span, start: u32, end: u32) {
        let number = self.names.partition_point(|name| name.span < span);
        let Some(name) = self.names.get(number) else { return self.piece("", start, end) };
        self.html.push_str("<a");
        if let Some(id) = &name.id {
            self.html.extend([" id=\"", id, "\""]);
        }
        self.html.extend([" href=\"", &name.href, "\">"]);
        escape_text_into(&mut self.html, self.source.text_at(Span { start, end }));
        self.html.push_str("</a>");
    }

    /// Writes one stretch, split where a mark begins or ends.
    fn piece(&mut self, element: &str, start: u32, end: u32) {
        let first = self.marks.partition_point(|mark| mark.end <= start);
        let marks = self.marks[first..].iter().take_while(|mark| mark.start < end);
        let cuts = marks.flat_map(|mark| [(mark.start, false), (mark.end, true)]);
        let cuts: Vec<(u32, bool)> = cuts.filter(|(cut, _)| *cut > start && *cut < end).collect();
        let begins_marked = self.marks.get(first).is_some_and(|mark| mark.start <= start);
        let ends_marked = cuts.last().map_or(begins_marked, |(_, closes)| !closes);
        let mut from = start;
        for (to, marked) in cuts.into_iter().chain([(end, ends_marked)]).filter(|(to, _)| *to > start) {
            let element = if marked { "mark" } else { element };
            let text = self.source.text_at(Span { start: from, end: to });
            if element.is_empty() {
                escape_text_into(&mut self.html, text);
            } else if let Some(note) =
                self.notes.get(self.notes.partition_point(|note| note.start < from)).filter(|note| note.start == from)
            {
                self.html.push_str(&format!("<{element} title=\""));
                escape_into(&mut self.html, &note.words);
                self.html.push_str("\">");
                escape_text_into(&mut self.html, text);
                self.html.push_str(&format!("</{element}>"));
            } else {
                write_element(&mut self.html, element, text);
            }
            from = to;
        }
    }
}
