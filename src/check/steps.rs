//! Which references are followed one after the other on the way to what a value has to be.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::memory::Memory;
use crate::model::{Reference, Target};
use crate::resolve::Resolved;
use crate::source::SourceId;

/// A reference and one that applies to the very value that the schema at its target applies to. Each is named by its source and its number
/// there, since the references of other sources may become more or fewer.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    from: usize,
    to: (SourceId, usize),
}

/// All steps, from one number of a reference to another, in the order of both.
pub fn steps(memory: &mut Memory, resolved: &Resolved) -> Vec<(usize, usize)> {
    let of_parts = OnceLock::new();
    let sources = resolved.project.sources.iter().map(|(id, _)| id);
    let referring: Vec<SourceId> = sources.filter(|id| !resolved.references_of(*id).is_empty()).collect();
    let asked = referring.iter().map(|id| (*id, resolved.print(*id), *id)).collect();
    let found = memory.steps.all(asked, |source| {
        let of_parts = of_parts.get_or_init(|| of_parts_of(resolved));
        let numbers = resolved.numbers_of(source);
        let all = numbers.clone().flat_map(|number| {
            let step = move |to| Step { from: number - numbers.start, to };
            after(resolved, of_parts, &resolved.references[number]).map(step)
        });
        all.collect()
    });
    let number_of = |(source, number)| resolved.numbers_of(source).start + number;
    let steps = referring
        .iter()
        .zip(&found)
        .flat_map(|(source, steps)| steps.iter().map(|step| (number_of((*source, step.from)), number_of(step.to))));
    steps.collect()
}

/// The references that apply to the value at the target of one: those that stand there, and those of its parts.
fn after<'a>(
    resolved: &'a Resolved,
    of_parts: &'a HashMap<(SourceId, &str), Vec<usize>>,
    reference: &'a Reference,
) -> impl Iterator<Item = (SourceId, usize)> + 'a {
    let target = match &reference.target {
        Target::Place(place) => Some(place),
        _ => None,
    };
    target.into_iter().flat_map(|place| {
        let parts = of_parts.get(&(place.source, place.pointer.as_str()));
        let all = resolved.numbers_at(place).chain(parts.into_iter().flatten().copied());
        let start = resolved.numbers_of(place.source).start;
        all.map(move |number| (place.source, number - start))
    })
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

/// The steps that begin at a reference.
pub fn from(steps: &[(usize, usize)], number: usize) -> Range<usize> {
    let start = steps.partition_point(|(from, _)| *from < number);
    start..start + steps[start..].partition_point(|(from, _)| *from == number)
}
