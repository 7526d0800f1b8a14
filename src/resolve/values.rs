//! The values that a schema lets a member have, where it lists them.

use std::collections::BTreeSet;

use super::Resolved;
use crate::source::{Node, Place, join};

/// How many schemas are looked at within one another.
const DEPTH: usize = 32;

/// The values, as JSON, that the schema at `schema` lists for the member at `path` of an instance; `None` where it leaves open what that is.
pub fn listed_values(resolved: &Resolved, schema: &Place, path: &[&str]) -> Option<BTreeSet<String>> {
    look(resolved, schema, path, DEPTH)
}

fn look(resolved: &Resolved, schema: &Place, path: &[&str], depth: usize) -> Option<BTreeSet<String>> {
    let node = resolved.project.sources.node(schema)?;
    let depth = depth.checked_sub(1)?;
    let at = |key: &str| Place::new(schema.source, join(&schema.pointer, key));
    let own = match path {
        [] => stated(node),
        [name, rest @ ..] => {
            look(resolved, &Place::new(schema.source, join(&at("properties").pointer, name)), rest, depth)
        }
    };
    // What stands side by side holds together, so that one list is enough; of alternatives each has to have one.
    let branches = |key: &str| {
        let count = node.get(key).map_or(0, |list| list.items().len());
        let places = (0..count).map(|index| Place::new(schema.source, format!("{}/{index}", at(key).pointer)));
        places.map(|branch| look(resolved, &branch, path, depth)).collect::<Vec<_>>()
    };
    let alternatives = |key: &str| {
        let all: Option<Vec<BTreeSet<String>>> = branches(key).into_iter().collect();
        all.filter(|all| !all.is_empty()).map(|all| all.into_iter().flatten().collect())
    };
    own.or_else(|| look(resolved, resolved.target(schema)?, path, depth))
        .or_else(|| branches("allOf").into_iter().flatten().next())
        .or_else(|| alternatives("oneOf"))
        .or_else(|| alternatives("anyOf"))
}

fn stated(schema: &Node) -> Option<BTreeSet<String>> {
    let values = match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => std::slice::from_ref(value),
        (None, Some(list)) => list.items(),
        (None, None) => return None,
    };
    Some(values.iter().map(|value| value.to_value().to_string()).collect())
}

/// What a value at a path says of a schema that asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The schema holds.
    In,
    /// It can't hold.
    Out,
    Open,
}

/// What `name` at `path` of an instance says of the schema at `schema`: whether that is known to hold, where it asks for nothing else.
pub fn settled<T: AsRef<str>>(resolved: &Resolved, schema: &Place, path: &[T], name: &str) -> Settled {
    let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
    let Some(values) = listed_values(resolved, schema, &path) else { return Settled::Open };
    if !values.contains(&serde_json::Value::from(name).to_string()) {
        return Settled::Out;
    }
    let node = resolved.project.sources.node(schema);
    let members = node.and_then(|node| node.get("properties")).map_or(0, |it| it.members().len());
    let is_other = |key: &str| !matches!(key, "properties" | "required");
    let others = node.map_or(0, |node| node.members().iter().filter(|it| is_other(&it.key)).count());
    if members == 1 && others == 0 { Settled::In } else { Settled::Open }
}
