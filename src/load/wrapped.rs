//! Schemas that stand in files of another kind: where site.toml says so, and `components/schemas` of OpenAPI 3, which EventBridge exports as
//! well. Each is a source of its own, whose text is a part of the file's.

use std::sync::Arc;

use super::kind::{Claim, claimed};
use super::pointers::members;
use super::{Read, naming, schema};
use crate::config::{Catalog, Wrapped};
use crate::dialect::Dialect;
use crate::model::{Project, Schema};
use crate::source::{Kind, Node, Source, escape_token, unescape_token};

/// Adds a file and the schemas in it.
pub fn add_holder(project: &mut Project, read: Read) {
    let settings = project.config.catalogs[read.catalog].clone();
    let holder = Arc::clone(&read.source);
    project.sources.add(read.source);
    let Some(root) = holder.root() else { return };
    let found = match claimed(&settings, &read.relative) {
        Some(Claim::Holder(entry)) => named(root, &settings.wrapped[entry]),
        _ => components(root),
    };
    let dialect = openapi_dialect(root);
    for Found { pointer, name, types } in found {
        let Some(source) = Source::of_value(&holder, &pointer) else { continue };
        let relative = match &name {
            Some(name) => format!("{}/{name}", naming::without_endings(&read.relative)),
            None => read.relative.clone(),
        };
        let id = project.sources.add(source);
        let settings = Catalog { dialect: dialect.unwrap_or(settings.dialect), ..settings.clone() };
        let document = schema::document(id, project.sources.get(id), read.catalog, &settings, &relative);
        let own = name.as_deref().map(|name| naming::without_endings(name).to_owned());
        let schema = Schema { name: own.unwrap_or(document.name.clone()), named_types: types, ..document };
        Arc::make_mut(&mut project.schemas).push(schema);
    }
}

/// A schema in a file: where, what it is called there, and the event types that the file names it for.
struct Found {
    pointer: String,
    name: Option<String>,
    types: Vec<String>,
}

/// The schemas where an entry of site.toml says. One of several is called by the steps that `*` stands for, or by its type.
fn named(root: &Node, entry: &Wrapped) -> Vec<Found> {
    let pointers = members(root, &entry.at).into_iter().filter(|pointer| root.pointer(pointer).is_some());
    let found = pointers.map(|pointer| {
        let steps: Vec<&str> = entry
            .at
            .split('/')
            .zip(pointer.split('/'))
            .filter(|(stated, _)| *stated == "*")
            .map(|(_, step)| step)
            .collect();
        let event_type = entry.type_at.as_deref().and_then(|at| text(root, &filled(at, &steps)));
        let name = (!steps.is_empty()).then(|| {
            let steps: Vec<String> = steps.iter().map(|step| unescape_token(step).replace('/', "-")).collect();
            event_type.clone().unwrap_or_else(|| steps.join("/"))
        });
        Found { pointer, name, types: event_type.into_iter().collect() }
    });
    found.collect()
}

/// A pointer with each `*` replaced by a step, in their order.
fn filled(at: &str, steps: &[&str]) -> String {
    let mut steps = steps.iter();
    let tokens = at.split('/').map(|token| if token == "*" { steps.next().copied().unwrap_or(token) } else { token });
    tokens.collect::<Vec<_>>().join("/")
}

fn text(root: &Node, pointer: &str) -> Option<String> {
    match &root.pointer(pointer)?.kind {
        Kind::String(text) => Some(text.to_string()),
        _ => None,
    }
}

/// The schemas of an OpenAPI document. EventBridge says for which type of events one is.
fn components(root: &Node) -> Vec<Found> {
    let schemas = root.pointer("/components/schemas").map(Node::members).unwrap_or_default();
    let found = schemas.iter().map(|member| Found {
        pointer: format!("/components/schemas/{}", escape_token(&member.key)),
        name: Some(member.key.to_string()),
        types: text(&member.value, "/x-amazon-events-detail-type").into_iter().collect(),
    });
    found.collect()
}

/// The dialect of the schemas of an OpenAPI document: until 3.0 what was draft-05, since 3.1 the one that it names.
fn openapi_dialect(root: &Node) -> Option<Dialect> {
    let version = root.get("openapi")?.as_str()?;
    if version.starts_with("3.0") {
        return Some(Dialect::Draft4);
    }
    let named = root.get("jsonSchemaDialect").and_then(Node::as_str).and_then(Dialect::from_schema_uri);
    Some(named.unwrap_or(Dialect::Draft202012))
}
