//! Reads AsyncAPI documents of 2.x and 3.x into one shape: the application's view of channels, operations and messages.

mod formats;
mod merge;
mod message;
mod part;
mod parts;
mod v2;
mod v3;
mod walk;

use std::collections::HashMap;

use super::Resolved;
use crate::asyncapi::Version;
use crate::model::{Document, Message};
use crate::source::{Node, Place};

pub use formats::formats;
pub use parts::shape_of;
pub use walk::{Position, data_reference, walk};

/// Fills in a document. References are followed and stay places, so that a message that two channels carry is one message.
pub fn read(resolved: &Resolved, document: &mut Document) {
    let source = resolved.project.sources.get(document.source);
    let Some(root) = source.root() else { return };
    if document.is_part {
        part::read(resolved, document);
        parts::collect(resolved, document);
        return;
    }
    let stated = root.get("asyncapi");
    document.version = stated.map(|node| text_or_digits(source, node)).unwrap_or_default();
    let info = root.get("info");
    let text = |key: &str| info.and_then(|info| info.get(key));
    document.title = text("title").and_then(Node::as_str).unwrap_or_default().to_owned();
    document.description = text("description").and_then(Node::as_str).map(str::to_owned);
    document.info_version = text("version").map(|node| text_or_digits(source, node)).unwrap_or_default();
    // The rule `invalid-asyncapi` speaks of versions that are not read, and of one that is a number.
    let Some(version) = stated.and_then(Node::as_str).and_then(Version::of) else { return };
    document.asyncapi = Some(version);
    if version.is_2() {
        v2::read(resolved, document);
    } else {
        v3::read(resolved, document);
    }
    parts::collect(resolved, document);
}

fn text_or_digits(source: &crate::source::Source, node: &Node) -> String {
    node.as_str().map_or_else(|| source.digits(node).into_owned(), str::to_owned)
}

/// Collects the messages of a document, one per distinct object.
struct Messages<'a> {
    resolved: &'a Resolved,
    catalog: usize,
    list: Vec<Message>,
    /// The number of each message that was met, by its place.
    numbers: HashMap<Place, usize>,
}

impl<'a> Messages<'a> {
    fn new(resolved: &'a Resolved, catalog: usize) -> Messages<'a> {
        Messages { resolved, catalog, list: Vec::new(), numbers: HashMap::new() }
    }

    /// The number of the message at `place`, references followed; `None` if they lead nowhere or to no object.
    fn add(&mut self, place: &Place, id: &str) -> Option<usize> {
        let place = self.resolved.follow(place)?;
        if let Some(known) = self.numbers.get(&place) {
            return Some(*known);
        }
        let number = self.list.len();
        self.list.push(message::read(self.resolved, self.catalog, place.clone(), id)?);
        self.numbers.insert(place, number);
        Some(number)
    }
}

/// The place of a member of what stands at `place`.
pub(super) fn below(place: &Place, key: &str) -> Place {
    Place::new(place.source, crate::source::join(&place.pointer, key))
}

/// The names of the members of the object at `place`, extensions left out.
fn names(resolved: &Resolved, place: &Place) -> Vec<String> {
    let node = resolved.project.sources.node(place);
    let members = node.map(Node::members).unwrap_or_default().iter();
    members.map(|member| member.key.to_string()).filter(|name| !crate::asyncapi::is_extension(name)).collect()
}

/// The text of the member `key` of the object at `place`.
fn text(resolved: &Resolved, place: &Place, key: &str) -> Option<String> {
    resolved.project.sources.node(place)?.get(key)?.as_str().map(str::to_owned)
}
