//! Where the thing under the cursor is defined, and what refers to it.

use super::cursor::Cursor;
use super::governing::{example_at, governing};
use crate::model::{Target, Use};
use crate::resolve::Resolved;
use crate::source::Place;

/// Where references lead, where the field of an example is described, where an event type is stated.
pub fn definitions(resolved: &Resolved, cursors: &[Cursor<'_>]) -> Vec<Place> {
    let ways = [targets, of_reason, of_event_type, of_example];
    let found = |cursor: &Cursor<'_>| ways.iter().map(|way| way(resolved, cursor)).find(|places| !places.is_empty());
    cursors.iter().find_map(found).unwrap_or_default()
}

/// Every place that refers to what is under the cursor: to the schema there, or to that to which a reference there leads.
pub fn references(resolved: &Resolved, cursors: &[Cursor<'_>]) -> Vec<Place> {
    let found = |cursor: &Cursor<'_>| {
        let target = targets(resolved, cursor).into_iter().next();
        let places = users(resolved, &target.unwrap_or_else(|| cursor.place.clone()));
        (!places.is_empty()).then_some(places)
    };
    cursors.iter().find_map(found).unwrap_or_default()
}

/// The places whose reference leads to a place: where the keyword stands, and messages that carry it without one.
pub fn users(resolved: &Resolved, target: &Place) -> Vec<Place> {
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

/// Where the reference under the cursor leads.
pub fn targets(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Place> {
    let Some((holder, keyword)) = cursor.member() else { return Vec::new() };
    let found = resolved.references_at(&holder).iter().filter(|reference| reference.keyword == keyword);
    found
        .filter_map(|reference| if let Target::Place(place) = &reference.target { Some(place.clone()) } else { None })
        .collect()
}

/// The value that a stated failure of a counterexample speaks of.
fn of_reason(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Place> {
    let at = cursor.member().filter(|(_, name)| name == "at").and(cursor.located.node.as_str());
    let Some(at) = at else { return Vec::new() };
    let stated = resolved.project.examples.iter().filter(|example| {
        let place = example.because.as_ref().map(|(_, place)| place);
        place.is_some_and(|place| {
            place.source == cursor.place.source && cursor.place.pointer.starts_with(&place.pointer)
        })
    });
    stated.map(|example| Place::new(example.place.source, format!("{}{at}", example.place.pointer))).collect()
}

/// The schemas that state the event type under the cursor, else its entry in the registry.
fn of_event_type(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Place> {
    let Some(name) = cursor.located.node.as_str().filter(|_| !cursor.in_key) else { return Vec::new() };
    let project = &resolved.project;
    let found = resolved.types_named(name).flat_map(|(_, found)| {
        let schemas = found.schemas.iter().map(|schema| Place::root(project.schemas[*schema].source));
        let entry = found.registered.map(|number| project.registered[number].place.clone());
        let schemas: Vec<Place> = schemas.collect();
        if schemas.is_empty() { entry.into_iter().collect() } else { schemas }
    });
    found.filter(|place| place.source != cursor.place.source).collect()
}

/// The properties that say what the value of an example is.
fn of_example(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Place> {
    let example = example_at(resolved, &cursor.place);
    example.map(|example| governing(resolved, example, &cursor.place)).unwrap_or_default()
}
