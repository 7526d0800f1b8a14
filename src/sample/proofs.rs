//! What is proved of all schemas of a walk.

use super::dead::{Own, Proved};
use super::joined;
use crate::compat::Proofs;
use crate::resolve::{Resolved, Walk};
use crate::source::{Place, SourceId};

/// What is proved of one schema of a walk.
pub struct Found {
    /// Its number in the walk.
    pub number: usize,
    pub own: Proved,
    /// The schemas that nothing fits together, where it is what they are joined by.
    pub joined: Option<Vec<Place>>,
}

/// What is proved of the schemas of a walk: those of which something is.
pub fn proved(resolved: &Resolved, walk: &Walk<'_>) -> Vec<Found> {
    let check = &resolved.project.config.check;
    let root = resolved.dialect_of(&walk.root.place);
    let is_mixed = has_several_dialects(resolved, walk.root.place.source);
    Proofs::with(check, root, |proofs| {
        let mut all = Vec::new();
        for (number, visit) in walk.visits.iter().enumerate() {
            let dialect = if is_mixed { resolved.dialect_of(&walk.place(number)) } else { root };
            if dialect != root {
                continue;
            }
            let own = Own::new(visit.node, dialect, check.formats).proved(proofs);
            let is_joined = visit.node.get("allOf").is_some() || visit.node.get("$ref").is_some();
            let joined = if is_joined && own.contradiction.is_none() {
                joined::contradiction(resolved, &walk.place(number), dialect, proofs)
            } else {
                None
            };
            if !own.dead.is_empty() || own.contradiction.is_some() || joined.is_some() {
                all.push(Found { number, own, joined });
            }
        }
        all
    })
}

fn has_several_dialects(resolved: &Resolved, source: SourceId) -> bool {
    resolved.anatomies.get(&source).is_some_and(|anatomy| !anatomy.dialects.is_empty() || !anatomy.formats.is_empty())
}
