//! What stands under the cursor.

use super::position::{Encoding, of_client, offset_at};
use super::protocol::Position;
use crate::source::{Format, Located, Node, Place, Source, SourceId, Sources, Span, join};

/// A value of a source, or the name of a member, that holds the cursor.
pub struct Cursor<'a> {
    pub place: Place,
    pub located: Located<'a>,
    /// Whether the cursor stands in the member's name.
    pub in_key: bool,
}

impl Cursor<'_> {
    /// What of the text is meant: the name or the value.
    pub fn span(&self) -> Span {
        match self.located.key_span {
            Some(key) if self.in_key => key,
            _ => self.located.node.span,
        }
    }

    /// The name of the member under the cursor, and the place of the object that has it.
    pub fn member(&self) -> Option<(Place, String)> {
        let (above, name) = self.place.pointer.rsplit_once('/')?;
        Some((Place::new(self.place.source, above), crate::source::unescape_token(name).into_owned()))
    }
}

/// What the cursor stands in, the innermost source first: a text in an example, the example, the fence that it stands in.
pub fn cursors<'a>(sources: &'a Sources, file: &str, at: Position, encoding: Encoding) -> Vec<Cursor<'a>> {
    let Some(whole) = sources.find(file) else { return Vec::new() };
    let at = of_client(sources.get(whole), at, encoding);
    let ids = sources.iter().filter(|(_, source)| source.file == file).map(|(id, _)| id);
    let mut found: Vec<Cursor<'a>> =
        ids.filter_map(|id| cursor(sources, id, offset_at(sources.get(id), at)?)).collect();
    found.reverse();
    found
}

fn cursor(sources: &Sources, id: SourceId, offset: u32) -> Option<Cursor<'_>> {
    let source = sources.get(id);
    let root = source.root()?;
    let holds = |span: Span| span.start <= offset && offset < span.end;
    let pointer = match source.format {
        Format::Toml => scattered(source, root, offset, String::new())?,
        _ if holds(root.span) => root.pointer_at(offset),
        _ => return None,
    };
    let located = root.locate(&pointer)?;
    let in_key = located.key_span.is_some_and(holds);
    Some(Cursor { place: Place::new(id, pointer), located, in_key })
}

/// The pointer of the name, the header or the value without parts that holds an offset: a table of TOML stands in several pieces, and may lie around
/// none of them.
fn scattered(source: &Source, node: &Node, offset: u32, pointer: String) -> Option<String> {
    let holds = |span: Span| span.start <= offset && offset < span.end;
    let is_header = |value: &Node| value.is_object() && source.text_at(value.span).starts_with('[');
    let members =
        node.members().iter().map(|member| (join(&pointer, &member.key), holds(member.key_span), &member.value));
    let items = node.items().iter().enumerate().map(|(index, item)| (format!("{pointer}/{index}"), false, item));
    members.chain(items).find_map(|(pointer, is_here, value)| {
        let is_single = value.members().is_empty() && value.items().is_empty();
        // The span of a table with a header is that header.
        let is_here = is_here || ((is_single || is_header(value)) && holds(value.span));
        if is_here { Some(pointer) } else { scattered(source, value, offset, pointer) }
    })
}
