//! Sources: a name, its text and the spanned tree that was read from it.
//!
//! A source is a file or a fenced block of a Markdown file. JSON is read by a parser of our own, YAML by a composer
//! over the events of `granit-parser`, TOML by the `toml` crate; what they make is the same [`Node`]. What is wrong
//! with a text is recorded in the source as [`Problem`]s, never printed and never lost.

mod decimal;
mod descent;
mod duplicates;
mod format;
mod gist;
mod json;
mod lines;
mod members;
mod node;
mod number;
mod place;
mod problem;
mod text;
mod toml;
mod unseen;
mod yaml;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use lines::{Lines, Piece};
use problem::Problems;

pub use decimal::Decimal;
pub use descent::{Way, descend};
pub use format::Format;
pub use gist::{Gist, may_link};
pub use lines::Position;
pub use members::Members;
pub use node::{Kind, Located, Member, Node, Span, escape_token, join, unescape_token};
pub use number::Number;
pub use place::{Place, SourceId, Sources};
pub use problem::{Fault, Problem};
pub use unseen::{code_point, is_obeyed, is_unseen, visible};

/// How deep arrays and objects may nest in any input; everything after the parsers may recurse that far.
pub const MAX_DEPTH: usize = 128;

/// How large a file may be; offsets fit 32 bits because of it.
pub const MAX_BYTES: usize = 16 << 20;

/// How many values a source may hold. A byte of hostile input becomes up to a hundred of tree, and more of HTML; contracts and
/// events have 16 bytes and more for each value, so that a file of theirs stays below this up to its largest size.
pub const MAX_NODES: usize = 1_000_000;

/// A file or a fence, read once and never changed.
#[derive(Clone, Debug)]
pub struct Source {
    /// `path`, or `path#slug` for a fence.
    pub name: String,
    /// The file's path relative to the project, with `/`.
    pub file: String,
    pub format: Format,
    /// The text as UTF-8, without a byte order mark; spans are offsets into it.
    pub text: Box<str>,
    /// What was read: one document for JSON and TOML, one for each document of a YAML stream, none for Markdown and
    /// none where a problem refuses the text.
    pub documents: Vec<Node>,
    /// What is wrong, in the order of the text.
    pub problems: Vec<Problem>,
    pieces: Vec<Piece>,
    lines: OnceLock<Lines>,
    gist: OnceLock<Gist>,
}

impl Source {
    /// Reads a file. What is wrong with it, its encoding included, becomes problems of the source.
    pub fn from_file(file: &str, format: Format, bytes: Vec<u8>) -> Source {
        let mut problems = Problems::default();
        let text = text::decode(format, bytes, &mut problems);
        text::report_bidi(&text, &mut problems);
        let pieces = vec![Piece { offset: 0, at: Position::START }];
        Source::read(file.to_owned(), file.to_owned(), format, text, pieces, problems)
    }

    /// Reads a fence of `parent`. `pieces` are the byte ranges of its content in the parent's text, in order: one per
    /// line where the fence is nested in a list or a quote. The text is their concatenation; an empty fence has one
    /// empty range, so that it stands somewhere. The parent has reported bidi characters already.
    pub fn from_fence(parent: &Source, slug: &str, format: Format, pieces: &[Range<usize>]) -> Source {
        let mut text = String::with_capacity(pieces.iter().map(Range::len).sum());
        let mut map = Vec::new();
        let mut end = None;
        for range in pieces {
            let Some(content) = parent.text.get(range.clone()) else { continue };
            if end != Some(range.start) {
                map.push(Piece { offset: text.len() as u32, at: parent.position(range.start as u32) });
            }
            end = Some(range.end);
            text.push_str(content);
        }
        if map.is_empty() {
            map.push(Piece { offset: 0, at: Position::START });
        }
        let name = format!("{}#{slug}", parent.name);
        Source::read(name, parent.file.clone(), format, text, map, Problems::default())
    }

    fn read(
        name: String,
        file: String,
        format: Format,
        text: String,
        pieces: Vec<Piece>,
        mut problems: Problems,
    ) -> Source {
        let mut documents = Vec::new();
        if !problems.refuse() {
            match format {
                Format::Json => documents.extend(json::parse(&text, &mut problems)),
                Format::Yaml => documents = yaml::parse(&text, &mut problems),
                Format::Toml => documents.extend(toml::parse(&text, &mut problems)),
                Format::Markdown => {}
            }
            if problems.refuse() {
                documents.clear();
            }
        }
        let problems = problems.into_sorted();
        let text = text.into_boxed_str();
        let (lines, gist) = (OnceLock::new(), OnceLock::new());
        Source { name, file, format, text, documents, problems, pieces, lines, gist }
    }

    /// Whether the other source has the same name, text and values, at the same lines.
    pub fn is_same(&self, other: &Source) -> bool {
        self.name == other.name
            && self.format == other.format
            && self.text == other.text
            && self.pieces == other.pieces
            && self.documents == other.documents
    }

    /// The first document.
    pub fn root(&self) -> Option<&Node> {
        self.documents.first()
    }

    /// What it holds, in short. It is looked for when it is first asked for.
    pub fn gist(&self) -> &Gist {
        self.gist.get_or_init(|| gist::gist(&self.documents))
    }

    /// The first problem because of which there are no documents.
    pub fn refusal(&self) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.fault.refuses())
    }

    /// The line and column of the file where an offset of the text stands; one past the text is its end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let index = self.pieces.partition_point(|piece| piece.offset <= offset).saturating_sub(1);
        self.index().position(&self.text, self.pieces[index], offset)
    }

    /// The text at a span; empty where the span is not of this source.
    pub fn text_at(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The digits of a number as they are written; where the text at its span is another (an alias of YAML, a value
    /// made by a tag), the shortest digits of its value. Empty for what is no number.
    pub fn digits<'a>(&'a self, node: &'a Node) -> Cow<'a, str> {
        let Kind::Number(value) = &node.kind else { return Cow::Borrowed("") };
        let written = self.text_at(node.span);
        if number::reads_as(written, value) { Cow::Borrowed(written) } else { Cow::Owned(value.to_string()) }
    }

    /// How many lines the text has; one that ends with a line end has an empty last line.
    pub fn lines(&self) -> u32 {
        self.index().count()
    }

    /// The line of the text that holds an offset, without its line end.
    pub fn line_span(&self, offset: u32) -> Span {
        let offset = offset.min(self.text.len() as u32);
        let (_, start) = self.index().line_of(offset);
        let end = self.index().next_line(offset).unwrap_or(self.text.len() as u32);
        let line = self.text_at(Span { start, end });
        Span { start, end: start + line.trim_end_matches(['\n', '\r']).len() as u32 }
    }

    fn index(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }
}
