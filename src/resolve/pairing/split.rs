//! Splits a file whose array is paired with an object schema: each item is an example.

use crate::model::{Example, ExampleKind};
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// How many schemas are looked at to tell whether one is for objects.
const SCHEMAS: usize = 64;

/// The example, or one for each item of its array.
pub fn split_array(resolved: &Resolved, example: Example) -> Vec<Example> {
    match items(resolved, &example) {
        None => vec![example],
        Some(count) => (0..count).map(|index| item(&example, index)).collect(),
    }
}

fn items(resolved: &Resolved, example: &Example) -> Option<usize> {
    if !matches!(example.kind, ExampleKind::File) {
        return None;
    }
    let node =
        resolved.project.sources.node(&example.place).filter(|node| node.is_array() && !node.items().is_empty())?;
    let split = is_for_objects(resolved, example.schema()?) && !states_instance(resolved, example);
    split.then(|| node.items().len())
}

/// Whether an entry of site.toml names the instance in the file, by `at`: an array is then meant as one.
fn states_instance(resolved: &Resolved, example: &Example) -> bool {
    let settings = &resolved.project.config.catalogs[example.catalog];
    let file = &resolved.project.sources.get(example.place.source).file;
    let relative = settings.relative(file).unwrap_or(file);
    let entry = settings.examples.iter().find(|entry| entry.files.captures(relative).is_some());
    entry.is_some_and(|entry| entry.at.is_some())
}

/// Whether a schema describes objects and no arrays: by its `type`, or by keywords for objects, its own or those that it combines.
fn is_for_objects(resolved: &Resolved, schema: &Place) -> bool {
    let mut open = vec![schema.clone()];
    for _ in 0..SCHEMAS {
        let Some(place) = open.pop() else { return false };
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        if let Some(types) = node.get("type") {
            let names = |name: &str| {
                types.as_str() == Some(name) || types.items().iter().any(|item| item.as_str() == Some(name))
            };
            return names("object") && !names("array");
        }
        if node.get("properties").is_some() || node.get("required").is_some() {
            return true;
        }
        let parts = node.get("allOf").map(Node::items).unwrap_or_default().len();
        open.extend((0..parts).map(|index| Place::new(place.source, format!("{}/allOf/{index}", place.pointer))));
        open.extend(resolved.target(&place).cloned());
    }
    false
}

fn item(example: &Example, index: usize) -> Example {
    let mut item = example.clone();
    item.place.pointer = format!("{}/{index}", example.place.pointer);
    item
}
