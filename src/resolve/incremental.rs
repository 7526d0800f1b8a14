//! Resolves a project again of which a few texts are others: if each says the same of how things belong together, all is tied as it was.
//!
//! That is the daily case, a file that is saved while somebody writes. Whatever it is asked for here is asked of the sources that have
//! changed and of what refers to them. If one answer is another than before, everything is resolved anew.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{Cache, Last, key};
use super::embedded::states_alike;
use super::reference::{Finder, Found};
use super::stated::stated;
use super::walk::{Root, facts};
use super::{Resolved, Stale, asyncapi, fingerprint, graph, pairing};
use crate::model::{Document, Project};
use crate::source::{Place, SourceId};

/// The project tied as in the last run; `None` if it may not be, or there was none.
pub fn resolve_again(cache: &mut Cache, project: &Project) -> Option<Resolved> {
    let (loaded, before) = cache.last.run.clone()?;
    if !project.has_lists_of(&loaded) {
        return None;
    }
    let others = project.sources.changed_since(&loaded.sources);
    let changed: HashSet<SourceId> = others.iter().copied().collect();
    let walked = roots_of(&before, &changed)?;
    let mut resolved = Resolved { project: with_texts_of(&before.project, project, &loaded), ..before.clone() };
    if !leads_where_it_led(&cache.last, &resolved, &changed, &walked) {
        return None;
    }
    let (own_fingerprints, fingerprints) = fingerprints(&cache.last, &resolved, &changed);
    let stale = Stale::between(others, &before.fingerprints, &fingerprints);
    resolved.fingerprints = Arc::new(fingerprints);
    let documents = documents_again(&resolved, &before, &loaded, &changed, &stale)?;
    for (number, document) in documents {
        Arc::make_mut(&mut resolved.project.documents)[number] = Arc::new(document);
    }
    if !says_what_it_said(&resolved, &changed, &stale)
        || !pairing::are_paired_again(&resolved, &mut cache.last.pairs, &loaded.examples, &stale)
    {
        return None;
    }
    resolved.fields = cache.fields(&resolved, Some(&stale));
    remember(cache, &resolved, &loaded, &walked, own_fingerprints);
    cache.keep(project.clone(), &resolved);
    Some(resolved)
}

/// The project as it was resolved, with the texts, titles and pages that it has now.
fn with_texts_of(before: &Project, now: &Project, loaded: &Project) -> Project {
    let (sources, pages) = (now.sources.clone(), Arc::clone(&now.pages));
    let mut project = Project { sources, pages, ..before.clone() };
    if !Arc::ptr_eq(&now.schemas, &loaded.schemas) {
        for (schema, now) in Arc::make_mut(&mut project.schemas).iter_mut().zip(now.schemas.iter()) {
            schema.title.clone_from(&now.title);
            schema.deprecated = now.deprecated;
        }
    }
    project
}

/// How those of the sources are walked that hold schemas; `None` if one is a part, which is read as what leads to it says.
fn roots_of(before: &Resolved, changed: &HashSet<SourceId>) -> Option<Vec<Root>> {
    let project = &before.project;
    if project.parts.iter().any(|part| changed.contains(part)) {
        return None;
    }
    let schemas = changed.iter().filter_map(|source| before.schema_of(*source));
    let schemas = schemas.map(|number| Root::schema(&project.schemas[number]));
    let documents = project.documents.iter().map(|document| document.source).filter(|source| changed.contains(source));
    Some(schemas.chain(documents.map(Root::document)).collect())
}

/// Whether the sources are made of what they were, and all references that look into them find what they found.
fn leads_where_it_led(last: &Last, resolved: &Resolved, changed: &HashSet<SourceId>, walked: &[Root]) -> bool {
    let Some(index) = &last.index else { return false };
    if changed.iter().any(|source| last.asked_later.contains(source)) {
        return false;
    }
    let is_alike = |root: &Root| {
        let bare = last.facts.get(&root.source);
        // One that has grown holds what references led to.
        let has_grown = bare.map(Arc::as_ptr) != resolved.facts.get(&root.source).map(Arc::as_ptr);
        !has_grown && bare.is_some_and(|bare| **bare == facts(&resolved.project, root))
    };
    if !walked.iter().all(is_alike) {
        return false;
    }
    let finder = Finder::new(&resolved.project, index, &last.facts);
    let is_asking = |found: &Found| found.asked().iter().any(|asked| changed.contains(asked));
    let asking = last.found.par_iter().filter(|(_, found)| is_asking(found));
    asking.all(|(source, found)| finder.find(*source, 0) == **found)
}

/// The fingerprints of all sources, by themselves and with what they refer to.
fn fingerprints(last: &Last, resolved: &Resolved, changed: &HashSet<SourceId>) -> (Vec<u64>, Vec<u64>) {
    let mut own = last.own_fingerprints.clone();
    for source in changed {
        own[source.0 as usize] = fingerprint::own_fingerprint(resolved, *source);
    }
    let mut fingerprints = resolved.fingerprints.to_vec();
    for (number, closure) in resolved.closures.iter().enumerate() {
        if closure.sources.iter().any(|source| changed.contains(source)) {
            fingerprints[number] = fingerprint::fingerprint(&own, number, closure);
        }
    }
    (own, fingerprints)
}

/// The documents that are others than they were, by number, and only in what readers are told; `None` if one is another in more than that.
fn documents_again(
    resolved: &Resolved,
    before: &Resolved,
    loaded: &Project,
    changed: &HashSet<SourceId>,
    stale: &Stale,
) -> Option<Vec<(usize, Document)>> {
    let project = &resolved.project;
    let incremental = |(number, document): (usize, &Arc<Document>)| {
        let mut now = Document::clone(&loaded.documents[number]);
        asyncapi::read(resolved, &mut now);
        // What messages carry is told by names, which are the same.
        for (now, before) in now.messages.iter_mut().zip(&document.messages) {
            now.types.clone_from(&before.types);
        }
        let mut examples = document.messages.iter().filter_map(|message| message.examples.as_ref());
        let states_alike = |examples: &Place| {
            !changed.contains(&examples.source) || states_alike(&before.project.sources, &project.sources, examples)
        };
        let is_alike = now.is_same_but_for_words(document) && examples.all(states_alike);
        is_alike.then(|| (now != **document).then_some((number, now)))
    };
    let documents = project.documents.par_iter().enumerate().filter(|(_, document)| stale.has(document.source));
    let others: Option<Vec<Option<(usize, Document)>>> = documents.map(incremental).collect();
    Some(others?.into_iter().flatten().collect())
}

/// Whether schemas state the types that they stated, and the graph of channels is what it was.
fn says_what_it_said(resolved: &Resolved, changed: &HashSet<SourceId>, stale: &Stale) -> bool {
    let project = &resolved.project;
    let schemas = project.schemas.par_iter().filter(|schema| stale.has(schema.source));
    let mut parts = project.documents.iter().flat_map(|document| &document.parts);
    schemas.all(|schema| stated(resolved, schema) == schema.types)
        && (!parts.any(|part| changed.contains(&part.place.source)) || graph::graph(resolved) == *resolved.graph)
}

/// What the next run finds, whether it is again one of this sort or not.
fn remember(cache: &mut Cache, resolved: &Resolved, loaded: &Project, walked: &[Root], own_fingerprints: Vec<u64>) {
    for root in walked {
        let (before, now) = (loaded.sources.share(root.source), resolved.project.sources.share(root.source));
        if let Some((_, facts)) = cache.facts.remove(&key(before, root)) {
            cache.facts.insert(key(now, root), (Arc::clone(now), facts));
        }
    }
    let last = &mut cache.last;
    last.sources = resolved.project.sources.clone();
    last.own_fingerprints = own_fingerprints;
    for (number, document) in resolved.project.documents.iter().enumerate() {
        last.documents[number] = (resolved.fingerprint(document.source), Arc::clone(document));
    }
    for (schema, (fingerprint, _)) in resolved.project.schemas.iter().zip(&mut last.types) {
        *fingerprint = resolved.fingerprint(schema.source);
    }
}
