//! The numbers that the sources of the last run have in this one, where files came, went or moved.

use std::sync::Arc;

use super::first_use::Use;
use crate::config::FILE;
use crate::diagnostic::{At, Finding, Label};
use crate::source::{Place, SourceId, Sources};

/// Where the sources of the last run are among those of this one.
pub(super) struct Numbers {
    /// The number that each source has now, by that which it had; none if it is gone.
    now: Vec<Option<SourceId>>,
    /// How many sources there are now.
    count: usize,
}

impl Numbers {
    /// Those of sources that go by the same names; `None` if site.toml is another.
    pub fn between(before: &Sources, now: &Sources) -> Option<Numbers> {
        let settings = |of: &Sources| of.find(FILE).map(|id| Arc::as_ptr(of.share(id)));
        let numbers = || before.iter().map(|(_, source)| now.find(&source.name)).collect();
        (settings(before) == settings(now)).then(|| Numbers { now: numbers(), count: now.len() })
    }

    /// Whether all have the numbers that they had, and there are no others.
    pub fn are_the_same(&self) -> bool {
        self.count == self.now.len()
            && self.now.iter().enumerate().all(|(number, now)| *now == Some(SourceId(number as u32)))
    }

    /// The number of a source.
    pub fn of(&self, before: SourceId) -> Option<SourceId> {
        self.now.get(before.0 as usize).copied().flatten()
    }

    /// A place by the number that its source has.
    pub fn of_place(&self, before: &Place) -> Option<Place> {
        Some(Place::new(self.of(before.source)?, before.pointer.clone()))
    }

    /// Findings with all that they point at; `None` if some of that is gone.
    pub fn of_findings(&self, before: &[Finding]) -> Option<Vec<Finding>> {
        before.iter().map(|finding| self.of_finding(finding)).collect()
    }

    /// The use of a name.
    pub fn of_use(&self, before: &Use) -> Option<Use> {
        let mut now = Use { at: self.of_at(&before.at)?, ..before.clone() };
        for (source, _) in &mut now.others {
            *source = self.of(*source)?;
        }
        Some(now)
    }

    fn of_finding(&self, before: &Finding) -> Option<Finding> {
        let mut now = Finding { at: self.of_at(&before.at)?, ..before.clone() };
        for Label { at, .. } in &mut now.labels {
            *at = self.of_at(at)?;
        }
        for change in now.fix.iter_mut().flat_map(|fix| &mut fix.changes) {
            change.source = self.of(change.source)?;
        }
        Some(now)
    }

    fn of_at(&self, before: &At) -> Option<At> {
        let source = before.source.map_or(Some(None), |source| self.of(source).map(Some))?;
        Some(At { source, ..before.clone() })
    }
}
