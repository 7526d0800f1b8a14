//! AsyncAPI 2.x: operations stand inside channels and say what others do, so `publish` means that the application receives.

use std::borrow::Cow;

use super::object::{named, object, operation_with_texts};
use super::{Messages, below, merge, names};
use crate::asyncapi::typed::{self, Action, Model, OneOrSeveral};
use crate::model::{Channel, Document, Operation};
use crate::resolve::Resolved;
use crate::source::Place;

/// Reads channels, operations and messages.
pub fn read(resolved: &Resolved, document: &mut Document, stated: &typed::Document) {
    let root = Place::root(document.source);
    let mut messages = Messages::new(resolved, document.catalog);
    let channels = below(&root, "channels");
    for address in names(&stated.channels) {
        let (place, channel) = named(resolved, &stated.channels, &channels, address);
        let number = document.channels.len();
        let mut carried = Vec::new();
        let operations =
            [("publish", &channel.publish, Action::Receive), ("subscribe", &channel.subscribe, Action::Send)];
        for (word, operation, action) in operations.into_iter().filter(|(_, operation, _)| !operation.is_absent()) {
            let (operation_place, operation) = object(resolved, operation, below(&place, word));
            let list = operation_messages(resolved, &operation, &operation_place, &mut messages);
            carried.extend(list.iter().copied());
            let said = operation_with_texts(resolved, &operation, &operation_place);
            document.operations.push(Operation {
                id: said.operation_id.text().unwrap_or_else(|| format!("{address}.{word}")),
                action: Some(action),
                title: None,
                summary: said.summary.text(),
                channel: Some(number),
                messages: list,
                stated: word,
                reply: None,
                merged: merge::merge(resolved, &operation_place).unwrap_or_default(),
                place: operation_place,
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
            id: address.clone(),
        });
    }
    if let Some(components) = stated.components.valid() {
        messages.add_named(&below(&below(&root, "components"), "messages"), &components.messages);
    }
    document.messages = messages.list;
}

/// The messages of an operation: one, or one of several.
fn operation_messages(
    resolved: &Resolved,
    operation: &typed::Operation,
    place: &Place,
    messages: &mut Messages<'_>,
) -> Vec<usize> {
    let stated = below(place, "message");
    let Some(place) = resolved.follow(&stated) else { return Vec::new() };
    let here = operation.message.valid().filter(|_| place == stated).map(Cow::Borrowed);
    let read = || resolved.project.sources.node(&place).and_then(OneOrSeveral::read).map(Cow::Owned);
    match here.or_else(read).as_deref() {
        Some(OneOrSeveral::Several(several)) => {
            let list = below(&place, "oneOf");
            let several = several.one_of.valid().into_iter().flatten().enumerate();
            let several = several.map(|(index, message)| (message.valid(), below(&list, &index.to_string())));
            several.filter_map(|(here, place)| messages.add(here, &place, &name(resolved, here, &place))).collect()
        }
        Some(OneOrSeveral::One(message)) => {
            messages.add(Some(message), &place, &name(resolved, Some(message), &stated)).into_iter().collect()
        }
        None => Vec::new(),
    }
}

/// What to call a message: its own name, or the last step of the reference that leads to it. `here` is what stands at the place.
fn name(resolved: &Resolved, here: Option<&typed::Message>, place: &Place) -> String {
    let target = resolved.target(place).unwrap_or(place);
    let here = here.filter(|_| target == place).map(Cow::Borrowed);
    let read = || resolved.project.sources.node(target).and_then(typed::Message::read).map(Cow::Owned);
    let own = here.or_else(read).and_then(|message| message.message_id.text().or_else(|| message.name.text()));
    own.unwrap_or_else(|| {
        let last = target.pointer.rsplit('/').next().unwrap_or_default();
        let named = target.pointer.contains("/messages/") || target.source != place.source;
        if named { crate::source::unescape_token(last).into_owned() } else { "message".to_owned() }
    })
}
