//! What may have changed since the last rebuild.

use std::collections::BTreeSet;

/// Files that may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Whether files may have come or gone, or any may have changed: everything is looked at.
    pub everything: bool,
    /// The files that are named, relative to the project; beside `everything`, those that were not known before.
    pub paths: BTreeSet<String>,
}
