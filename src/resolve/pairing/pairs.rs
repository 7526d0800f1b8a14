//! Pairs all examples, but those that are paired as in the last run.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::{Finder, Names, by_type, split};
use crate::model::{Example, ExampleKind, FenceUse, Page, Pairing, Project};
use crate::resolve::{Resolved, Stale};
use crate::source::{Node, Place};

/// How examples were paired: the same in a run of the same setting, as long as schemas have the same versions and types.
#[derive(Debug, Default)]
pub struct Pairs {
    /// What examples may be paired by, as one number, and ready to be asked.
    fingerprint: u64,
    names: OnceLock<Names>,
    /// By the number of the example before files were split.
    kept: Vec<Option<Arc<Pair>>>,
    /// The number that the first of those has that were made of each.
    starts: Vec<usize>,
}

/// How an example was paired, and the fingerprint of what it was paired by.
#[derive(Debug)]
struct Pair {
    fingerprint: u64,
    place: Place,
    pairing: Pairing,
    event_type: Option<String>,
}

/// Pairs every example that is not embedded, splits files that hold several, and tells each its event type.
pub fn pair(resolved: &mut Resolved, pairs: &mut Pairs) {
    let examples = std::mem::take(Arc::make_mut(&mut resolved.project.examples));
    let fingerprint = fingerprint_of_names(resolved);
    if pairs.fingerprint != fingerprint {
        *pairs = Pairs { fingerprint, ..Pairs::default() };
    }
    let (resolved_now, names, known) = (&*resolved, &pairs.names, &pairs.kept);
    let sections = sections(&resolved_now.project);
    let pair = |(number, mut example): (usize, Example)| {
        if is_embedded(&example) {
            let types = &names.get_or_init(|| Names::new(resolved_now)).types;
            example.event_type = by_type::embedded_type(resolved_now, types, &example);
            return (Paired::One(example), None);
        }
        let fingerprint = fingerprint_of(resolved_now, &sections, &example);
        // Where a name of a place leads to is for what stands there to say, so it is asked anew.
        let kept = known.get(number).and_then(Option::as_ref).filter(|_| !asks_by_pointer(&example));
        if let Some(kept) = kept.filter(|kept| kept.fingerprint == fingerprint && kept.place == example.place) {
            example.pairing.clone_from(&kept.pairing);
            example.event_type.clone_from(&kept.event_type);
            return (Paired::One(example), Some(Arc::clone(kept)));
        }
        let paired = paired(resolved_now, names, example);
        let kept = match &paired {
            Paired::One(example) if !asks_by_pointer(example) => {
                let (place, pairing) = (example.place.clone(), example.pairing.clone());
                Some(Arc::new(Pair { fingerprint, place, pairing, event_type: example.event_type.clone() }))
            }
            // Whether a list is split is for the schema to say.
            _ => None,
        };
        (paired, kept)
    };
    let all: Vec<(Paired, Option<Arc<Pair>>)> = examples.into_par_iter().enumerate().map(pair).collect();
    let mut examples = Vec::with_capacity(all.len());
    (pairs.kept, pairs.starts) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (paired, pair) in all {
        pairs.starts.push(examples.len());
        match paired {
            Paired::One(example) => examples.push(example),
            Paired::Items(items) => examples.extend(items),
        }
        pairs.kept.push(pair);
    }
    resolved.project.examples = Arc::new(examples);
}

/// Whether `loaded`, the examples as they were before `pair`, are paired as they were then, though some sources are stale; if so, that is
/// remembered.
pub fn are_paired_again(resolved: &Resolved, pairs: &mut Pairs, loaded: &[Example], stale: &Stale) -> bool {
    if pairs.fingerprint != fingerprint_of_names(resolved) {
        return false;
    }
    let examples = &resolved.project.examples;
    let embedded = examples.iter().filter(|example| stale.has(example.place.source) && is_embedded(example));
    let types = &pairs.names.get_or_init(|| Names::new(resolved)).types;
    let mut embedded = embedded.map(|example| by_type::embedded_type(resolved, types, example) == example.event_type);
    if !embedded.all(|is_same| is_same) {
        return false;
    }
    let sections = sections(&resolved.project);
    for (number, example) in loaded.iter().enumerate() {
        // What was not kept depends on what schemas say.
        if !stale.has(example.place.source) && pairs.kept[number].is_some() {
            continue;
        }
        let end = pairs.starts.get(number + 1).copied().unwrap_or(examples.len());
        let before = &examples[pairs.starts[number]..end];
        let is_same = match paired(resolved, &pairs.names, example.clone()) {
            Paired::One(now) => *before == [now],
            Paired::Items(now) => *before == now[..],
        };
        if !is_same {
            return false;
        }
        if let Some(kept) = &mut pairs.kept[number] {
            let fingerprint = fingerprint_of(resolved, &sections, example);
            let (place, pairing) = (kept.place.clone(), kept.pairing.clone());
            *kept = Arc::new(Pair { fingerprint, place, pairing, event_type: kept.event_type.clone() });
        }
    }
    true
}

/// What an example is paired by, beside names: what it is and, in a fence, in which section of its page it stands with which schemas.
fn fingerprint_of(resolved: &Resolved, sections: &HashMap<&str, u64>, example: &Example) -> u64 {
    let own = resolved.fingerprint(example.place.source);
    if example.kind == ExampleKind::File {
        return own;
    }
    let file = resolved.project.sources.get(example.place.source).file.as_str();
    let mut hasher = DefaultHasher::new();
    (own, sections.get(file)).hash(&mut hasher);
    hasher.finish()
}

/// The sections of each page with inputs and what stands in them, as one number, by file.
fn sections(project: &Project) -> HashMap<&str, u64> {
    let of_page = |page: &Page| {
        let mut hasher = DefaultHasher::new();
        page.headings.iter().for_each(|heading| heading.level.hash(&mut hasher));
        for fence in &page.fences {
            (fence.section, fence.used).hash(&mut hasher);
        }
        hasher.finish()
    };
    let has_inputs = |page: &Page| page.fences.iter().any(|fence| fence.used != FenceUse::Code);
    let pages = project.pages.iter().filter(|page| has_inputs(page));
    pages.map(|page| (project.sources.get(page.source).file.as_str(), of_page(page))).collect()
}

/// Pairs an example.
fn paired(resolved: &Resolved, names: &OnceLock<Names>, mut example: Example) -> Paired {
    let finder = Finder { resolved, names: names.get_or_init(|| Names::new(resolved)) };
    example.pairing = finder.pairing(&example);
    if is_list(resolved, &example) {
        let mut items = split::split_array(resolved, example);
        items.iter_mut().for_each(|item| finder.finish(item));
        return Paired::Items(items);
    }
    finder.finish(&mut example);
    Paired::One(example)
}

/// What is made of an example: itself, or one for each item of its list.
#[allow(clippy::large_enum_variant, reason = "almost every example is one, and is moved rather than boxed")]
enum Paired {
    One(Example),
    Items(Vec<Example>),
}

/// Whether the example stands in a schema or a message.
fn is_embedded(example: &Example) -> bool {
    matches!(example.kind, ExampleKind::Schema | ExampleKind::Message)
}

fn is_list(resolved: &Resolved, example: &Example) -> bool {
    resolved.project.sources.node(&example.place).is_some_and(Node::is_array)
}

/// Whether the example's schema may be named by a place within a schema, which an entry of site.toml states or takes from a value, or is
/// named by what stands beside the example.
fn asks_by_pointer(example: &Example) -> bool {
    let mut entries = example.entry_schemas.iter().flatten();
    entries.any(|name| name.contains('#') || name.contains("{/")) || example.named_schema.is_some()
}

/// What examples may be paired by, beside what the setting of a run says: versions, types, what registries name,
/// what messages carry.
fn fingerprint_of_names(resolved: &Resolved) -> u64 {
    let mut hasher = DefaultHasher::new();
    for schema in resolved.project.schemas.iter() {
        (&schema.version, &schema.types).hash(&mut hasher);
    }
    for entry in resolved.project.registered.iter() {
        let schemas = entry.schemas().map(|name| resolved.find_in_catalog(entry.catalog, name));
        (entry.catalog, &entry.name, &entry.versions, schemas.collect::<Vec<_>>()).hash(&mut hasher);
    }
    for document in resolved.project.documents.iter() {
        for message in &document.messages {
            (document.catalog, &message.name, &message.id, &message.stated, &message.payload).hash(&mut hasher);
        }
    }
    hasher.finish()
}
