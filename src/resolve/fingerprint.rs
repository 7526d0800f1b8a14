//! What the meaning of a schema depends on, as one number: what its source and all that it refers to hold, how they are read, where
//! their references lead. While the sources of a run are kept, the same number in the next one means the same.

use std::hash::{DefaultHasher, Hash as _, Hasher};

use rayon::prelude::*;

use super::{Closure, Resolved};
use crate::load::address;
use crate::model::Target;
use crate::source::SourceId;

/// The fingerprints of all sources by themselves, by number.
pub fn own_fingerprints(resolved: &Resolved) -> Vec<u64> {
    let ids: Vec<SourceId> = resolved.project.sources.iter().map(|(id, _)| id).collect();
    ids.par_iter().map(|id| own_fingerprint(resolved, *id)).collect()
}

/// The fingerprints of all sources with all that they refer to, by number.
pub fn fingerprints(resolved: &Resolved, own: &[u64]) -> Vec<u64> {
    resolved.closures.par_iter().enumerate().map(|(number, closure)| fingerprint(own, number, closure)).collect()
}

/// The fingerprint of the source of this number with all that it refers to.
pub fn fingerprint(own: &[u64], number: usize, closure: &Closure) -> u64 {
    let mut hasher = DefaultHasher::new();
    // What refers to one another has one closure.
    own[number].hash(&mut hasher);
    for source in &closure.sources {
        own[source.0 as usize].hash(&mut hasher);
    }
    hasher.finish()
}

/// What a source holds, how it is read, and where its references lead: by name, since another run may number sources otherwise.
pub fn own_fingerprint(resolved: &Resolved, source: SourceId) -> u64 {
    let sources = &resolved.project.sources;
    let mut hasher = DefaultHasher::new();
    address(sources.share(source)).hash(&mut hasher);
    if let Some(facts) = resolved.facts.get(&source) {
        (facts.dialect, facts.is_schema, &facts.dialects).hash(&mut hasher);
        (&facts.resources, &facts.anchors).hash(&mut hasher);
    }
    for reference in resolved.references_of(source) {
        (&reference.holder.pointer, reference.keyword).hash(&mut hasher);
        match &reference.target {
            Target::Place(place) => (0, &sources.get(place.source).name, &place.pointer).hash(&mut hasher),
            Target::Metaschema(uri) => (1, uri).hash(&mut hasher),
            Target::Unresolved(_) => 2.hash(&mut hasher),
        };
    }
    hasher.finish()
}
