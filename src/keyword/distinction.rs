//! What tells alternatives apart: a property whose value differs, or one that only one of them demands.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{code, listed, name, text};
use super::{Digits, Run, inline_json};
use crate::source::Node;

/// The most alternatives that are compared, and the most values that are listed for one.
const BRANCHES: usize = 200;
const VALUES: usize = 4;

/// One alternative: the schemas that hold together where it is chosen, each with the source of its digits.
pub type Branch<'a> = Vec<(&'a Node, &'a dyn Digits)>;

/// The property whose values tell alternatives apart, with the values of each as JSON; `named` is the one that a discriminator names,
/// which goes before others.
pub fn tag<'a>(branches: &[Branch<'a>], named: Option<&'a str>) -> Option<(&'a str, Vec<BTreeSet<String>>)> {
    if branches.len() < 2 || branches.len() > BRANCHES {
        return None;
    }
    let mut constants: Vec<BTreeMap<&str, BTreeSet<String>>> = branches.iter().map(constants).collect();
    let own: Vec<&str> = constants[0].keys().copied().collect();
    // The tag first, then the order of names, so that the same input gives the same words.
    let tag = named.into_iter().chain(own).find(|candidate| {
        let values: Option<Vec<_>> = constants.iter().map(|constants| constants.get(candidate)).collect();
        values.is_some_and(|values| are_disjoint(&values))
    })?;
    Some((tag, constants.iter_mut().filter_map(|constants| constants.remove(tag)).collect()))
}

/// For each alternative the words by which a reader knows it: `when `kind` is `"card"``, `when it has `iban``; empty where nothing simple
/// tells it apart. `named` is as for [`tag`].
pub fn distinctions(branches: &[Branch<'_>], named: Option<&str>) -> Vec<Vec<Run>> {
    let none = vec![Vec::new(); branches.len()];
    if branches.len() < 2 || branches.len() > BRANCHES {
        return none;
    }
    if let Some((name, values)) = tag(branches, named) {
        return values.iter().map(|values| valued(name, values)).collect();
    }
    let demanded: Vec<BTreeSet<&str>> = branches.iter().map(demanded).collect();
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
    branch.iter().filter_map(|(schema, _)| schema.get("required")?.strings()).flatten().collect()
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
