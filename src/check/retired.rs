//! What the registry calls deprecated.

use std::collections::BTreeMap;

use crate::model::EventType;
use crate::resolve::Resolved;
use crate::source::{Place, SourceId, join};

/// Schemas whose event types the registry calls deprecated: where it says so.
#[derive(Hash)]
pub struct Retired(BTreeMap<SourceId, Place>);

impl Retired {
    /// All of a site.
    pub fn of(resolved: &Resolved) -> Retired {
        let mut retired = BTreeMap::new();
        for known in resolved.types.iter() {
            let Some(entry) = retirement(resolved, known) else { continue };
            for schema in &known.schemas {
                let schema = &resolved.project.schemas[*schema];
                // One that states other types as well is still wanted for those.
                if schema.types.len() == 1 {
                    retired.insert(schema.source, entry.clone());
                }
            }
        }
        Retired(retired)
    }

    /// Where the registry says so of what a schema document is for.
    pub fn at(&self, schema: SourceId) -> Option<&Place> {
        self.0.get(&schema)
    }
}

/// Where the registry calls an event type deprecated.
pub fn retirement(resolved: &Resolved, known: &EventType) -> Option<Place> {
    let entry = &resolved.project.registered[known.registered?];
    entry.deprecated.as_ref()?;
    Some(Place::new(entry.place.source, join(&entry.place.pointer, "deprecated")))
}
