//! Which versions of a thing are compared, and what the number of the later one says of it.

use crate::model::Lineage;
use crate::resolve::Resolved;
use crate::version::{Bump, Version};

/// With how many earlier versions one is compared where it is held against all, and how many are compared with the newest.
const EARLIER: usize = 64;

/// Of how many versions each is compared with each.
const FEW: usize = 8;

/// What comparisons are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Pages, which show what changed between any two versions.
    Pages,
    /// Rules alone, which ask of what versions are held against.
    Rules,
}

/// A lineage, two versions of it, and whether the later one is held against the earlier.
pub type Pair = (usize, usize, usize, bool);

/// Which versions of a lineage are compared: each with the one before it, those that the catalog promises something of with all before them,
/// and the newest with all; of few each with each.
pub fn pairs(resolved: &Resolved, purpose: Purpose) -> impl Fn((usize, &Lineage)) -> Vec<Pair> + '_ {
    move |(number, lineage)| {
        let catalog = resolved.project.config.catalogs.get(lineage.catalog);
        let is_transitive = catalog.is_some_and(|catalog| catalog.compatibility.transitive);
        let newest = lineage.versions.len() - 1;
        let earlier = |new: usize| {
            let others = (0..new.saturating_sub(1)).rev().take(EARLIER);
            let others = others.filter_map(move |old| {
                let is_held = is_transitive && bump(lineage, old, new).promises();
                // What is told of versions that are held against all depends on what lies between them.
                let is_shown = is_transitive || purpose == Purpose::Pages;
                (is_held || (is_shown && (new == newest || newest < FEW))).then_some((number, old, new, is_held))
            });
            [(number, new - 1, new, true)].into_iter().chain(others)
        };
        (1..lineage.versions.len()).flat_map(earlier).collect()
    }
}

/// What the number of a version says of it after an earlier one.
pub fn bump(lineage: &Lineage, old: usize, new: usize) -> Bump {
    let version = |at: usize| Version::read(lineage.versions.get(at)?.label.as_deref()?);
    version(old).zip(version(new)).map_or(Bump::Silent, |(old, new)| old.bump(&new))
}
