//! Splits a file whose array is paired with an object schema: each item is an example.

use crate::model::{Example, ExampleKind, Instance, Pairing};
use crate::resolve::Resolved;
use crate::source::Node;

/// Replaces each such example by those of its items.
pub fn split_arrays(resolved: &mut Resolved) {
    let examples = std::mem::take(&mut resolved.project.examples);
    let mut all = Vec::with_capacity(examples.len());
    for example in examples {
        match items(resolved, &example) {
            None => all.push(example),
            Some(count) => all.extend((0..count).map(|index| item(&example, index))),
        }
    }
    resolved.project.examples = all;
}

fn items(resolved: &Resolved, example: &Example) -> Option<usize> {
    if !matches!(example.kind, ExampleKind::File) {
        return None;
    }
    let node = resolved.project.sources.node(&example.place).filter(|node| node.is_array() && !node.items().is_empty())?;
    let schema = resolved.project.sources.node(&resolved.follow(example.schema()?)?)?;
    let takes = |name: &str| match schema.get("type") {
        Some(types) if types.is_array() => types.items().iter().any(|item| item.as_str() == Some(name)),
        Some(single) => single.as_str() == Some(name),
        None => name == "object" && schema.get("properties").is_some(),
    };
    (takes("object") && !takes("array") && node.items().iter().all(Node::is_object)).then(|| node.items().len())
}

fn item(example: &Example, index: usize) -> Example {
    let mut item = example.clone();
    item.place.pointer = format!("{}/{index}", example.place.pointer);
    if let Pairing::Paired { rung, instances } = &example.pairing {
        let instances = instances.iter().map(|instance| Instance { pointer: String::new(), ..instance.clone() });
        item.pairing = Pairing::Paired { rung: *rung, instances: instances.collect() };
    }
    item
}
