//! What a schema is made of.

use std::collections::HashSet;

use super::Resolved;
use crate::dialect::Dialect;
use crate::source::{Node, Place};

/// How many schemas a schema may be made of before the rest is left out.
const PARTS: usize = 256;

/// So few are known that looking at each finds one sooner than a set would.
const FEW: usize = 16;

impl Resolved {
    /// The schema itself and every schema that applies with it through `allOf` and `$ref`, each once, in the order in which they are named.
    pub fn parts(&self, place: &Place, dialect: Dialect) -> Vec<Place> {
        self.parts_with_nodes(place, dialect).into_iter().map(|(place, _)| place).collect()
    }

    /// The same, each with what stands there.
    pub fn parts_with_nodes(&self, place: &Place, dialect: Dialect) -> Vec<(Place, &Node)> {
        let mut open = vec![place.clone()];
        let mut found: Vec<(Place, &Node)> = Vec::new();
        let mut known: HashSet<Place> = HashSet::new();
        while let Some(place) = open.pop().filter(|_| found.len() < PARTS) {
            let among_few = || found.iter().any(|(known, _)| *known == place);
            let is_known = if known.is_empty() { among_few() } else { known.contains(&place) };
            if is_known {
                continue;
            }
            let Some(node) = self.project.sources.node(&place) else { continue };
            // Most schemas refer to nothing, and have no parts.
            let target = node.get("$ref").and_then(|_| self.target(&place)).cloned();
            let alone = dialect.ref_hides_siblings() && target.is_some();
            let list = if alone { 0 } else { node.get("allOf").map_or(0, |list| list.items().len()) };
            let part = |index: usize| Place::new(place.source, format!("{}/allOf/{index}", place.pointer));
            // Of more than twice as many none has room: some of them may be known.
            open.extend((0..list.min(2 * PARTS)).rev().map(part));
            open.extend(target);
            if !known.is_empty() {
                known.insert(place.clone());
            } else if found.len() >= FEW {
                known.extend(found.iter().map(|(place, _)| place).chain([&place]).cloned());
            }
            found.push((place, node));
        }
        found
    }
}
