//! Where event types stand: on pages of their own, and past those that there is room for in their rows of the list of all.

use std::collections::{BTreeMap, BTreeSet};

use super::anchor::type_anchor;
use super::claim::Claims;
use super::list::{ROWS, type_lists};
use super::path::segment;
use crate::resolve::Resolved;

/// The addresses of all event types, by name, of which `own` may have pages, and those of the pages that list them. What no schema speaks of is
/// shown by its examples, and has a page whatever the room.
pub fn types(resolved: &Resolved, own: usize, claims: &mut Claims) -> (BTreeMap<String, String>, Vec<String>) {
    let examples = &resolved.project.examples;
    let mut types = BTreeMap::new();
    for (number, name) in names(resolved).into_iter().enumerate() {
        let mut shown = resolved.types_named(name).flat_map(|(_, found)| &found.examples);
        if number < own || shown.any(|number| examples[*number].schema().is_none()) {
            let url = claims.claim_distinct(&format!("types/{}/", segment(name)), name);
            types.insert(name.to_owned(), url);
        }
    }
    let lists = type_lists(resolved.types.len(), claims);
    let catalogs = 0..resolved.project.config.catalogs.len();
    let listed = catalogs.flat_map(|catalog| resolved.types.iter().filter(move |found| found.catalog == catalog));
    for (row, found) in listed.enumerate() {
        let list = lists.get(row / ROWS).map_or("types/", String::as_str);
        let address = || format!("{list}#{}", type_anchor(found.catalog, &found.name));
        types.entry(found.name.clone()).or_insert_with(address);
    }
    (types, lists)
}

/// How many there are.
pub fn count(resolved: &Resolved) -> usize {
    names(resolved).len()
}

fn names(resolved: &Resolved) -> BTreeSet<&str> {
    resolved.types.iter().map(|found| found.name.as_str()).collect()
}
