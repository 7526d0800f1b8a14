//! What refers to the thing under the cursor: the inverse of [`definition`](super::definition).

use std::collections::HashSet;

use super::cursor::Cursor;
use super::definition::{of_event_type, targets};
use super::governed::{fields, instances};
use super::governing::{example_at, governing};
use super::guide::{Landing, leading_to};
use super::position::spot;
use crate::model::{EventType, Target, Use};
use crate::resolve::{Resolved, type_in_example};
use crate::route::Site;
use crate::source::{Node, Place, SourceId, Span};

/// Every place that refers to what is under the cursor, or to that to which a reference, a name or a link there leads. Of a guide `link` is where
/// its link leads, and `here` what of it stands there.
pub fn references(
    site: &Site,
    cursors: &[Cursor<'_>],
    link: Option<Landing>,
    here: &[Landing],
) -> Vec<(SourceId, Span)> {
    let resolved = &site.proved.resolved;
    let found = |cursor: &Cursor<'_>| {
        let ways = [targets, of_event_type, of_own, of_field];
        let places: Vec<Place> = ways.iter().flat_map(|way| way(resolved, cursor)).collect();
        Some(users(site, &places)).filter(|found| !found.is_empty())
    };
    let mut spots = match (cursors.iter().find_map(found), link) {
        (Some(found), _) => found,
        (None, Some(Landing::Place(place))) => users(site, &[place]),
        (None, Some(link)) => return leading_to(site, &[link]),
        (None, None) => Vec::new(),
    };
    for spot in leading_to(site, here) {
        if !spots.contains(&spot) {
            spots.push(spot);
        }
    }
    spots
}

/// The value under the cursor, and those around it that begin where it does.
fn of_own(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Place> {
    let mut places = vec![cursor.place.clone()];
    let start = cursor.span().start;
    let mut pointer = cursor.place.pointer.as_str();
    while let Some((above, _)) = pointer.rsplit_once('/') {
        pointer = above;
        let place = Place::new(cursor.place.source, above);
        let begins_here = resolved.project.sources.node(&place).is_some_and(|node| node.span.start == start);
        if !begins_here {
            break;
        }
        places.push(place);
    }
    places
}

/// The properties that govern the field of an example under the cursor, whose name is meant.
fn of_field(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Place> {
    let example = example_at(resolved, &cursor.place).filter(|_| cursor.in_key);
    example.map(|example| governing(resolved, example, &cursor.place)).unwrap_or_default()
}

/// What refers to one of the places: references and messages, names of event types that are stated there, reasons, links of guides.
fn users(site: &Site, targets: &[Place]) -> Vec<(SourceId, Span)> {
    let resolved = &site.proved.resolved;
    let ways = [by_reference, by_type, by_reason, fields, instances];
    let mut seen = HashSet::new();
    let found = targets.iter().flat_map(|target| ways.iter().flat_map(|way| way(resolved, target)));
    let places: Vec<Place> = found.filter(|place| seen.insert(place.clone())).collect();
    let landings: Vec<Landing> = targets.iter().cloned().map(Landing::Place).collect();
    let spots = places.iter().filter_map(|place| spot(&resolved.project.sources, place));
    spots.chain(leading_to(site, &landings)).collect()
}

/// The places whose reference leads to a place: where the keyword stands, and messages that carry it without one.
fn by_reference(resolved: &Resolved, target: &Place) -> Vec<Place> {
    let by_reference = resolved.references.iter().filter(|reference| reference.target == Target::Place(target.clone()));
    let keyword = |holder: &Place, keyword: &str| Place::new(holder.source, format!("{}/{keyword}", holder.pointer));
    let mut places: Vec<Place> = by_reference.map(|reference| keyword(&reference.holder, reference.keyword)).collect();
    let messages = resolved.uses.get(target).into_iter().flatten().filter_map(|used| match used {
        Use::Message(document, message) => Some(&resolved.project.documents[*document].messages[*message].place),
        Use::Schema(_) => None,
    });
    // A message whose payload is a reference has been found by that.
    let inline = messages.filter(|message| {
        let within = |place: &Place| place.source == message.source && place.pointer.starts_with(&message.pointer);
        !places.iter().any(within)
    });
    let inline: Vec<Place> = inline.cloned().collect();
    places.extend(inline);
    places
}

/// Where the event types are named that a place states: a schema document, or an entry of a registry.
fn by_type(resolved: &Resolved, target: &Place) -> Vec<Place> {
    let project = &resolved.project;
    let schema = target.pointer.is_empty().then(|| resolved.schema_of(target.source)).flatten();
    let is_entry = |entry: &Place| {
        let below = target.pointer.strip_prefix(&entry.pointer).filter(|_| entry.source == target.source);
        matches!(below, Some("" | "/name"))
    };
    let is_stated = |found: &&EventType| match schema {
        Some(schema) => found.schemas.contains(&schema),
        None => found.registered.is_some_and(|number| is_entry(&project.registered[number].place)),
    };
    let named = resolved.types.iter().filter(is_stated).flat_map(|found| names(resolved, found));
    named.filter(|place| !target.holds(place)).collect()
}

/// Every place that names an event type: registries, messages, examples.
pub fn names(resolved: &Resolved, found: &EventType) -> Vec<Place> {
    let project = &resolved.project;
    let below = |place: &Place, end: &str| Place::new(place.source, format!("{}{end}", place.pointer));
    let entries = project
        .registered
        .iter()
        .flat_map(|entry| ["/name", "/replaced_by", "/deprecated/replaced_by"].map(|end| below(&entry.place, end)));
    let messages = found
        .messages
        .iter()
        .map(|(document, message)| below(&project.documents[*document].messages[*message].place, "/name"));
    let is_named = |place: &Place| project.sources.node(place).and_then(Node::as_str) == Some(&found.name);
    let stated: Vec<Place> = entries.chain(messages).filter(is_named).collect();
    let examples = found.examples.iter().filter_map(|number| type_in_example(resolved, &project.examples[*number]));
    stated.into_iter().chain(examples).collect()
}

/// The stated reasons that speak of a value of a counterexample.
fn by_reason(resolved: &Resolved, target: &Place) -> Vec<Place> {
    let examples = resolved.project.examples.iter().filter(|example| example.place.source == target.source);
    let reasons = examples.filter_map(|example| {
        let (_, list) = example.because.as_ref().filter(|(_, list)| *list != example.place)?;
        let at = target.pointer.strip_prefix(&example.place.pointer)?;
        let items = resolved.project.sources.node(list)?.items().iter().enumerate();
        let speaks = |item: &Node| item.get("at").and_then(Node::as_str) == Some(at);
        let items = items.filter(move |(_, item)| speaks(item));
        Some(items.map(|(index, _)| Place::new(list.source, format!("{}/{index}/at", list.pointer))))
    });
    reasons.flatten().collect()
}
