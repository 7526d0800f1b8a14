//! What the rules find in parts of a site, each by itself: anew where the part or something that it refers to is not what it was.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::first_use::{FirstUses, first};
use super::memory::{Again, Memory, Said};
use super::uncovered_keyword::{Broken, broken};
use super::{CHECKS, Find, Subject};
use crate::diagnostic::Finding;
use crate::load::address;
use crate::model::{Document, Example, Project, Verdict};
use crate::resolve::{Resolved, Root, Walk};
use crate::source::{Place, SourceId};

/// What was found in parts beside what memory keeps for each, and what of that is not what it was in the last run.
pub struct Parts {
    pub names: Arc<Vec<Finding>>,
    /// The numbers of the valid examples.
    pub valid: Arc<Vec<usize>>,
    /// The sources of schemas that have counterexamples.
    pub countered: HashSet<SourceId>,
    /// Lists of the last run and those that took their places.
    pub changed: Vec<Arc<Vec<Finding>>>,
}

/// Has memory keep the findings in all parts.
pub fn findings(memory: &mut Memory, subject: &Subject, again: Option<&Again<'_>>) -> Parts {
    let mut changed = Vec::new();
    let broken = broken(&subject.site.proved);
    let names = in_schemas(memory, subject, &broken, again, &mut changed);
    in_documents(memory, subject, again, &mut changed);
    in_sources(memory, subject, again, &mut changed);
    let valid = in_examples(memory, subject, again, &mut changed);
    Parts { names, valid, countered: broken.into_keys().collect(), changed }
}

fn in_documents(
    memory: &mut Memory,
    subject: &Subject,
    again: Option<&Again<'_>>,
    changed: &mut Vec<Arc<Vec<Finding>>>,
) {
    let resolved = &subject.site.proved.resolved;
    let documents = &resolved.project.documents;
    let find = |document: &Document| {
        every(|find| if let Find::Document(find) = find { find(resolved, document) } else { Vec::new() })
    };
    match again {
        Some(again) => {
            let print = |_, source: &SourceId| again.stale.has(*source).then(|| resolved.print(*source));
            let others = memory.documents.renew(print, |number, _| find(&documents[number]));
            changed.extend(others.into_iter().flat_map(|(before, now)| [before, now]));
        }
        None => {
            let asked = documents.iter().map(|document| (document.source, resolved.print(document.source), document));
            memory.documents.all(asked.collect(), |document| find(document));
        }
    }
}

fn in_sources(memory: &mut Memory, subject: &Subject, again: Option<&Again<'_>>, changed: &mut Vec<Arc<Vec<Finding>>>) {
    let project = &subject.site.proved.resolved.project;
    let print = |id: SourceId| address(project.sources.share(id)) as u64;
    let find = |id: SourceId| {
        every(|find| if let Find::Source(find) = find { find(&project.sources, id) } else { Vec::new() })
    };
    match again {
        Some(again) => {
            let print = |_, id: &SourceId| again.stale.has(*id).then(|| print(*id));
            let others = memory.sources.renew(print, |_, id| find(*id));
            changed.extend(others.into_iter().flat_map(|(before, now)| [before, now]));
        }
        None => {
            let asked = stating(project).into_iter().map(|id| (id, print(id), id));
            memory.sources.all(asked.collect(), find);
        }
    }
}

/// The numbers of the valid examples, which are those that are looked at.
fn in_examples(
    memory: &mut Memory,
    subject: &Subject,
    again: Option<&Again<'_>>,
    changed: &mut Vec<Arc<Vec<Finding>>>,
) -> Arc<Vec<usize>> {
    let proved = &subject.site.proved;
    let (resolved, examples) = (&proved.resolved, &proved.resolved.project.examples);
    let find = |example: &Example| {
        every(|find| if let Find::Example(find) = find { find(subject, example) } else { Vec::new() })
    };
    if let Some(again) = again.filter(|again| Arc::ptr_eq(&again.last.proofs, &proved.proofs)) {
        let valid = &again.last.valid;
        let is_stale = |example: &Example| {
            let mut instances = example.instances().iter();
            again.stale.has(example.place.source) || instances.any(|instance| again.stale.has(instance.schema.source))
        };
        let print = |number: usize, _: &Place| {
            let example = &examples[valid[number]];
            is_stale(example).then(|| print(resolved, example))
        };
        let others = memory.examples.renew(print, |number, _| find(&examples[valid[number]]));
        changed.extend(others.into_iter().flat_map(|(before, now)| [before, now]));
        return Arc::clone(valid);
    }
    let is_valid = |(number, example): (usize, &Example)| {
        (!example.expect_invalid && proved.proofs[number].verdict == Verdict::Valid).then_some(number)
    };
    let valid: Vec<usize> = examples.iter().enumerate().filter_map(is_valid).collect();
    let before: Vec<Arc<Vec<Finding>>> = memory.examples.found().cloned().collect();
    let asked = valid.iter().map(|number| &examples[*number]);
    let asked = asked.map(|example| (example.place.clone(), print(resolved, example), example));
    let now = memory.examples.all(asked.collect(), |example| find(example));
    changed.extend(before.into_iter().chain(now).filter(|found| again.is_some() && !found.is_empty()));
    Arc::new(valid)
}

/// What each entry of the table says.
fn every(say: impl Fn(&Find) -> Vec<Finding>) -> Vec<Finding> {
    CHECKS.iter().flat_map(|check| check.finds).flat_map(say).collect()
}

/// The findings of names; those of schemas by themselves are kept.
fn in_schemas(
    memory: &mut Memory,
    subject: &Subject,
    broken: &Broken<'_>,
    again: Option<&Again<'_>>,
    changed: &mut Vec<Arc<Vec<Finding>>>,
) -> Arc<Vec<Finding>> {
    let resolved = &subject.site.proved.resolved;
    let broken = |root: &Root| broken.get(&root.place.source).filter(|_| root.is_document);
    let print = |root: &Root| {
        let mut hasher = DefaultHasher::new();
        (resolved.print(root.place.source), broken(root)).hash(&mut hasher);
        hasher.finish()
    };
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
    match again {
        Some(again) => {
            let may_differ = |root: &Root| {
                let source = root.place.source;
                again.stale.has(source) || broken(root).is_some() || again.last.countered.contains(&source)
            };
            let others = memory.schemas.renew(|_, root| may_differ(root).then(|| print(root)), |_, root| say(root));
            let same_names = others.iter().all(|(before, now)| before.uses == now.uses);
            let lists = others.iter().flat_map(|(before, now)| [before, now]);
            changed.extend(lists.map(|said| Arc::new(said.findings.clone())));
            if same_names {
                return Arc::clone(&again.last.names);
            }
        }
        None => {
            let asked = resolved.roots.iter().map(|root| (root.clone(), print(root), root));
            memory.schemas.all(asked.collect(), |root| say(root));
        }
    }
    Arc::new(of_names(memory, resolved))
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

/// What it depends on what a valid example says: its text, and the schemas that are applied to it with all that they refer to.
fn print(resolved: &Resolved, example: &Example) -> u64 {
    let mut hasher = DefaultHasher::new();
    address(resolved.project.sources.share(example.place.source)).hash(&mut hasher);
    for instance in example.instances() {
        (&instance.pointer, &instance.schema, resolved.print(instance.schema.source)).hash(&mut hasher);
    }
    hasher.finish()
}
