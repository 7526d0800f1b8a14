//! What earlier runs have found sources to be made of and schemas to declare, by content.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Resolved;
use super::fields::{Property, declared, dictionary};
use super::schema_walk::{self, Walk, roots};
use super::walk::{Anatomy, Root, anatomy};
use crate::dialect::Dialect;
use crate::load::address;
use crate::model::{Field, Project};
use crate::source::{Source, SourceId};

/// What earlier runs have found; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Memory {
    anatomies: HashMap<Key, Kept>,
    declared: HashMap<Declarer, Arc<[Property]>>,
    fields: Arc<[Field]>,
    /// The sources of the last run: while they are kept, prints stand for what they hold.
    _sources: Vec<Arc<Source>>,
}

/// A schema that declares properties, and its print: what it declares depends on nothing else.
type Declarer = (schema_walk::Root, u64);

/// The address of a source that is kept, and how it is read.
type Key = (usize, Dialect, bool);

/// While the source is kept, its address stands for its content.
type Kept = (Arc<Source>, Arc<Anatomy>);

impl Memory {
    /// The anatomies of the sources to walk, which are remembered instead of those of the run before.
    pub fn anatomies(&mut self, project: &Project, roots: Vec<Root>) -> HashMap<SourceId, Arc<Anatomy>> {
        let known = &self.anatomies;
        let walk = |root: Root| {
            let source = project.sources.share(root.source);
            let key = (address(source), root.dialect, root.is_schema);
            let kept = known.get(&key).cloned();
            (root.source, key, kept.unwrap_or_else(|| (Arc::clone(source), Arc::new(anatomy(project, &root)))))
        };
        let all: Vec<(SourceId, Key, Kept)> = roots.into_par_iter().map(walk).collect();
        let anatomies = all.iter().map(|(source, _, (_, anatomy))| (*source, Arc::clone(anatomy))).collect();
        self.anatomies = all.into_iter().map(|(_, key, kept)| (key, kept)).collect();
        anatomies
    }

    /// The dictionary of fields. A schema is walked if it is another, or something that it refers to is; if none is, all is as it was.
    pub fn fields(&mut self, resolved: &Resolved) -> Arc<[Field]> {
        let known = &self.declared;
        let declare = |root: schema_walk::Root| {
            let print = resolved.print(root.place.source);
            let declarer = (root, print);
            let properties = known.get(&declarer).cloned().unwrap_or_else(|| {
                let walk = Walk::from(resolved, declarer.0.clone());
                walk.map(|walk| declared(resolved, &walk)).unwrap_or_default().into()
            });
            (declarer, properties)
        };
        let all: Vec<(Declarer, Arc<[Property]>)> = roots(resolved).into_par_iter().map(declare).collect();
        if all.len() != known.len() || !all.iter().all(|(declarer, _)| known.contains_key(declarer)) {
            self.fields = dictionary(all.iter().map(|(_, properties)| &**properties));
        }
        self.declared = all.into_iter().collect();
        self._sources = resolved.project.sources.all().cloned().collect();
        Arc::clone(&self.fields)
    }
}
