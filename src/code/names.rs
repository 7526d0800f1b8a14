//! What the code of a catalog calls its event types and schemas: settled for the catalog as a whole, so that a page and the file agree.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::identifier::{free, pascal, screaming};
use crate::resolve::Resolved;
use crate::source::{Place, SourceId, pointer_tokens};

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
    catalog: usize,
    /// For each event type its type and its constant.
    events: HashMap<String, (String, String)>,
    /// Of the catalog's own schemas and documents.
    sources: Sources,
    taken: HashSet<String>,
    /// Of those of other catalogs, by number; made when one of them is asked for, since few catalogs refer to another.
    others: Mutex<HashMap<usize, Arc<(String, Sources)>>>,
    /// Of each source the names of what is referred to within it, by pointer; made when the first is asked for.
    within: Mutex<HashMap<SourceId, Arc<BTreeMap<String, String>>>>,
}

type Sources = HashMap<SourceId, String>;

impl Names {
    /// The names of the catalog of this number.
    pub fn of(resolved: &Resolved, catalog: usize) -> Names {
        let mut taken: HashSet<String> = RESERVED.into_iter().map(str::to_owned).collect();
        let mut events = HashMap::new();
        for found in resolved.types.iter().filter(|found| found.catalog == catalog) {
            let name = free(&mut taken, pascal(&found.name));
            events.insert(found.name.clone(), (name, free(&mut taken, screaming(&found.name))));
        }
        let sources = sources(resolved, catalog, &mut taken);
        Names { catalog, events, sources, taken, others: Mutex::default(), within: Mutex::default() }
    }

    /// The type and the constant of an event type.
    pub fn of_event(&self, name: &str) -> (&str, &str) {
        self.events.get(name).map_or(("Unknown", "UNKNOWN"), |(name, constant)| (name, constant))
    }

    /// The name of the schema at a place.
    pub fn of_place(&self, resolved: &Resolved, place: &Place) -> String {
        let own = self.sources.get(&place.source).cloned();
        let of_source = own.unwrap_or_else(|| self.of_stranger(resolved, place.source));
        if place.pointer.is_empty() {
            return of_source;
        }
        let within = self.within(resolved, place.source);
        let known = within.get(&place.pointer).cloned();
        format!("{of_source}_{}", known.unwrap_or_else(|| pascal(&place.pointer)))
    }

    /// The name of a source that is none of the catalog's: `Shop_Address`. No name of the catalog's own begins like it.
    fn of_stranger(&self, resolved: &Resolved, source: SourceId) -> String {
        let project = &resolved.project;
        let schema = resolved.schema_of(source).map(|number| project.schemas[number].catalog);
        let document = || project.documents.iter().find(|document| document.source == source);
        let catalog = schema.or_else(|| document().map(|document| document.catalog)).filter(|it| *it != self.catalog);
        let own = || pascal(&project.sources.get(source).name);
        let Some(catalog) = catalog else { return format!("{}_{}", self.beginning("Part".to_owned()), own()) };
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || {
            let begin = self.beginning(prefix(resolved, catalog));
            Arc::new((begin, sources(resolved, catalog, &mut HashSet::new())))
        };
        let (begin, known) = &**others.entry(catalog).or_insert_with(made);
        format!("{begin}_{}", known.get(&source).cloned().unwrap_or_else(own))
    }

    /// The first of a name and its longer forms that the catalog has none of.
    fn beginning(&self, mut name: String) -> String {
        while self.taken.contains(&name) {
            name.push_str("Catalog");
        }
        name
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

/// The names of a catalog's schemas and documents, none of which is taken.
fn sources(resolved: &Resolved, catalog: usize, taken: &mut HashSet<String>) -> Sources {
    let project = &resolved.project;
    let schemas = project.schemas.iter().filter(|schema| schema.catalog == catalog);
    let mut sources: Sources = schemas.map(|schema| (schema.source, of_schema(taken, &schema.name))).collect();
    for document in project.documents.iter().filter(|document| document.catalog == catalog) {
        let stem = document.path.rsplit('/').next().unwrap_or(&document.path);
        sources.entry(document.source).or_insert_with(|| of_schema(taken, stem));
    }
    sources
}

/// What names of another catalog begin with; catalogs whose ids are alike are told apart by their numbers.
fn prefix(resolved: &Resolved, catalog: usize) -> String {
    let all = &resolved.project.config.catalogs;
    let own = pascal(&all[catalog].id);
    let is_like_another = all[..catalog].iter().any(|other| pascal(&other.id) == own);
    if is_like_another { format!("{own}N{catalog}") } else { own }
}

fn of_schema(taken: &mut HashSet<String>, name: &str) -> String {
    let wanted = pascal(name);
    let wanted = if taken.contains(&wanted) { format!("{wanted}Schema") } else { wanted };
    free(taken, wanted)
}

fn of_pointer(pointer: &str) -> String {
    let tokens = pointer_tokens(pointer);
    let telling: Vec<String> =
        tokens.filter(|token| !STRUCTURE.contains(&&**token)).map(|token| pascal(&token)).collect();
    let last = telling.len().saturating_sub(2);
    if telling.is_empty() { pascal(pointer) } else { telling[last..].concat() }
}
