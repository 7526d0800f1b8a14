//! What the pages say of schemas and event types, as Markdown for the editor.

use std::fmt::Write;

use crate::diagnostic::Rule;
use crate::dialect::Dialect;
use crate::keyword::{Run, Statement, StatementKind, statements, type_phrase};
use crate::model::EventType;
use crate::resolve::Resolved;
use crate::source::{Place, Source};

/// How many of the values that a schema allows are listed.
const MEMBERS: usize = 20;

/// A schema: its type, and what else it says, a line each.
pub fn of_schema(resolved: &Resolved, place: &Place) -> Option<String> {
    let (source, dialect, node) = parts(resolved, place)?;
    let mut text = String::new();
    let phrase = runs(&type_phrase(node, dialect, source));
    if !phrase.is_empty() {
        let _ = writeln!(text, "*{phrase}*\n");
    }
    let said = statements(node, dialect, source);
    let (annotations, rest): (Vec<_>, Vec<_>) = said
        .iter()
        .filter(|said| !matches!(said.kind, StatementKind::Type | StatementKind::Shapes | StatementKind::Definitions))
        .partition(|said| said.keywords == ["title"] || said.keywords == ["description"]);
    for said in annotations {
        let _ = writeln!(text, "{}\n", runs(&said.words));
    }
    for said in rest {
        text.push_str(&line(said));
    }
    (!text.trim().is_empty()).then_some(text)
}

/// What a keyword says in its schema.
pub fn of_keyword(resolved: &Resolved, schema: &Place, keyword: &str) -> Option<String> {
    let (source, dialect, node) = parts(resolved, schema)?;
    let said = statements(node, dialect, source);
    said.iter().find(|said| said.keywords.contains(&keyword)).map(line)
}

/// An event type: what the registry says of it, and who sends and receives it on which channels.
pub fn of_type(resolved: &Resolved, found: &EventType) -> String {
    let project = &resolved.project;
    let mut text = format!("Event type {}\n\n", code(&found.name));
    if let Some(entry) = found.registered.map(|number| &project.registered[number]) {
        if let Some(summary) = &entry.summary {
            let _ = writeln!(text, "{}\n", plain(summary));
        }
        if let Some(owner) = &entry.owner {
            let _ = writeln!(text, "- Owner: {}", plain(owner));
        }
        if entry.deprecated.is_some() {
            let by = entry.replaced_by.as_ref().map(|by| format!(": use {}", code(by))).unwrap_or_default();
            let _ = writeln!(text, "- Deprecated{by}");
        }
    }
    for (document, channel) in &found.channels {
        let document = &project.documents[*document];
        let on = &document.channels[*channel];
        let address = on.address.as_ref().unwrap_or(&on.id);
        let uses = document.operations.iter().filter(|operation| operation.channel == Some(*channel));
        let actions: Vec<&str> = uses.filter_map(|operation| Some(operation.action?.word())).collect();
        let action = if actions.is_empty() { "is told of".to_owned() } else { actions.join(", ") };
        let _ = writeln!(text, "- {} on {}: {action}", plain(&document.title), code(address));
    }
    text
}

/// A rule: its level, what it finds, and why that matters.
pub fn of_rule(rule: &Rule) -> String {
    format!("{} ({})\n\n{}\n\n{}", code(rule.code), rule.severity, rule.summary, rule.explanation)
}

fn parts<'a>(resolved: &'a Resolved, place: &Place) -> Option<(&'a Source, Dialect, &'a crate::source::Node)> {
    let sources = &resolved.project.sources;
    Some((sources.get(place.source), resolved.dialect_of(place), sources.node(place)?))
}

/// `- Minimum: at least 1`
fn line(said: &Statement<'_>) -> String {
    let ignored = said.ignored.map(|ignored| format!(" *{}*", runs(&ignored.words()))).unwrap_or_default();
    let label = if said.label.is_empty() { String::new() } else { format!("{}: ", plain(&said.label)) };
    let mut text = format!("- {label}{}{ignored}\n", runs(&said.words));
    for member in said.members.iter().take(MEMBERS) {
        let names = member.names.iter().chain(&member.descriptions).map(|words| plain(words));
        let names: Vec<String> = names.collect();
        let _ = writeln!(text, "  - {} {}", code(&member.value), names.join(" "));
    }
    if said.members.len() > MEMBERS {
        let _ = writeln!(text, "  - and {} more", said.members.len() - MEMBERS);
    }
    text
}

fn runs(runs: &[Run]) -> String {
    let mut text = String::new();
    for run in runs {
        match run {
            Run::Text(words) => text.push_str(&plain(words)),
            Run::Code(words) | Run::Ref(words) | Run::Url(words) => text.push_str(&code(words)),
            Run::Block(words) => text.push_str(&code(words)),
            Run::Markdown(words) => text.push_str(words),
            Run::Break => text.push_str("  \n"),
        }
    }
    text
}

/// Words of ours or of an author in which nothing is Markdown.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '|' | '~' | '&') {
            text.push('\\');
        }
        text.push(if c == '\n' { ' ' } else { c });
    }
    text
}

/// A literal, in as many backticks as it needs.
pub fn code(words: &str) -> String {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let room = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    format!("{fence}{room}{}{room}{fence}", words.replace('\n', " "))
}
