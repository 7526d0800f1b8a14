//! The versions of a project that has a past, and whether they are others than in the last run.

use std::sync::Arc;

use super::past::Past;
use super::stale::Ties;
use super::{Mark, Resolved, lineage};
use crate::model::Lineage;

/// The versions of the last run, so that it is known whether they are others now.
#[derive(Debug, Default)]
pub struct Followed {
    last: Option<Last>,
}

#[derive(Debug)]
struct Last {
    mark: Mark,
    past: Arc<Past>,
    lineages: Arc<[Lineage]>,
    ties: Ties,
}

impl Resolved {
    /// The same with its past.
    #[must_use]
    pub fn with_past(mut self, followed: &mut Followed, past: Arc<Past>) -> Resolved {
        let mark = self.mark();
        self.past = Arc::clone(&past);
        let lineages = lineage::lineages(&self);
        let is_same = |last: &Last| {
            self.stale_since(&last.mark).is_some() && Arc::ptr_eq(&last.past, &past) && *last.lineages == *lineages
        };
        // Where other versions are known, pages and findings may be others.
        let (lineages, ties) = match followed.last.take().filter(is_same) {
            Some(last) => (last.lineages, last.ties),
            None => (lineages.into(), Ties::default()),
        };
        (self.lineages, self.ties) = (Arc::clone(&lineages), ties.clone());
        followed.last = Some(Last { mark, past, lineages, ties });
        self
    }
}
