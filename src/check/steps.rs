//! Which references are followed one after the other on the way to what a value has to be.

use std::collections::HashMap;

use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::{Place, SourceId};

/// What is followed after each reference. Many may lead to one schema, in which many may stand, so what follows is kept once for a schema.
#[derive(Debug)]
pub struct Steps {
    /// By the number of a reference: which of the targets it leads to.
    targets: Vec<Option<usize>>,
    /// By target: the numbers of the references that apply to the very value that the schema there applies to, in their order.
    after: Vec<Vec<usize>>,
}

impl Steps {
    /// All steps of a project.
    pub fn of(resolved: &Resolved) -> Steps {
        let of_parts = of_parts_of(resolved);
        let mut known: HashMap<&Place, usize> = HashMap::new();
        let mut after = Vec::new();
        let targets = resolved.references.iter().map(|reference| {
            let Target::Place(place) = &reference.target else { return None };
            Some(*known.entry(place).or_insert_with(|| {
                let parts = of_parts.get(&(place.source, place.pointer.as_str()));
                after.push(resolved.numbers_at(place).chain(parts.into_iter().flatten().copied()).collect());
                after.len() - 1
            }))
        });
        Steps { targets: targets.collect(), after }
    }

    /// The target that a reference leads to, by their numbers, if that is a place.
    pub fn target(&self, reference: usize) -> Option<usize> {
        self.targets.get(reference).copied().flatten()
    }

    /// How many references and how many targets there are.
    pub fn len(&self) -> (usize, usize) {
        (self.targets.len(), self.after.len())
    }

    /// The references that apply at a target.
    pub fn after(&self, target: usize) -> &[usize] {
        &self.after[target]
    }
}

/// The references that apply to the very value that the schema at a place applies to, but its own: those of its parts.
fn of_parts_of(resolved: &Resolved) -> HashMap<(SourceId, &str), Vec<usize>> {
    let mut of_parts: HashMap<(SourceId, &str), Vec<usize>> = HashMap::new();
    for (number, reference) in resolved.references.iter().enumerate() {
        let mut pointer = whole(&reference.holder.pointer);
        while let Some(schema) = pointer {
            of_parts.entry((reference.holder.source, schema)).or_default().push(number);
            pointer = whole(schema);
        }
    }
    of_parts
}

/// The pointer of the schema that the one at `pointer` is a part of, if both apply to the same value.
fn whole(pointer: &str) -> Option<&str> {
    let (rest, last) = pointer.rsplit_once('/')?;
    if matches!(last, "not" | "if" | "then" | "else") {
        return Some(rest);
    }
    let (rest, keyword) = rest.rsplit_once('/')?;
    matches!(keyword, "allOf" | "anyOf" | "oneOf" | "dependentSchemas").then_some(rest)
}
