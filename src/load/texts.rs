//! Examples that are written as JSON in a text, as OpenAPI allows it: each becomes a source of its own, whose places are those of the file.
//! Whether such a text is the example, or what stands in it, the schema says (`resolve`).

use std::collections::HashSet;

use crate::model::Project;
use crate::source::{MAX_DEPTH, MAX_NODES, Node, Room, Source, SourceId, descend};

/// Adds the texts of all schemas and documents that hold examples.
pub fn add_texts(project: &mut Project) {
    let data: HashSet<SourceId> = project.examples.iter().map(|example| example.place.source).collect();
    for number in 0..project.sources.len() as u32 {
        let source = project.sources.get(SourceId(number));
        if data.contains(&SourceId(number)) || source.holder.is_some() {
            continue;
        }
        for text in texts(source) {
            project.sources.add(text);
        }
    }
}

/// Whether an example of a source is JSON in a text.
pub fn holds_texts(source: &Source) -> bool {
    !texts(source).is_empty()
}

fn texts(source: &Source) -> Vec<Source> {
    let has = |key: &str| source.extract().keys.contains(key);
    let Some(root) = source.root().filter(|_| has("example") || has("examples")) else { return Vec::new() };
    let mut found = Vec::new();
    let mut add = |pointer: String, node: &Node| {
        let begins = node.as_str().is_some_and(|text| text.trim_start().starts_with(['{', '[']));
        found.extend(begins.then(|| (pointer, node.clone())));
    };
    descend(
        root,
        |_| true,
        |way, node| match way.member().map(|member| &*member.key) {
            Some("example") => add(way.pointer(), node),
            Some("examples") => {
                for (index, item) in node.items().iter().enumerate() {
                    add(format!("{}/{index}", way.pointer()), item);
                    for part in ["payload", "headers"] {
                        item.get(part)
                            .into_iter()
                            .for_each(|node| add(format!("{}/{index}/{part}", way.pointer()), node));
                    }
                }
            }
            _ => {}
        },
    );
    let mut nodes = 0;
    let read = found.into_iter().filter_map(|(pointer, node)| {
        let room = Room { depth: MAX_DEPTH, nodes: MAX_NODES - nodes };
        let text = Source::from_text(source, &pointer, &node, room)?;
        nodes = MAX_NODES.min(nodes + text.root()?.count());
        Some(text)
    });
    read.collect()
}
