//! What of a project is not what it was in an earlier run, if that was tied together in the same way.

use std::sync::Arc;

use super::Resolved;
use crate::model::Instance;
use crate::source::{Place, SourceId, Sources};

/// Stands for the way in which everything is tied together: two runs that have the same one differ in no more than what texts hold, titles,
/// pages of prose and the dictionary of fields.
#[derive(Clone, Debug, Default)]
pub struct Ties(Arc<()>);

/// What to remember of a run to learn later what has become stale since.
#[derive(Clone, Debug)]
pub struct Mark {
    ties: Ties,
    fingerprints: Arc<Vec<u64>>,
    /// While they are kept, fingerprints stand for what they hold.
    sources: Sources,
}

/// What is not what it was.
pub struct Stale {
    /// The sources that are others.
    pub changed: Vec<SourceId>,
    /// Whether the source of a number is another, or something that it refers to is.
    stale: Vec<bool>,
}

impl Stale {
    /// Whether the source is another, or something that it refers to is.
    pub fn has(&self, source: SourceId) -> bool {
        self.stale[source.0 as usize]
    }

    /// Whether a value may be another, or one of the schemas that are applied to it.
    pub fn has_any(&self, place: &Place, instances: &[Instance]) -> bool {
        self.has(place.source) || instances.iter().any(|instance| self.has(instance.schema.source))
    }

    /// What is stale between two runs, by the fingerprints of their sources.
    pub(super) fn between(changed: Vec<SourceId>, before: &[u64], now: &[u64]) -> Stale {
        Stale { changed, stale: before.iter().zip(now).map(|(before, now)| before != now).collect() }
    }
}

impl Resolved {
    /// A mark of this run.
    pub fn mark(&self) -> Mark {
        Mark {
            ties: self.ties.clone(),
            fingerprints: Arc::clone(&self.fingerprints),
            sources: self.project.sources.clone(),
        }
    }

    /// What is stale since another run; `None` if something is tied in another way, so that all may be.
    pub fn stale_since(&self, before: &Mark) -> Option<Stale> {
        Arc::ptr_eq(&self.ties.0, &before.ties.0).then(|| {
            let changed = self.project.sources.changed_since(&before.sources);
            Stale::between(changed, &before.fingerprints, &self.fingerprints)
        })
    }
}
