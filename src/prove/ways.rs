//! How often a schema would be compiled. jsonschema compiles one anew for each way over resources that leads to it, since a dynamic
//! reference may mean something else on each; there may be as many ways as there are orders of the resources.

use std::collections::{HashMap, HashSet};

use super::scope::Scopes;
use crate::keyword::{Subschema, subschemas};
use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::Place;

/// How many schemas may be compiled for one; each takes about a kilobyte.
const COMPILED: usize = 100_000;

/// Whether a schema leads to others in so many ways that it can't be compiled in reasonable time and room.
pub fn is_tangled(resolved: &Resolved, schema: &Place) -> bool {
    let sources = || resolved.closure(schema.source).sources.iter();
    let is_dynamic = |source| resolved.references_of(source).iter().any(|reference| reference.keyword != "$ref");
    if !sources().any(|source| is_dynamic(*source)) {
        return false;
    }
    let mut scopes = Scopes::new(resolved);
    let mut ways = Ways { resolved, numbers: HashMap::new(), all: vec![Vec::new()] };
    let start = (schema.clone(), ways.enter(0, schema), scopes.enter(0, schema));
    let mut seen = HashSet::from([start.clone()]);
    let mut open = vec![start];
    while let Some((place, way, scope)) = open.pop() {
        let mut next: Vec<Place> = Vec::new();
        for reference in resolved.references_at(&place) {
            if let Target::Place(target) = &reference.target {
                next.push(scopes.target(scope, reference, target));
            }
        }
        if let Some(node) = resolved.project.sources.node(&place) {
            let below =
                |below: Subschema<'_>| Place::new(place.source, format!("{}{}", place.pointer, below.pointer()));
            next.extend(subschemas(node, resolved.dialect_of(&place)).into_iter().map(below));
        }
        for place in next {
            let (way, scope) = (ways.enter(way, &place), scopes.enter(scope, &place));
            if seen.insert((place.clone(), way, scope)) {
                open.push((place, way, scope));
            }
        }
        if seen.len() > COMPILED || scopes.is_full {
            return true;
        }
    }
    false
}

/// The ways that were met: the resources on each, in the order in which they were entered first.
struct Ways<'a> {
    resolved: &'a Resolved,
    numbers: HashMap<Vec<Place>, usize>,
    all: Vec<Vec<Place>>,
}

impl Ways<'_> {
    /// The way that goes on to the schema at `place`.
    fn enter(&mut self, way: usize, place: &Place) -> usize {
        let Some(facts) = self.resolved.facts.get(&place.source) else { return way };
        let resource = Place::new(place.source, facts.resource_of(&place.pointer));
        if self.all[way].contains(&resource) {
            return way;
        }
        let mut next = self.all[way].clone();
        next.push(resource);
        *self.numbers.entry(next).or_insert_with_key(|next| {
            self.all.push(next.clone());
            self.all.len() - 1
        })
    }
}
