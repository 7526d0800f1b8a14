//! What earlier runs have proved, by content: the example, its schema and all that it refers to, the formats. Validators are not kept.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::Claim;
use crate::dialect::Dialect;
use crate::load::address;
use crate::model::{Failure, Proof, SchemaFault};
use crate::resolve::Resolved;
use crate::source::{Place, Source, Sources};

/// What earlier runs have proved; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Memory {
    proofs: HashMap<u64, KeptProof>,
    faults: HashMap<Judged, Arc<[SchemaFault]>>,
    /// The sources of the last run: while they are kept, their addresses stand for their content.
    sources: Vec<Arc<Source>>,
}

/// A schema that is held against its metaschema: the address of its source, its pointer, its dialect.
type Judged = (usize, String, Dialect);

/// A proof, with the names of the sources that its failures point into, since another run may number them otherwise.
#[derive(Debug)]
struct KeptProof {
    proof: Proof,
    names: Vec<Option<String>>,
}

impl Memory {
    /// The faults of schemas, which are remembered instead of those of the run before; `find` finds those that are not known.
    pub fn faults(
        &mut self,
        resolved: &Resolved,
        schemas: &[(Place, Dialect)],
        find: impl Fn(&Place, Dialect) -> Vec<SchemaFault> + Sync,
    ) -> Vec<SchemaFault> {
        let known = &self.faults;
        let judge = |(schema, dialect): &(Place, Dialect)| {
            let source = address(resolved.project.sources.share(schema.source));
            let judged = (source, schema.pointer.clone(), *dialect);
            let faults = known.get(&judged).cloned().unwrap_or_else(|| find(schema, *dialect).into());
            (judged, faults)
        };
        let all: Vec<(Judged, Arc<[SchemaFault]>)> = schemas.par_iter().map(judge).collect();
        let mut faults = Vec::new();
        for ((schema, _), (_, known)) in schemas.iter().zip(&all) {
            // Another run may have numbered the source otherwise.
            let place = |fault: &SchemaFault| Place::new(schema.source, fault.place.pointer.clone());
            faults.extend(known.iter().map(|fault| SchemaFault { place: place(fault), ..fault.clone() }));
        }
        self.faults = all.into_iter().collect();
        faults
    }

    /// The proof with this key, if it is known.
    pub fn proof(&self, sources: &Sources, key: u64) -> Option<Proof> {
        let kept = self.proofs.get(&key)?;
        let mut proof = kept.proof.clone();
        for (failure, name) in failures(&mut proof).zip(&kept.names) {
            if let (Some(place), Some(name)) = (&mut failure.schema, name) {
                place.source = sources.find(name)?;
            }
        }
        Some(proof)
    }

    /// Remembers the proofs of this run, and nothing else of them.
    pub fn keep(&mut self, resolved: &Resolved, keys: &[Option<u64>], proofs: &[Proof]) {
        let sources = &resolved.project.sources;
        let mut before = std::mem::take(&mut self.proofs);
        self.proofs.reserve(before.len());
        for (key, proof) in keys.iter().zip(proofs).filter_map(|(key, proof)| Some(((*key)?, proof))) {
            let kept = before.remove(&key).unwrap_or_else(|| {
                let mut proof = proof.clone();
                let name =
                    |failure: &mut Failure| failure.schema.as_ref().map(|place| sources.get(place.source).name.clone());
                let names = failures(&mut proof).map(name).collect();
                KeptProof { proof, names }
            });
            self.proofs.insert(key, kept);
        }
        self.sources = sources.all().cloned().collect();
    }
}

fn failures(proof: &mut Proof) -> impl Iterator<Item = &mut Failure> {
    proof.failures.iter_mut().chain(&mut proof.limit)
}

/// A key for each claim that is held against schemas: all that its proof depends on, as one number.
pub fn keys(resolved: &Resolved, claims: &[Claim<'_>]) -> Vec<Option<u64>> {
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
        (formats, source, &claim.place.pointer, claim.foreign).hash(&mut hasher);
        for instance in claim.instances {
            let print = resolved.print(instance.schema.source);
            (&instance.pointer, &instance.schema.pointer, print).hash(&mut hasher);
        }
        Some(hasher.finish())
    };
    claims.par_iter().map(key).collect()
}
