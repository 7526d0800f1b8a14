//! Since which version each field is there, and which is the first without it.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::keyword::{dotted, subschemas};
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// How many fields of a version are looked at.
const FIELDS: usize = 2_000;

/// A field of a thing that has versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSince {
    /// `order.lines[].price`
    pub path: String,
    /// The number of the first version that has it.
    pub first: usize,
    /// That of the first without it after the last that has it, if that is not the newest.
    pub until: Option<usize>,
}

/// The fields of all versions, in the order of their paths.
pub fn since<'a>(versions: impl Iterator<Item = &'a BTreeSet<String>>) -> Vec<FieldSince> {
    let mut known: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut count = 0;
    for (at, paths) in versions.enumerate() {
        for path in paths {
            known.entry(path).and_modify(|(_, last)| *last = at).or_insert((at, at));
        }
        count = at + 1;
    }
    let fields = known.into_iter().map(|(path, (first, last))| FieldSince {
        path: path.to_owned(),
        first,
        until: Some(last + 1).filter(|until| *until < count),
    });
    fields.collect()
}

/// The dotted paths of the properties that hold for a schema, those that it has through references and `allOf` at its root among them.
pub fn paths(resolved: &Resolved, place: &Place, dialect: Dialect) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for part in resolved.parts(place, dialect) {
        if let Some(node) = resolved.project.sources.node(&part) {
            let is_own = part.source == place.source;
            below(&mut paths, node, "", resolved.dialect_of(&part), is_own);
        }
    }
    paths
}

/// The paths below a schema. The recursion is bounded by the depth that the parsers allow.
fn below(paths: &mut BTreeSet<String>, node: &Node, pointer: &str, dialect: Dialect, is_own: bool) {
    for found in subschemas(node, dialect) {
        let at = format!("{pointer}{}", found.pointer());
        match found.keyword.name {
            "$defs" | "definitions" | "not" | "propertyNames" | "contentSchema" => {}
            // Those of the root are parts of their own.
            "allOf" if pointer.is_empty() => {}
            "properties" | "patternProperties" | "additionalProperties" | "unevaluatedProperties" => {
                if paths.len() >= FIELDS {
                    return;
                }
                paths.insert(dotted(&at));
                if is_own {
                    below(paths, found.node, &at, dialect, is_own);
                }
            }
            _ => below(paths, found.node, &at, dialect, is_own),
        }
    }
}
