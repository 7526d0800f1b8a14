//! What a schema refers to, directly and through others.

use std::collections::{BTreeSet, HashSet};

use super::Resolved;
use crate::model::Target;
use crate::source::{Place, SourceId};

/// The sources that a schema needs, and whether some reference on the way leads nowhere.
#[derive(Clone, Debug)]
pub struct Closure {
    pub sources: BTreeSet<SourceId>,
    pub unresolved: bool,
}

/// The closure of the schemas in `source`, by whole sources.
pub fn closure(resolved: &Resolved, source: SourceId) -> Closure {
    let mut found = Closure { sources: BTreeSet::from([source]), unresolved: false };
    let mut open = vec![source];
    while let Some(source) = open.pop() {
        // What its dialect says of it is a part of what a schema means.
        open.extend(resolved.own_dialect(source).filter(|own| found.sources.insert(*own)));
        for reference in resolved.references_of(source) {
            match &reference.target {
                Target::Place(place) => {
                    if found.sources.insert(place.source) {
                        open.push(place.source);
                    }
                }
                Target::Unresolved(_) => found.unresolved = true,
                Target::Metaschema(_) => {}
            }
        }
    }
    found
}

/// Whether one of `places` lies in what the schemas at `schemas` need. Of a schema document all counts; an AsyncAPI document may hold a
/// broken schema, and those that do not refer to it are none the worse for it.
pub fn reaches(resolved: &Resolved, schemas: Vec<Place>, places: &[&Place]) -> bool {
    let mut open = schemas;
    let mut seen: HashSet<Place> = HashSet::new();
    while let Some(place) = open.pop() {
        let whole = resolved.facts.get(&place.source).is_none_or(|facts| facts.is_schema);
        let region = if whole { Place::root(place.source) } else { place };
        if !seen.insert(region.clone()) {
            continue;
        }
        if places.iter().any(|place| region.holds(place)) {
            return true;
        }
        let inside = resolved.references_of(region.source).iter().filter(|reference| region.holds(&reference.holder));
        open.extend(inside.filter_map(|reference| match &reference.target {
            Target::Place(target) => Some(target.clone()),
            _ => None,
        }));
    }
    false
}
