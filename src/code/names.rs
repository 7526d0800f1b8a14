//! What the code of a catalog calls its event types and schemas: settled for the catalog as a whole, so that a page and the file agree.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::identifier::{free, pascal, screaming};
use crate::model::Schema;
use crate::resolve::Resolved;
use crate::source::{Place, SourceId, unescape_token};

/// Names that the code needs for itself.
const RESERVED: [&str; 6] = ["Event", "EventType", "None", "True", "False", "Any"];

/// Parts of pointers that say where schemas are kept, rather than what they are.
const STRUCTURE: [&str; 12] = [
    "$defs",
    "definitions",
    "components",
    "schemas",
    "messages",
    "payload",
    "headers",
    "properties",
    "items",
    "schema",
    "allOf",
    "channels",
];

/// The names of one catalog.
#[derive(Debug)]
pub struct Names {
    /// For each event type its type and its constant.
    events: HashMap<String, (String, String)>,
    sources: HashMap<SourceId, String>,
    /// Of each source the names of what is referred to within it, by pointer; made when the first is asked for.
    within: Mutex<HashMap<SourceId, Arc<BTreeMap<String, String>>>>,
}

impl Names {
    /// The names of the catalog of this number.
    pub fn of(resolved: &Resolved, catalog: usize) -> Names {
        let project = &resolved.project;
        let mut taken: HashSet<String> = RESERVED.into_iter().map(str::to_owned).collect();
        let mut events = HashMap::new();
        for found in resolved.types.iter().filter(|found| found.catalog == catalog) {
            let name = free(&mut taken, pascal(&found.name));
            events.insert(found.name.clone(), (name, free(&mut taken, screaming(&found.name))));
        }
        let mut sources = HashMap::new();
        let (own, others): (Vec<&Schema>, Vec<&Schema>) = project.schemas.iter().partition(|it| it.catalog == catalog);
        for schema in own.into_iter().chain(others) {
            sources.insert(schema.source, of_schema(&mut taken, &schema.name));
        }
        let mut rest: Vec<SourceId> =
            resolved.facts.keys().filter(|source| !sources.contains_key(source)).copied().collect();
        rest.sort_unstable();
        for source in rest {
            let name = &project.sources.get(source).name;
            let stem = name.rsplit('/').next().unwrap_or(name).split('.').next().unwrap_or(name);
            sources.insert(source, of_schema(&mut taken, stem));
        }
        Names { events, sources, within: Mutex::default() }
    }

    /// The type and the constant of an event type.
    pub fn of_event(&self, name: &str) -> (&str, &str) {
        self.events.get(name).map_or(("Unknown", "UNKNOWN"), |(name, constant)| (name, constant))
    }

    /// The name of the schema at a place.
    pub fn of_place(&self, resolved: &Resolved, place: &Place) -> String {
        let of_source = self.sources.get(&place.source).map_or("Other", String::as_str);
        if place.pointer.is_empty() {
            return of_source.to_owned();
        }
        let within = self.within(resolved, place.source);
        let known = within.get(&place.pointer).cloned();
        format!("{of_source}_{}", known.unwrap_or_else(|| pascal(&place.pointer)))
    }

    fn within(&self, resolved: &Resolved, source: SourceId) -> Arc<BTreeMap<String, String>> {
        let mut known = self.within.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || {
            let mut taken = HashSet::new();
            let (from, to) = (Place::root(source), Place::root(SourceId(source.0 + 1)));
            let pointers = resolved.uses.range(from..to).map(|(place, _)| &place.pointer);
            Arc::new(pointers.map(|it| (it.clone(), free(&mut taken, of_pointer(it)))).collect())
        };
        Arc::clone(known.entry(source).or_insert_with(made))
    }
}

fn of_schema(taken: &mut HashSet<String>, name: &str) -> String {
    let wanted = pascal(name);
    let wanted = if taken.contains(&wanted) { format!("{wanted}Schema") } else { wanted };
    free(taken, wanted)
}

fn of_pointer(pointer: &str) -> String {
    let tokens = pointer.split('/').skip(1).map(unescape_token);
    let telling: Vec<String> =
        tokens.filter(|token| !STRUCTURE.contains(&&**token)).map(|token| pascal(&token)).collect();
    let last = telling.len().saturating_sub(2);
    if telling.is_empty() { pascal(pointer) } else { telling[last..].concat() }
}
