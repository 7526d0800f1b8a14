//! The drafts of JSON Schema that messages name by the format of their payloads.

use std::collections::HashMap;

use crate::asyncapi::json_schema_draft;
use crate::dialect::Dialect;
use crate::source::{Node, Source, descend, join};

/// The schemas of a source whose `schemaFormat` names a draft, by pointer, and what they refer to in the same source.
pub fn formats(source: &Source) -> HashMap<String, Dialect> {
    let mut formats = HashMap::new();
    let Some(root) = source.root().filter(|_| source.extract().keys.contains("schemaFormat")) else { return formats };
    descend(
        root,
        |_| true,
        |way, node| {
            let draft = node.get("schemaFormat").and_then(Node::as_str).and_then(json_schema_draft);
            // From 3.0 on the schema stands beside its format, until then it is the payload.
            let held = ["schema", "payload"].into_iter().find(|key| node.get(key).is_some());
            let (Some(draft), Some(key)) = (draft, held) else { return };
            add(root, join(&way.pointer(), key), draft, &mut formats);
        },
    );
    formats
}

/// Adds a schema and, where it is a reference to another place of the source, that one.
fn add(root: &Node, pointer: String, draft: Dialect, formats: &mut HashMap<String, Dialect>) {
    let mut next = Some(pointer);
    while let Some(pointer) = next.filter(|pointer| !formats.contains_key(pointer)) {
        let referred = root.pointer(&pointer).and_then(|schema| schema.get("$ref")?.as_str()?.strip_prefix('#'));
        next = referred.filter(|place| root.pointer(place).is_some()).map(str::to_owned);
        formats.insert(pointer, draft);
    }
}
