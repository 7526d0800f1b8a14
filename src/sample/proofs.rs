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

/// The keywords of the schemas of a walk that can't be broken, with their own contradictions: the schemas that have some.
pub fn dead(resolved: &Resolved, walk: &Walk<'_>) -> Vec<Found> {
    each(resolved, walk, &|own, _, proofs| (own.proved(proofs), None))
}

/// The schemas of a walk that nothing fits.
pub fn contradictions(resolved: &Resolved, walk: &Walk<'_>) -> Vec<Found> {
    each(resolved, walk, &|own, place, proofs| {
        let contradiction = own.contradiction(proofs);
        let joined = if contradiction.is_some() { None } else { joined_of(resolved, walk, place, proofs) };
        (Proved { contradiction, ..Proved::default() }, joined)
    })
}

/// Both.
pub fn proved(resolved: &Resolved, walk: &Walk<'_>) -> Vec<Found> {
    each(resolved, walk, &|own, place, proofs| {
        let own = own.proved(proofs);
        let joined = if own.contradiction.is_some() { None } else { joined_of(resolved, walk, place, proofs) };
        (own, joined)
    })
}

fn joined_of(resolved: &Resolved, walk: &Walk<'_>, number: usize, proofs: &Proofs<'_>) -> Option<Vec<Place>> {
    let node = walk.visits.get(number)?.node;
    let is_joined = node.get("allOf").is_some() || node.get("$ref").is_some();
    let place = is_joined.then(|| walk.place(number))?;
    joined::contradiction(resolved, &place, resolved.dialect_of(&place), proofs)
}

/// What is asked of each schema of a walk, by its own keywords and its number.
type Ask<'f> = dyn Fn(&Own<'_>, usize, &Proofs<'_>) -> (Proved, Option<Vec<Place>>) + 'f;

/// Asks it of each schema of the root's dialect; those of which something is proved.
fn each(resolved: &Resolved, walk: &Walk<'_>, ask: &Ask<'_>) -> Vec<Found> {
    let check = &resolved.project.config.check;
    let root = resolved.dialect_of(&walk.root.place);
    let is_mixed = has_several_dialects(resolved, walk.root.place.source);
    let bytes = walk.visits.first().map_or(0, |visit| (visit.node.span.end - visit.node.span.start) as usize);
    Proofs::with(check, root, bytes, |proofs| {
        let mut all = Vec::new();
        for (number, visit) in walk.visits.iter().enumerate() {
            if is_mixed && resolved.dialect_of(&walk.place(number)) != root {
                continue;
            }
            let (own, joined) = ask(&Own::new(visit.node, root, check.formats), number, proofs);
            if !own.dead.is_empty() || own.contradiction.is_some() || joined.is_some() {
                all.push(Found { number, own, joined });
            }
        }
        all
    })
}

fn has_several_dialects(resolved: &Resolved, source: SourceId) -> bool {
    resolved.facts.get(&source).is_some_and(|facts| !facts.dialects.is_empty() || !facts.formats.is_empty())
}
