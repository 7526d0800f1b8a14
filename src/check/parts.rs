//! What the rules find in parts of a site, each by itself: anew where the part or something that it refers to is not what it was.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::broken::{Broken, broken};
use super::first_use::{FirstUses, first};
use super::memory::{Again, Memory, Said};
use super::retired::Retired;
use super::{CHECKS, Find, Subject};
use crate::diagnostic::Finding;
use crate::load::address;
use crate::model::{Document, Example, Project, Verdict};
use crate::resolve::{Resolved, Root, Walk};
use crate::source::SourceId;

/// What one look found. It is shared by the runs in which it is the same.
pub type List = Arc<Vec<Finding>>;

/// What was found in parts beside what memory keeps for each, and what of that is not what it was in the last run.
pub struct Parts {
    pub names: List,
    /// The sources of schemas that have counterexamples.
    pub countered: HashSet<SourceId>,
    /// Lists of the last run and those that took their places.
    pub changed: Vec<List>,
}

/// Has memory keep the findings in all parts.
pub fn findings(memory: &mut Memory, subject: &Subject, again: Option<&Again<'_>>) -> Parts {
    let broken = broken(&subject.site.proved);
    let resolved = &subject.site.proved.resolved;
    let (names, changed) = in_schemas(memory, resolved, &broken, again);
    let mut parts = Parts { names, countered: broken.into_keys().collect(), changed };
    parts.in_references(memory, resolved, again);
    parts.in_documents(memory, resolved, again);
    parts.in_sources(memory, &resolved.project, again);
    parts.in_examples(memory, subject, again);
    parts
}

impl Parts {
    /// Notes the lists that took the places of others.
    fn note(&mut self, others: Vec<(List, List)>) {
        self.changed.extend(others.into_iter().flat_map(|(before, now)| [before, now]));
    }

    fn in_references(&mut self, memory: &mut Memory, resolved: &Resolved, again: Option<&Again<'_>>) {
        let retired = Retired::of(resolved);
        let print_of_retired = hash(&retired);
        let find = |source: &SourceId| {
            every(|find| if let Find::References(find) = find { find(resolved, &retired, *source) } else { Vec::new() })
        };
        let sources = || resolved.project.sources.iter().map(|(id, _)| id);
        self.note(memory.references.keep(
            is_stale(again),
            || sources().filter(|id| !resolved.references_of(*id).is_empty()).collect(),
            |source| hash(&(resolved.print(*source), print_of_retired)),
            find,
        ));
    }

    fn in_documents(&mut self, memory: &mut Memory, resolved: &Resolved, again: Option<&Again<'_>>) {
        let documents = &resolved.project.documents;
        let find = |document: &Document| {
            every(|find| if let Find::Document(find) = find { find(resolved, document) } else { Vec::new() })
        };
        let numbers: HashMap<SourceId, usize> =
            documents.iter().enumerate().map(|(number, document)| (document.source, number)).collect();
        self.note(memory.documents.keep(
            is_stale(again),
            || documents.iter().map(|document| document.source).collect(),
            |source| resolved.print(*source),
            |source| numbers.get(source).map(|number| find(&documents[*number])).unwrap_or_default(),
        ));
    }

    fn in_sources(&mut self, memory: &mut Memory, project: &Project, again: Option<&Again<'_>>) {
        let find = |id: &SourceId| {
            every(|find| if let Find::Source(find) = find { find(&project.sources, *id) } else { Vec::new() })
        };
        self.note(memory.sources.keep(
            is_stale(again),
            || stating(project),
            |source| address(project.sources.share(*source)) as u64,
            find,
        ));
    }

    /// Looks at the valid examples, which are others only if the proofs are.
    fn in_examples(&mut self, memory: &mut Memory, subject: &Subject, again: Option<&Again<'_>>) {
        let proved = &subject.site.proved;
        let (resolved, examples) = (&proved.resolved, &proved.resolved.project.examples);
        let find = |example: &Example| {
            every(|find| if let Find::Example(find) = find { find(subject, example) } else { Vec::new() })
        };
        let same_proofs = again.filter(|again| Arc::ptr_eq(&again.last.proofs, &proved.proofs));
        if again.is_some() && same_proofs.is_none() {
            self.changed.extend(memory.examples.found().cloned());
        }
        let is_valid =
            |number: &usize| !examples[*number].expect_invalid && proved.proofs[*number].verdict == Verdict::Valid;
        let is_stale = |again: &Again<'_>, number: &usize| {
            let example = &examples[*number];
            again.stale.has_any(&example.place, example.instances())
        };
        self.note(memory.examples.keep(
            same_proofs.map(|again| move |number: &usize| is_stale(again, number)),
            || (0..examples.len()).filter(is_valid).collect(),
            |number| print(resolved, &examples[*number]),
            |number| find(&examples[*number]),
        ));
        if again.is_some() && same_proofs.is_none() {
            self.changed.extend(memory.examples.found().cloned());
        }
    }
}

/// What tells whether a source is stale, if not all is looked at.
fn is_stale<'a>(again: Option<&'a Again<'_>>) -> Option<impl Fn(&SourceId) -> bool + 'a> {
    again.map(|again| |source: &SourceId| again.stale.has(*source))
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
    memory: &mut Memory,
    resolved: &Resolved,
    broken: &Broken<'_>,
    again: Option<&Again<'_>>,
) -> (List, Vec<List>) {
    let broken = |root: &Root| broken.get(&root.place.source).filter(|_| root.is_document);
    let print = |root: &Root| hash(&(resolved.print(root.place.source), broken(root)));
    let say = |root: &Root| {
        let mut said = Said::default();
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
    let may_differ = |again: &Again<'_>, root: &Root| {
        let source = root.place.source;
        again.stale.has(source) || broken(root).is_some() || again.last.countered.contains(&source)
    };
    let is_stale = again.map(|again| move |root: &Root| may_differ(again, root));
    let others = memory.schemas.keep(is_stale, || resolved.roots.to_vec(), print, say);
    let names = match again {
        Some(again) if others.iter().all(|(before, now)| before.uses == now.uses) => Arc::clone(&again.last.names),
        _ => Arc::new(of_names(memory, resolved)),
    };
    let lists = others.iter().flat_map(|(before, now)| [before, now]);
    (names, lists.map(|said| Arc::new(said.findings.clone())).collect())
}

/// The findings of names that are told once in a catalog.
fn of_names(memory: &Memory, resolved: &Resolved) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut reported: BTreeMap<usize, FirstUses> = BTreeMap::new();
    for (root, said) in resolved.roots.iter().zip(memory.schemas.found()) {
        for (number, used) in &said.uses {
            let Some(end) = reported.entry(*number).or_default().report(root.catalog, &used.name) else { continue };
            found.extend(CHECKS[*number].finds.iter().filter_map(|find| match find {
                Find::Names(_, finding) => Some(finding(&resolved.project.config, used, end)),
                _ => None,
            }));
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
fn print(resolved: &Resolved, example: &Example) -> u64 {
    let mut hasher = DefaultHasher::new();
    (address(resolved.project.sources.share(example.place.source)), &example.place).hash(&mut hasher);
    for instance in example.instances() {
        (&instance.pointer, &instance.schema, resolved.print(instance.schema.source)).hash(&mut hasher);
    }
    hasher.finish()
}
