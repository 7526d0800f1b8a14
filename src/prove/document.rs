//! Schemas of several sources as one document. jsonschema compiles a schema anew for each way that leads to it over the resources of
//! others, since a `$dynamicRef` may mean something else on each; where there is none, there need be no resources.

use serde_json::{Map, Value};

use super::copy::Copier;
use crate::dialect::Dialect;
use crate::model::Target;
use crate::resolve::{Facts, Resolved, fragment};
use crate::source::{Place, SourceId};

/// The address of the document.
pub const DOCUMENT: &str = "docs:///all";

/// The reference to a place in the document.
pub fn reference_within(copier: &Copier<'_>, place: &Place) -> String {
    format!("{DOCUMENT}#/{}{}", place.source.0, fragment(&copier.pointer(place)))
}

/// The copies of sources as one document, each under the number of its source, and the dialect of all; `None` where they are not of one, or
/// where a reference means a place by the way that led to it.
pub fn document(resolved: &Resolved, copier: &Copier<'_>, copies: &[(SourceId, &Value)]) -> Option<(Dialect, Value)> {
    let facts = copies.iter().map(|(source, _)| resolved.facts.get(source).map(|facts| &**facts));
    let facts: Vec<&Facts> = facts.collect::<Option<_>>()?;
    let dialect = facts.first()?.dialect;
    let is_static = |source: &SourceId| resolved.references_of(*source).iter().all(|it| it.keyword == "$ref");
    let sources = copies.iter().zip(facts);
    let mut all = Map::new();
    for ((source, copy), facts) in sources {
        if facts.dialect != dialect || !facts.dialects.is_empty() || !is_static(source) {
            return None;
        }
        let part = part(resolved, copier, *source, facts, (*copy).clone())?;
        all.insert(source.0.to_string(), part);
    }
    Some((dialect, Value::Object(all)))
}

/// The copy without what makes resources and anchors, its references into the document; `None` where a part of it is of another dialect.
fn part(resolved: &Resolved, copier: &Copier<'_>, source: SourceId, facts: &Facts, mut copy: Value) -> Option<Value> {
    let root = String::new();
    let in_copy = |pointer: &str| copier.pointer(&Place::new(source, pointer)).into_owned();
    for pointer in facts.id_holders.iter().chain([&root]) {
        let Some(Value::Object(map)) = copy.pointer_mut(&in_copy(pointer)) else { continue };
        map.shift_remove(facts.dialect.id_keyword());
        match map.shift_remove("$schema") {
            Some(named) if named.as_str() != Some(facts.dialect.uri()) => return None,
            _ => {}
        }
    }
    for pointer in facts.anchors.values() {
        if let Some(Value::Object(map)) = copy.pointer_mut(&in_copy(pointer)) {
            map.shift_remove("$anchor");
            map.shift_remove("$dynamicAnchor");
        }
    }
    for reference in resolved.references_of(source) {
        let Target::Place(target) = &reference.target else { continue };
        let holder = copy.pointer_mut(&in_copy(&reference.holder.pointer));
        if let Some(Value::String(text)) = holder.and_then(|holder| holder.get_mut("$ref")) {
            *text = reference_within(copier, target);
        }
    }
    Some(copy)
}
