//! Rung 9: the schema of the event type that an example carries.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Answer;
use crate::load::event_type;
use crate::model::{Example, ExampleKind};
use crate::resolve::Resolved;
use crate::source::{Kind, Node, Place, Source};

/// Schemas by catalog and event type.
#[derive(Debug)]
pub struct Types {
    /// The schema that the registry names.
    registered: HashMap<(usize, String), Place>,
    /// The schema documents that state the type, newest first.
    stated: HashMap<(usize, String), Vec<usize>>,
}

impl Types {
    /// The types of all registries and schemas.
    pub fn new(resolved: &Resolved) -> Types {
        let project = &resolved.project;
        let mut types = Types { registered: HashMap::new(), stated: HashMap::new() };
        for entry in project.registered.iter() {
            let schema = entry.schema.as_deref().and_then(|name| resolved.find_in_catalog(entry.catalog, name));
            if let Some(place) = schema {
                types.registered.insert((entry.catalog, entry.name.clone()), place);
            }
        }
        for (number, schema) in project.schemas.iter().enumerate() {
            for name in &schema.types {
                types.stated.entry((schema.catalog, name.clone())).or_default().push(number);
            }
        }
        for numbers in types.stated.values_mut() {
            numbers.sort_by(|a, b| newest_first(resolved, *a, *b));
        }
        types
    }

    /// The schemas that some event may be paired with.
    pub fn schemas<'a>(&'a self, resolved: &'a Resolved) -> impl Iterator<Item = Place> + 'a {
        let stated = self.stated.values().flatten();
        let stated = stated.map(|number| Place::root(resolved.project.schemas[*number].source));
        self.registered.values().cloned().chain(stated)
    }

    /// The schema of the example's event type.
    pub(super) fn answer(&self, resolved: &Resolved, example: &Example) -> Answer {
        let sources = &resolved.project.sources;
        let Some(node) = sources.node(&example.place) else { return Answer::None };
        self.answer_event(resolved, example.catalog, sources.get(example.place.source), node).1
    }

    /// The type that an event carries in the eyes of a catalog, and its schema: the registry's, else the one that states it; of several
    /// versions the one that the event names, else the newest.
    pub(super) fn answer_event<'e>(
        &self,
        resolved: &Resolved,
        catalog: usize,
        source: &Source,
        event: &'e Node,
    ) -> (Option<&'e str>, Answer) {
        let field = resolved.project.config.catalogs[catalog].types.field.as_deref();
        let Some(name) = event_type(event, field) else { return (None, Answer::None) };
        let key = (catalog, name.to_owned());
        if let Some(place) = self.registered.get(&key) {
            return (Some(name), Answer::One(place.clone()));
        }
        let Some(numbers) = self.stated.get(&key) else { return (Some(name), Answer::None) };
        let schemas = &resolved.project.schemas;
        let named = ["version", "schema_version"].into_iter().find_map(|field| {
            let node = event.get(field)?;
            let version = match &node.kind {
                Kind::String(text) => Cow::Borrowed(&**text),
                Kind::Number(_) => source.digits(node),
                _ => return None,
            };
            numbers.iter().find(|number| schemas[**number].version.as_deref() == Some(&version))
        });
        let Some(best) = named.or(numbers.first()).copied() else { return (Some(name), Answer::None) };
        // Schemas of one version, or of none, are candidates alike.
        let alike = numbers.iter().filter(|number| schemas[**number].version == schemas[best].version);
        (Some(name), Answer::of(alike.map(|number| Place::root(schemas[*number].source)).collect()))
    }

    /// Whether `schema` applies where the catalog's `types.data` points rather than to the whole event: it is the own schema of the event
    /// type, and speaks of what the envelope carries alone.
    pub(super) fn applies_to_data(&self, resolved: &Resolved, catalog: usize, schema: &Place, own: &Answer) -> bool {
        // A schema that states the type field describes the event with its envelope.
        if resolved.schema_of(schema.source).is_some_and(|number| !resolved.project.schemas[number].types.is_empty()) {
            return false;
        }
        let own = match own {
            Answer::One(place) => place == schema,
            Answer::Several(places) => places.contains(schema),
            Answer::None => false,
        };
        // A counterexample may well carry a wrong type: the schema is then an event's own if the registry says so of any type.
        own || self.registered.iter().any(|((known, _), place)| *known == catalog && place == schema)
    }
}

/// The event type of an example that stands inside a schema's root or a message.
pub fn embedded_type(resolved: &Resolved, example: &Example) -> Option<String> {
    let field = resolved.project.config.catalogs[example.catalog].types.field.as_deref();
    let node = resolved.project.sources.node(&example.place)?;
    match example.kind {
        ExampleKind::Schema => {
            let root = example.schema().is_some_and(|schema| schema.pointer.is_empty());
            root.then(|| event_type(node, field)).flatten().map(str::to_owned)
        }
        ExampleKind::Message => event_type(node.get("payload")?, field).map(str::to_owned),
        ExampleKind::File | ExampleKind::Page => None,
    }
}

/// Compares two schemas by version, newest first; those without a version come last.
pub fn newest_first(resolved: &Resolved, a: usize, b: usize) -> std::cmp::Ordering {
    let key = |number: usize| {
        let version = resolved.project.schemas[number].version.as_deref();
        let parts = version.map(|version| {
            version.split(['.', '-', '+']).map(|part| part.parse::<u64>().unwrap_or(0)).collect::<Vec<_>>()
        });
        (parts, number)
    };
    key(b).0.cmp(&key(a).0).then(a.cmp(&b))
}
