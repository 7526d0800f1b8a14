//! Whether a schema knows what stands at a pointer of its instances.

use crate::keyword::Subschemas;
use crate::resolve::Resolved;
use crate::source::{Node, Place, join, unescape_token};

/// How many schemas are asked before the answer is left open.
const PARTS: usize = 256;

/// What a schema says of an instance pointer.
pub enum Lookup {
    /// It describes what stands there.
    Known,
    /// It lists its properties, and this is none of them.
    Missing { known: Vec<String> },
    /// It says nothing about it.
    Open,
}

/// Follows an instance pointer through `properties` and `items`, references and combinations included.
pub fn look_up(resolved: &Resolved, schema: &Place, pointer: &str) -> Lookup {
    let mut schemas = vec![schema.clone()];
    for token in pointer.split('/').skip(1) {
        let name = unescape_token(token);
        let (mut next, mut known) = (Vec::new(), Vec::new());
        let Some(parts) = spread(resolved, schemas) else { return Lookup::Open };
        let mut open = false;
        for place in &parts {
            let Some(node) = resolved.project.sources.node(place) else { continue };
            open |= node.as_bool() == Some(true) || node.get("patternProperties").is_some();
            open |= node.get("additionalProperties").is_some_and(Node::is_object) || node.get("items").is_some();
            let properties = node.get("properties").map(Node::members).unwrap_or_default();
            known.extend(properties.iter().map(|member| member.key.to_string()));
            if properties.iter().any(|member| *member.key == *name) {
                next.push(Place::new(place.source, join(&join(&place.pointer, "properties"), &name)));
            }
        }
        if next.is_empty() {
            return if open || known.is_empty() { Lookup::Open } else { Lookup::Missing { known } };
        }
        schemas = next;
    }
    Lookup::Known
}

/// The schemas and all that apply to the same value; `None` where a reference leads nowhere or there are too many.
fn spread(resolved: &Resolved, schemas: Vec<Place>) -> Option<Vec<Place>> {
    let mut open = schemas;
    let mut all: Vec<Place> = Vec::new();
    while let Some(place) = open.pop() {
        if all.contains(&place) {
            continue;
        }
        if all.len() >= PARTS {
            return None;
        }
        let node = resolved.project.sources.node(&place)?;
        if node.get("$ref").is_some() {
            open.push(resolved.target(&place)?.clone());
        }
        for keyword in ["allOf", "anyOf", "oneOf", "if", "then", "else"] {
            let value = node.get(keyword);
            match crate::keyword::lookup(keyword).subschemas {
                Subschemas::List => {
                    let count = value.map(Node::items).unwrap_or_default().len();
                    open.extend(
                        (0..count)
                            .map(|index| Place::new(place.source, format!("{}/{keyword}/{index}", place.pointer))),
                    );
                }
                _ if value.is_some() => open.push(Place::new(place.source, join(&place.pointer, keyword))),
                _ => {}
            }
        }
        all.push(place);
    }
    Some(all)
}
