//! What may have changed since the last rebuild.

use std::collections::BTreeSet;

/// Files that may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Whether files may have come or gone, or any may have changed: everything is looked at.
    pub everything: bool,
    /// The files that are named, relative to the project.
    pub paths: BTreeSet<String>,
}

impl Changes {
    /// Anything may have changed.
    pub fn everything() -> Changes {
        Changes { everything: true, paths: BTreeSet::new() }
    }

    /// Whether nothing has.
    pub fn is_empty(&self) -> bool {
        !self.everything && self.paths.is_empty()
    }
}
