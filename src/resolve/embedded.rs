//! Examples and defaults that stand inside a schema, and the examples of messages.

use super::Resolved;
use super::walk::{self, Embedded};
use crate::model::{DefaultValue, Document, Example, ExampleKind, Instance, Pairing, Rung};
use crate::source::{Node, Place, SourceId, join};

/// Adds the members of `examples` and `example` in schemas, and the examples of messages; collects the defaults of schemas.
pub fn add_embedded(resolved: &mut Resolved) {
    let mut examples = Vec::new();
    let mut defaults = Vec::new();
    let mut add = |source: SourceId, catalog: usize, embedded: &Embedded| {
        let place = Place::new(source, embedded.pointer.clone());
        let instance = Instance { pointer: String::new(), schema: Place::new(source, embedded.schema.clone()) };
        if embedded.is_default {
            defaults.push(DefaultValue { place, instance });
        } else {
            examples.push(example(place, catalog, ExampleKind::Schema, vec![instance]));
        }
    };
    for schema in &resolved.project.schemas {
        let anatomy = resolved.anatomies.get(&schema.source);
        anatomy.iter().flat_map(|it| &it.embedded).for_each(|embedded| add(schema.source, schema.catalog, embedded));
    }
    for document in &resolved.project.documents {
        for schema in schemas_of(resolved, document) {
            let Some(node) = resolved.project.sources.node(&schema) else { continue };
            let embedded = walk::embedded(node, &schema.pointer, resolved.dialect_of(&schema));
            embedded.iter().for_each(|embedded| add(schema.source, document.catalog, embedded));
        }
    }
    for document in &resolved.project.documents {
        examples.extend(of_messages(resolved, document));
    }
    examples.sort_by(|a, b| a.place.cmp(&b.place));
    examples.dedup_by(|a, b| a.place == b.place);
    defaults.sort_by(|a, b| a.place.cmp(&b.place));
    defaults.dedup_by(|a, b| a.place == b.place);
    resolved.project.examples.extend(examples);
    resolved.defaults = defaults;
}

fn of_messages(resolved: &Resolved, document: &Document) -> Vec<Example> {
    let mut found = Vec::new();
    for message in &document.messages {
        let examples = Place::new(message.place.source, format!("{}/examples", message.place.pointer));
        let count = resolved.project.sources.node(&examples).map_or(0, |list| list.items().len());
        for index in 0..count {
            let place = Place::new(examples.source, format!("{}/{index}", examples.pointer));
            let Some(node) = resolved.project.sources.node(&place) else { continue };
            let parts = [("payload", &message.payload), ("headers", &message.headers)];
            let instances = parts
                .into_iter()
                .filter(|(key, _)| node.get(key).is_some())
                .filter_map(|(key, schema)| Some(Instance { pointer: format!("/{key}"), schema: schema.clone()? }));
            let instances = instances.collect();
            let mut example = example(place, document.catalog, ExampleKind::Message, instances);
            if message.foreign_format.is_some() {
                example.pairing = Pairing::Paired { rung: Rung::Embedded, instances: Vec::new() };
            }
            found.push(example);
        }
    }
    found
}

/// The schemas that stand in an AsyncAPI document, or in a part of it: its components, and those of its messages.
fn schemas_of(resolved: &Resolved, document: &Document) -> Vec<Place> {
    let sources = &resolved.project.sources;
    let components = Place::new(document.source, "/components/schemas");
    let names = sources.node(&components).map(Node::members).unwrap_or_default().iter();
    let components = names.map(|member| Place::new(document.source, join(&components.pointer, &member.key)));
    // A multi-format schema object is no JSON Schema itself.
    let components =
        components.filter(|place| sources.node(place).is_some_and(|node| node.get("schemaFormat").is_none()));
    let messages = document.messages.iter().filter(|message| message.foreign_format.is_none());
    let messages = messages.flat_map(|message| [&message.payload, &message.headers]).flatten().cloned();
    components
        .chain(messages)
        .filter(|place| resolved.anatomies.get(&place.source).is_some_and(|it| !it.is_schema))
        .collect()
}

fn example(place: Place, catalog: usize, kind: ExampleKind, instances: Vec<Instance>) -> Example {
    Example {
        place,
        catalog,
        kind,
        expect_invalid: false,
        because: None,
        description: None,
        entry_schemas: None,
        named_schema: None,
        unparsed: false,
        pairing: Pairing::Paired { rung: Rung::Embedded, instances },
        event_type: None,
    }
}
