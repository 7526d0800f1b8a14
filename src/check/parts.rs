//! What the rules find in parts of a site, each by itself: anew where the part or something that it refers to is not what it was.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::broken::{Broken, broken};
use super::cache::{Cache, InSchema, Incremental};
use super::first_use::{FirstUses, first};
use super::retired::Retired;
use super::{CHECKS, Find, Subject};
use crate::diagnostic::Finding;
use crate::load::address;
use crate::model::{Document, Example, Project, Verdict};
use crate::resolve::{Resolved, Root, Walk};
use crate::source::SourceId;

/// What one look found. It is shared by the runs in which it is the same.
pub type List = Arc<Vec<Finding>>;

/// What was found in parts beside what the cache keeps for each, and what of that is not what it was in the last run.
pub struct Parts {
    pub names: List,
    /// The sources of schemas that have counterexamples.
    pub countered: HashSet<SourceId>,
    /// Lists of the last run and those that took their places.
    pub changed: Vec<List>,
}

/// Keeps the findings in all parts.
pub fn findings(cache: &mut Cache, subject: &Subject, incremental: Option<&Incremental<'_>>) -> Parts {
    let broken = broken(&subject.site.proved);
    let resolved = &subject.site.proved.resolved;
    let (names, changed) = in_schemas(cache, resolved, &broken, incremental);
    let mut parts = Parts { names, countered: broken.into_keys().collect(), changed };
    parts.in_references(cache, resolved, incremental);
    parts.in_documents(cache, resolved, incremental);
    parts.in_sources(cache, &resolved.project, incremental);
    parts.in_examples(cache, subject, incremental);
    parts
}

impl Parts {
    /// Notes the lists that took the places of others.
    fn note(&mut self, others: Vec<(List, List)>) {
        self.changed.extend(others.into_iter().flat_map(|(before, now)| [before, now]));
    }

    fn in_references(&mut self, cache: &mut Cache, resolved: &Resolved, incremental: Option<&Incremental<'_>>) {
        let retired = Retired::of(resolved);
        let fingerprint_of_retired = hash(&retired);
        let find = |source: &SourceId| {
            every(|find| if let Find::References(find) = find { find(resolved, &retired, *source) } else { Vec::new() })
        };
        let sources = || resolved.project.sources.iter().map(|(id, _)| id);
        self.note(cache.references.keep(
            is_stale(incremental),
            || sources().filter(|id| !resolved.references_of(*id).is_empty()).collect(),
            |source| hash(&(resolved.fingerprint(*source), fingerprint_of_retired)),
            find,
        ));
    }

    fn in_documents(&mut self, cache: &mut Cache, resolved: &Resolved, incremental: Option<&Incremental<'_>>) {
        let documents = &resolved.project.documents;
        let find = |document: &Document| {
            every(|find| if let Find::Document(find) = find { find(resolved, document) } else { Vec::new() })
        };
        let numbers: HashMap<SourceId, usize> =
            documents.iter().enumerate().map(|(number, document)| (document.source, number)).collect();
        self.note(cache.documents.keep(
            is_stale(incremental),
            || documents.iter().map(|document| document.source).collect(),
            |source| resolved.fingerprint(*source),
            |source| numbers.get(source).map(|number| find(&documents[*number])).unwrap_or_default(),
        ));
    }

    fn in_sources(&mut self, cache: &mut Cache, project: &Project, incremental: Option<&Incremental<'_>>) {
        let find = |id: &SourceId| {
            every(|find| if let Find::Source(find) = find { find(&project.sources, *id) } else { Vec::new() })
        };
        self.note(cache.sources.keep(
            is_stale(incremental),
            || stating(project),
            |source| address(project.sources.share(*source)) as u64,
            find,
        ));
    }

    /// Looks at the valid examples, which are others only if the proofs are.
    fn in_examples(&mut self, cache: &mut Cache, subject: &Subject, incremental: Option<&Incremental<'_>>) {
        let proved = &subject.site.proved;
        let (resolved, examples) = (&proved.resolved, &proved.resolved.project.examples);
        let find = |example: &Example| {
            every(|find| if let Find::Example(find) = find { find(subject, example) } else { Vec::new() })
        };
        let same_proofs = incremental.filter(|incremental| Arc::ptr_eq(&incremental.last.proofs, &proved.proofs));
        if incremental.is_some() && same_proofs.is_none() {
            self.changed.extend(cache.examples.found().cloned());
        }
        let is_valid =
            |number: &usize| !examples[*number].expect_invalid && proved.proofs[*number].verdict == Verdict::Valid;
        let is_stale = |incremental: &Incremental<'_>, number: &usize| {
            let example = &examples[*number];
            incremental.stale.has_any(&example.place, example.instances())
        };
        self.note(cache.examples.keep(
            same_proofs.map(|incremental| move |number: &usize| is_stale(incremental, number)),
            || (0..examples.len()).filter(is_valid).collect(),
            |number| fingerprint(resolved, &examples[*number]),
            |number| find(&examples[*number]),
        ));
        if incremental.is_some() && same_proofs.is_none() {
            self.changed.extend(cache.examples.found().cloned());
        }
    }
}

/// What tells whether a source is stale, if not all is looked at.
fn is_stale<'a>(incremental: Option<&'a Incremental<'_>>) -> Option<impl Fn(&SourceId) -> bool + 'a> {
    incremental.map(|incremental| |source: &SourceId| incremental.stale.has(*source))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What each entry of the table says.
fn every(say: impl Fn(&Find) -> Vec<Finding>) -> Vec<Finding> {
    CHECKS.iter().flat_map(|check| check.finds).flat_map(say).collect()
}

/// The findings of names, and what of those of schemas by themselves, which are kept, is not what it was.
fn in_schemas(
    cache: &mut Cache,
    resolved: &Resolved,
    broken: &Broken<'_>,
    incremental: Option<&Incremental<'_>>,
) -> (List, Vec<List>) {
    let broken = |root: &Root| broken.get(&root.place.source).filter(|_| root.is_document);
    let fingerprint = |root: &Root| hash(&(resolved.fingerprint(root.place.source), broken(root)));
    let say = |root: &Root| {
        let mut said = InSchema::default();
        let Some(walk) = Walk::from(resolved, root.clone()) else { return said };
        said.findings = every(|find| match find {
            Find::Schema(find) => find(resolved, &walk),
            Find::Countered(find) => broken(root).map(|broken| find(resolved, &walk, broken)).unwrap_or_default(),
            _ => Vec::new(),
        });
        for (number, check) in CHECKS.iter().enumerate() {
            for find in check.finds {
                let Find::Names(names, _) = find else { continue };
                said.uses.extend(first(names(resolved, &walk)).into_iter().map(|found| (number, found)));
            }
        }
        said
    };
    let may_differ = |incremental: &Incremental<'_>, root: &Root| {
        let source = root.place.source;
        incremental.stale.has(source) || broken(root).is_some() || incremental.last.countered.contains(&source)
    };
    let is_stale = incremental.map(|incremental| move |root: &Root| may_differ(incremental, root));
    let others = cache.schemas.keep(is_stale, || resolved.roots.to_vec(), fingerprint, say);
    let names = match incremental {
        Some(incremental) if others.iter().all(|(before, now)| before.uses == now.uses) => {
            Arc::clone(&incremental.last.names)
        }
        _ => Arc::new(of_names(cache, resolved)),
    };
    let lists = others.iter().flat_map(|(before, now)| [before, now]);
    (names, lists.map(|said| Arc::new(said.findings.clone())).collect())
}

/// The findings of names that are told once in a catalog.
fn of_names(cache: &Cache, resolved: &Resolved) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut reported: BTreeMap<usize, FirstUses> = BTreeMap::new();
    let mut known: HashMap<(usize, usize, &str), usize> = HashMap::new();
    for (root, said) in resolved.roots.iter().zip(cache.schemas.found()) {
        for (number, used) in &said.uses {
            let name = (*number, root.catalog, used.name.as_str());
            let Some(end) = reported.entry(*number).or_default().report(root.catalog, &used.name) else {
                let first: Option<&mut Finding> = known.get(&name).and_then(|first| found.get_mut(*first));
                if let Some(fix) = first.and_then(|first| first.fix.as_mut()) {
                    fix.also(used.at.source.map(|source| (source, used.at.span)).iter().chain(&used.others));
                }
                continue;
            };
            known.insert(name, found.len());
            found.extend(CHECKS[*number].finds.iter().filter_map(|find| match find {
                Find::Names(_, finding) => Some(finding(&resolved.project.config, used, end)),
                _ => None,
            }));
            if let Some(fix) = found.last_mut().and_then(|first| first.fix.as_mut()) {
                fix.also(&used.others);
            }
        }
    }
    found
}

/// The sources that hold schemas, AsyncAPI documents or parts of them.
fn stating(project: &Project) -> Vec<SourceId> {
    let schemas = project.schemas.iter().map(|schema| schema.source);
    let documents = project.documents.iter().map(|document| document.source);
    schemas.chain(documents).chain(project.parts.iter().copied()).collect()
}

/// What it depends on what a valid example says: where it stands, its text, and the schemas that are applied to it with all that they
/// refer to.
fn fingerprint(resolved: &Resolved, example: &Example) -> u64 {
    let mut hasher = DefaultHasher::new();
    // By what sources hold, since another run may number them otherwise.
    (address(resolved.project.sources.share(example.place.source)), &example.place.pointer).hash(&mut hasher);
    for instance in example.instances() {
        let schema = &instance.schema;
        (&instance.pointer, &schema.pointer, resolved.fingerprint(schema.source)).hash(&mut hasher);
    }
    hasher.finish()
}
