//! AsyncAPI 2.x: operations stand inside channels and say what others do, so `publish` means that the application receives.

use super::{Messages, below, merge, names, text};
use crate::model::{Channel, Document, Operation};
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// Reads channels, operations and messages.
pub fn read(resolved: &Resolved, document: &mut Document) {
    let root = Place::root(document.source);
    let mut messages = Messages::new(resolved, document.catalog);
    let channels = below(&root, "channels");
    for address in names(resolved, &channels) {
        let stated = below(&channels, &address);
        let place = resolved.follow(&stated).unwrap_or(stated);
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        let number = document.channels.len();
        let mut carried = Vec::new();
        for (word, action) in [("publish", "receive"), ("subscribe", "send")] {
            if node.get(word).is_none() {
                continue;
            }
            let stated = below(&place, word);
            let operation = resolved.follow(&stated).unwrap_or(stated);
            let list = operation_messages(resolved, &operation, &mut messages);
            carried.extend(list.iter().copied());
            let merged = merge::merge(resolved, &operation).unwrap_or_default();
            let id = merge::text(resolved, &merged, &operation, "operationId");
            document.operations.push(Operation {
                id: id.unwrap_or_else(|| format!("{address}.{word}")),
                action,
                title: None,
                summary: merge::text(resolved, &merged, &operation, "summary"),
                channel: Some(number),
                messages: list,
                stated: word,
                reply: None,
                merged,
                place: operation,
            });
        }
        carried.sort_unstable();
        carried.dedup();
        document.channels.push(Channel {
            address: Some(address.clone()),
            title: None,
            summary: None,
            messages: carried,
            place,
            id: address,
        });
    }
    let components = below(&below(&root, "components"), "messages");
    for name in names(resolved, &components) {
        messages.add(&below(&components, &name), &name);
    }
    document.messages = messages.list;
}

/// The messages of an operation: one, or one of several.
fn operation_messages(resolved: &Resolved, operation: &Place, messages: &mut Messages<'_>) -> Vec<usize> {
    let stated = below(operation, "message");
    let Some(place) = resolved.follow(&stated) else { return Vec::new() };
    let alternatives = resolved.project.sources.node(&place).and_then(|node| node.get("oneOf"));
    match alternatives.map(Node::items) {
        Some(items) => {
            let list = below(&place, "oneOf");
            let indices = 0..items.len();
            let places: Vec<Place> = indices.map(|index| below(&list, &index.to_string())).collect();
            places.iter().filter_map(|place| messages.add(place, &name(resolved, place))).collect()
        }
        None => messages.add(&place, &name(resolved, &stated)).into_iter().collect(),
    }
}

/// What to call a message: its own name, or the last step of the reference that leads to it.
fn name(resolved: &Resolved, place: &Place) -> String {
    let target = resolved.target(place).unwrap_or(place);
    text(resolved, target, "messageId").or_else(|| text(resolved, target, "name")).unwrap_or_else(|| {
        let last = target.pointer.rsplit('/').next().unwrap_or_default();
        let named = target.pointer.contains("/messages/") || target.source != place.source;
        if named { crate::source::unescape_token(last).into_owned() } else { "message".to_owned() }
    })
}
