//! Messages, channels and operations in files of their own, to which no document of the project refers: the services that send them keep
//! their documents elsewhere, and these files are the contract.

use super::{Messages, below, merge, names, text};
use crate::asyncapi::{CHANNEL, MESSAGE, OPERATION, Shape};
use crate::load::part_shape;
use crate::model::{Channel, Document, Operation};
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// Fills in the document that stands for such a file.
pub fn read(resolved: &Resolved, document: &mut Document) {
    let source = resolved.project.sources.get(document.source);
    let Some((shape, version)) = source.root().and_then(part_shape) else { return };
    document.asyncapi = Some(version);
    let root = Place::root(document.source);
    let own_name = crate::load::without_endings(crate::load::file_name(&source.file)).to_owned();
    document.title = text(resolved, &root, "title").unwrap_or_else(|| own_name.clone());
    let mut messages = Messages::new(resolved, document.catalog);
    match shape {
        Shape::Map(_) => {
            for name in names(resolved, &root) {
                messages.add(&below(&root, &name), &name);
            }
        }
        Shape::Object(object) if *object == MESSAGE => {
            messages.add(&root, &own_name);
        }
        Shape::Object(object) if *object == CHANNEL => {
            document.channels.push(channel(resolved, &mut messages, root, own_name));
        }
        Shape::Object(object) if *object == OPERATION => {
            if let Some(place) = resolved.follow(&below(&root, "channel")) {
                let file = &resolved.project.sources.get(place.source).file;
                let name = crate::load::without_endings(crate::load::file_name(file)).to_owned();
                document.channels.push(channel(resolved, &mut messages, place, name));
            }
            let list = below(&root, "messages");
            let count = resolved.project.sources.node(&list).map_or(0, |list| list.items().len());
            let carried = (0..count).filter_map(|index| messages.add(&below(&list, &index.to_string()), "message"));
            let action =
                resolved.project.sources.node(&root).and_then(|node| node.get("action")).and_then(Node::as_str);
            let merged = merge::merge(resolved, &root).unwrap_or_default();
            document.operations.push(Operation {
                action: if action == Some("send") { "send" } else { "receive" },
                title: merge::text(resolved, &merged, &root, "title"),
                summary: merge::text(resolved, &merged, &root, "summary"),
                channel: (!document.channels.is_empty()).then_some(0),
                messages: carried.collect(),
                stated: "",
                reply: None,
                merged,
                place: root,
                id: own_name,
            });
        }
        _ => {}
    }
    document.messages = messages.list;
}

fn channel(resolved: &Resolved, messages: &mut Messages<'_>, place: Place, id: String) -> Channel {
    let list = below(&place, "messages");
    let carried = names(resolved, &list);
    let carried = carried.iter().filter_map(|name| messages.add(&below(&list, name), name)).collect();
    Channel {
        address: text(resolved, &place, "address"),
        title: text(resolved, &place, "title"),
        summary: text(resolved, &place, "summary"),
        messages: carried,
        place,
        id,
    }
}
