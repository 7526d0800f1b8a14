//! Sources: a name, its text and the spanned tree that was read from it.
//!
//! A source is a file, a fenced block of a Markdown file, or a text in one of these that holds JSON of its own. JSON is read by a parser of our own, YAML by a composer
//! over the events of `granit-parser`, TOML by the `toml` crate; what they make is the same [`Node`]. What is wrong
//! with a text is recorded in the source as [`Problem`]s, never printed and never lost.
//!
//! [`Node`] is the one value of the project: every key and value with its span, numbers with the digits of the text, duplicate keys
//! refused, members in their order. A `serde_json::Value` has none of that, and a struct of sixty fields is how other tools lose
//! keywords. A `Value` is made only as the copy of a schema that jsonschema is handed, and to write JSON.

mod decimal;
mod descent;
mod deserialize;
mod duplicates;
mod extract;
mod format;
mod held;
mod json;
mod lines;
mod mdx;
mod members;
mod node;
mod notation;
mod number;
mod place;
mod pointers;
mod problem;
mod span;
mod text;
mod toml;
mod unseen;
mod yaml;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use json::Syntax;
use lines::{Lines, Piece};
use problem::Problems;

pub use decimal::Decimal;
pub use descent::{Way, descend};
pub use extract::{Extract, Named, may_link};
pub use format::Format;
pub use lines::Position;
pub use members::Members;
pub use node::{Kind, Located, Member, Node, escape_token, join, pointer_tokens, unescape_token};
pub use notation::scalar;
pub use number::Number;
pub use place::{Place, SourceId, Sources, pointer_below, pointer_holds};
pub use problem::{Fault, Problem, Rewrite};
pub use span::Span;
pub use unseen::{code_point, is_obeyed, is_unseen, visible};

/// How deep arrays and objects may nest in any input; everything after the parsers may recurse that far.
pub const MAX_DEPTH: usize = 128;

/// How large a file may be; offsets fit 32 bits because of it.
pub const MAX_BYTES: usize = 16 << 20;

/// How many values a source may hold. A byte of hostile input becomes up to a hundred of tree, and more of HTML; contracts and
/// events have 16 bytes and more for each value, so that a file of theirs stays below this up to its largest size.
pub const MAX_NODES: usize = 1_000_000;

/// How much a text may hold that stands in others: what is around it has taken a part of the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub depth: usize,
    pub nodes: usize,
}

impl Room {
    /// The room of a file.
    pub const WHOLE: Room = Room { depth: MAX_DEPTH, nodes: MAX_NODES };
}

/// What a key that stands twice in an object does to a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// The text is refused: readers disagree on which of the two counts.
    #[default]
    Refused,
    /// The last one counts.
    LastWins,
}

/// Where a source stands in another one: the name of that source and the pointer in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub name: String,
    pub pointer: String,
}

/// A file, a fence or a text in one of them, read once and never changed.
#[derive(Clone, Debug)]
pub struct Source {
    /// `path`, or `path#slug` for a fence; a text in one of them is named like the place where it stands, `path#/pointer`.
    pub name: String,
    /// The file's path relative to the project, with `/`.
    pub file: String,
    pub format: Format,
    /// The text as UTF-8, without a byte order mark; spans are offsets into it.
    pub text: Arc<str>,
    /// What was read: one document for JSON and TOML, one for each document of a YAML stream, none for Markdown and
    /// none where a problem refuses the text.
    pub documents: Vec<Node>,
    /// What is wrong, in the order of the text.
    pub problems: Vec<Problem>,
    /// Where it stands as a text or as a value in another source; `None` for files and fences.
    pub holder: Option<Holder>,
    /// What of the text is its own, where it is a value in another source, whose text it shares.
    own: Option<Span>,
    /// What was read of a text that only its keys refuse: what it is can be told by it, but nothing else.
    refused: Option<Node>,
    duplicates: Duplicates,
    pieces: Vec<Piece>,
    lines: Arc<OnceLock<Lines>>,
    extract: OnceLock<Extract>,
    named: OnceLock<Box<[Named]>>,
}

impl Source {
    /// Reads a file. What is wrong with it, its encoding included, becomes problems of the source.
    pub fn from_file(file: &str, format: Format, bytes: Vec<u8>) -> Source {
        Source::from_file_with(Duplicates::Refused, file, format, bytes)
    }

    /// The same for a project that says what becomes of keys that stand twice.
    pub fn from_file_with(duplicates: Duplicates, file: &str, format: Format, bytes: Vec<u8>) -> Source {
        let mut problems = Problems::of(duplicates);
        let mut text = text::decode(format, bytes, &mut problems);
        if file.ends_with(".mdx") {
            text = mdx::as_markdown(&text);
        }
        text::report_bidi(&text, &mut problems);
        let pieces = vec![Piece { offset: 0, at: Position::START }];
        Source::read(file.to_owned(), file.to_owned(), format, text, pieces, Room::WHOLE, problems)
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
                // Where the Markdown parser leaves the CR of a CRLF out, the line still ends before it.
                let is_cut = content.starts_with('\n') && parent.text[..range.start].ends_with('\r');
                let start = range.start - usize::from(is_cut);
                map.push(Piece { offset: text.len() as u32, at: parent.position(start as u32) });
            }
            end = Some(range.end);
            text.push_str(content);
        }
        if map.is_empty() {
            map.push(Piece { offset: 0, at: Position::START });
        }
        let name = format!("{}#{slug}", parent.name);
        Source::read(name, parent.file.clone(), format, text, map, Room::WHOLE, parent.no_problems())
    }

    /// Reads the JSON in a text of `parent`, `node` at `pointer`; it may hold as much as there is room for. Its lines and columns are those
    /// of the file, escapes counted. `None` for what is no text.
    pub fn from_text(parent: &Source, pointer: &str, node: &Node, room: Room) -> Option<Source> {
        let text = node.as_str()?;
        let pieces = held::pieces(parent, node.span, text);
        let (holder, name) = parent.holding(pointer);
        let (file, problems) = (parent.file.clone(), parent.no_problems());
        let mut source = Source::read(name, file, Format::Json, text.to_owned(), pieces, room, problems);
        for problem in source.problems.iter_mut().filter(|problem| problem.fault == Fault::Syntax) {
            problem.message = format!("the text here is no JSON: {}", problem.message);
            problem.help = None;
        }
        Some(Source { holder: Some(holder), ..source })
    }

    /// The value at `pointer` of `parent` as a source: it shares the text, and stands where it stands there. `None` where the pointer leads
    /// nowhere.
    pub fn of_value(parent: &Source, pointer: &str) -> Option<Source> {
        let node = parent.root()?.pointer(pointer)?;
        let (holder, name) = parent.holding(pointer);
        Some(Source {
            name,
            file: parent.file.clone(),
            format: parent.format,
            text: Arc::clone(&parent.text),
            documents: vec![node.clone()],
            // They are those of the source that it stands in.
            problems: Vec::new(),
            holder: Some(holder),
            own: Some(node.span),
            refused: None,
            duplicates: parent.duplicates,
            pieces: parent.pieces.clone(),
            lines: Arc::clone(&parent.lines),
            extract: OnceLock::new(),
            named: OnceLock::new(),
        })
    }

    /// The holder of a source that stands at `pointer` of this one, and the name of that source.
    fn holding(&self, pointer: &str) -> (Holder, String) {
        let holder = match &self.holder {
            Some(holder) => Holder { name: holder.name.clone(), pointer: format!("{}{pointer}", holder.pointer) },
            None => Holder { name: self.name.clone(), pointer: pointer.to_owned() },
        };
        let hash = if holder.name.contains('#') { "" } else { "#" };
        let name = format!("{}{hash}{}", holder.name, holder.pointer);
        (holder, name)
    }

    /// The name of the source that the text at `pointer` would be.
    pub fn name_of_text(&self, pointer: &str) -> String {
        self.holding(pointer).1
    }

    /// What of the text is the source's own: all of it, but for a value in another source.
    pub fn extent(&self) -> Span {
        self.own.unwrap_or(Span { start: 0, end: self.text.len() as u32 })
    }

    /// Its own part of the text. A value of YAML begins with the blanks before it, so that it reads the same by itself.
    pub fn own_text(&self) -> &str {
        let Span { start, end } = self.extent();
        let line = self.text[..start as usize].rfind('\n').map_or(0, |end| end + 1);
        let indented = self.format == Format::Yaml && self.text[line..start as usize].trim().is_empty();
        &self.text[if indented { line } else { start as usize }..end as usize]
    }

    fn no_problems(&self) -> Problems {
        Problems::of(self.duplicates)
    }

    fn read(
        name: String,
        file: String,
        format: Format,
        text: String,
        pieces: Vec<Piece>,
        room: Room,
        mut problems: Problems,
    ) -> Source {
        let (mut documents, mut refused) = (Vec::new(), None);
        if !problems.refuse() {
            match format {
                Format::Json => documents.extend(json::parse(&text, Syntax::Strict, room, &mut problems)),
                Format::Jsonc => documents.extend(json::parse(&text, Syntax::Comments, room, &mut problems)),
                Format::Json5 => documents.extend(json::parse(&text, Syntax::Five, room, &mut problems)),
                Format::JsonLines => documents = json::parse_lines(&text, room, &mut problems),
                Format::Yaml => documents = yaml::parse(&text, &mut problems),
                Format::Toml => documents.extend(toml::parse(&text, &mut problems)),
                Format::Markdown => {}
                Format::Text => documents.push(Node::of_text(&text)),
            }
            pointers::too_long(&documents, text.len()).into_iter().for_each(|problem| problems.push(problem));
            if problems.refuse() {
                refused = documents.drain(..).next().filter(|_| problems.refuse_keys_only());
            }
        }
        let duplicates = problems.duplicates;
        let problems = problems.into_sorted();
        let (text, lines, extract, named) = (text.into(), Arc::default(), OnceLock::new(), OnceLock::new());
        Source {
            name,
            file,
            format,
            text,
            documents,
            problems,
            holder: None,
            own: None,
            refused,
            duplicates,
            pieces,
            lines,
            extract,
            named,
        }
    }

    /// Whether the other source has the same name, text and values, at the same lines.
    pub fn is_same(&self, other: &Source) -> bool {
        self.name == other.name
            && self.format == other.format
            && self.text == other.text
            && self.pieces == other.pieces
            && self.own == other.own
            && self.documents == other.documents
    }

    /// The source that it stands in as a text, by name, and the pointer there of what stands at `pointer` here; of files and fences, they are
    /// that themselves.
    pub fn outermost(&self, pointer: &str) -> (&str, String) {
        match &self.holder {
            Some(holder) => (&holder.name, format!("{}{pointer}", holder.pointer)),
            None => (&self.name, pointer.to_owned()),
        }
    }

    /// The first document.
    pub fn root(&self) -> Option<&Node> {
        self.documents.first()
    }

    /// The first document, also of a text that is refused because keys stand twice: enough to tell what the text is.
    pub fn telling_root(&self) -> Option<&Node> {
        self.root().or(self.refused.as_ref())
    }

    /// What it holds, in short. It is looked for when it is first asked for.
    pub fn extract(&self) -> &Extract {
        self.extract.get_or_init(|| extract::extract(&self.documents))
    }

    /// The documents that its references name, in their order. They are looked for when they are first asked for.
    pub fn named(&self) -> &[Named] {
        self.named.get_or_init(|| extract::references(&self.documents))
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

    /// The same in a spelling that JSON has.
    pub fn json_digits<'a>(&'a self, node: &'a Node) -> Cow<'a, str> {
        let digits = self.digits(node);
        // YAML and TOML have spellings that are none in JSON.
        let is_json = self.format == Format::Json || serde_json::from_str::<serde_json::Number>(&digits).is_ok();
        match &node.kind {
            Kind::Number(value) if !is_json => Cow::Owned(value.to_string()),
            _ => digits,
        }
    }

    /// A line of the text by its number, from 1, without its line end; `None` past the last one.
    pub fn line(&self, number: u32) -> Option<Span> {
        self.index().start(number).map(|start| self.line_span(start))
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
