//! Messages, channels and operations in files of their own, to which no document of the project refers: the services that send them keep
//! their documents elsewhere, and these files are the contract.

use serde::Deserialize;

use super::object::operation_with_texts;
use super::v3::read_channel;
use super::{Messages, below, merge};
use crate::asyncapi::typed::{self, Message, Model, Named, Stated};
use crate::asyncapi::{CHANNEL, MESSAGE, OPERATION, Shape};
use crate::load::part_shape;
use crate::model::{Document, Operation};
use crate::resolve::Resolved;
use crate::source::Place;

/// Fills in the document that stands for such a file.
pub fn read(resolved: &Resolved, document: &mut Document) {
    let source = resolved.project.sources.get(document.source);
    let Some((shape, version)) = source.root().and_then(part_shape) else { return };
    document.asyncapi = Some(version);
    let root = Place::root(document.source);
    let own_name = crate::load::without_endings(crate::load::file_name(&source.file)).to_owned();
    let Some(node) = source.root() else { return };
    // Each of these may have a title.
    let title = Message::read(node).and_then(|stated| stated.title.text());
    document.title = title.unwrap_or_else(|| own_name.clone());
    let mut messages = Messages::new(resolved, document.catalog);
    match shape {
        Shape::Map(_) => {
            messages.add_named(&root, &Stated::<Named<Message>>::deserialize(node).unwrap_or_default());
        }
        Shape::Object(object) if *object == MESSAGE => {
            messages.add(None, &root, &own_name);
        }
        Shape::Object(object) if *object == CHANNEL => {
            let stated = typed::Channel::read(node).unwrap_or_default();
            document.channels.push(read_channel(&mut messages, &stated, root, own_name));
        }
        Shape::Object(object) if *object == OPERATION => {
            let sources = &resolved.project.sources;
            if let Some(place) = resolved.follow(&below(&root, "channel")) {
                let name = crate::load::without_endings(crate::load::file_name(&sources.get(place.source).file));
                let stated = sources.node(&place).and_then(typed::Channel::read).unwrap_or_default();
                document.channels.push(read_channel(&mut messages, &stated, place, name.to_owned()));
            }
            let stated = typed::Operation::read(node).unwrap_or_default();
            let said = operation_with_texts(resolved, &stated, &root);
            document.operations.push(Operation {
                action: stated.action.valid().copied(),
                title: said.title.text(),
                summary: said.summary.text(),
                channel: (!document.channels.is_empty()).then_some(0),
                messages: messages.add_listed(&below(&root, "messages"), stated.messages.valid().map_or(0, Vec::len)),
                stated: "",
                reply: None,
                merged: merge::merge(resolved, &root).unwrap_or_default(),
                place: root,
                id: own_name,
            });
        }
        _ => {}
    }
    document.messages = messages.list;
}
