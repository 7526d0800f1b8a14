//! AsyncAPI 3.x: channels, operations and messages are named apart and refer to one another.

use super::object::{named, object, operation_with_texts};
use super::{Messages, below, merge, names};
use crate::asyncapi::typed;
use crate::model::{Channel, Document, Operation, Reply};
use crate::resolve::Resolved;
use crate::source::Place;

/// Reads channels, operations and messages.
pub fn read(resolved: &Resolved, document: &mut Document, stated: &typed::Document) {
    let root = Place::root(document.source);
    let mut messages = Messages::new(resolved, document.catalog);
    let channels = below(&root, "channels");
    for id in names(&stated.channels) {
        let (place, channel) = named(resolved, &stated.channels, &channels, id);
        document.channels.push(read_channel(&mut messages, &channel, place, id.clone()));
    }
    let operations = below(&root, "operations");
    for id in names(&stated.operations) {
        let (place, operation) = named(resolved, &stated.operations, &operations, id);
        let channel = channel_at(resolved, document, &below(&place, "channel"));
        let list = carried(document, &mut messages, channel, &place, &operation.messages);
        let reply = Some(below(&place, "reply")).filter(|reply| resolved.follow(reply).is_some()).map(|reply_place| {
            let (place, reply) = object(resolved, &operation.reply, reply_place);
            let channel = channel_at(resolved, document, &below(&place, "channel"));
            Reply { channel, messages: carried(document, &mut messages, channel, &place, &reply.messages), place }
        });
        let said = operation_with_texts(resolved, &operation, &place);
        document.operations.push(Operation {
            action: operation.action.valid().copied(),
            title: said.title.text(),
            summary: said.summary.text(),
            channel,
            messages: list,
            stated: "",
            reply,
            merged: merge::merge(resolved, &place).unwrap_or_default(),
            place,
            id: id.clone(),
        });
    }
    if let Some(components) = stated.components.valid() {
        messages.add_named(&below(&below(&root, "components"), "messages"), &components.messages);
    }
    document.messages = messages.list;
}

/// A channel that stands at a place, with its messages.
pub fn read_channel(messages: &mut Messages<'_>, channel: &typed::Channel, place: Place, id: String) -> Channel {
    Channel {
        address: channel.address.text(),
        title: channel.title.text(),
        summary: channel.summary.text(),
        messages: messages.add_named(&below(&place, "messages"), &channel.messages),
        place,
        id,
    }
}

/// The number of the channel that the reference at `place` leads to.
fn channel_at(resolved: &Resolved, document: &Document, place: &Place) -> Option<usize> {
    let place = resolved.follow(place)?;
    document.channels.iter().position(|channel| channel.place == place)
}

/// The messages of an operation or a reply. Absent means all messages of its channel.
fn carried(
    document: &Document,
    messages: &mut Messages<'_>,
    channel: Option<usize>,
    holder: &Place,
    list: &typed::Stated<typed::Listed<typed::Reference>>,
) -> Vec<usize> {
    match list {
        typed::Stated::Absent => channel.map(|number| document.channels[number].messages.clone()).unwrap_or_default(),
        list => messages.add_listed(&below(holder, "messages"), list.valid().map_or(0, Vec::len)),
    }
}
