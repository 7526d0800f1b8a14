//! Reads a type registry, `types.toml`.

use crate::config::Catalog;
use crate::config::table::{Mistake, Table, wrong_type};
use crate::date::Date;
use crate::model::{Deprecation, Registered};
use crate::source::{Node, Place, Source, SourceId};

use super::naming::version_order;

/// The path of a catalog's registry, relative to the catalog.
pub fn file(catalog: &Catalog) -> &str {
    catalog.types.registry.as_deref().unwrap_or("types.toml")
}

/// The event types of a registry, and the mistakes in it.
pub fn read(id: SourceId, source: &Source, catalog: usize) -> (Vec<Registered>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let Some(root) = source.root() else { return (Vec::new(), mistakes) };
    let mut table = Table::new("the registry", root, &mut mistakes);
    let types = table.tables("type", &mut mistakes);
    table.finish(&mut mistakes);
    let mut registered: Vec<Registered> = Vec::new();
    let mut names = std::collections::HashSet::new();
    for (index, node) in types.iter().enumerate() {
        let Some(entry) = read_entry(node, Place::new(id, format!("/type/{index}")), catalog, &mut mistakes) else {
            continue;
        };
        if !names.insert(entry.name.clone()) {
            let span = node.get("name").map_or(node.span, |name| name.span);
            let help = Some("an event type is registered once".to_owned());
            mistakes.push(Mistake {
                span,
                message: format!("`{}` is registered twice", entry.name),
                help,
                ..Mistake::default()
            });
            continue;
        }
        registered.push(entry);
    }
    (registered, mistakes)
}

fn read_entry(node: &Node, place: Place, catalog: usize, mistakes: &mut Vec<Mistake>) -> Option<Registered> {
    let mut table = Table::new("[[type]]", node, mistakes);
    let name = table.string("name", mistakes);
    let (deprecated, successor) = deprecation(&mut table, mistakes);
    let entry = Registered {
        catalog,
        name: name.clone().unwrap_or_default(),
        place,
        summary: table.string("summary", mistakes),
        schema: table.path("schema", mistakes),
        versions: versions(&mut table, mistakes),
        since: table.string("since", mistakes),
        deprecated,
        replaced_by: table.string("replaced_by", mistakes).or(successor),
        owner: table.string("owner", mistakes),
        tags: table.strings("tags", mistakes).into_iter().map(|(tag, _)| tag).collect(),
    };
    table.finish(mistakes);
    if name.as_deref().unwrap_or_default().is_empty() {
        let help = Some("say which event type it is: name = \"order.created\"".to_owned());
        mistakes.push(Mistake {
            span: node.span,
            message: "a [[type]] without `name`".to_owned(),
            help,
            ..Mistake::default()
        });
        return None;
    }
    Some(entry)
}

/// The schemas of versions, newest first.
fn versions(table: &mut Table<'_>, mistakes: &mut Vec<Mistake>) -> Vec<(String, String)> {
    let Some(member) = table.take("versions") else { return Vec::new() };
    if !member.value.is_object() {
        wrong_type(mistakes, &member.value, "versions", "a table of schemas by version");
    }
    let mut versions = Vec::new();
    for version in member.value.members() {
        match version.value.as_str() {
            Some(schema) => versions.push((version.key.to_string(), schema.to_owned())),
            None => wrong_type(mistakes, &version.value, &version.key, "the path of a schema"),
        }
    }
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(version_order(version)));
    versions
}

/// `deprecated`: true, a text that says since when or why, or a table of dates and the type that comes in its place.
fn deprecation(table: &mut Table<'_>, mistakes: &mut Vec<Mistake>) -> (Option<Deprecation>, Option<String>) {
    let Some(member) = table.take("deprecated") else { return (None, None) };
    let value = &member.value;
    match (value.as_bool(), value.as_str()) {
        (Some(true), _) => (Some(Deprecation::default()), None),
        (Some(false), _) => (None, None),
        (_, Some(text)) => (Some(Deprecation { text: Some(text.to_owned()), ..Deprecation::default() }), None),
        _ if value.is_object() => {
            let mut table = Table::new("deprecated", value, mistakes);
            let (since, sunset) = (date(&mut table, "since", mistakes), date(&mut table, "sunset", mistakes));
            let successor = table.string("replaced_by", mistakes);
            table.finish(mistakes);
            if let (Some(from), Some(until), Some(stated)) = (since, sunset, value.get("sunset"))
                && until < from
            {
                let message = format!("the sunset {until} lies before {from}, the day since when it is deprecated");
                mistakes.push(Mistake { span: stated.span, message, ..Mistake::default() });
            }
            (Some(Deprecation { text: None, since, sunset }), successor)
        }
        _ => {
            let wanted = "true, false, a text or { since, sunset, replaced_by }";
            wrong_type(mistakes, value, "deprecated", wanted);
            (None, None)
        }
    }
}

/// The date at `key`, as TOML has it or as a text.
fn date(table: &mut Table<'_>, key: &'static str, mistakes: &mut Vec<Mistake>) -> Option<Date> {
    let text = table.string(key, mistakes)?;
    let date = Date::read(&text);
    if let (None, Some(member)) = (date, table.take(key)) {
        let help = Some("write it as year, month and day: 2026-01-31".to_owned());
        let message = format!("`{text}` is no date");
        mistakes.push(Mistake { span: member.value.span, message, help, ..Mistake::default() });
    }
    date
}
