//! Schemas whose references remember their verdicts.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::Claim;
use super::assumption::{Assumption, Open};
use super::compile::Workshop;
use super::copy::OWN_REFERENCE;
use super::one::Remembered;
use super::verdicts::{Asked, Reference, Verdicts};
use crate::model::Target;
use crate::resolve::Closure;
use crate::source::{Node, Place, SourceId};

impl Workshop<'_> {
    /// The schemas with what remembers their verdicts; `None` where that is not enough to decide: where a schema has to know what others
    /// looked at (`unevaluatedProperties`), or by which way it was reached (`$dynamicRef`).
    pub fn remembered(&self, closure: &Closure, claims: &[Claim<'_>]) -> Option<Remembered> {
        let references = || closure.sources.iter().flat_map(|source| self.resolved.references_of(*source));
        if references().any(|reference| reference.keyword != "$ref") {
            return None;
        }
        let mut numbers: HashMap<Place, usize> = HashMap::new();
        let targets = references().filter_map(|reference| match &reference.target {
            Target::Place(place) => Some(place),
            _ => None,
        });
        for place in targets.chain(claims.iter().flat_map(|claim| claim.instances).map(|instance| &instance.schema)) {
            let number = numbers.len();
            numbers.entry(place.clone()).or_insert(number);
        }
        let copies = closure.sources.iter().map(|id| {
            let copy = self.copier.copy(*id, Assumption::Everything).value;
            (*id, self.copier.renamed(*id, copy, |place| numbers.get(place).copied()))
        });
        let copies: Vec<(SourceId, Value)> = copies.collect();
        if copies.iter().any(|(_, copy)| has_unevaluated(copy)) {
            return None;
        }
        let copies: Vec<(SourceId, &Value)> = copies.iter().map(|(id, copy)| (*id, copy)).collect();
        let registry = self.registry(&copies, claims, Open::default(), Assumption::Everything);
        let registry = registry.as_ref().ok()?;
        let verdicts = Arc::new(Verdicts::default());
        let mut places: Vec<(&Place, usize)> = numbers.iter().map(|(place, number)| (place, *number)).collect();
        places.sort_by_key(|(_, number)| *number);
        let validators = places.into_iter().map(|(place, _)| {
            let shared = Arc::downgrade(&verdicts);
            let options = self.options(registry, self.resolved.dialect_of(place));
            let options =
                options.with_keyword(OWN_REFERENCE, move |_, value, _| Ok(Box::new(Reference::new(value, &shared))));
            let validator = options.build(&json!({ "$ref": self.copier.reference_to(place) })).ok()?;
            let weight = self.resolved.project.sources.node(place).map_or(1, Node::count) as u64;
            Some(Asked { validator, weight })
        });
        verdicts.fill(validators.collect::<Option<Vec<Asked>>>()?);
        Some(Remembered { verdicts, numbers })
    }
}

/// Whether a schema somewhere in the copy asks what others looked at.
fn has_unevaluated(copy: &Value) -> bool {
    let mut open = vec![copy];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) if map.keys().any(|key| key.starts_with("unevaluated")) => return true,
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    false
}
