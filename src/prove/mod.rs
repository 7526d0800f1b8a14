//! Proves examples and defaults: each is validated against its schema, each failure is put into words. The only user of jsonschema.

mod assumption;
mod bare;
mod branch;
mod cache;
mod canonical;
mod circle;
mod collect;
mod compile;
mod content;
mod copy;
mod cost;
mod document;
mod effort;
mod excess;
mod failure;
mod fault_words;
mod faults;
mod formats;
mod numbers;
mod one;
mod outcome;
mod own_dialect;
mod patterns;
mod recorded;
mod recursion;
mod remember;
mod scope;
mod shelf;
mod spanned;
mod together;
mod trace;
mod translate;
mod union;
mod value;
mod verdicts;
mod wanted;
mod ways;
mod words;

pub use bare::{Bare, Texts};
pub use cache::Cache;
pub use canonical::is_covered;
pub use faults::faults;
pub use formats::{is_email, is_uri};
pub use outcome::Outcomes;
pub use recorded::Judge;
pub use shelf::Shelf;
pub use wanted::{Always, Stopped, Until, Wanted};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use self::effort::Share;
use crate::model::{Example, Instance, Proof, SchemaFault, Unlisted, Verdict};
use crate::resolve::Resolved;
use crate::source::{Place, SourceId};

/// The resolved project with what was proved of it.
#[derive(Debug)]
pub struct Proved {
    pub resolved: Resolved,
    /// One for each example, in their order.
    pub proofs: Arc<Vec<Proof>>,
    /// One for each default, in their order.
    pub defaults: Arc<Vec<Proof>>,
    /// Faults of schemas, by place.
    pub faults: Arc<Vec<SchemaFault>>,
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
    /// Whether there is a schema that can be asked.
    is_provable: bool,
    /// How many failures it states.
    stated: usize,
}

impl Claim<'_> {
    /// The place of what stands at a pointer below it.
    fn place_of(&self, pointer: &str) -> Place {
        Place::new(self.place.source, format!("{}{pointer}", self.place.pointer))
    }
}

/// Validates every example and every default, on all cores. Schemas are compiled, what claims to fit them is validated, and they are dropped.
pub fn prove(resolved: Resolved) -> Proved {
    let Ok(proved) = prove_with(&mut Cache::default(), resolved, &Always);
    proved
}

/// The same with what earlier runs have proved: where all is tied together as it was in the last one, no more is looked at than what is
/// stale since.
///
/// # Errors
/// The run is no longer wanted. What earlier runs have proved is known as before.
pub fn prove_with<W: Wanted>(cache: &mut Cache, resolved: Resolved, wanted: &W) -> Result<Proved, W::Over> {
    let stale = cache.stale(&resolved);
    let faults_before = cache.faults_known();
    let faults = faults(cache, &resolved, stale.as_ref());
    let mut claims = claims(&resolved);
    let share = Share::of(claims.len(), resolved.project.sources.iter().map(|(_, source)| source.text.len()).sum());
    if let Some(stale) = &stale {
        claims.retain(|claim| stale.has_any(claim.place, claim.instances));
    }
    let keys = cache::keys(&resolved, &claims, share);
    // By the source of their schema, so that each source is copied once.
    let mut jobs: BTreeMap<SourceId, Vec<Claim<'_>>> = BTreeMap::new();
    let mut proofs: Vec<Option<Proof>> = Vec::with_capacity(claims.len());
    for (claim, key) in claims.iter().zip(&keys) {
        let known = key.and_then(|key| cache.proof(&resolved.project.sources, key));
        proofs.push(known.or_else(|| match claim.instances.first().filter(|_| claim.is_provable) {
            Some(first) => {
                jobs.entry(first.schema.source).or_default().push(*claim);
                None
            }
            None => resolved.project.examples.get(claim.number).map(one::without_schema),
        }));
    }
    let claimed = jobs.values().flatten().flat_map(|claim| claim.instances);
    let schemas = claimed.map(|instance| instance.schema.source);
    let workshop = compile::Workshop::new(&resolved, &faults, schemas, share);
    let jobs: Vec<(SourceId, Vec<Claim<'_>>)> = jobs.into_iter().collect();
    let batches = jobs.par_chunks(BATCH).map(|batch| wanted.goes_on().map(|()| workshop.prove_batch(batch)));
    let done: Result<Vec<Vec<(usize, Proof)>>, W::Over> = batches.collect();
    let done = done.inspect_err(|_| cache.take_back(faults_before))?;
    for (number, proof) in done.into_iter().flatten() {
        if let Ok(index) = claims.binary_search_by_key(&number, |claim| claim.number) {
            proofs[index] = Some(proof);
        }
    }
    let proofs = proofs.into_iter().map(|proof| proof.unwrap_or_else(|| unchecked("nothing was validated")));
    let proofs = claims.iter().map(|claim| claim.number).zip(keys).zip(proofs);
    let proofs = proofs.map(|((number, key), proof)| cache::Made { number, key, proof }).collect();
    let (proofs, defaults) = cache.keep(&resolved, stale.is_some(), proofs);
    Ok(Proved { resolved, proofs, defaults, faults })
}

/// All that is claimed: first the examples, by their numbers, then the defaults.
fn claims(resolved: &Resolved) -> Vec<Claim<'_>> {
    let examples = resolved.project.examples.iter();
    let stated =
        |it: &Example| it.because.as_ref().filter(|_| it.expect_invalid).map_or(0, |(because, _)| because.len());
    let examples = examples.map(|it| (&it.place, it.instances(), it.foreign.as_deref(), !it.unparsed, stated(it)));
    let defaults = resolved.defaults.iter();
    let defaults = defaults.map(|it| (&it.place, std::slice::from_ref(&it.instance), None, true, 0));
    let all = examples.chain(defaults).enumerate();
    all.map(|(number, (place, instances, foreign, parsed, stated))| Claim {
        number,
        place,
        instances,
        foreign,
        is_provable: parsed && !instances.is_empty(),
        stated,
    })
    .collect()
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
        let stated: BTreeSet<String> = because.iter().map(|reason| name(&reason.at, &reason.keyword)).collect();
        let failures = proof.failures.iter();
        let found: BTreeSet<String> = failures.map(|failure| name(&failure.at, &failure.keyword)).collect();
        // Of what was not told nothing can be missed.
        let missing = stated.difference(&found).filter(|_| !proof.unlisted.is_any()).cloned().collect::<Vec<_>>();
        let extra = found.difference(&stated).cloned().collect::<Vec<_>>();
        (!missing.is_empty() || !extra.is_empty() || proof.unlisted.is_any()).then_some((missing, extra))
    }
}

/// The proof of an example that its schema accepts.
fn valid() -> Proof {
    Proof { verdict: Verdict::Valid, failures: Vec::new(), unlisted: Unlisted::default(), note: None, limit: None }
}

/// The proof of what can't be read.
pub fn unread() -> Proof {
    unchecked("it can't be read")
}

/// A proof of nothing, and why.
fn unchecked(note: impl Into<String>) -> Proof {
    Proof { verdict: Verdict::Unchecked, note: Some(note.into()), ..valid() }
}
