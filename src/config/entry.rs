//! Reads the entries of `examples` and the table `types` of a catalog.

use super::table::{Mistake, Table, wrong_type};
use super::{Entry, Types};
use crate::pattern::{PathPattern, Pattern};
use crate::source::Node;

/// The entry in `node`; `None`, with a mistake, if its `files` is missing or wrong.
pub fn read_entry(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Entry> {
    let mut table = Table::new("an entry of examples", node, mistakes);
    let files = table.take("files").map(|member| &member.value);
    let schema = match table.take("schema").map(|member| &member.value) {
        None => Vec::new(),
        Some(value) if value.is_array() => value.items().iter().filter_map(|item| string(item, mistakes)).collect(),
        Some(value) => string(value, mistakes).into_iter().collect(),
    };
    let at = table.take("at").and_then(|member| pointer(&member.value, "at", mistakes));
    let expect_invalid = table.take("expect").and_then(|member| match member.value.as_str() {
        Some("invalid") => Some(true),
        Some("valid") => Some(false),
        _ => {
            wrong_type(mistakes, &member.value, "expect", "\"valid\" or \"invalid\"");
            None
        }
    });
    table.finish(mistakes);
    let Some(files) = files else {
        mistakes.push(Mistake {
            span: node.span,
            message: "an entry of examples without `files`".to_owned(),
            help: Some("say which files are examples: files = \"conformance/{name}.json\"".to_owned()),
        });
        return None;
    };
    match PathPattern::new(&string(files, mistakes)?) {
        Ok(files) => Some(Entry { files, schema, at, expect_invalid }),
        Err(message) => {
            mistakes.push(Mistake { span: files.span, message, help: None });
            None
        }
    }
}

/// The table `types` of a catalog.
pub fn read_types(node: &Node, mistakes: &mut Vec<Mistake>) -> Types {
    let mut table = Table::new("types", node, mistakes);
    let field = table.take("field").and_then(|member| pointer(&member.value, "field", mistakes));
    let data = table.take("data").and_then(|member| pointer(&member.value, "data", mistakes));
    let registry = table.path("registry", mistakes);
    let pattern = table.take("pattern").and_then(|member| {
        let text = string(&member.value, mistakes)?;
        match Pattern::new(&text) {
            Ok(pattern) => Some((text, pattern)),
            Err(unusable) => {
                let message = format!("`{text}` {unusable}");
                mistakes.push(Mistake { span: member.value.span, message, help: None });
                None
            }
        }
    });
    table.finish(mistakes);
    Types { field, pattern, registry, data }
}

fn string(value: &Node, mistakes: &mut Vec<Mistake>) -> Option<String> {
    if value.as_str().is_none() {
        wrong_type(mistakes, value, "it", "a string");
    }
    value.as_str().map(str::to_owned)
}

/// The JSON Pointer in `value`.
pub fn pointer(value: &Node, key: &str, mistakes: &mut Vec<Mistake>) -> Option<String> {
    let text = string(value, mistakes)?;
    if text.is_empty() || text.starts_with('/') {
        return Some(text);
    }
    mistakes.push(Mistake {
        span: value.span,
        message: format!("`{key}` is not a JSON Pointer: it begins with `/` or is empty"),
        help: Some(format!("write {key} = \"/{text}\"")),
    });
    None
}
