//! Proves examples: each is validated against its schema, each failure is put into words. The only user of jsonschema.

mod branch;
mod closure;
mod compile;
mod copy;
mod failure;
mod faults;
mod formats;
mod memory;
mod one;
mod trace;
mod value;
mod words;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Proof, SchemaFault, Verdict};
use crate::resolve::Resolved;
use crate::source::SourceId;

/// The resolved project with what was proved of it.
#[derive(Debug)]
pub struct Proved {
    pub resolved: Resolved,
    /// One for each example, in their order.
    pub proofs: Vec<Proof>,
    /// Faults of schemas, by place.
    pub faults: Vec<SchemaFault>,
}

/// How many sources are proved together: enough to share what their schemas have in common, few enough that their validators, which are
/// dropped after each batch, take little memory.
const BATCH: usize = 32;

pub use memory::Memory;

/// Validates every example, on all cores. Schemas are compiled, their examples are validated, and they are dropped.
pub fn prove(resolved: Resolved) -> Proved {
    prove_with(&mut Memory::default(), resolved)
}

/// The same with what earlier runs have proved.
pub fn prove_with(memory: &mut Memory, resolved: Resolved) -> Proved {
    let faults = faults::faults(memory, &resolved);
    let workshop = compile::Workshop::new(&resolved, &faults);
    let keys = memory::keys(&resolved);
    // Examples by the source of their schema, so that each source is copied once.
    let mut jobs: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
    let mut proofs: Vec<Option<Proof>> = resolved.project.examples.iter().map(|_| None).collect();
    for (number, example) in resolved.project.examples.iter().enumerate() {
        proofs[number] = keys[number].and_then(|key| memory.proof(&resolved.project.sources, key));
        match example.schema() {
            _ if proofs[number].is_some() => {}
            Some(schema) if !example.unparsed => jobs.entry(schema.source).or_default().push(number),
            _ => proofs[number] = Some(one::without_schema(example)),
        }
    }
    let jobs: Vec<(SourceId, Vec<usize>)> = jobs.into_iter().collect();
    let done: Vec<(usize, Proof)> = jobs.par_chunks(BATCH).flat_map_iter(|batch| workshop.prove_batch(batch)).collect();
    for (number, proof) in done {
        proofs[number] = Some(proof);
    }
    let proofs: Vec<Proof> =
        proofs.into_iter().map(|proof| proof.unwrap_or_else(|| unchecked("nothing was validated"))).collect();
    *memory = Memory::keep(&resolved, &keys, &proofs, &faults);
    Proved { resolved, proofs, faults }
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
