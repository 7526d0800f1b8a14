//! Names that are reported once in a catalog, at their first use.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::At;
use crate::source::{SourceId, Span};

/// How many names of a catalog are reported: a text with more of them is not what it looks like.
const LISTED: usize = 1000;

/// A name in a schema that is to be reported unless it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub name: String,
    pub at: At,
    /// Where else the schema has it.
    pub others: Vec<(SourceId, Span)>,
}

/// The first use of each name in a schema, in the order of the text: no other one can be the first of a catalog. The others go with it.
pub fn first(mut uses: Vec<Use>) -> Vec<Use> {
    uses.sort_by_key(|found| found.at.span);
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut first: Vec<Use> = Vec::new();
    for found in uses {
        match known.get(&found.name) {
            Some(number) => first[*number].others.extend(found.at.source.map(|source| (source, found.at.span))),
            None => {
                known.insert(found.name.clone(), first.len());
                first.push(found);
            }
        }
    }
    first
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
