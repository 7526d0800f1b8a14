//! What a schema refers to, directly and through others.

use std::collections::BTreeSet;

use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::SourceId;

/// The sources that a schema needs, and whether some reference on the way leads nowhere.
#[derive(Debug)]
pub struct Closure {
    pub sources: BTreeSet<SourceId>,
    pub unresolved: bool,
}

/// The closure of the schemas in `source`, by whole sources.
pub fn closure(resolved: &Resolved, source: SourceId) -> Closure {
    let mut found = Closure { sources: BTreeSet::from([source]), unresolved: false };
    let mut open = vec![source];
    while let Some(source) = open.pop() {
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
