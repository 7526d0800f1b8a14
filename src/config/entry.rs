//! Reads the entries of `examples` and `schemas` and the tables `types`, `topics` and `compatibility` of a catalog.

use super::table::{Mistake, Table, wrong_type};
use super::{Compatibility, Entry, Mode, Types, Version, Wrapped};
use crate::pattern::{Globs, PathPattern, Pattern};
use crate::source::{Node, Span};

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
            ..Mistake::default()
        });
        return None;
    };
    match PathPattern::new(&string(files, mistakes)?) {
        Ok(files) => Some(Entry { files, schema, at, expect_invalid }),
        Err(message) => {
            mistakes.push(Mistake { span: files.span, message, ..Mistake::default() });
            None
        }
    }
}

/// The table `types` of a catalog.
pub fn read_types(node: &Node, mistakes: &mut Vec<Mistake>) -> Types {
    let mut table = Table::new("types", node, mistakes);
    let field = table.take("field").and_then(|member| pointer(&member.value, "field", mistakes));
    let data = table.take("data").and_then(|member| pointer(&member.value, "data", mistakes));
    let envelope = table.path("envelope", mistakes);
    let version = table.take("version").and_then(|member| read_version(&member.value, mistakes));
    let unwrap = table
        .strings("unwrap", mistakes)
        .into_iter()
        .filter_map(|(text, span)| is_pointer(text, span, "unwrap", mistakes))
        .collect();
    let registry = table.path("registry", mistakes);
    let pattern = table.take("pattern").and_then(|member| {
        let text = string(&member.value, mistakes)?;
        match Pattern::new(&text) {
            Ok(pattern) => Some((text, pattern)),
            Err(unusable) => {
                let message = format!("`{text}` {unusable}");
                mistakes.push(Mistake { span: member.value.span, message, ..Mistake::default() });
                None
            }
        }
    });
    table.finish(mistakes);
    Types { field, pattern, registry, data, envelope, version, unwrap }
}

fn read_version(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Version> {
    let mut table = Table::new("version", node, mistakes);
    let at = table.take("at").and_then(|member| pointer(&member.value, "at", mistakes));
    let default = table.string("default", mistakes);
    let is_stated = table.states("at");
    table.finish(mistakes);
    if !is_stated && node.is_object() {
        let help = "say where an event's version stands: version = { at = \"/version\", default = \"1.0.0\" }";
        let message = "`version` without `at`".to_owned();
        mistakes.push(Mistake { span: node.span, message, help: Some(help.to_owned()), ..Mistake::default() });
    }
    Some(Version { at: at?, default })
}

/// The entry of `schemas` in `node`; `None`, with a mistake, if it does not say in which files and where.
pub fn read_wrapped(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Wrapped> {
    let mut table = Table::new("an entry of schemas", node, mistakes);
    let span = table.take("files").map_or(node.span, |member| member.value.span);
    let files = table.string("files", mistakes);
    let at = table.take("at").and_then(|member| pointer(&member.value, "at", mistakes));
    let type_at = table.take("type").and_then(|member| pointer(&member.value, "type", mistakes));
    let is_whole = !table.states("files") || !table.states("at");
    table.finish(mistakes);
    if is_whole {
        let help = "say in which files, and where: { files = \"rules/*.json\", at = \"/schema\" }".to_owned();
        let message = "an entry of schemas without `files` or `at`".to_owned();
        mistakes.push(Mistake { span: node.span, message, help: Some(help), ..Mistake::default() });
    }
    match Globs::new([files?.as_str()]) {
        Ok(files) => Some(Wrapped { files, at: at?, type_at }),
        Err(message) => {
            mistakes.push(Mistake { span, message, ..Mistake::default() });
            None
        }
    }
}

/// The table `topics` of a catalog: a channel, or several, by the beginning of event types.
pub fn read_topics(node: &Node, mistakes: &mut Vec<Mistake>) -> Vec<(String, Vec<String>)> {
    if !node.is_object() {
        wrong_type(mistakes, node, "topics", "a table of channels by the beginning of event types");
    }
    let mut topics = Vec::new();
    for member in node.members() {
        let listed = member.value.is_array();
        let channels = if listed { member.value.items() } else { std::slice::from_ref(&member.value) };
        let texts: Option<Vec<String>> = channels.iter().map(|channel| channel.as_str().map(str::to_owned)).collect();
        match texts.filter(|channels| !channels.is_empty()) {
            Some(channels) => topics.push((member.key.to_string(), channels)),
            None => wrong_type(mistakes, &member.value, &member.key, "the address of a channel, or a list of them"),
        }
    }
    topics
}

/// The table `compatibility` of a catalog.
pub fn read_compatibility(node: &Node, mistakes: &mut Vec<Mistake>) -> Compatibility {
    let mut table = Table::new("compatibility", node, mistakes);
    let months = table.take("support_months").map(|member| &member.value);
    let support_months = months.and_then(|value| {
        let months = value.to_value().as_u64().and_then(|months| u16::try_from(months).ok());
        if months.is_none() {
            wrong_type(mistakes, value, "support_months", "a number of months, such as 12");
        }
        months
    });
    let mode = table.take("mode").map(|member| &member.value).and_then(|value| {
        let mode = match value.as_str() {
            Some("backward") => Some(Mode::Backward),
            Some("forward") => Some(Mode::Forward),
            Some("full") => Some(Mode::Full),
            Some("none") => Some(Mode::None),
            _ => None,
        };
        if mode.is_none() {
            wrong_type(mistakes, value, "mode", "`backward`, `forward`, `full` or `none`");
        }
        mode
    });
    let reading = table.take("reading").map(|member| &member.value).and_then(|value| {
        let strict = match value.as_str() {
            Some("strict") => Some(true),
            Some("declared") => Some(false),
            _ => None,
        };
        if strict.is_none() {
            wrong_type(mistakes, value, "reading", "`declared` or `strict`");
        }
        strict
    });
    let transitive = table.boolean("transitive", mistakes).unwrap_or_default();
    let semver = table.boolean("semver", mistakes).unwrap_or_default();
    let is_stated = ["mode", "reading", "transitive", "semver"].iter().any(|key| table.states(key));
    table.finish(mistakes);
    Compatibility {
        is_stated,
        support_months,
        mode: mode.unwrap_or_default(),
        states_mode: mode.is_some(),
        strict: reading.unwrap_or_default(),
        transitive,
        semver,
    }
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
    is_pointer(text, value.span, key, mistakes)
}

/// The text, if it is a JSON Pointer; else a mistake at `span`.
fn is_pointer(text: String, span: Span, key: &str, mistakes: &mut Vec<Mistake>) -> Option<String> {
    if text.is_empty() || text.starts_with('/') {
        return Some(text);
    }
    mistakes.push(Mistake {
        span,
        message: format!("`{key}` is not a JSON Pointer: it begins with `/` or is empty"),
        help: Some(format!("write {key} = \"/{text}\"")),
        ..Mistake::default()
    });
    None
}
