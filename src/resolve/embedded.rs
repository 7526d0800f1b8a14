//! Examples and defaults that stand inside a schema, and the examples of messages.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Resolved;
use super::asyncapi::data_reference;
use super::walk::Embedded;
use crate::model::{DefaultValue, Document, Example, ExampleKind, Instance, Message, Pairing, Rung};
use crate::source::{Node, Place, SourceId, Sources};

/// Adds the members of `examples` and `example` in schemas, and the examples of messages; collects the defaults of schemas.
pub fn add_embedded(resolved: &mut Resolved) {
    let mut examples = Vec::new();
    let mut defaults = Vec::new();
    let of = &*resolved;
    let mut add = |source: SourceId, catalog: usize, embedded: &Embedded| {
        let place = Place::new(source, embedded.pointer.clone());
        let instance = Instance { pointer: String::new(), schema: Place::new(source, embedded.schema.clone()) };
        if embedded.is_default {
            defaults.push(DefaultValue { place, instance });
        } else {
            let unparsed = is_lost(of, &place);
            let place = meant(of, &place, &instance.schema).unwrap_or(place);
            examples.push(Example { unparsed, ..example(place, catalog, ExampleKind::Schema, vec![instance]) });
        }
    };
    for schema in resolved.project.schemas.iter() {
        let facts = resolved.facts.get(&schema.source);
        facts.iter().flat_map(|it| &it.embedded).for_each(|embedded| add(schema.source, schema.catalog, embedded));
    }
    for document in resolved.project.documents.iter() {
        // What is embedded in schemas of the document and of its parts.
        let sources: BTreeSet<SourceId> = document.schemas.iter().map(|place| place.source).collect();
        for source in sources {
            let facts = resolved.facts.get(&source).filter(|facts| !facts.is_schema);
            facts.iter().flat_map(|it| &it.embedded).for_each(|embedded| add(source, document.catalog, embedded));
        }
    }
    for document in resolved.project.documents.iter() {
        examples.extend(document.messages.iter().flat_map(|message| of_message(resolved, document, message)));
    }
    examples.sort_by(|a, b| a.place.cmp(&b.place));
    examples.dedup_by(|incremental, first| {
        incremental.place == first.place && {
            // A trait's example is one of every message that has the trait.
            unite(first, incremental);
            true
        }
    });
    defaults.sort_by(|a, b| a.place.cmp(&b.place));
    defaults.dedup_by(|a, b| a.place == b.place);
    Arc::make_mut(&mut resolved.project.examples).extend(examples);
    resolved.defaults = Arc::new(defaults);
}

/// The examples of a message, its own or those of a trait.
fn of_message(resolved: &Resolved, document: &Document, message: &Message) -> Vec<Example> {
    let Some(examples) = &message.examples else { return Vec::new() };
    let items = resolved.project.sources.node(examples).map(Node::items).unwrap_or_default();
    let all = items.iter().enumerate().flat_map(|(index, node)| {
        let place = Place::new(examples.source, format!("{}/{index}", examples.pointer));
        let payload =
            message.payload.iter().filter(|_| message.foreign_format.is_none()).map(|schema| ("payload", schema));
        let headers = message.headers.iter().chain(&message.more_headers).map(|schema| ("headers", schema));
        let parts = payload.chain(headers).filter(|(key, _)| node.get(key).is_some());
        let (mut instances, mut texts) = (Vec::new(), Vec::new());
        for (key, schema) in parts {
            let part = Place::new(place.source, format!("{}/{key}", place.pointer));
            match meant(resolved, &part, schema) {
                Some(text) => texts.push((text, Instance { pointer: String::new(), schema: schema.clone() })),
                None => instances.push(Instance { pointer: format!("/{key}"), schema: schema.clone() }),
            }
        }
        let is_lost = |key: &str| is_lost(resolved, &Place::new(place.source, format!("{}/{key}", place.pointer)));
        let unparsed = is_lost("payload") || is_lost("headers");
        let mut own = Example { unparsed, ..example(place, document.catalog, ExampleKind::Message, instances) };
        let payload = message.foreign_format.as_ref().filter(|_| node.get("payload").is_some());
        let headers = || message.foreign_headers.as_ref().filter(|_| node.get("headers").is_some());
        own.foreign = payload.or_else(headers).cloned();
        let has_own = !own.instances().is_empty() || texts.is_empty();
        let texts = texts
            .into_iter()
            .map(|(text, instance)| example(text, document.catalog, ExampleKind::Message, vec![instance]));
        has_own.then_some(own).into_iter().chain(texts.collect::<Vec<_>>())
    });
    all.collect()
}

/// The value that is the example, if that is not what stands at a place: what a reference leads to there, or the JSON in the text there,
/// whose schema takes no texts.
fn meant(resolved: &Resolved, place: &Place, schema: &Place) -> Option<Place> {
    let sources = &resolved.project.sources;
    let node = sources.node(place)?;
    if data_reference(node).is_some() {
        return resolved.target(place).cloned();
    }
    node.as_str()?;
    let text = sources.find(&sources.get(place.source).name_of_text(&place.pointer))?;
    (!takes_texts(resolved, schema, NESTED)).then(|| Place::root(text))
}

/// Whether a value is nothing but a reference that leads nowhere.
fn is_lost(resolved: &Resolved, place: &Place) -> bool {
    let sources = &resolved.project.sources;
    let is_reference = !resolved.facts.get(&place.source).is_none_or(|facts| facts.is_schema)
        && sources.node(place).and_then(data_reference).is_some();
    is_reference && resolved.target(place).is_none()
}

/// How deep shapes of shapes are looked into.
const NESTED: usize = 8;

/// Whether a schema may accept a text, by its types and values and those of its parts.
fn takes_texts(resolved: &Resolved, schema: &Place, nested: usize) -> bool {
    let Some((nested, place)) = nested.checked_sub(1).zip(resolved.follow(schema)) else { return true };
    let Some(node) = resolved.project.sources.node(&place) else { return true };
    let is_text = |node: &Node| node.as_str().is_some();
    let by_type = node.get("type").is_none_or(|types| {
        std::slice::from_ref(types).iter().chain(types.items()).any(|name| name.as_str() == Some("string"))
    });
    let by_value =
        node.get("const").is_none_or(is_text) && node.get("enum").is_none_or(|list| list.items().iter().any(is_text));
    let parts = |key: &str| {
        let count = node.get(key).map_or(0, |list| list.items().len());
        let place = &place;
        let key = key.to_owned();
        (0..count).map(move |index| Place::new(place.source, format!("{}/{key}/{index}", place.pointer)))
    };
    let takes = |part: Place| takes_texts(resolved, &part, nested);
    let by_shapes = |key: &str| node.get(key).is_none_or(|list| list.items().is_empty()) || parts(key).any(takes);
    by_type && by_value && parts("allOf").all(takes) && by_shapes("anyOf") && by_shapes("oneOf")
}

/// Whether the examples that two runs have at a place are as many, and each has a payload or headers where the other has them.
pub fn states_alike(before: &Sources, now: &Sources, place: &Place) -> bool {
    let items = |sources: &Sources| -> Vec<(bool, bool)> {
        let items = sources.node(place).map(Node::items).unwrap_or_default();
        items.iter().map(|node| (node.get("payload").is_some(), node.get("headers").is_some())).collect()
    };
    items(before) == items(now)
}

/// Has the first example fit what the other has to fit as well.
fn unite(first: &mut Example, incremental: &Example) {
    if let (Pairing::Paired { instances, .. }, Pairing::Paired { instances: more, .. }) =
        (&mut first.pairing, &incremental.pairing)
    {
        let new: Vec<Instance> = more.iter().filter(|instance| !instances.contains(instance)).cloned().collect();
        instances.extend(new);
    }
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
        foreign: None,
    }
}
