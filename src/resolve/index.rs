//! The names under which documents are found: file names, root `$id`s, the catalogs' maps.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::uri;
use super::walk::Facts;
use crate::load::within;
use crate::model::Project;
use crate::source::{Place, SourceId};

/// Finds documents by name.
#[derive(Debug)]
pub struct Index {
    /// Root `$id`s, as written and resolved, without a trailing `#`.
    by_id: HashMap<String, Vec<SourceId>>,
    /// The root `$id` as written, of each that is claimed more than once.
    written: BTreeMap<String, Vec<SourceId>>,
    /// The catalog of each schema and each AsyncAPI document.
    catalogs: HashMap<SourceId, usize>,
    /// The schemas that stand in files of another kind, by file and pointer.
    wrapped: HashMap<(SourceId, String), SourceId>,
}

impl Index {
    /// The index of all schema documents.
    pub fn new(project: &Project, facts: &HashMap<SourceId, Arc<Facts>>) -> Index {
        let schemas = project.schemas.iter().map(|schema| (schema.source, schema.catalog));
        let documents = project.documents.iter().map(|document| (document.source, document.catalog));
        let catalogs = schemas.chain(documents).collect();
        let wrapped = project.schemas.iter().filter_map(|schema| {
            let holder = project.sources.get(schema.source).holder.as_ref()?;
            Some(((project.sources.find(&holder.name)?, holder.pointer.clone()), schema.source))
        });
        let wrapped = wrapped.collect();
        let mut index = Index { by_id: HashMap::new(), written: BTreeMap::new(), catalogs, wrapped };
        for schema in project.schemas.iter() {
            let Some(written) = schema.id.as_deref().map(uri::without_fragment).filter(|id| !id.is_empty()) else {
                continue;
            };
            index.written.entry(written.to_owned()).or_default().push(schema.source);
            let mut names = vec![written.to_owned()];
            if let Some(facts) = facts.get(&schema.source) {
                names.push(uri::without_fragment(&facts.base).to_owned());
            }
            names.dedup();
            for name in names {
                let claims = index.by_id.entry(name).or_default();
                if !claims.contains(&schema.source) {
                    claims.push(schema.source);
                }
            }
        }
        for (id, claims) in index.by_id.iter_mut().chain(index.written.iter_mut()) {
            // Of several documents with one `$id`, the one whose path ends like the `$id` answers.
            claims.sort_by_key(|source| {
                let name = &project.sources.get(*source).name;
                (std::cmp::Reverse(common_tail(id, crate::load::without_endings(name))), name.clone())
            });
        }
        index
    }

    /// The document whose root has this `$id`.
    pub fn by_id(&self, id: &str) -> Option<SourceId> {
        self.by_id.get(uri::without_fragment(id)).and_then(|claims| claims.first()).copied()
    }

    /// The place by which a value is known: where a schema stands in a file of another kind, it and what is below it are that schema's.
    pub fn settled(&self, place: Place) -> Place {
        if self.wrapped.is_empty() {
            return place;
        }
        let ends = place.pointer.match_indices('/').map(|(end, _)| end).chain([place.pointer.len()]);
        let mut schemas = ends.filter_map(|end| {
            let own = self.wrapped.get(&(place.source, place.pointer[..end].to_owned()))?;
            Some(Place::new(*own, &place.pointer[end..]))
        });
        let found = schemas.next();
        found.unwrap_or(place)
    }

    /// The catalog of a source; a file outside of them belongs to the first.
    pub fn catalog_of(&self, source: SourceId) -> usize {
        self.catalogs.get(&source).copied().unwrap_or(0)
    }

    /// The `$id`s that several documents claim; the first of each list answers.
    pub fn duplicates(&self) -> Vec<(String, Vec<SourceId>)> {
        let several = self.written.iter().filter(|(_, claims)| claims.len() > 1);
        several.map(|(id, claims)| (id.clone(), claims.clone())).collect()
    }

    /// The `$id`s there are, for "did you mean".
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.written.keys().map(String::as_str)
    }
}

/// How many segments two paths share at their ends; the last one counts without its endings.
fn common_tail(id: &str, path: &str) -> usize {
    let id = crate::load::without_endings(id);
    id.rsplit('/').zip(path.rsplit('/')).take_while(|(a, b)| a == b).count()
}

/// The file that a catalog's `map` keeps for one of the names.
pub fn mapped(project: &Project, catalog: usize, names: &[&str]) -> Option<String> {
    let settings = project.config.catalogs.get(catalog)?;
    let local = names.iter().find_map(|name| settings.local_file(uri::without_fragment(name)))?;
    within(settings, &local)
}
