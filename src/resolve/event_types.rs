//! The event types of the site: from schemas, registries and valid examples, with all that knows of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::Resolved;
use super::message_types::carried;
use super::pairing::newest_first;
use crate::model::{EventType, ExampleKind, Pairing, Rung};

/// Collects the types of each catalog, by name, and ties messages and channels to them.
pub fn collect(resolved: &mut Resolved) {
    let mut types: BTreeMap<(&str, usize), EventType> = BTreeMap::new();
    let project = &resolved.project;
    let mut entry = |catalog: usize, name, change: &mut dyn FnMut(&mut EventType)| {
        change(types.entry((name, catalog)).or_insert_with(|| EventType {
            catalog,
            name: str::to_owned(name),
            schemas: Vec::new(),
            registered: None,
            examples: Vec::new(),
            channels: Vec::new(),
            messages: Vec::new(),
        }));
    };
    for (number, schema) in project.schemas.iter().enumerate() {
        for name in &schema.types {
            entry(schema.catalog, name, &mut |found| found.schemas.push(number));
        }
    }
    for (number, registered) in project.registered.iter().enumerate() {
        let places = registered.schemas().filter_map(|name| resolved.find_in_catalog(registered.catalog, name));
        let schemas: Vec<usize> = places.filter_map(|place| resolved.schema_of(place.source)).collect();
        entry(registered.catalog, &registered.name, &mut |found| {
            found.registered = Some(number);
            for schema in &schemas {
                if !found.schemas.contains(schema) {
                    found.schemas.push(*schema);
                }
            }
        });
    }
    for (number, example) in project.examples.iter().enumerate() {
        if let Some(name) = example.event_type.as_ref().filter(|_| !example.expect_invalid) {
            // An event that is paired otherwise than by its type tells what describes it.
            let schema = example.schema().filter(|_| example.kind != ExampleKind::Message);
            let schema = schema.filter(|place| place.pointer.is_empty()).and_then(|it| resolved.schema_of(it.source));
            let schema = schema.filter(|_| !matches!(example.pairing, Pairing::Paired { rung: Rung::Envelope, .. }));
            entry(example.catalog, name, &mut |found| {
                found.examples.push(number);
                if found.schemas.is_empty() {
                    found.schemas.extend(schema);
                }
            });
        }
    }
    let by_message = carried_by_messages(resolved);
    for (catalog, name) in by_message.iter().flat_map(|(catalog, names)| names.iter().map(move |name| (*catalog, name)))
    {
        entry(catalog, name, &mut |_| {});
    }
    let mut list: Vec<EventType> = types.into_values().collect();
    for event_type in &mut list {
        event_type.schemas.sort_by(|a, b| newest_first(resolved, *a, *b));
    }
    tie_messages(resolved, &mut list);
    resolved.types = Arc::new(list);
}

/// The types of all messages, with their catalogs; the name of a message is one only if it is not called after one that is known anyway.
fn carried_by_messages(resolved: &Resolved) -> Vec<(usize, Vec<String>)> {
    let documents = resolved.project.documents.iter();
    let messages = documents.flat_map(|document| document.messages.iter().map(move |message| (document, message)));
    messages.map(|(document, message)| (document.catalog, carried(resolved, document, message))).collect()
}

/// A message carries the types that its payload's schema states, else the type that it is named after.
fn tie_messages(resolved: &mut Resolved, types: &mut [EventType]) {
    let mut by_schema: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut by_name: HashMap<(usize, String), usize> = HashMap::new();
    for (index, event_type) in types.iter().enumerate() {
        for schema in &event_type.schemas {
            by_schema.entry(*schema).or_default().push(index);
        }
        by_name.insert((event_type.catalog, event_type.name.clone()), index);
    }
    for number in 0..resolved.project.documents.len() {
        let document = &resolved.project.documents[number];
        let catalog = document.catalog;
        // The channels of each message: a document may have many of both.
        let mut channels_of = vec![Vec::new(); document.messages.len()];
        for (channel, carries) in document.channels.iter().enumerate() {
            for message in &carries.messages {
                channels_of[*message].push(channel);
            }
        }
        let mut tied: HashSet<(usize, usize)> = HashSet::new();
        for (index, channels) in channels_of.iter().enumerate() {
            let message = &resolved.project.documents[number].messages[index];
            let named = [&message.name, &message.title, &Some(message.id.clone())];
            let named = named.into_iter().flatten().find_map(|name| by_name.get(&(catalog, name.clone())).copied());
            let payload = message.payload.as_ref().filter(|place| place.pointer.is_empty());
            let stated =
                payload.and_then(|place| resolved.schema_of(place.source)).and_then(|schema| by_schema.get(&schema));
            // A schema that serves several types says less than a message named after one of them.
            let carried: Vec<usize> = match (named, stated) {
                (Some(named), _) => vec![named],
                (None, None) => {
                    let names = carried(resolved, &resolved.project.documents[number], message);
                    names.into_iter().filter_map(|name| by_name.get(&(catalog, name)).copied()).collect()
                }
                (None, Some(stated)) => stated.clone(),
            };
            let names: Vec<String> = carried.iter().map(|known| types[*known].name.clone()).collect();
            for known in carried {
                let event_type = &mut types[known];
                event_type.messages.push((number, index));
                for channel in channels {
                    if tied.insert((known, *channel)) {
                        event_type.channels.push((number, *channel));
                    }
                }
            }
            if resolved.project.documents[number].messages[index].types != names {
                let document = &mut Arc::make_mut(&mut resolved.project.documents)[number];
                Arc::make_mut(document).messages[index].types = names;
            }
        }
    }
}
