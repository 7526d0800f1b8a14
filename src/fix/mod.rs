//! Fixes as edits of files: one source for `check --fix` and for editors.
//!
//! An edit replaces a span of a file's text and nothing else, so that comments, order, indentation and line ends stay. What can't be written
//! in the notation of the text that it replaces, or stands there in another form, has no edits, and its finding no fix.

mod diff;
mod insert;
mod remove;

use std::collections::BTreeMap;

use crate::diagnostic::{Change, Fix, New};
use crate::source::{SourceId, Sources, Span};

pub use diff::unified;
pub use insert::{column, dedented, indent_of, indented, is_free, line_end, member, reads_as};
pub use remove::removal;

/// A span of a file's text and what comes in its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    pub file: String,
    pub span: Span,
    pub text: String,
}

/// The edits that a fix is, in the order of files and places; `None` where one of its changes is none.
pub fn edits(sources: &Sources, fix: &Fix) -> Option<Vec<Edit>> {
    let edits: Option<Vec<Edit>> = fix.changes.iter().map(|change| edit(sources, change)).collect();
    let mut edits = edits?;
    edits.sort();
    edits.dedup();
    let overlaps = edits.windows(2).any(|pair| touch(&pair[0], &pair[1]));
    (!overlaps && !edits.is_empty()).then_some(edits)
}

/// Whether two edits change the same characters, or insert at the same place.
pub fn touch(one: &Edit, other: &Edit) -> bool {
    let (one, other) = if one <= other { (one, other) } else { (other, one) };
    one.file == other.file && (one.span.end > other.span.start || one.span == other.span)
}

fn edit(sources: &Sources, change: &Change) -> Option<Edit> {
    let source = sources.get(change.source);
    let text = match &change.new {
        New::Written(text) => text.clone(),
        New::Value(value) => {
            let taken = value.as_str().is_some_and(|name| is_taken(sources, change, name));
            source.written(change.span, value).filter(|_| !taken)?
        }
    };
    // In a text within a text what is plain here may be something else there.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./#$~\"".contains(c);
    let is_within = source.holder.is_some() && source.extent().end == source.text.len() as u32;
    if is_within && !text.chars().all(is_plain) {
        return None;
    }
    let (file, span) = sources.in_file(change.source, change.span)?;
    Some(Edit { file: sources.get(file).file.clone(), span, text })
}

/// Whether a key would become one that stands in its object already.
fn is_taken(sources: &Sources, change: &Change, name: &str) -> bool {
    let Some(root) = sources.get(change.source).root() else { return false };
    let pointer = root.pointer_at(change.span.start);
    let is_key = root.locate(&pointer).is_some_and(|found| found.key_span == Some(change.span));
    let above = pointer.rsplit_once('/').and_then(|(above, _)| root.pointer(above));
    is_key && above.is_some_and(|above| above.get(name).is_some())
}

/// The text with edits, which are of one file, in their order and apart.
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        mended.push_str(&text[at..edit.span.start as usize]);
        mended.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    mended.push_str(&text[at..]);
    mended
}

/// A file after edits: its text, and the bytes that it had.
pub struct Mended {
    pub file: String,
    pub text: String,
    pub before: Vec<u8>,
}

/// The files that edits, which are apart, are of, after them; `None` where one that `read` gives is not what was read before.
pub fn mended<'e>(
    sources: &Sources,
    edits: impl IntoIterator<Item = &'e Edit>,
    read: impl Fn(&str) -> Option<Vec<u8>>,
) -> Option<Vec<Mended>> {
    let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    edits.into_iter().for_each(|edit| by_file.entry(&edit.file).or_default().push(edit));
    let mended = |(file, mut edits): (&str, Vec<&Edit>)| {
        edits.sort();
        let before = read(file)?;
        let text = apply(text_of(sources, file, &before)?, edits);
        Some(Mended { file: file.to_owned(), text, before })
    };
    by_file.into_iter().map(mended).collect()
}

/// The text of a file as its edits count it: what `bytes` hold behind a byte order mark, if that is the text of the source.
pub fn text_of<'b>(sources: &Sources, file: &str, bytes: &'b [u8]) -> Option<&'b str> {
    let known: SourceId = sources.find(file)?;
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()?;
    // Of MDX some is blanked when it is read, and stands where it stood.
    let is_same =
        *text == *sources.get(known).text || (file.ends_with(".mdx") && text.len() == sources.get(known).text.len());
    is_same.then_some(text)
}
