//! Dialects of a project's own: a schema whose `$schema` is the `$id` of another one there (JSON Schema 2020-12, core, 8.1.1).

use crate::dialect::Dialect;
use crate::source::Node;

/// Whether a schema describes schemas: it says which vocabularies it is made of, or is made of a metaschema.
pub fn is_one(root: &Node) -> bool {
    let refers = |node: &Node| {
        let text = node.get("$ref").and_then(Node::as_str);
        text.is_some_and(|text| Dialect::from_schema_uri(text).is_some())
    };
    let all = root.get("allOf").map(Node::items).unwrap_or_default();
    root.get("$vocabulary").is_some() || refers(root) || all.iter().any(refers)
}
