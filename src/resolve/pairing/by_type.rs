//! Rung 9: the schema of the event type that an example carries.

use std::collections::HashMap;

use super::Answer;
use crate::load::event_type;
use crate::model::{Example, ExampleKind};
use crate::resolve::Resolved;
use crate::source::{Kind, Place};

/// Schemas by catalog and event type.
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
        for entry in &project.registered {
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

    /// The schema of the example's event type: the registry's, else the one that states it; of several versions the one that the instance
    /// names, else the newest.
    pub(super) fn answer(&self, resolved: &Resolved, example: &Example, carried: &mut Option<String>) -> Answer {
        let Some(node) = resolved.project.sources.node(&example.place) else { return Answer::None };
        let field = resolved.project.config.catalogs[example.catalog].types.field.as_deref();
        let Some(name) = event_type(node, field) else { return Answer::None };
        *carried = Some(name.to_owned());
        let key = (example.catalog, name.to_owned());
        if let Some(place) = self.registered.get(&key) {
            return Answer::One(place.clone());
        }
        let Some(numbers) = self.stated.get(&key) else { return Answer::None };
        let schemas = &resolved.project.schemas;
        let source = resolved.project.sources.get(example.place.source);
        let named = ["version", "schema_version"].into_iter().find_map(|field| {
            let node = node.get(field)?;
            let version = match &node.kind {
                Kind::String(text) => text.to_string(),
                Kind::Number(_) => source.digits(node).into_owned(),
                _ => return None,
            };
            numbers.iter().find(|number| schemas[**number].version.as_deref() == Some(&version))
        });
        let best = named.or(numbers.first()).copied();
        let Some(best) = best else { return Answer::None };
        // Schemas of one version, or of none, are candidates alike.
        let alike = numbers.iter().filter(|number| schemas[**number].version == schemas[best].version);
        Answer::of(alike.map(|number| Place::root(schemas[*number].source)).collect())
    }

    /// Whether `schema` is the own schema of the event type that the example carries, and speaks of what the envelope carries alone.
    pub fn is_schema_of(&self, resolved: &Resolved, example: &Example, schema: &Place) -> bool {
        // A schema that states the type field describes the event with its envelope.
        if resolved.schema_of(schema.source).is_some_and(|number| !resolved.project.schemas[number].types.is_empty()) {
            return false;
        }
        let mut carried = None;
        let own = match self.answer(resolved, example, &mut carried) {
            Answer::One(place) => place == *schema,
            Answer::Several(places) => places.contains(schema),
            Answer::None => false,
        };
        // A counterexample may well carry a wrong type: the schema is then an event's own if the registry says so of any type.
        own || self.registered.iter().any(|((catalog, _), place)| *catalog == example.catalog && place == schema)
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
