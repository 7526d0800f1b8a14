//! What earlier runs have proved, by content: the example, its schema and all that it refers to, the formats. Validators are not kept.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::Claim;
use super::effort::Share;
use crate::dialect::Dialect;
use crate::load::address;
use crate::model::{Failure, Proof, SchemaFault};
use crate::resolve::{Cached, Mark, Resolved, Stale};
use crate::source::{Place, Sources};

/// What earlier runs have proved; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Cache {
    proofs: HashMap<u64, CachedProof>,
    /// The faults of each schema that is held against its metaschema, as long as its source is the same.
    pub(super) faults: Cached<(Place, Dialect), Vec<SchemaFault>>,
    pub(super) all_faults: Arc<Vec<SchemaFault>>,
    last: Option<Last>,
}

/// The faults of each schema, and all of them.
type Faults = (Cached<(Place, Dialect), Vec<SchemaFault>>, Arc<Vec<SchemaFault>>);

/// The last run.
#[derive(Debug)]
struct Last {
    mark: Mark,
    /// The key of each claim, by its number.
    keys: Vec<Option<u64>>,
    /// The proofs of all examples and of all defaults.
    proofs: Arc<Vec<Proof>>,
    defaults: Arc<Vec<Proof>>,
}

/// A proof, with the names of the sources that its failures point into, since another run may number them otherwise.
#[derive(Debug)]
struct CachedProof {
    proof: Proof,
    names: Vec<Option<String>>,
}

/// What was found out about a claim: its number and its key with the proof.
pub struct Made {
    pub number: usize,
    pub key: Option<u64>,
    pub proof: Proof,
}

impl Cache {
    /// What is stale since the last run; `None` if all may be.
    pub fn stale(&self, resolved: &Resolved) -> Option<Stale> {
        resolved.stale_since(&self.last.as_ref()?.mark)
    }

    /// The faults that are known, to be put back.
    pub fn faults_known(&self) -> Faults {
        (self.faults.clone(), Arc::clone(&self.all_faults))
    }

    /// Knows the faults again that were known before a run that was not finished.
    pub fn take_back(&mut self, known: Faults) {
        (self.faults, self.all_faults) = known;
    }

    /// The proof with this key, if it is known.
    pub fn proof(&self, sources: &Sources, key: u64) -> Option<Proof> {
        let cached = self.proofs.get(&key)?;
        let mut proof = cached.proof.clone();
        for (failure, name) in failures(&mut proof).zip(&cached.names) {
            if let (Some(place), Some(name)) = (&mut failure.schema, name) {
                place.source = sources.find(name)?;
            }
        }
        Some(proof)
    }

    /// Remembers the proofs of this run, and nothing else of them, and gives those of all examples and of all defaults. What was made is
    /// all there is, or with `is_part` what has another proof than in the last run at most.
    pub fn keep(&mut self, resolved: &Resolved, is_part: bool, made: Vec<Made>) -> (Arc<Vec<Proof>>, Arc<Vec<Proof>>) {
        let last = self.last.take().filter(|_| is_part);
        let mut before = std::mem::take(&mut self.proofs);
        let examples = resolved.project.examples.len();
        let last = match last {
            Some(mut last) => {
                for Made { number, key, proof } in made {
                    let stale = std::mem::replace(&mut last.keys[number], key);
                    let cached = key.map(|key| (key, before.remove(&key).unwrap_or_else(|| cached(resolved, &proof))));
                    stale.map(|stale| before.remove(&stale));
                    before.extend(cached);
                    let (all, index) = match number.checked_sub(examples) {
                        Some(index) => (&mut last.defaults, index),
                        None => (&mut last.proofs, number),
                    };
                    if all[index] != proof {
                        Arc::make_mut(all)[index] = proof;
                    }
                }
                self.proofs = before;
                Last { mark: resolved.mark(), ..last }
            }
            None => {
                self.proofs.reserve(before.len());
                for (key, proof) in made.iter().filter_map(|made| Some((made.key?, &made.proof))) {
                    let cached = before.remove(&key).unwrap_or_else(|| cached(resolved, proof));
                    self.proofs.insert(key, cached);
                }
                let keys = made.iter().map(|made| made.key).collect();
                let mut proofs: Vec<Proof> = made.into_iter().map(|made| made.proof).collect();
                let defaults = Arc::new(proofs.split_off(examples));
                Last { mark: resolved.mark(), keys, proofs: Arc::new(proofs), defaults }
            }
        };
        let last = self.last.insert(last);
        (Arc::clone(&last.proofs), Arc::clone(&last.defaults))
    }
}

fn cached(resolved: &Resolved, proof: &Proof) -> CachedProof {
    let mut proof = proof.clone();
    let sources = &resolved.project.sources;
    let name = |failure: &mut Failure| failure.schema.as_ref().map(|place| sources.get(place.source).name.clone());
    let names = failures(&mut proof).map(name).collect();
    CachedProof { proof, names }
}

fn failures(proof: &mut Proof) -> impl Iterator<Item = &mut Failure> {
    proof.failures.iter_mut().chain(&mut proof.limit)
}

/// A key for each claim that is held against schemas: all that its proof depends on, as one number; `share` is what each may take.
pub fn keys(resolved: &Resolved, claims: &[Claim<'_>], share: Share) -> Vec<Option<u64>> {
    let project = &resolved.project;
    let mut formats = DefaultHasher::new();
    let check = &project.config.check;
    check.formats.hash(&mut formats);
    for (name, format) in &check.own_formats {
        (name, &format.text).hash(&mut formats);
    }
    let formats = formats.finish();
    let key = |claim: &Claim<'_>| {
        if !claim.is_provable {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        let source = address(project.sources.share(claim.place.source));
        (formats, share, source, &claim.place.pointer, claim.foreign, claim.stated).hash(&mut hasher);
        for instance in claim.instances {
            let fingerprint = resolved.fingerprint(instance.schema.source);
            (&instance.pointer, &instance.schema.pointer, fingerprint).hash(&mut hasher);
        }
        Some(hasher.finish())
    };
    claims.par_iter().map(key).collect()
}
