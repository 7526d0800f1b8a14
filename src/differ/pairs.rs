//! Which schema of one state is which of the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::State;
use crate::bundle::bundle;
use crate::model::Schema;

/// A schema document in one or both states.
pub struct Paired<'a> {
    pub old: Option<&'a Schema>,
    pub new: Option<&'a Schema>,
}

/// The schemas of both states, by file; of those that are in one state alone the ones that have an `$id` in common or say the same are one that
/// was renamed.
pub fn paired<'a>(old: &State<'a>, new: &State<'a>) -> Vec<Paired<'a>> {
    if let (Some(_), Some(_)) = (old.only, new.only) {
        return vec![Paired { old: schemas(old).next(), new: schemas(new).next() }];
    }
    let by_file = |state: &State<'a>| -> BTreeMap<&'a str, &'a Schema> {
        schemas(state).map(|schema| (name(state, schema), schema)).collect()
    };
    let (olds, news) = (by_file(old), by_file(new));
    let mut gone: Vec<&Schema> = olds.iter().filter(|(file, _)| !news.contains_key(*file)).map(|(_, it)| *it).collect();
    let mut fresh: Vec<&Schema> =
        news.iter().filter(|(file, _)| !olds.contains_key(*file)).map(|(_, it)| *it).collect();
    let mut pairs: Vec<Paired<'a>> = Vec::new();
    renamed(&mut pairs, &mut gone, &mut fresh, |schema, _| schema.id.clone());
    renamed(&mut pairs, &mut gone, &mut fresh, |schema, is_old| {
        bundle(if is_old { old.resolved } else { new.resolved }, schema.source)
    });
    pairs.extend(gone.into_iter().map(|schema| Paired { old: Some(schema), new: None }));
    pairs.extend(fresh.into_iter().map(|schema| Paired { old: None, new: Some(schema) }));
    let both = olds.iter().filter_map(|(file, old)| Some(Paired { old: Some(old), new: Some(news.get(file)?) }));
    pairs.extend(both);
    let file = |pair: &Paired<'a>| {
        let own = pair.new.map(|schema| name(new, schema)).or(pair.old.map(|schema| name(old, schema)));
        own.unwrap_or_default().to_owned()
    };
    pairs.sort_by_cached_key(file);
    pairs
}

fn schemas<'a>(state: &State<'a>) -> impl Iterator<Item = &'a Schema> + use<'a> {
    let only = state.only;
    let all = state.resolved.project.schemas.iter().filter(|schema| !schema.is_metaschema);
    all.filter(move |schema| only.is_none_or(|only| only == schema.source))
}

fn name<'a>(state: &State<'a>, schema: &Schema) -> &'a str {
    &state.resolved.project.sources.get(schema.source).name
}

/// Pairs those that have the same key, which no other has.
fn renamed<'a>(
    pairs: &mut Vec<Paired<'a>>,
    gone: &mut Vec<&'a Schema>,
    fresh: &mut Vec<&'a Schema>,
    key: impl Fn(&Schema, bool) -> Option<String>,
) {
    let keys = |schemas: &[&'a Schema], is_old: bool| {
        let mut known: HashMap<String, Option<&'a Schema>> = HashMap::new();
        for schema in schemas {
            if let Some(key) = key(schema, is_old) {
                known.entry(key).and_modify(|it| *it = None).or_insert(Some(schema));
            }
        }
        known
    };
    let (olds, news) = (keys(gone, true), keys(fresh, false));
    let mut used = BTreeSet::new();
    for (key, old) in &olds {
        if let (Some(old), Some(Some(new))) = (old, news.get(key)) {
            used.insert((old.source, new.source));
            pairs.push(Paired { old: Some(old), new: Some(new) });
        }
    }
    gone.retain(|schema| !used.iter().any(|(old, _)| *old == schema.source));
    fresh.retain(|schema| !used.iter().any(|(_, new)| *new == schema.source));
}
