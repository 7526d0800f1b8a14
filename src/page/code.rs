//! Source text as highlighted HTML: classes from the spanned tree, line anchors, marks on what fails.

use crate::prose::{Html, escape_into};
use crate::source::{Kind, Node, Source, Span};

/// A stretch of text with its class.
#[derive(Clone, Copy)]
struct Token {
    span: Span,
    class: &'static str,
}

/// How a stretch of source is shown.
pub struct Code<'a> {
    pub source: &'a Source,
    pub span: Span,
    /// What to mark, in any order.
    pub marks: &'a [Span],
    /// Whether each line gets an anchor `L<number>`.
    pub anchors: bool,
}

/// The HTML of a stretch of source, lines dedented to the column of its start.
pub fn code(code: &Code<'_>) -> Html {
    let source = code.source;
    let mut tokens = Vec::new();
    for document in &source.documents {
        collect(document, code.span, &mut tokens);
    }
    let text = source.text_at(code.span);
    let first = source.position(code.span.start);
    let indent = indentation(source, code.span);
    let mut writer = Writer { html: String::with_capacity(text.len() * 3), code, tokens: &tokens, next: 0 };
    let mut offset = code.span.start;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let skip = if number == 0 { 0 } else { line.len() - line.trim_start_matches(' ').len() }.min(indent);
        if code.anchors {
            let line_number = first.line + number as u32;
            writer.html.push_str(&format!("<span class=\"l\" id=\"L{line_number}\">"));
        }
        writer.write(offset + skip as u32, offset + line.trim_end_matches(['\n', '\r']).len() as u32);
        if code.anchors {
            writer.html.push_str("</span>");
        }
        writer.html.push('\n');
        offset += line.len() as u32;
    }
    Html::trusted(writer.html)
}

/// How far the line is indented on which the span begins.
fn indentation(source: &Source, span: Span) -> usize {
    let line = source.text_at(source.line_span(span.start));
    line.len() - line.trim_start_matches(' ').len()
}

/// The tokens of a tree that lie in `within`, in the order of the text.
fn collect(node: &Node, within: Span, tokens: &mut Vec<Token>) {
    if node.span.end <= within.start || node.span.start >= within.end {
        return;
    }
    match &node.kind {
        Kind::Object(members) => {
            for member in members {
                tokens.push(Token { span: member.key_span, class: "k" });
                collect(&member.value, within, tokens);
            }
        }
        Kind::Array(items) => items.iter().for_each(|item| collect(item, within, tokens)),
        Kind::String(_) => tokens.push(Token { span: node.span, class: "s" }),
        Kind::Number(_) => tokens.push(Token { span: node.span, class: "n" }),
        Kind::Bool(_) | Kind::Null => tokens.push(Token { span: node.span, class: "c" }),
    }
}

struct Writer<'a> {
    html: String,
    code: &'a Code<'a>,
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
            let (class, until) = match token {
                Some(token) if token.span.start <= at => (token.class, token.span.end.min(end)),
                Some(token) => ("", token.span.start),
                None => ("", end),
            };
            self.piece(class, at, until.max(at + 1).min(end));
            at = until.max(at + 1);
        }
    }

    /// Writes one stretch, split where a mark begins or ends.
    fn piece(&mut self, class: &str, start: u32, end: u32) {
        let cuts = self.code.marks.iter().flat_map(|mark| [mark.start, mark.end]);
        let mut cuts: Vec<u32> = cuts.filter(|cut| *cut > start && *cut < end).chain([end]).collect();
        cuts.sort_unstable();
        let mut from = start;
        for to in cuts {
            let marked = self.code.marks.iter().any(|mark| mark.start <= from && from < mark.end);
            let (open, close) = match (marked, class.is_empty()) {
                (true, true) => ("<mark>".to_owned(), "</mark>"),
                (true, false) => (format!("<mark class=\"{class}\">"), "</mark>"),
                (false, true) => (String::new(), ""),
                (false, false) => (format!("<i class=\"{class}\">"), "</i>"),
            };
            self.html.push_str(&open);
            escape_into(&mut self.html, self.code.source.text_at(Span { start: from, end: to }));
            self.html.push_str(close);
            from = to;
        }
    }
}
