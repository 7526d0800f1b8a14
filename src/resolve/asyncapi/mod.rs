//! Reads AsyncAPI documents of 2.x and 3.x into one shape: the application's view of channels, operations and messages.

mod formats;
mod merge;
mod message;
mod object;
mod part;
mod parts;
mod v2;
mod v3;
mod walk;

use std::borrow::Cow;
use std::collections::HashMap;

use super::Resolved;
use crate::asyncapi::is_extension;
use crate::asyncapi::typed::{self, Model, Named, Stated};
use crate::model::{Document, Message};
use crate::source::{Place, Source};

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
    let Some(stated) = typed::Document::read(root) else { return };
    let unknown = typed::Info::default();
    let info = stated.info.valid().unwrap_or(&unknown);
    document.version = text_or_digits(source, &stated.asyncapi, "/asyncapi");
    document.title = info.title.text().unwrap_or_default();
    document.description = info.description.text();
    document.info_version = text_or_digits(source, &info.version, "/info/version");
    // The rule `invalid-asyncapi` speaks of versions that are not read, and of one that is a number.
    let Some(version) = stated.version() else { return };
    document.asyncapi = Some(version);
    if version.is_2() {
        v2::read(resolved, document, &stated);
    } else {
        v3::read(resolved, document, &stated);
    }
    parts::collect(resolved, document);
}

/// A text, or what stands in its place, as it is written: a version without quotes is a number.
fn text_or_digits(source: &Source, stated: &Stated<String>, pointer: &str) -> String {
    let digits = || source.root()?.pointer(pointer).map(|node| source.digits(node).into_owned());
    stated.text().or_else(digits).unwrap_or_default()
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

    /// The number of the message at `place`, references followed; `None` if they lead nowhere or to no object. What stands at the place itself
    /// may have been read already.
    fn add(&mut self, here: Option<&typed::Message>, place: &Place, id: &str) -> Option<usize> {
        let target = self.resolved.follow(place)?;
        if let Some(known) = self.numbers.get(&target) {
            return Some(*known);
        }
        let read = || self.resolved.project.sources.node(&target).and_then(typed::Message::read);
        let here = here.filter(|_| target == *place).map(Cow::Borrowed);
        let stated = here.or_else(|| read().map(Cow::Owned))?;
        let number = self.list.len();
        self.list.push(message::read(self.resolved, self.catalog, &stated, target.clone(), id));
        self.numbers.insert(target, number);
        Some(number)
    }

    /// The numbers of those that stand at `place` by their names, each called so.
    fn add_named(&mut self, place: &Place, named: &Stated<Named<typed::Message>>) -> Vec<usize> {
        let several = named.valid();
        let here = |name: &str| several.and_then(|several| several.get(name)?.valid());
        names(named).filter_map(|name| self.add(here(name), &below(place, name), name)).collect()
    }

    /// The numbers of those that stand in the list at `place`.
    fn add_listed(&mut self, place: &Place, count: usize) -> Vec<usize> {
        (0..count).filter_map(|index| self.add(None, &below(place, &index.to_string()), "message")).collect()
    }
}

/// The place of a member of what stands at `place`.
pub(super) fn below(place: &Place, key: &str) -> Place {
    Place::new(place.source, crate::source::join(&place.pointer, key))
}

/// The names that an author gave, extensions left out.
fn names<T>(named: &Stated<Named<T>>) -> impl Iterator<Item = &String> {
    named.valid().into_iter().flat_map(|named| named.keys()).filter(|name| !is_extension(name))
}
