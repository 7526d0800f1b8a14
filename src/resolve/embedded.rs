//! Examples that stand inside a schema or a message.

use super::Resolved;
use crate::model::{Example, ExampleKind, Instance, Pairing, Rung};
use crate::source::Place;

/// Adds the members of `examples` and `example` in schemas, and the examples of messages.
pub fn add_embedded(resolved: &mut Resolved) {
    let mut found = Vec::new();
    for schema in &resolved.project.schemas {
        let Some(anatomy) = resolved.anatomies.get(&schema.source) else { continue };
        for embedded in anatomy.embedded.iter().filter(|embedded| !embedded.is_default) {
            let instance =
                Instance { pointer: String::new(), schema: Place::new(schema.source, embedded.schema.clone()) };
            let place = Place::new(schema.source, embedded.pointer.clone());
            found.push(example(place, schema.catalog, ExampleKind::Schema, vec![instance]));
        }
    }
    for document in &resolved.project.documents {
        for message in &document.messages {
            let examples = Place::new(message.place.source, format!("{}/examples", message.place.pointer));
            let count = resolved.project.sources.node(&examples).map_or(0, |list| list.items().len());
            for index in 0..count {
                let place = Place::new(examples.source, format!("{}/{index}", examples.pointer));
                let Some(node) = resolved.project.sources.node(&place) else { continue };
                let parts = [("payload", &message.payload), ("headers", &message.headers)];
                let instances = parts.into_iter().filter(|(key, _)| node.get(key).is_some()).filter_map(|(key, schema)| {
                    Some(Instance { pointer: format!("/{key}"), schema: schema.clone()? })
                });
                let instances = instances.collect();
                let mut example = example(place, document.catalog, ExampleKind::Message, instances);
                if message.foreign_format.is_some() {
                    example.pairing = Pairing::Paired { rung: Rung::Embedded, instances: Vec::new() };
                }
                found.push(example);
            }
        }
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found.dedup_by(|a, b| a.place == b.place);
    resolved.project.examples.extend(found);
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
