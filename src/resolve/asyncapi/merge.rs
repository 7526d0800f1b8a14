//! Traits: merged into what they are applied to, as JSON Merge Patch (RFC 7386), each value keeping the place that it comes from.
//!
//! A message or an operation with traits is merged as JSON Merge Patch, each value with the place that it comes from, so that a page can
//! say who states it.

use super::below;
use crate::model::Merged;
use crate::resolve::Resolved;
use crate::source::{Kind, Member, Node, Place, join};

/// How many values a field may be made of that is taken apart although only one layer states it: a trait may be of many messages.
const WHOLE: usize = 100;

/// The object at `place` with its traits: in their order, later ones over earlier ones, and the object itself over all of them. `None`
/// if it has no traits.
pub fn merge(resolved: &Resolved, place: &Place) -> Option<Vec<Merged>> {
    let sources = &resolved.project.sources;
    let list = below(place, "traits");
    let count = sources.node(&list)?.items().len();
    let traits = (0..count).filter_map(|index| resolved.follow(&below(&list, &index.to_string())));
    let layers: Vec<Place> = traits.chain([place.clone()]).collect();
    let states = |layer: &Place, key: &str| sources.node(layer).is_some_and(|node| node.get(key).is_some());
    let mut merged: Vec<Merged> = Vec::new();
    for layer in &layers {
        overlay(resolved, &mut merged, layer, |key, node| {
            node.is_object()
                && node.is_larger_than(WHOLE)
                && layers.iter().filter(|layer| states(layer, key)).count() == 1
        });
    }
    merged.retain(|field| field.pointer != "/traits" && !field.pointer.starts_with("/traits/"));
    (count > 0).then_some(merged)
}

/// Puts the values of the object at `layer` over those that are there; those of its fields that are `whole` as one. What is no object has
/// none.
fn overlay(resolved: &Resolved, merged: &mut Vec<Merged>, layer: &Place, whole: impl Fn(&str, &Node) -> bool) {
    let members = resolved.project.sources.node(layer).map(Node::members).unwrap_or_default();
    let (wholes, members): (Vec<&Member>, Vec<&Member>) = members.iter().partition(|it| whole(&it.key, &it.value));
    merged.extend(wholes.into_iter().map(|member| Merged {
        pointer: join("", &member.key),
        place: below(layer, &member.key),
        layer: layer.clone(),
    }));
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
