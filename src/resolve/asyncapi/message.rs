//! Reads one message object.

use super::object::message_with_texts;
use super::{below, merge};
use crate::asyncapi::typed::{self, CorrelationId, Model, MultiFormat};
use crate::asyncapi::{is_json_schema, is_multi_format};
use crate::model::{Merged, Message};
use crate::resolve::Resolved;
use crate::resolve::stated::stated_at;
use crate::source::{Node, Place};

/// The message at `place`, as a catalog sees it.
pub fn read(resolved: &Resolved, catalog: usize, stated: &typed::Message, place: Place, id: &str) -> Message {
    let message = message_with_texts(resolved, stated, &place);
    let merged = merge::merge(resolved, &place).unwrap_or_default();
    let has_payload = !message.payload.is_absent();
    let payload = has_payload.then(|| schema_and_format(resolved, below(&place, "payload")));
    let (payload, format) = payload.map_or((None, None), |(payload, format)| (Some(payload), format));
    let foreign_format = format.or_else(|| message.schema_format.text()).filter(|format| !is_json_schema(format));
    let headers = headers(resolved, &merged, &place).into_iter().map(|place| schema_and_format(resolved, place));
    let is_foreign = |format: &Option<String>| format.as_ref().is_some_and(|format| !is_json_schema(format));
    let (foreign, headers): (Vec<_>, Vec<_>) = headers.partition(|(_, format)| is_foreign(format));
    let mut headers = headers.into_iter().map(|(place, _)| place);
    let own = payload.as_ref().filter(|payload| foreign_format.is_none() && !is_document(resolved, payload));
    Message {
        id: id.to_owned(),
        name: message.name.text().or_else(|| message.message_id.text()),
        title: message.title.text(),
        summary: message.summary.text(),
        stated: own.map(|payload| stated_at(resolved, catalog, payload)).unwrap_or_default(),
        payload,
        headers: headers.next(),
        more_headers: headers.collect(),
        foreign_format,
        foreign_headers: foreign.into_iter().find_map(|(_, format)| format),
        examples: own_or_trait(resolved, &merged, &place, "examples"),
        correlation: own_or_trait(resolved, &merged, &place, "correlationId").and_then(|id| {
            CorrelationId::read(resolved.project.sources.node(&resolved.follow(&id)?)?)?.location.text()
        }),
        types: Vec::new(),
        merged,
        place,
    }
}

/// Whether a place is a whole schema document.
fn is_document(resolved: &Resolved, place: &Place) -> bool {
    place.pointer.is_empty() && resolved.schema_of(place.source).is_some()
}

/// The schema that stands at a place, and its format: the multi-format schema object of 3.x holds it one level deeper.
fn schema_and_format(resolved: &Resolved, place: Place) -> (Place, Option<String>) {
    let follow = |place: Place| resolved.follow(&place).unwrap_or(place);
    let place = follow(place);
    let node = resolved.project.sources.node(&place).filter(|node| is_multi_format(node));
    match node.and_then(MultiFormat::read) {
        Some(stated) if !stated.schema.is_absent() => (follow(below(&place, "schema")), stated.schema_format.text()),
        _ => (place, None),
    }
}

/// Where the field `key` stands: in the message, else in the last of its traits that has it.
fn own_or_trait(resolved: &Resolved, merged: &[Merged], place: &Place, key: &str) -> Option<Place> {
    layers(resolved, merged, place, key).next()
}

/// The places of the field `key` in the message and its traits, the strongest first.
fn layers<'a>(
    resolved: &'a Resolved,
    merged: &'a [Merged],
    place: &'a Place,
    key: &'a str,
) -> impl Iterator<Item = Place> {
    let (at_key, below_key) = (format!("/{key}"), format!("/{key}/"));
    let stated = merged.iter().filter(|field| field.pointer == at_key || field.pointer.starts_with(&below_key));
    let mut layers: Vec<&Place> = Vec::new();
    for field in stated {
        if !layers.contains(&&field.layer) {
            layers.push(&field.layer);
        }
    }
    // Layers are merged from the first trait to the message itself.
    let order = |layer: &Place| merged.iter().rposition(|field| field.layer == *layer);
    layers.sort_by_key(|layer| std::cmp::Reverse(if *layer == place { Some(usize::MAX) } else { order(layer) }));
    let own = [place].into_iter().filter(|own| !layers.contains(own)).collect::<Vec<_>>();
    let all: Vec<Place> = own.into_iter().chain(layers).map(|layer| below(layer, key)).collect();
    all.into_iter().filter(|place| resolved.project.sources.node(place).is_some())
}

/// The schemas of the headers: of the message or its strongest trait, and those of others that are merged with it without a value of
/// theirs being replaced. Then what is merged asks of an instance what all of them ask.
fn headers(resolved: &Resolved, merged: &[Merged], place: &Place) -> Vec<Place> {
    let mut found: Vec<Place> = layers(resolved, merged, place, "headers").collect();
    let is_whole = |headers: &Place| {
        let mut open = vec![headers.clone()];
        while let Some(place) = open.pop() {
            let Some(node) = resolved.project.sources.node(&place) else { continue };
            let inner = node.is_object() && node.get("$ref").is_none() && !node.members().is_empty();
            if inner {
                open.extend(node.members().iter().map(|member| below(&place, &member.key)));
            } else if !merged.iter().any(|field| field.place == place)
                && !merged.iter().any(|field| same_value(resolved, &field.place, &place, headers, &field.pointer))
            {
                return false;
            }
        }
        true
    };
    let strongest = if found.is_empty() { return found } else { found.remove(0) };
    found.retain(is_whole);
    found.insert(0, strongest);
    found
}

/// Whether a value that lost against another says the same.
fn same_value(resolved: &Resolved, winner: &Place, loser: &Place, headers: &Place, pointer: &str) -> bool {
    let within = &loser.pointer[headers.pointer.len()..];
    let value = |place: &Place| resolved.project.sources.node(place).map(Node::to_value);
    pointer.strip_prefix("/headers") == Some(within) && value(winner) == value(loser)
}
