//! Walks an AsyncAPI document by the table of its objects: what is a reference, a schema or data is told by position, not by name.

use crate::asyncapi::{MESSAGE_EXAMPLE, Shape, Version};
use crate::dialect::Dialect;
use crate::resolve::walk::{Facts, Link, Visit, walk_schema};
use crate::source::Node;

/// What the table says of a place: its shape, in the version of the document that leads there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub shape: Shape,
    pub version: Version,
}

/// Collects the references, schemas and embedded examples of what stands at `pointer` of a document or of a part of one. What was
/// walked before is passed over.
pub fn walk(facts: &mut Facts, node: &Node, pointer: &str, position: Position) {
    let base = facts.base.clone();
    let mut open = vec![(node, pointer.to_owned(), position.shape)];
    while let Some((node, pointer, shape)) = open.pop() {
        let shape = shape.settled(node, position.version);
        match shape {
            Shape::Schema => {
                let visit = Visit { pointer, dialect: facts.dialect, resource: String::new(), base: base.clone() };
                walk_embedded(facts, node, visit, position.version);
                continue;
            }
            Shape::Any => continue,
            _ if !facts.seen.insert(pointer.clone()) => continue,
            _ => {}
        }
        if let Some(text) = node.get("$ref").and_then(Node::as_str) {
            facts.links.push(Link {
                holder: pointer.clone(),
                keyword: "$ref",
                text: text.to_owned(),
                resource: String::new(),
                base: base.clone(),
                position: Some(Position { shape, version: position.version }),
            });
        }
        let is_example = matches!(shape, Shape::Object(object) if std::ptr::eq(object, &MESSAGE_EXAMPLE));
        for entry in shape.entries(node, position.version) {
            // What an example carries may stand elsewhere as a whole, and so may a schema of another language.
            let is_foreign = matches!(entry.shape, Shape::Any)
                && entry.field.is_some_and(|field| matches!(field.shape, Shape::Payload));
            if let Some(text) = data_reference(entry.node).filter(|_| is_example || is_foreign) {
                let position = Some(Position { shape: Shape::Any, version: position.version });
                let (holder, resource) = (entry.pointer(&pointer), String::new());
                let (text, base) = (text.to_owned(), base.clone());
                facts.links.push(Link { holder, keyword: "$ref", text, resource, base, position });
            }
            open.push((entry.node, entry.pointer(&pointer), entry.shape));
        }
    }
}

/// The reference that a value is, and nothing else.
pub fn data_reference(node: &Node) -> Option<&str> {
    match node.members() {
        [member] if &*member.key == "$ref" => member.value.as_str(),
        _ => None,
    }
}

/// A schema that names a dialect of its own, or whose format does, is read in that, and is a resource of its own for the validator.
fn walk_embedded(facts: &mut Facts, node: &Node, mut visit: Visit, version: Version) {
    let own = node.get("$schema").and_then(Node::as_str).and_then(Dialect::from_schema_uri);
    let own = own.or_else(|| facts.formats.get(&visit.pointer).copied().filter(|draft| *draft != facts.dialect));
    if let Some(dialect) = own.filter(|_| !facts.seen.contains(&visit.pointer)) {
        visit.dialect = dialect;
        visit.resource.clone_from(&visit.pointer);
        facts.resources.push((visit.pointer.clone(), format!("{}!{}", visit.base, visit.pointer)));
        facts.dialects.push((visit.pointer.clone(), dialect));
    }
    let before = facts.links.len();
    walk_schema(facts, node, visit);
    for link in &mut facts.links[before..] {
        link.position = Some(Position { shape: Shape::Schema, version });
    }
}
