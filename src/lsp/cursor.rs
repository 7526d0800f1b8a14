//! What stands under the cursor.

use super::position::{Encoding, of_client, offset_at};
use super::protocol::Position;
use crate::resolve::Resolved;
use crate::source::{Located, Place, SourceId, Span};

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
pub fn cursors<'a>(resolved: &'a Resolved, file: &str, at: Position, encoding: Encoding) -> Vec<Cursor<'a>> {
    let sources = &resolved.project.sources;
    let Some(whole) = sources.find(file) else { return Vec::new() };
    let at = of_client(sources.get(whole), at, encoding);
    let ids = sources.iter().filter(|(_, source)| source.file == file).map(|(id, _)| id);
    let mut found: Vec<Cursor<'a>> =
        ids.filter_map(|id| cursor(resolved, id, offset_at(sources.get(id), at)?)).collect();
    found.reverse();
    found
}

fn cursor(resolved: &Resolved, id: SourceId, offset: u32) -> Option<Cursor<'_>> {
    let root = resolved.project.sources.get(id).root()?;
    let holds = |span: Span| span.start <= offset && offset < span.end;
    if !holds(root.span) {
        return None;
    }
    let pointer = root.pointer_at(offset);
    let located = root.locate(&pointer)?;
    let in_key = located.key_span.is_some_and(holds);
    Some(Cursor { place: Place::new(id, pointer), located, in_key })
}
