//! Event types that are new, gone or called otherwise.

use std::collections::BTreeMap;

use super::reach::{add_channel, add_message};
use super::{Change, Fact, Reach, State};
use crate::source::Place;

/// The changes of event types, in the order of their names.
pub fn types<'a>(old: &State<'a>, new: &State<'a>) -> Vec<Change> {
    let mut changes = Vec::new();
    let stated = |state: &State<'a>| -> BTreeMap<String, String> {
        let project = &state.resolved.project;
        let found = state.resolved.types.iter().map(|found| {
            let schema = found.schemas.first().and_then(|number| project.schemas.get(*number));
            let entry = found.registered.and_then(|number| project.registered.get(number));
            let message = found.messages.first().and_then(|(document, number)| {
                Some(project.documents.get(*document)?.messages.get(*number)?.place.clone())
            });
            let place = schema.map(|schema| Place::root(schema.source));
            let place = place.or(entry.map(|entry| entry.place.clone())).or(message);
            (found.name.clone(), place.map(|place| project.sources.display(&place)).unwrap_or_default())
        });
        found.collect()
    };
    let (mut old_types, mut new_types) = (stated(old), stated(new));
    renamed(&mut changes, &mut old_types, &mut new_types);
    listed(&mut changes, "type", &old_types, &new_types);
    for change in &mut changes {
        let known = old.resolved.types.iter().filter(|found| found.name == change.name);
        let mut entries = known.filter_map(|found| old.resolved.project.registered.get(found.registered?));
        change.was_deprecated = change.new.is_none() && entries.any(|entry| entry.deprecated.is_some());
        let state = if change.new.is_some() { new } else { old };
        change.reaches = reach(state, &change.name);
        // What is promised of it says the catalog that has it, or had it.
        let promised = [new, old].into_iter().find_map(|state| {
            let found = state.resolved.types.iter().find(|found| found.name == change.name)?;
            state.resolved.project.config.catalogs.get(found.catalog)
        });
        if let Some(catalog) = promised {
            (change.mode, change.strict) = (catalog.compatibility.mode, catalog.compatibility.strict);
        }
    }
    changes
}

/// Whom a type reaches.
fn reach(state: &State<'_>, name: &str) -> Reach {
    let Some(found) = state.resolved.types.iter().find(|found| found.name == name) else { return Reach::default() };
    let mut reach = Reach { types: vec![name.to_owned()], ..Reach::default() };
    for (document, channel) in &found.channels {
        add_channel(&mut reach, state.resolved, *document, *channel, None);
    }
    for (document, message) in &found.messages {
        add_message(&mut reach, state.resolved, *document, *message);
    }
    reach.finish(state.resolved, found.catalog)
}

/// Types that are called otherwise: a schema states one that is new in place of one that is gone.
fn renamed(changes: &mut Vec<Change>, old: &mut BTreeMap<String, String>, new: &mut BTreeMap<String, String>) {
    let gone: Vec<(String, String)> = only(old, new);
    let fresh: Vec<(String, String)> = only(new, old);
    for (name, place) in gone {
        let one = gone_at(old, new, &place);
        let mut others = fresh.iter().filter(|(_, other)| *other == place && !place.is_empty());
        let (Some((other, at)), None, 1) = (others.next(), others.next(), one) else { continue };
        let message = format!("the type was called `{name}`");
        changes.push(change("type", other, Some(&place), Some(at), vec![fact(message, false)]));
        old.remove(&name);
        new.remove(other);
    }
}

fn only(of: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let own = of.iter().filter(|(name, _)| !other.contains_key(*name));
    own.map(|(name, place)| (name.clone(), place.clone())).collect()
}

/// How many types that are gone a schema stated.
fn gone_at(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>, place: &str) -> usize {
    old.iter().filter(|(name, at)| *at == place && !new.contains_key(*name)).count()
}

/// What of two lists of names, each with its place, is gone or new.
fn listed(
    changes: &mut Vec<Change>,
    kind: &'static str,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) {
    for (name, place) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        changes.push(change(kind, name, Some(place), None, vec![fact(format!("the {kind} is gone"), true)]));
    }
    for (name, place) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        changes.push(change(kind, name, None, Some(place), vec![fact(format!("the {kind} is new"), false)]));
    }
}

fn fact(message: String, breaks: bool) -> Fact {
    Fact::new(message, Some(breaks))
}

fn change(kind: &'static str, name: &str, old: Option<&String>, new: Option<&String>, facts: Vec<Fact>) -> Change {
    Change { facts, ..Change::new(kind, name.to_owned(), old.cloned(), new.cloned()) }
}
