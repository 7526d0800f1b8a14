//! Where the thing under the cursor is defined.

use super::cursor::Cursor;
use super::governing::{example_at, governing};
use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::Place;

/// Where references lead, where the field of an example is described, where an event type is stated.
pub fn definitions(resolved: &Resolved, cursors: &[Cursor<'_>]) -> Vec<Place> {
    let ways = [targets, of_reason, of_event_type, of_example];
    let found = |cursor: &Cursor<'_>| ways.iter().map(|way| way(resolved, cursor)).find(|places| !places.is_empty());
    cursors.iter().find_map(found).unwrap_or_default()
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
pub fn of_event_type(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Place> {
    let Some(name) = cursor.located.node.as_str().filter(|_| !cursor.in_key) else { return Vec::new() };
    let project = &resolved.project;
    let found = resolved.types_named(name).flat_map(|(_, found)| {
        let schemas = found.schemas.iter().map(|schema| Place::root(project.schemas[*schema].source));
        let entry = found.registered.map(|number| project.registered[number].place.clone());
        let schemas: Vec<Place> = schemas.collect();
        if schemas.is_empty() { entry.into_iter().collect() } else { schemas }
    });
    // What states it leads no further.
    found.filter(|place| !place.holds(&cursor.place)).collect()
}

/// The properties that say what the value of an example is.
fn of_example(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Place> {
    let example = example_at(resolved, &cursor.place);
    example.map(|example| governing(resolved, example, &cursor.place)).unwrap_or_default()
}
