//! What a document is made of, references followed: each object with its kind, each schema.

use std::collections::HashSet;

use crate::asyncapi::{DOCUMENT, Shape, Version};
use crate::load::part_shape;
use crate::model::{Document, Part};
use crate::resolve::Resolved;
use crate::source::{Node, Place, SourceId};

/// Fills in the objects and schemas of a document, in the order in which they are met. Schema documents are not part of it.
pub fn collect(resolved: &Resolved, document: &mut Document) {
    let Some(root) = resolved.project.sources.get(document.source).root() else { return };
    let Some((shape, version)) = shape_of(root) else { return };
    let mut walk = Walk { resolved, version, seen: HashSet::new(), parts: Vec::new(), schemas: Vec::new() };
    let mut open = vec![(Place::root(document.source), shape)];
    while let Some((place, shape)) = open.pop() {
        walk.visit(place, shape, &mut open);
    }
    document.schemas = walk.outermost();
    document.parts = walk.parts;
}

/// What a document, or a part of one in a file of its own, is by the table, and its version; `None` for a version that is not read.
pub fn shape_of(root: &Node) -> Option<(Shape, Version)> {
    match root.get("asyncapi") {
        Some(version) => Some((Shape::Object(&DOCUMENT), version.as_str().and_then(Version::of)?)),
        None => part_shape(root),
    }
}

struct Walk<'a> {
    resolved: &'a Resolved,
    version: Version,
    seen: HashSet<(Place, &'static str)>,
    parts: Vec<Part>,
    schemas: Vec<Place>,
}

impl Walk<'_> {
    fn visit(&mut self, place: Place, shape: Shape, open: &mut Vec<(Place, Shape)>) {
        let Some(node) = self.resolved.project.sources.node(&place) else { return };
        let shape = shape.settled(node, self.version);
        if let Shape::Schema = shape {
            self.schema(place, open);
            return;
        }
        let name = match shape {
            Shape::Object(object) => object.name,
            Shape::Reference(_) => "a reference",
            Shape::Map(_) | Shape::List(_) => "several",
            _ => return,
        };
        if !self.seen.insert((place.clone(), name)) {
            return;
        }
        let entries = shape.entries(node, self.version);
        open.extend(entries.iter().rev().map(|entry| {
            let pointer = entry.pointer(&place.pointer);
            (Place::new(place.source, pointer), entry.shape)
        }));
        if node.get("$ref").is_some() {
            // A reference that leads nowhere is a finding of its own.
            let target = self.resolved.target(&place).cloned();
            open.extend(target.map(|target| (target, leads_to(shape))));
        } else if let Shape::Object(object) = shape {
            self.parts.push(Part { place, object });
        }
    }

    /// A schema, and those of documents and parts that it refers to.
    fn schema(&mut self, place: Place, open: &mut Vec<(Place, Shape)>) {
        if self.resolved.schema_of(place.source).is_some() || !self.seen.insert((place.clone(), "a schema")) {
            return;
        }
        let below = format!("{}/", place.pointer);
        let references = self.resolved.references_of(place.source).iter();
        let own = references.filter(|reference| {
            reference.holder.pointer == place.pointer || reference.holder.pointer.starts_with(&below)
        });
        let targets = own.filter_map(|reference| match &reference.target {
            crate::model::Target::Place(target) => Some((target.clone(), Shape::Schema)),
            _ => None,
        });
        open.extend(targets);
        self.schemas.push(place);
    }

    /// The schemas that are not part of another.
    fn outermost(&self) -> Vec<Place> {
        let known: HashSet<(SourceId, &str)> =
            self.schemas.iter().map(|place| (place.source, place.pointer.as_str())).collect();
        let is_inner = |place: &Place| {
            let ends = place.pointer.match_indices('/').map(|(end, _)| &place.pointer[..end]);
            ends.into_iter().any(|above| known.contains(&(place.source, above)))
        };
        self.schemas.iter().filter(|place| !is_inner(place)).cloned().collect()
    }
}

/// What the target of a reference is.
fn leads_to(shape: Shape) -> Shape {
    match shape {
        Shape::Reference(object) => Shape::Object(object),
        other => other,
    }
}
