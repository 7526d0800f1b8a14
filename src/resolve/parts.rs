//! What a schema is made of.

use std::collections::HashSet;

use super::Resolved;
use crate::dialect::Dialect;
use crate::source::{Place, join};

/// How many schemas a schema may be made of before the rest is left out.
const PARTS: usize = 256;

impl Resolved {
    /// The schema itself and every schema that applies with it through `allOf` and `$ref`, each once, in the order in which they are named.
    pub fn parts(&self, place: &Place, dialect: Dialect) -> Vec<Place> {
        let mut open = vec![place.clone()];
        let mut known: HashSet<Place> = HashSet::new();
        let mut found: Vec<Place> = Vec::new();
        while let Some(place) = open.pop() {
            if found.len() >= PARTS || known.contains(&place) {
                continue;
            }
            let Some(node) = self.project.sources.node(&place) else { continue };
            let target = self.target(&place).cloned();
            let alone = dialect.ref_hides_siblings() && target.is_some();
            let list = if alone { 0 } else { node.get("allOf").map_or(0, |list| list.items().len()) };
            let all_of = format!("{}/allOf", place.pointer);
            open.extend((0..list).rev().map(|index| Place::new(place.source, join(&all_of, &index.to_string()))));
            open.extend(target);
            known.insert(place.clone());
            found.push(place);
        }
        found
    }
}
