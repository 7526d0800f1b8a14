//! Proves examples and defaults: each is validated against its schema, each failure is put into words. The only user of jsonschema.

mod branch;
mod closure;
mod compile;
mod copy;
mod cost;
mod failure;
mod faults;
mod formats;
mod memory;
mod one;
mod patterns;
mod recorded;
mod spanned;
mod trace;
mod value;
mod words;

pub use faults::faults;
pub use recorded::Judge;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Example, Instance, Proof, SchemaFault, Verdict};
use crate::resolve::Resolved;
use crate::source::{Place, SourceId};

/// The resolved project with what was proved of it.
#[derive(Debug)]
pub struct Proved {
    pub resolved: Resolved,
    /// One for each example, in their order.
    pub proofs: Vec<Proof>,
    /// One for each default, in their order.
    pub defaults: Vec<Proof>,
    /// Faults of schemas, by place.
    pub faults: Vec<SchemaFault>,
}

/// How many sources are proved together: enough to share what their schemas have in common, few enough that their validators, which are
/// dropped after each batch, take little memory.
const BATCH: usize = 32;

/// A value and the schemas that decide about it: an example or a default.
#[derive(Clone, Copy)]
struct Claim<'a> {
    /// Its number among all claims.
    number: usize,
    place: &'a Place,
    instances: &'a [Instance],
    /// The format of that part of it which no schema can be asked about.
    foreign: Option<&'a str>,
}

impl Claim<'_> {
    /// The place of what stands at a pointer below it.
    fn place_of(&self, pointer: &str) -> Place {
        Place::new(self.place.source, format!("{}{pointer}", self.place.pointer))
    }
}

/// Validates every example and every default, on all cores. Schemas are compiled, what claims to fit them is validated, and they are dropped.
pub fn prove(resolved: Resolved) -> Proved {
    let faults = faults(&resolved);
    let workshop = compile::Workshop::new(&resolved, &faults);
    let examples = &resolved.project.examples;
    let places = examples.iter().map(|example| (&example.place, example.instances()));
    let places = places.chain(resolved.defaults.iter().map(|it| (&it.place, std::slice::from_ref(&it.instance))));
    let claims = places.enumerate().map(|(number, (place, instances))| {
        let foreign = examples.get(number).and_then(|example| example.foreign.as_deref());
        Claim { number, place, instances, foreign }
    });
    // By the source of their schema, so that each source is copied once.
    let mut jobs: BTreeMap<SourceId, Vec<Claim<'_>>> = BTreeMap::new();
    let mut proofs: Vec<Option<Proof>> = vec![None; examples.len() + resolved.defaults.len()];
    for claim in claims {
        let example = examples.get(claim.number);
        match (claim.instances.first(), example) {
            (Some(first), None | Some(Example { unparsed: false, .. })) => {
                jobs.entry(first.schema.source).or_default().push(claim);
            }
            (_, example) => proofs[claim.number] = example.map(one::without_schema),
        }
    }
    let jobs: Vec<(SourceId, Vec<Claim<'_>>)> = jobs.into_iter().collect();
    let done: Vec<(usize, Proof)> = jobs.par_chunks(BATCH).flat_map_iter(|batch| workshop.prove_batch(batch)).collect();
    for (number, proof) in done {
        proofs[number] = Some(proof);
    }
    let mut proofs: Vec<Proof> =
        proofs.into_iter().map(|proof| proof.unwrap_or_else(|| unchecked("nothing was validated"))).collect();
    let defaults = proofs.split_off(examples.len());
    Proved { resolved, proofs, defaults, faults }
}

impl Proved {
    /// Whether the example's verdict is not the one that is expected of it, or its failures are not those that are stated.
    pub fn is_failed(&self, number: usize) -> bool {
        let example = &self.resolved.project.examples[number];
        match self.proofs[number].verdict {
            Verdict::Unchecked => false,
            Verdict::Valid => example.expect_invalid,
            Verdict::Invalid => !example.expect_invalid || self.wrong_reason(number).is_some(),
        }
    }

    /// The failures that are stated for a counterexample but did not occur, and those that occurred without being stated; `None` if they
    /// agree, or nothing is stated.
    pub fn wrong_reason(&self, number: usize) -> Option<(Vec<String>, Vec<String>)> {
        let example = &self.resolved.project.examples[number];
        let (because, _) = example.because.as_ref()?;
        let proof = &self.proofs[number];
        if !example.expect_invalid || proof.verdict != Verdict::Invalid || example.unparsed {
            return None;
        }
        let name = |at: &str, keyword: &str| format!("`{keyword}` at `{at}`");
        let mut stated: Vec<String> = because.iter().map(|reason| name(&reason.at, &reason.keyword)).collect();
        let mut found: Vec<String> = proof.failures.iter().map(|failure| name(&failure.at, &failure.keyword)).collect();
        stated.sort();
        stated.dedup();
        found.sort();
        found.dedup();
        let missing: Vec<String> = stated.iter().filter(|reason| !found.contains(reason)).cloned().collect();
        let extra: Vec<String> = found.into_iter().filter(|reason| !stated.contains(reason)).collect();
        (!missing.is_empty() || !extra.is_empty()).then_some((missing, extra))
    }
}

/// The proof of an example that its schema accepts.
fn valid() -> Proof {
    Proof { verdict: Verdict::Valid, failures: Vec::new(), note: None, limit: None }
}

/// A proof of nothing, and why.
fn unchecked(note: impl Into<String>) -> Proof {
    Proof { verdict: Verdict::Unchecked, failures: Vec::new(), note: Some(note.into()), limit: None }
}
