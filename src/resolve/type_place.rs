//! Where an event type is named: the place to mend when something is wrong with it.

use std::borrow::Cow;

use super::{Resolved, Root, Walk};
use crate::load::TYPE_FIELDS;
use crate::model::{EventType, Example, ExampleKind};
use crate::source::{Node, Place, join, pointer_tokens};

/// The place that names an event type: its entry in the registry, else a schema that states it, an example that carries it or a message.
pub fn place_of_type(resolved: &Resolved, event_type: &EventType) -> Option<Place> {
    let project = &resolved.project;
    let registered = event_type.registered.map(|number| &project.registered[number].place);
    registered
        .map(|entry| Place::new(entry.source, format!("{}/name", entry.pointer)))
        .or_else(|| event_type.schemas.iter().find_map(|schema| stated_in(resolved, *schema, &event_type.name)))
        .or_else(|| event_type.examples.iter().find_map(|number| type_in_example(resolved, &project.examples[*number])))
        .or_else(|| {
            let (document, message) = event_type.messages.first()?;
            Some(project.documents[*document].messages[*message].place.clone())
        })
}

/// Where events of a catalog name their types, as the tokens of pointers, the likeliest first.
pub fn type_pointers(resolved: &Resolved, catalog: usize) -> Vec<Vec<String>> {
    let tokens = |field: &str| pointer_tokens(field).map(Cow::into_owned).collect();
    match resolved.project.config.catalogs[catalog].types.field.as_deref() {
        Some(field) => vec![tokens(field)],
        None => TYPE_FIELDS.map(|name| vec![name.to_owned()]).to_vec(),
    }
}

/// The `const` or member of an `enum` by which a schema states an event type.
pub fn stated_in(resolved: &Resolved, number: usize, name: &str) -> Option<Place> {
    let schema = &resolved.project.schemas[number];
    let source = schema.source;
    let root = Root { place: Place::root(source), catalog: schema.catalog, is_document: true };
    let walk = Walk::from(resolved, root)?;
    walk.visits.iter().enumerate().find_map(|(index, visit)| {
        let is_name = |node: &Node| node.as_str() == Some(name);
        let pointer = if visit.node.get("const").is_some_and(is_name) {
            "/const".to_owned()
        } else {
            format!("/enum/{}", visit.node.get("enum")?.items().iter().position(is_name)?)
        };
        Some(Place::new(source, format!("{}{pointer}", walk.place(index).pointer)))
    })
}

/// The field of an example that carries its event type.
pub fn type_in_example(resolved: &Resolved, example: &Example) -> Option<Place> {
    let project = &resolved.project;
    let name = example.event_type.as_deref()?;
    let instance = match example.kind {
        ExampleKind::Message => join(&example.place.pointer, "payload"),
        _ => example.place.pointer.clone(),
    };
    let field = project.config.catalogs[example.catalog].types.field.as_deref();
    let usual = TYPE_FIELDS.map(|name| format!("/{name}"));
    let pointers = field.map(str::to_owned).into_iter().chain(usual);
    let mut places = pointers.map(|field| Place::new(example.place.source, format!("{instance}{field}")));
    places.find(|place| project.sources.node(place).and_then(Node::as_str) == Some(name))
}
