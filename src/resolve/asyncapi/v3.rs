//! AsyncAPI 3.x: channels, operations and messages are named apart and refer to one another.

use super::{Messages, below, names, text};
use crate::model::{Channel, Document, Operation};
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// Reads channels, operations and messages.
pub fn read(resolved: &Resolved, document: &mut Document) {
    let root = Place::root(document.source);
    let mut messages = Messages { resolved, list: Vec::new() };
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
        let channel = resolved.follow(&below(&place, "channel"));
        let channel = channel.and_then(|channel| places.iter().position(|place| *place == channel));
        let carried = match node.get("messages") {
            // Absent means all messages of the channel.
            None => channel.map(|number| document.channels[number].messages.clone()).unwrap_or_default(),
            Some(list) => {
                let list_place = below(&place, "messages");
                let indices = 0..list.items().len();
                indices.filter_map(|index| messages.add(&below(&list_place, &index.to_string()), "message")).collect()
            }
        };
        document.operations.push(Operation {
            action: if node.get("action").and_then(Node::as_str) == Some("send") { "send" } else { "receive" },
            title: text(resolved, &place, "title"),
            summary: text(resolved, &place, "summary"),
            channel,
            messages: carried,
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
