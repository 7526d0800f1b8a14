//! What earlier runs have found sources to be made of and schemas to declare, by content.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use rayon::prelude::*;

use super::fields::{Property, declared, dictionary};
use super::index::Index;
use super::pairing::Pairs;
use super::reference::{AllFound, Found, resolve_all};
use super::schema_walk::{self, Walk};
use super::stated::stated;
use super::walk::{Facts, Root, facts};
use super::{Cached, Closure, Resolved, Stale, asyncapi, closure, fingerprint, graph};
use crate::dialect::Dialect;
use crate::load::address;
use crate::model::{Document, Field, Graph, Project, Reference, Schema, Use};
use crate::source::{Place, Source, SourceId, Sources};

/// What earlier runs have found; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Cache {
    pub(super) facts: HashMap<Key, CachedFacts>,
    pub(super) declared: Cached<schema_walk::Root, Vec<Property>>,
    /// What the fields are made of.
    properties: Vec<Arc<Vec<Property>>>,
    fields: Arc<[Field]>,
    pub(super) last: Last,
}

/// The address of a source that is kept, and how it is read: its dialect, whether it is a schema, whether it is of a document.
pub type Key = (usize, Dialect, bool, bool);

/// While the source is kept, its address stands for its content.
pub type CachedFacts = (Arc<Source>, Arc<Facts>);

/// What the last run has found, by the numbers that its sources had: it says nothing to a run in another setting.
#[derive(Debug, Default)]
pub struct Last {
    /// What is found by names depends on it: which sources there are, what they are, and what site.toml says.
    setting: u64,
    /// While they are kept, fingerprints stand for what they hold.
    pub sources: Sources,
    /// What the sources are made of by their keywords alone, before anything that they refer to.
    pub facts: HashMap<SourceId, Arc<Facts>>,
    pub index: Option<Arc<Index>>,
    pub found: HashMap<SourceId, Arc<Found>>,
    /// The sources that were looked into for references that no keyword leads to.
    pub asked_later: HashSet<SourceId>,
    references: Arc<[Arc<Reference>]>,
    closures: Arc<[Closure]>,
    pub own_fingerprints: Vec<u64>,
    pub documents: Vec<(u64, Arc<Document>)>,
    /// The event types that schemas state, by number, each with its fingerprint.
    pub types: Vec<(u64, Vec<String>)>,
    pub pairs: Pairs,
    uses: Option<Arc<BTreeMap<Place, Vec<Use>>>>,
    graph: Option<Arc<Graph>>,
    /// The project as it was loaded, and what became of it.
    pub run: Option<(Project, Resolved)>,
}

impl Last {
    /// Whether a source holds what it held, and is read as it was.
    fn is_same(&self, project: &Project, facts: &HashMap<SourceId, Arc<Facts>>, source: SourceId) -> bool {
        let address = |of: &HashMap<SourceId, Arc<Facts>>| of.get(&source).map(Arc::as_ptr);
        (source.0 as usize) < self.sources.len()
            && Arc::ptr_eq(self.sources.share(source), project.sources.share(source))
            && address(&self.facts) == address(facts)
    }
}

impl Cache {
    /// The next run is in another setting.
    pub fn forget_last(&mut self) {
        self.last = Last::default();
    }

    /// The facts of the sources to walk, which are remembered instead of those of the run before.
    pub fn facts(&mut self, project: &Project, roots: Vec<Root>) -> HashMap<SourceId, Arc<Facts>> {
        let known = &self.facts;
        let walk = |root: Root| {
            let source = project.sources.share(root.source);
            let key = key(source, &root);
            let kept = known.get(&key).cloned();
            (root.source, key, kept.unwrap_or_else(|| (Arc::clone(source), Arc::new(facts(project, &root)))))
        };
        let all: Vec<(SourceId, Key, CachedFacts)> = roots.into_par_iter().map(walk).collect();
        let facts = all.iter().map(|(source, _, (_, facts))| (*source, Arc::clone(facts))).collect();
        self.facts = all.into_iter().map(|(_, key, kept)| (key, kept)).collect();
        facts
    }

    /// What the references of all sources lead to. Those of a source are resolved if it is another, or a source that they lead to is.
    pub fn references(
        &mut self,
        project: &Project,
        index: &Arc<Index>,
        facts: &mut HashMap<SourceId, Arc<Facts>>,
    ) -> Arc<[Arc<Reference>]> {
        let setting = setting(project, facts);
        if self.last.setting != setting {
            self.last = Last { setting, ..Last::default() };
        }
        let bare = facts.clone();
        let last = &self.last;
        let kept = |source: SourceId| {
            let found = last.found.get(&source)?;
            found.asked().iter().all(|asked| last.is_same(project, &bare, *asked)).then(|| Arc::clone(found))
        };
        let AllFound { references, first, asked_later } = resolve_all(project, index, facts, kept);
        self.last.index = Some(Arc::clone(index));
        self.last.found = first;
        self.last.asked_later = asked_later;
        self.last.facts = bare;
        self.last.sources = project.sources.clone();
        if *references != *self.last.references {
            self.last.references = references.into();
            self.last.closures = Arc::default();
            self.last.uses = None;
        }
        Arc::clone(&self.last.references)
    }

    /// What the schemas of each source need: the same as long as references lead to the same.
    pub fn closures(&mut self, resolved: &Resolved) -> Arc<[Closure]> {
        if self.last.closures.is_empty() {
            let ids: Vec<SourceId> = resolved.project.sources.iter().map(|(id, _)| id).collect();
            self.last.closures =
                ids.into_par_iter().map(|id| closure::closure(resolved, id)).collect::<Vec<_>>().into();
        }
        Arc::clone(&self.last.closures)
    }

    /// The fingerprints of all sources.
    pub fn fingerprints(&mut self, resolved: &Resolved) -> Arc<Vec<u64>> {
        self.last.own_fingerprints = fingerprint::own_fingerprints(resolved);
        Arc::new(fingerprint::fingerprints(resolved, &self.last.own_fingerprints))
    }

    /// Fills in every document; one is read if it is another, or something that it refers to is.
    pub fn read_documents(&self, resolved: &mut Resolved) {
        let mut documents = std::mem::take(&mut resolved.project.documents);
        Arc::make_mut(&mut documents).par_iter_mut().enumerate().for_each(|(number, document)| {
            let fingerprint = resolved.fingerprint(document.source);
            match self.last.documents.get(number).filter(|(before, _)| *before == fingerprint) {
                Some((_, kept)) => *document = Arc::clone(kept),
                None => asyncapi::read(resolved, Arc::make_mut(document)),
            }
        });
        resolved.project.documents = documents;
    }

    /// Remembers the documents; one that was read again and is as it was is the one of the run before.
    pub fn settle_documents(&mut self, resolved: &mut Resolved) {
        let before = std::mem::take(&mut self.last.documents);
        for (number, (fingerprint, before)) in before.into_iter().enumerate() {
            // The graph is made of what documents and their parts hold, which is more than what is read here.
            if resolved.fingerprint(before.source) != fingerprint {
                self.last.graph = None;
            }
            let document = &mut Arc::make_mut(&mut resolved.project.documents)[number];
            if *document == before {
                *document = before;
            } else {
                self.last.uses = None;
            }
        }
        let documents = resolved.project.documents.iter();
        self.last.documents =
            documents.map(|document| (resolved.fingerprint(document.source), Arc::clone(document))).collect();
    }

    /// Fills in the types of every schema document; they are looked for if it is another, or something that it refers to is.
    pub fn state_types(&mut self, resolved: &mut Resolved) {
        let known = std::mem::take(&mut self.last.types);
        let types = |(number, schema): (usize, &Schema)| {
            let fingerprint = resolved.fingerprint(schema.source);
            let kept = known.get(number).filter(|(before, _)| *before == fingerprint).cloned();
            kept.unwrap_or_else(|| (fingerprint, stated(resolved, schema)))
        };
        self.last.types = resolved.project.schemas.par_iter().enumerate().map(types).collect();
        for (schema, (_, types)) in Arc::make_mut(&mut resolved.project.schemas).iter_mut().zip(&self.last.types) {
            schema.types.clone_from(types);
        }
    }

    /// The graph of all documents, which is the same as long as they are and all that they refer to; "used by", which is as long as references
    /// and documents are.
    pub fn graph_and_uses(&mut self, resolved: &Resolved) -> (Arc<Graph>, Arc<BTreeMap<Place, Vec<Use>>>) {
        let Last { graph: known_graph, uses: known_uses, .. } = &mut self.last;
        let graph = || Arc::clone(known_graph.get_or_insert_with(|| Arc::new(graph::graph(resolved))));
        let uses = || Arc::clone(known_uses.get_or_insert_with(|| Arc::new(super::uses(resolved))));
        rayon::join(graph, uses)
    }

    /// How the examples of the last run were paired.
    pub fn pairs(&mut self) -> &mut Pairs {
        &mut self.last.pairs
    }

    /// The dictionary of fields. A schema is walked if it is another, or something that it refers to is; if none declares anything else, all
    /// is as it was. With `stale` nothing else can be another than in the last run.
    pub fn fields(&mut self, resolved: &Resolved, stale: Option<&Stale>) -> Arc<[Field]> {
        let others = self.declared.keep(
            stale.map(|stale| |root: &schema_walk::Root| stale.has(root.place.source)),
            || resolved.roots.to_vec(),
            |root| resolved.fingerprint(root.place.source),
            |root| declared_by(resolved, root),
        );
        if stale.is_none() || !others.is_empty() {
            let properties: Vec<Arc<Vec<Property>>> = self.declared.found().cloned().collect();
            if properties != self.properties {
                self.properties = properties;
                self.fields = dictionary(self.properties.iter().map(|properties| properties.as_slice()));
            }
        }
        Arc::clone(&self.fields)
    }

    /// Remembers the run.
    pub fn keep(&mut self, loaded: Project, resolved: &Resolved) {
        self.last.run = Some((loaded, resolved.clone()));
    }
}

fn declared_by(resolved: &Resolved, root: &schema_walk::Root) -> Vec<Property> {
    let walk = Walk::from(resolved, root.clone());
    walk.map(|walk| declared(resolved, &walk)).unwrap_or_default()
}

/// What stands for a source that is read in some way.
pub fn key(source: &Arc<Source>, root: &Root) -> Key {
    (address(source), root.dialect, root.is_schema, root.of_document)
}

/// All that names may lead to, as one number: which sources there are, what they are to the project, the `$id`s, site.toml.
fn setting(project: &Project, facts: &HashMap<SourceId, Arc<Facts>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    project.config.sources.all().for_each(|source| source.text.hash(&mut hasher));
    project.sources.all().for_each(|source| source.name.hash(&mut hasher));
    for schema in project.schemas.iter() {
        let base = facts.get(&schema.source).map(|facts| &facts.base);
        (schema.source, schema.catalog, &schema.id, base).hash(&mut hasher);
    }
    for document in project.documents.iter() {
        (document.source, document.catalog).hash(&mut hasher);
    }
    project.parts.hash(&mut hasher);
    hasher.finish()
}
