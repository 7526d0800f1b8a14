//! Traits: merged into what they are applied to, as JSON Merge Patch (RFC 7386), each value keeping the place that it comes from.

use super::below;
use crate::model::Merged;
use crate::resolve::Resolved;
use crate::source::{Kind, Node, Place, join};

/// The object at `place` with its traits: in their order, later ones over earlier ones, and the object itself over all of them. `None`
/// if it has no traits.
pub fn merge(resolved: &Resolved, place: &Place) -> Option<Vec<Merged>> {
    let sources = &resolved.project.sources;
    let list = below(place, "traits");
    let count = sources.node(&list)?.items().len();
    let traits = (0..count).filter_map(|index| resolved.follow(&below(&list, &index.to_string())));
    let mut merged: Vec<Merged> = Vec::new();
    for layer in traits.chain([place.clone()]) {
        overlay(resolved, &mut merged, &layer);
    }
    merged.retain(|field| field.pointer != "/traits" && !field.pointer.starts_with("/traits/"));
    (count > 0).then_some(merged)
}

/// Puts the values of the object at `layer` over those that are there. What is no object has none.
fn overlay(resolved: &Resolved, merged: &mut Vec<Merged>, layer: &Place) {
    let members = resolved.project.sources.node(layer).map(Node::members).unwrap_or_default();
    let mut open: Vec<(Place, String)> =
        members.iter().rev().map(|member| (below(layer, &member.key), join("", &member.key))).collect();
    while let Some((place, pointer)) = open.pop() {
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        match &node.kind {
            // A reference is a value: what it leads to is not merged with what others say.
            Kind::Object(members) if node.get("$ref").is_none() && !members.is_empty() => {
                merged.retain(|field| field.pointer != pointer);
                open.extend(members.iter().rev().map(|member| {
                    (Place::new(place.source, join(&place.pointer, &member.key)), join(&pointer, &member.key))
                }));
            }
            kind => {
                let below = format!("{pointer}/");
                let changes_nothing = |field: &Merged| field.pointer.starts_with(&below);
                if matches!(kind, Kind::Object(members) if members.is_empty()) && merged.iter().any(changes_nothing) {
                    continue;
                }
                merged.retain(|field| field.pointer != pointer && !field.pointer.starts_with(&below));
                // A null takes away what was there.
                if !matches!(kind, Kind::Null) {
                    merged.push(Merged { pointer, place, layer: layer.clone() });
                }
            }
        }
    }
}
