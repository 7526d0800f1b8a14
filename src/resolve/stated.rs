//! The event types that each schema states: the `const` or `enum` of the type field.

use super::Resolved;
use crate::load::{TYPE_FIELDS, has_segments, is_counted_type};
use crate::model::Schema;
use crate::source::{Kind, Node, Place, unescape_token};

/// The types that a schema document states.
pub fn stated(resolved: &Resolved, schema: &Schema) -> Vec<String> {
    let mut types = schema.named_types.clone();
    types.extend(stated_at(resolved, schema.catalog, &Place::root(schema.source)));
    types.dedup();
    types
}

/// The types that the schema at `root` states in the eyes of a catalog.
pub fn stated_at(resolved: &Resolved, catalog: usize, root: &Place) -> Vec<String> {
    if let Some(field) = &resolved.project.config.catalogs[catalog].types.field {
        return stated_by(resolved, schemas_at(resolved, root, field));
    }
    // The first field that is there is the type field, even if the schema leaves open what it holds.
    let keys = &resolved.project.sources.get(root.source).extract().keys;
    let usual = TYPE_FIELDS.into_iter().filter(|name| keys.contains(*name));
    let mut fields = usual.map(|name| (name, schemas_at(resolved, root, &format!("/{name}"))));
    let Some((name, places)) = fields.find(|(_, places)| !places.is_empty()) else { return Vec::new() };
    let found = stated_by(resolved, places);
    // Much has a `type`, and a capital says little there: what is one of several, or not required, is a kind of something.
    let is_event = name != "type" || (found.len() == 1 && requires(resolved, root, name) && !is_part(resolved, root));
    found.into_iter().filter(|found| if is_event { is_counted_type(found) } else { has_segments(found) }).collect()
}

/// Whether the schema at `root`, or one that holds with it, requires a property.
fn requires(resolved: &Resolved, root: &Place, name: &str) -> bool {
    spread(resolved, vec![root.clone()]).into_iter().any(|place| {
        let required = resolved.project.sources.node(&place).and_then(|node| node.get("required"));
        required.is_some_and(|names| names.items().iter().any(|item| item.as_str() == Some(name)))
    })
}

/// Whether another schema is made with this one.
fn is_part(resolved: &Resolved, root: &Place) -> bool {
    root.pointer.is_empty() && resolved.referred.contains(&root.source)
}

/// The schemas that the schema at `root` has for the instance pointer `field`. References are followed within the document only: what
/// another document states is that document's own.
fn schemas_at(resolved: &Resolved, root: &Place, field: &str) -> Vec<Place> {
    let mut schemas = vec![root.clone()];
    for token in field.split('/').skip(1) {
        let name = unescape_token(token);
        let mut next = Vec::new();
        for place in spread(resolved, schemas) {
            let pointer = crate::source::join(&crate::source::join(&place.pointer, "properties"), &name);
            let place = Place::new(place.source, pointer);
            if resolved.project.sources.node(&place).is_some() {
                next.push(place);
            }
        }
        schemas = next;
    }
    schemas
}

/// The texts that the schemas of an instance pointer allow there.
fn stated_by(resolved: &Resolved, places: Vec<Place>) -> Vec<String> {
    let mut types = Vec::new();
    for place in spread(resolved, places) {
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        let enumerated = node.get("enum").map(Node::items).unwrap_or_default();
        for value in node.get("const").into_iter().chain(enumerated) {
            if let Kind::String(text) = &value.kind
                && !types.contains(&text.to_string())
            {
                types.push(text.to_string());
            }
        }
    }
    types
}

/// The schemas at `places` and those that they combine, in place.
fn spread(resolved: &Resolved, places: Vec<Place>) -> Vec<Place> {
    let mut open = places;
    let mut all: Vec<Place> = Vec::new();
    open.reverse();
    while let Some(place) = open.pop() {
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        if all.contains(&place) || all.len() > 256 {
            continue;
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let count = node.get(keyword).map_or(0, |list| list.items().len());
            open.extend(
                (0..count).rev().map(|index| Place::new(place.source, format!("{}/{keyword}/{index}", place.pointer))),
            );
        }
        if let Some(target) = resolved.target(&place)
            && target.source == place.source
        {
            open.push(target.clone());
        }
        all.push(place);
    }
    all
}
