//! The effective view: the properties that a schema and all that it is made of state together, as names, types and links only.

use serde::Serialize;

use super::Anchor;
use super::link::Links;
use super::words::Context;
use crate::dialect::Dialect;
use crate::keyword::type_phrase;
use crate::prose::Html;
use crate::source::{Node, Place, join};

/// How many schemas a schema may be made of before the view is left out.
const PARTS: usize = 256;

/// A property of the schema or of one that it is made of.
#[derive(Debug, Serialize)]
pub struct PropertyView {
    pub name: String,
    pub href: String,
    pub kind: Html,
    pub required: bool,
    /// The schema that states it.
    pub origin: Anchor,
}

/// The properties that hold for the schema at `place` through `allOf` and `$ref`; empty if it states all of them itself.
pub fn effective(links: &Links<'_>, place: &Place, dialect: Dialect) -> Vec<PropertyView> {
    let resolved = &links.site.proved.resolved;
    let parts = parts(links, place, dialect);
    if parts.len() < 2 {
        return Vec::new();
    }
    let node = |place: &Place| resolved.project.sources.node(place);
    let required: Vec<&str> = parts
        .iter()
        .filter_map(|part| node(part)?.get("required"))
        .flat_map(|list| list.items().iter().filter_map(Node::as_str))
        .collect();
    let mut properties: Vec<PropertyView> = Vec::new();
    for part in &parts {
        let file = &resolved.project.sources.get(part.source).file;
        let context = Context { links, file };
        let stated = node(part).and_then(|node| node.get("properties")).map(Node::members).unwrap_or_default();
        for member in stated {
            let at = Place::new(part.source, join(&format!("{}/properties", part.pointer), &member.key));
            let mut kind = String::new();
            let source = resolved.project.sources.get(part.source);
            context.write(&mut kind, &type_phrase(&member.value, resolved.dialect_of(part), source), &at);
            properties.push(PropertyView {
                name: member.key.to_string(),
                href: links.to_place(&at).unwrap_or_default(),
                kind: Html::trusted(kind),
                required: required.contains(&&*member.key),
                origin: Anchor { text: context.name_of(part, place), href: links.to_place(part).unwrap_or_default() },
            });
        }
    }
    properties
}

/// The schema itself and every schema that applies with it, each once, in the order in which they are named.
fn parts(links: &Links<'_>, place: &Place, dialect: Dialect) -> Vec<Place> {
    let resolved = &links.site.proved.resolved;
    let mut open = vec![place.clone()];
    let mut found: Vec<Place> = Vec::new();
    while let Some(place) = open.pop() {
        if found.contains(&place) || found.len() >= PARTS {
            continue;
        }
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        let target = resolved.target(&place).cloned();
        let alone = dialect.ref_hides_siblings() && target.is_some();
        let list = if alone { 0 } else { node.get("allOf").map_or(0, |list| list.items().len()) };
        open.extend((0..list).rev().map(|index| Place::new(place.source, format!("{}/allOf/{index}", place.pointer))));
        open.extend(target);
        found.push(place);
    }
    found
}
