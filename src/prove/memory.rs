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
use crate::source::{Source, SourceId, Sources};

/// What earlier runs have proved; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Memory {
    proofs: HashMap<u64, KeptProof>,
    faults: HashMap<(usize, Dialect), Vec<SchemaFault>>,
    /// The sources of the last run: while they are kept, their addresses stand for their content.
    _sources: Vec<Arc<Source>>,
}

/// A proof, with the names of the sources that its failures point into, since another run may number them otherwise.
#[derive(Debug)]
struct KeptProof {
    proof: Proof,
    names: Vec<Option<String>>,
}

impl Memory {
    /// The faults of the schema in `source`, if they are known.
    pub fn faults(&self, resolved: &Resolved, source: SourceId, dialect: Dialect) -> Option<Vec<SchemaFault>> {
        let key = (address(resolved.project.sources.share(source)), dialect);
        let mut faults = self.faults.get(&key)?.clone();
        for fault in &mut faults {
            fault.place.source = source;
        }
        Some(faults)
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

    /// What the next run is to know: all of this one, nothing else.
    pub fn keep(resolved: &Resolved, keys: &[Option<u64>], proofs: &[Proof], faults: &[SchemaFault]) -> Memory {
        let sources = &resolved.project.sources;
        let mut memory = Memory { _sources: sources.all().cloned().collect(), ..Memory::default() };
        for (key, proof) in keys.iter().zip(proofs).filter_map(|(key, proof)| Some(((*key)?, proof))) {
            let mut proof = proof.clone();
            let name =
                |failure: &mut Failure| failure.schema.as_ref().map(|place| sources.get(place.source).name.clone());
            let names = failures(&mut proof).map(name).collect();
            memory.proofs.insert(key, KeptProof { proof, names });
        }
        for schema in &resolved.project.schemas {
            memory.faults.insert((address(sources.share(schema.source)), schema.dialect), Vec::new());
        }
        for fault in faults {
            let source = address(sources.share(fault.place.source));
            let dialect = resolved.schema_of(fault.place.source).map(|number| resolved.project.schemas[number].dialect);
            if let Some(known) = dialect.and_then(|dialect| memory.faults.get_mut(&(source, dialect))) {
                known.push(fault.clone());
            }
        }
        memory
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
