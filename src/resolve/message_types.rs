//! The event types that messages of AsyncAPI documents carry beside those of schemas and registries.

use super::Resolved;
use crate::model::{Document, Message};

/// The types that the message's payload states or, where it states none, the message's name. A payload that is a schema document states its
/// types itself. A catalog with a registry knows the names of its types, and one with a pattern what they look like: there a name that is
/// none of them is the message's own.
pub fn carried(resolved: &Resolved, document: &Document, message: &Message) -> Vec<String> {
    if !message.stated.is_empty() {
        return message.stated.clone();
    }
    let project = &resolved.project;
    let states = |number: usize| !project.schemas[number].types.is_empty();
    let payload = message.payload.as_ref().filter(|place| place.pointer.is_empty());
    if payload.and_then(|place| resolved.schema_of(place.source)).is_some_and(states) {
        return Vec::new();
    }
    let types = &project.config.catalogs[document.catalog].types;
    let has_registry = project.registered.iter().any(|entry| entry.catalog == document.catalog);
    let fits = |name: &&String| types.pattern.as_ref().is_none_or(|(_, pattern)| pattern.matches(name) == Ok(true));
    let name = message.name.as_ref().or_else(|| is_named(message).then_some(&message.id));
    name.filter(|_| !has_registry).filter(fits).cloned().into_iter().collect()
}

/// Whether a message stands under a name of its own, so that its id is that name.
fn is_named(message: &Message) -> bool {
    let mut segments = message.place.pointer.rsplit('/');
    segments.next().is_some() && segments.next() == Some("messages")
}
