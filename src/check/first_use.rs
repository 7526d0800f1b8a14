//! Names that are reported once in a catalog, at their first use.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::At;

/// How many names of a catalog are reported: a text with more of them is not what it looks like.
const LISTED: usize = 1000;

/// A name in a schema that is to be reported unless it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub name: String,
    pub at: At,
}

/// The first use of each name in a schema, in the order of the text: no other one can be the first of a catalog.
pub fn first(mut uses: Vec<Use>) -> Vec<Use> {
    uses.sort_by_key(|found| found.at.span);
    let mut seen = HashSet::new();
    uses.retain(|found| seen.insert(found.name.clone()));
    uses
}

/// The names that a rule has reported so far, by catalog.
#[derive(Default)]
pub struct FirstUses<'a>(HashMap<usize, HashSet<&'a str>>);

impl<'a> FirstUses<'a> {
    /// How the message about a name ends, if the name is to be reported: it is new, and one of the first.
    pub fn report(&mut self, catalog: usize, name: &'a str) -> Option<&'static str> {
        let seen = self.0.entry(catalog).or_default();
        if seen.len() == LISTED || !seen.insert(name) {
            return None;
        }
        Some(if seen.len() == LISTED { "; further ones in this catalog are not listed" } else { "" })
    }
}
