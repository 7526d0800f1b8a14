//! What the meaning of a schema depends on, as one number: what its source and all that it refers to hold, how they are read, where
//! their references lead. While the sources of a run are kept, the same number in the next one means the same.

use std::hash::{DefaultHasher, Hash as _, Hasher};

use rayon::prelude::*;

use super::Resolved;
use crate::load::address;
use crate::model::Target;
use crate::source::SourceId;

/// The prints of all sources, by number.
pub fn prints(resolved: &Resolved) -> Vec<u64> {
    let ids: Vec<SourceId> = resolved.project.sources.iter().map(|(id, _)| id).collect();
    let own: Vec<u64> = ids.par_iter().map(|id| own_print(resolved, *id)).collect();
    let print = |id: &SourceId| {
        let mut hasher = DefaultHasher::new();
        // What refers to one another has one closure.
        own[id.0 as usize].hash(&mut hasher);
        for source in &resolved.closure(*id).sources {
            own[source.0 as usize].hash(&mut hasher);
        }
        hasher.finish()
    };
    ids.par_iter().map(print).collect()
}

/// What a source holds, how it is read, and where its references lead: by name, since another run may number sources otherwise.
fn own_print(resolved: &Resolved, source: SourceId) -> u64 {
    let sources = &resolved.project.sources;
    let mut hasher = DefaultHasher::new();
    address(sources.share(source)).hash(&mut hasher);
    if let Some(anatomy) = resolved.anatomies.get(&source) {
        (anatomy.dialect, anatomy.is_schema, &anatomy.dialects).hash(&mut hasher);
        (&anatomy.resources, &anatomy.anchors).hash(&mut hasher);
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
