//! Whether two schemas say the same, wherever they stand and however they are annotated.

use std::collections::{BTreeMap, HashSet};

use crate::keyword::{Keyword, StatementKind, Subschemas, lookup};
use crate::resolve::Resolved;
use crate::source::{Node, Place, join};

/// Whether two schemas have the same keywords with the same values, references followed. What only informs does not count: titles,
/// descriptions, examples, names of the schema, definitions as such, unknown names. What a reference that leads nowhere stands for is
/// not known, so nothing differs there.
pub fn same_schema(resolved: &Resolved, a: &Place, b: &Place) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![(a.clone(), b.clone())];
    while let Some((a, b)) = open.pop() {
        let (Some(a), Some(b)) = (resolved.follow(&a), resolved.follow(&b)) else { continue };
        if a == b || !seen.insert((a.clone(), b.clone())) {
            continue;
        }
        let (Some(first), Some(second)) = (resolved.project.sources.node(&a), resolved.project.sources.node(&b)) else {
            continue;
        };
        let (mine, theirs) = (facts(first), facts(second));
        if !first.is_object() || !second.is_object() {
            if first.to_value() != second.to_value() {
                return false;
            }
            continue;
        }
        if !mine.keys().eq(theirs.keys()) {
            return false;
        }
        for (name, (keyword, value)) in mine {
            let other = theirs[name].1;
            let Some(steps) = subschemas(keyword.subschemas, value, other) else {
                if comparable(value) != comparable(other) {
                    return false;
                }
                continue;
            };
            let below = |place: &Place, step: &str| {
                let keyword = join(&place.pointer, name);
                Place::new(place.source, if step.is_empty() { keyword } else { format!("{keyword}{step}") })
            };
            open.extend(steps.iter().map(|step| (below(&a, step), below(&b, step))));
        }
    }
    true
}

/// The members of a schema that constrain, by name.
fn facts(schema: &Node) -> BTreeMap<&str, (&'static Keyword, &Node)> {
    let members = schema.members().iter().map(|member| (&*member.key, (lookup(&member.key), &member.value)));
    members.filter(|(_, (keyword, _))| constrains(keyword.kind)).collect()
}

fn constrains(kind: StatementKind) -> bool {
    use StatementKind::{Annotation, Definitions, Flag, Identity, Note, Unknown};
    !matches!(kind, Annotation | Definitions | Flag | Identity | Note | Unknown)
}

/// The pointers from a keyword to its subschemas, if both values have the same ones.
fn subschemas(kind: Subschemas, a: &Node, b: &Node) -> Option<Vec<String>> {
    let keys = |node: &Node| {
        let mut keys: Vec<String> = node.members().iter().map(|member| member.key.to_string()).collect();
        keys.sort();
        keys
    };
    let is_schema = |node: &Node| node.is_object() || node.as_bool().is_some();
    match kind {
        Subschemas::One | Subschemas::OneOrList if is_schema(a) && is_schema(b) => Some(vec![String::new()]),
        Subschemas::List | Subschemas::OneOrList
            if a.is_array() && b.is_array() && a.items().len() == b.items().len() =>
        {
            Some((0..a.items().len()).map(|index| format!("/{index}")).collect())
        }
        Subschemas::Map if a.is_object() && b.is_object() && keys(a) == keys(b) => {
            Some(keys(a).iter().map(|key| join("", key)).collect())
        }
        _ => None,
    }
}

/// A value for comparison: the order of `required`, `enum` and `type` says nothing.
fn comparable(node: &Node) -> Vec<String> {
    if node.is_array() {
        let mut items: Vec<String> = node.items().iter().map(|item| item.to_value().to_string()).collect();
        items.sort();
        return items;
    }
    vec![node.to_value().to_string()]
}
