//! The schemas that govern a value of an example.

use std::collections::HashSet;

use crate::model::Example;
use crate::pattern::Pattern;
use crate::resolve::Resolved;
use crate::source::{Node, Place, escape_token, join, pointer_below, unescape_token};

/// How many schemas may govern one value before the rest is left out, for who reads of it.
const MOST: usize = 64;

/// The same for who may leave out none, and looks into `not` as well: beyond it nobody can tell.
pub const ALL: usize = 4096;

/// What applies in place of a schema, or together with it, under some condition.
const BRANCHES: [&str; 3] = ["anyOf", "oneOf", "allOf"];
const CONDITIONS: [&str; 3] = ["then", "else", "if"];

const DEPENDENT: [&str; 2] = ["dependentSchemas", "dependencies"];

/// The example that holds a place, the innermost first.
pub fn example_at<'a>(resolved: &'a Resolved, place: &Place) -> Option<&'a Example> {
    let holds = |example: &&Example| example.place.holds(place);
    resolved.project.examples.iter().filter(holds).max_by_key(|example| example.place.pointer.len())
}

/// The schemas that say something of the value at a place of an example: properties and items, through references and branches.
pub fn governing(resolved: &Resolved, example: &Example, place: &Place) -> Vec<Place> {
    let below = &place.pointer[example.place.pointer.len()..];
    let found = example.instances().iter().flat_map(|instance| {
        let rest = pointer_below(&instance.pointer, below);
        rest.map(|rest| of_value(resolved, &instance.schema, rest, MOST)).unwrap_or_default()
    });
    let mut places: Vec<Place> = Vec::new();
    for place in found {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// The same of the value at a pointer of an instance of a schema, at `most` so many at each step.
pub fn of_value(resolved: &Resolved, schema: &Place, pointer: &str, most: usize) -> Vec<Place> {
    let mut here = vec![schema.clone()];
    for token in pointer.split('/').skip(1) {
        let token = unescape_token(token);
        let mut next = Vec::new();
        let mut seen = HashSet::new();
        for (place, node) in here.iter().flat_map(|place| holding_most(resolved, place, most)) {
            if !seen.insert(place.clone()) {
                continue;
            }
            let found =
                below(node, &token).into_iter().map(|end| Place::new(place.source, place.pointer.clone() + &end));
            next.extend(found);
        }
        next.truncate(most);
        here = next;
    }
    here
}

/// The schema and what applies with it: parts, branches and what conditions lead to.
pub fn holding<'a>(resolved: &'a Resolved, place: &Place) -> Vec<(Place, &'a Node)> {
    holding_most(resolved, place, MOST)
}

/// The same, at `most` so many.
pub fn holding_most<'a>(resolved: &'a Resolved, place: &Place, most: usize) -> Vec<(Place, &'a Node)> {
    let mut open = vec![place.clone()];
    let mut found: Vec<(Place, &Node)> = Vec::new();
    let mut known: HashSet<Place> = HashSet::new();
    while let Some(place) = open.pop() {
        if found.len() >= most {
            break;
        }
        for (place, node) in resolved.parts_with_nodes(&place, resolved.dialect_of(&place)) {
            if !known.insert(place.clone()) {
                continue;
            }
            for keyword in BRANCHES {
                let count = node.get(keyword).map_or(0, |list| list.items().len());
                open.extend(
                    (0..count).map(|index| Place::new(place.source, format!("{}/{keyword}/{index}", place.pointer))),
                );
            }
            let conditions = CONDITIONS.iter().filter(|keyword| node.get(keyword).is_some());
            open.extend(conditions.map(|keyword| Place::new(place.source, format!("{}/{keyword}", place.pointer))));
            // What must not be so governs nothing, but speaks of the same members.
            open.extend(
                (most == ALL && node.get("not").is_some_and(Node::is_object))
                    .then(|| Place::new(place.source, format!("{}/not", place.pointer))),
            );
            for keyword in DEPENDENT {
                let dependent = node.get(keyword).map(Node::members).unwrap_or_default().iter();
                let above = join(&place.pointer, keyword);
                let dependent = dependent.filter(|member| member.value.is_object());
                open.extend(dependent.map(|member| Place::new(place.source, join(&above, &member.key))));
            }
            found.push((place, node));
        }
    }
    found
}

/// The pointers, from a schema, of what it says of a member or an item.
fn below(schema: &Node, token: &str) -> Vec<String> {
    let mut found = Vec::new();
    if schema.get("properties").and_then(|properties| properties.get(token)).is_some() {
        found.push(join("/properties", token));
    }
    for member in schema.get("patternProperties").map(Node::members).unwrap_or_default() {
        if Pattern::new(&member.key).is_ok_and(|pattern| pattern.matches(token) == Ok(true)) {
            found.push(format!("/patternProperties/{}", escape_token(&member.key)));
        }
    }
    if !found.is_empty() {
        return found;
    }
    if let Ok(index) = token.parse::<usize>() {
        for keyword in ["prefixItems", "items"] {
            if schema.get(keyword).is_some_and(|list| list.items().len() > index) {
                return vec![format!("/{keyword}/{index}")];
            }
        }
        let items = ["items", "additionalItems", "unevaluatedItems", "contains"];
        let items = items.into_iter().filter(|keyword| schema.get(keyword).is_some_and(Node::is_object));
        let items: Vec<String> = items.map(|keyword| format!("/{keyword}")).collect();
        if !items.is_empty() {
            return items;
        }
    }
    let is_schema = |keyword: &str| schema.get(keyword).is_some_and(Node::is_object);
    let rest = ["additionalProperties", "unevaluatedProperties"].into_iter().filter(|keyword| is_schema(keyword));
    rest.map(|keyword| format!("/{keyword}")).collect()
}
