//! AsyncAPI 3.x: channels, operations and messages are named apart and refer to one another.

use super::{Messages, below, merge, names, text};
use crate::model::{Channel, Document, Operation, Reply};
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// Reads channels, operations and messages.
pub fn read(resolved: &Resolved, document: &mut Document) {
    let root = Place::root(document.source);
    let mut messages = Messages::new(resolved, document.catalog);
    let channels = below(&root, "channels");
    // Where each channel stands after its references, so that operations find it by place.
    let mut places = Vec::new();
    for id in names(resolved, &channels) {
        let stated = below(&channels, &id);
        let place = resolved.follow(&stated).unwrap_or(stated);
        let list = below(&place, "messages");
        let carried = names(resolved, &list);
        let carried = carried.iter().filter_map(|name| messages.add(&below(&list, name), name)).collect();
        document.channels.push(Channel {
            address: text(resolved, &place, "address"),
            title: text(resolved, &place, "title"),
            summary: text(resolved, &place, "summary"),
            messages: carried,
            place: place.clone(),
            id,
        });
        places.push(place);
    }
    let operations = below(&root, "operations");
    for id in names(resolved, &operations) {
        let stated = below(&operations, &id);
        let place = resolved.follow(&stated).unwrap_or(stated);
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        let channel = channel_at(resolved, &places, &below(&place, "channel"));
        let list = carried(resolved, document, &mut messages, channel, &place);
        let merged = merge::merge(resolved, &place).unwrap_or_default();
        let reply = resolved.follow(&below(&place, "reply")).map(|reply| {
            let channel = channel_at(resolved, &places, &below(&reply, "channel"));
            Reply { channel, messages: carried(resolved, document, &mut messages, channel, &reply), place: reply }
        });
        document.operations.push(Operation {
            action: if node.get("action").and_then(Node::as_str) == Some("send") { "send" } else { "receive" },
            title: merge::text(resolved, &merged, &place, "title"),
            summary: merge::text(resolved, &merged, &place, "summary"),
            channel,
            messages: list,
            stated: "",
            reply,
            merged,
            place,
            id,
        });
    }
    let components = below(&below(&root, "components"), "messages");
    for name in names(resolved, &components) {
        messages.add(&below(&components, &name), &name);
    }
    document.messages = messages.list;
}

/// The number of the channel that the reference at `place` leads to.
fn channel_at(resolved: &Resolved, places: &[Place], place: &Place) -> Option<usize> {
    let channel = resolved.follow(place)?;
    places.iter().position(|place| *place == channel)
}

/// The messages of an operation or a reply. Absent means all messages of its channel.
fn carried(
    resolved: &Resolved,
    document: &Document,
    messages: &mut Messages<'_>,
    channel: Option<usize>,
    holder: &Place,
) -> Vec<usize> {
    let list = below(holder, "messages");
    match resolved.project.sources.node(&list) {
        None => channel.map(|number| document.channels[number].messages.clone()).unwrap_or_default(),
        Some(node) => {
            let indices = 0..node.items().len();
            indices.filter_map(|index| messages.add(&below(&list, &index.to_string()), "message")).collect()
        }
    }
}
