//! What a file and the project consist of, by name.

use super::position::{Encoding, range};
use super::protocol::{DocumentSymbol, SymbolKind};
use crate::model::EventType;
use crate::resolve::Resolved;
use crate::source::{Format, Kind, Node, Place, SourceId};

/// How deep and how many symbols of a file are listed, and how many of the project.
const DEPTH: usize = 8;
const MOST: usize = 5_000;
const FOUND: usize = 200;

/// A thing of the project with a name: where it stands, and what holds it.
pub struct Named {
    pub name: String,
    pub kind: SymbolKind,
    pub place: Place,
    pub container: String,
}

/// The members of a file's value, and the headings of a guide.
pub fn of_file(resolved: &Resolved, file: &str, encoding: Encoding) -> Vec<DocumentSymbol> {
    let sources = &resolved.project.sources;
    let Some(id) = sources.find(file) else { return Vec::new() };
    let mut room = MOST;
    match sources.get(id).root() {
        Some(root) if sources.get(id).format != Format::Markdown => {
            members(resolved, id, root, encoding, DEPTH, &mut room)
        }
        _ => headings(resolved, id, encoding),
    }
}

fn members(
    resolved: &Resolved,
    id: SourceId,
    node: &Node,
    encoding: Encoding,
    depth: usize,
    room: &mut usize,
) -> Vec<DocumentSymbol> {
    let sources = &resolved.project.sources;
    let mut symbols = Vec::new();
    for member in node.members() {
        if *room == 0 || depth == 0 {
            break;
        }
        *room -= 1;
        let span = crate::source::Span { start: member.key_span.start, end: member.value.span.end };
        let children = members(resolved, id, &member.value, encoding, depth - 1, room);
        let name = range(sources, id, member.key_span, encoding);
        #[expect(deprecated, reason = "the type has a field that is no longer used")]
        let symbol = DocumentSymbol {
            name: if member.key.is_empty() { "\"\"".to_owned() } else { member.key.to_string() },
            detail: member.value.get("title").and_then(Node::as_str).map(str::to_owned),
            kind: kind(&member.value),
            tags: None,
            deprecated: None,
            range: range(sources, id, span, encoding),
            selection_range: name,
            children: (!children.is_empty()).then_some(children),
        };
        symbols.push(symbol);
    }
    symbols
}

fn kind(node: &Node) -> SymbolKind {
    match &node.kind {
        Kind::Object(_) => SymbolKind::Object,
        Kind::Array(_) => SymbolKind::Array,
        Kind::String(_) => SymbolKind::String,
        Kind::Number(_) => SymbolKind::Number,
        Kind::Bool(_) => SymbolKind::Boolean,
        Kind::Null => SymbolKind::Null,
    }
}

fn headings(resolved: &Resolved, id: SourceId, encoding: Encoding) -> Vec<DocumentSymbol> {
    let Some(page) = resolved.project.pages.iter().find(|page| page.source == id) else { return Vec::new() };
    let symbols = page.headings.iter().map(|heading| {
        let span = resolved.project.sources.get(id).line_span(heading.at);
        let range = range(&resolved.project.sources, id, span, encoding);
        #[expect(deprecated, reason = "the type has a field that is no longer used")]
        DocumentSymbol {
            name: heading.text.clone(),
            detail: None,
            kind: SymbolKind::String,
            tags: None,
            deprecated: None,
            range,
            selection_range: range,
            children: None,
        }
    });
    symbols.collect()
}

/// The event types, schemas, definitions, channels, operations, messages and fields whose names hold the letters of a query.
pub fn of_project(resolved: &Resolved, query: &str) -> Vec<Named> {
    let project = &resolved.project;
    let query = query.to_lowercase();
    let is_asked = |name: &str| name.to_lowercase().contains(&query);
    let mut found = Vec::new();
    let mut add = |name: &str, kind: SymbolKind, place: Place, container: &str| {
        if found.len() < FOUND && is_asked(name) {
            found.push(Named { name: name.to_owned(), kind, place, container: container.to_owned() });
        }
    };
    for known in resolved.types.iter() {
        if let Some(place) = stated(resolved, known) {
            add(&known.name, SymbolKind::Event, place, &project.config.catalogs[known.catalog].title);
        }
    }
    for schema in project.schemas.iter() {
        let name = schema.title.as_deref().unwrap_or(&schema.name);
        let source = project.sources.get(schema.source);
        add(name, SymbolKind::Class, Place::root(schema.source), &source.name);
        for keyword in ["$defs", "definitions"] {
            for member in source.root().and_then(|root| root.get(keyword)).map(Node::members).unwrap_or_default() {
                let place = Place::new(schema.source, crate::source::join(&format!("/{keyword}"), &member.key));
                add(&member.key, SymbolKind::Struct, place, name);
            }
        }
    }
    for document in project.documents.iter() {
        for channel in &document.channels {
            let name = channel.address.as_ref().unwrap_or(&channel.id);
            add(name, SymbolKind::Interface, channel.place.clone(), &document.title);
        }
        for operation in &document.operations {
            add(&operation.id, SymbolKind::Method, operation.place.clone(), &document.title);
        }
        for message in &document.messages {
            let name = message.name.as_ref().unwrap_or(&message.id);
            add(name, SymbolKind::Struct, message.place.clone(), &document.title);
        }
    }
    for field in resolved.fields.iter() {
        if let Some(first) = field.readings.iter().flat_map(|reading| &reading.uses).next() {
            add(&field.name, SymbolKind::Field, first.place.clone(), "");
        }
    }
    found
}

/// Where an event type is stated: its schema, else its entry in the registry.
pub fn stated(resolved: &Resolved, found: &EventType) -> Option<Place> {
    let project = &resolved.project;
    let schema = found.schemas.first().map(|schema| Place::root(project.schemas[*schema].source));
    schema.or_else(|| found.registered.map(|number| project.registered[number].place.clone()))
}
