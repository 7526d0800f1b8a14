//! What tells alternatives apart: a property whose value differs, or one that only one of them demands.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::strings;
use super::words::{code, listed, name, text};
use super::{Digits, Run, inline_json};
use crate::source::Node;

/// The most alternatives that are compared, and the most values that are listed for one.
const BRANCHES: usize = 200;
const VALUES: usize = 4;

/// One alternative: the schemas that hold together where it is chosen, each with the source of its digits.
pub type Branch<'a> = Vec<(&'a Node, &'a dyn Digits)>;

/// For each alternative the words by which a reader knows it: `when `kind` is `"card"``, `when it has `iban``; empty where nothing simple
/// tells it apart. `tag` is the property that a discriminator names, which goes before others.
pub fn distinctions(branches: &[Branch<'_>], tag: Option<&str>) -> Vec<Vec<Run>> {
    let none = vec![Vec::new(); branches.len()];
    if branches.len() < 2 || branches.len() > BRANCHES {
        return none;
    }
    let constants: Vec<BTreeMap<&str, BTreeSet<String>>> = branches.iter().map(constants).collect();
    let demanded: Vec<BTreeSet<&str>> = branches.iter().map(demanded).collect();
    let named = constants[0].keys().copied();
    // The tag first, then the order of names, so that the same input gives the same words.
    let candidates = tag.into_iter().chain(named);
    for candidate in candidates {
        let values: Option<Vec<_>> = constants.iter().map(|constants| constants.get(candidate)).collect();
        if let Some(values) = values.filter(|values| are_disjoint(values)) {
            return values.into_iter().map(|values| valued(candidate, values)).collect();
        }
    }
    let own = demanded.iter().enumerate().map(|(index, names)| {
        let others =
            |name: &&&str| demanded.iter().enumerate().all(|(other, names)| other == index || !names.contains(*name));
        names.iter().find(others).map_or_else(Vec::new, |only| vec![text("when it has "), name(only)])
    });
    let own: Vec<Vec<Run>> = own.collect();
    if own.iter().all(|words| !words.is_empty()) { own } else { none }
}

/// The properties that can have but a few values, with these as JSON.
fn constants<'a>(branch: &Branch<'a>) -> BTreeMap<&'a str, BTreeSet<String>> {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (schema, digits) in branch {
        for property in schema.get("properties").map(Node::members).unwrap_or_default() {
            let values = match (property.value.get("const"), property.value.get("enum")) {
                (Some(value), _) => std::slice::from_ref(value),
                (None, Some(list)) => list.items(),
                (None, None) => continue,
            };
            if !values.is_empty() {
                let values = values.iter().map(|value| inline_json(value, *digits)).collect();
                // Of two schemas that speak of one property, the narrower one decides.
                let narrower = |old: &BTreeSet<String>, new: &BTreeSet<String>| new.len() < old.len();
                match found.get_mut(&*property.key) {
                    Some(old) if !narrower(old, &values) => {}
                    Some(old) => *old = values,
                    None => drop(found.insert(&property.key, values)),
                }
            }
        }
    }
    found
}

/// The properties that have to be present.
fn demanded<'a>(branch: &Branch<'a>) -> BTreeSet<&'a str> {
    branch.iter().filter_map(|(schema, _)| strings(schema.get("required")?)).flatten().collect()
}

fn are_disjoint(sets: &[&BTreeSet<String>]) -> bool {
    let mut seen = BTreeSet::new();
    sets.iter().flat_map(|set| set.iter()).all(|value| seen.insert(value))
}

fn valued(property: &str, values: &BTreeSet<String>) -> Vec<Run> {
    let more = values.len().saturating_sub(VALUES);
    let shown = values.iter().take(VALUES).map(|value| vec![code(value)]);
    let shown = shown.chain((more > 0).then(|| vec![text(format!("{more} more"))]));
    [vec![text("when "), name(property), text(" is ")], listed(shown, "or")].concat()
}
