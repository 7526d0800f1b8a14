//! Pairs all examples, but those that are paired as in the last run.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::{Finder, by_type, split};
use crate::model::{Example, ExampleKind, Pairing};
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// How examples were paired: the same in a run of the same setting, as long as schemas have the same versions and types.
#[derive(Debug, Default)]
pub struct Pairs {
    names: u64,
    /// By the number of the example before files were split.
    kept: Vec<Option<Arc<Pair>>>,
}

/// How an example was paired, and the print of its source.
#[derive(Debug)]
struct Pair {
    print: u64,
    place: Place,
    pairing: Pairing,
    event_type: Option<String>,
}

/// Pairs every example that is not embedded, splits files that hold several, and tells each its event type.
pub fn pair(resolved: &mut Resolved, pairs: &mut Pairs) {
    let examples = std::mem::take(&mut resolved.project.examples);
    let names = names(resolved);
    let known = if pairs.names == names { std::mem::take(&mut pairs.kept) } else { Vec::new() };
    let (resolved_now, finder) = (&*resolved, OnceLock::new());
    let pair = |(number, mut example): (usize, Example)| {
        if matches!(example.kind, ExampleKind::Schema | ExampleKind::Message) {
            example.event_type = by_type::embedded_type(resolved_now, &example);
            return (Paired::One(example), None);
        }
        let print = resolved_now.print(example.place.source);
        // Where a name of a place leads to is for what stands there to say, so it is asked anew.
        let kept = known.get(number).and_then(Option::as_ref).filter(|_| !asks_by_pointer(&example));
        if let Some(kept) = kept.filter(|kept| kept.print == print && kept.place == example.place) {
            example.pairing.clone_from(&kept.pairing);
            example.event_type.clone_from(&kept.event_type);
            return (Paired::One(example), Some(Arc::clone(kept)));
        }
        let finder = finder.get_or_init(|| Finder::new(resolved_now));
        example.pairing = finder.pairing(&example);
        // Whether a list is split is for the schema to say.
        if finder.node(&example).is_some_and(Node::is_array) {
            let mut items = split::split_array(resolved_now, example);
            items.iter_mut().for_each(|item| finder.finish(item));
            return (Paired::Items(items), None);
        }
        finder.finish(&mut example);
        let kept = (!asks_by_pointer(&example)).then(|| {
            let (place, pairing) = (example.place.clone(), example.pairing.clone());
            Arc::new(Pair { print, place, pairing, event_type: example.event_type.clone() })
        });
        (Paired::One(example), kept)
    };
    let all: Vec<(Paired, Option<Arc<Pair>>)> = examples.into_par_iter().enumerate().map(pair).collect();
    let (mut examples, mut kept) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (paired, pair) in all {
        match paired {
            Paired::One(example) => examples.push(example),
            Paired::Items(items) => examples.extend(items),
        }
        kept.push(pair);
    }
    resolved.project.examples = examples;
    *pairs = Pairs { names, kept };
}

/// What is made of an example: itself, or one for each item of its list.
#[allow(clippy::large_enum_variant, reason = "almost every example is one, and is moved rather than boxed")]
enum Paired {
    One(Example),
    Items(Vec<Example>),
}

/// Whether the example's schema is named by a place, which may lie within a schema.
fn asks_by_pointer(example: &Example) -> bool {
    example.entry_schemas.is_some() || example.named_schema.is_some()
}

/// What examples may be paired by, beside what the setting of a run says: versions, types, and what registries name.
fn names(resolved: &Resolved) -> u64 {
    let mut hasher = DefaultHasher::new();
    for schema in &resolved.project.schemas {
        (&schema.version, &schema.types).hash(&mut hasher);
    }
    for entry in &resolved.project.registered {
        let schema = entry.schema.as_deref().and_then(|name| resolved.find_in_catalog(entry.catalog, name));
        (entry.catalog, &entry.name, schema).hash(&mut hasher);
    }
    hasher.finish()
}
