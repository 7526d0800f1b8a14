//! Pointers through a property: where a counterexample fails, and where messages hold what runtime expressions mean.

use std::collections::HashSet;

use crate::asyncapi::expression;
use crate::diagnostic::{Change, New};
use crate::lsp::governing::{ALL, of_value};
use crate::lsp::rename::texts::text;
use crate::resolve::Resolved;
use crate::source::{Place, descend, escape_token, unescape_token};

/// The reasons of counterexamples whose places lead through renamed members.
///
/// # Errors
/// A fence states its reasons in a way that can't be written anew.
pub fn in_reasons(resolved: &Resolved, renamed: &[Place], new: &str) -> Result<Vec<Change>, String> {
    let sources = &resolved.project.sources;
    let renamed: HashSet<&Place> = renamed.iter().collect();
    let mut changes = Vec::new();
    for example in resolved.project.examples.iter() {
        let Some((reasons, list)) = &example.because else { continue };
        for (index, reason) in reasons.iter().enumerate() {
            let is_renamed = |pointer: &str| {
                renamed.contains(&Place::new(example.place.source, format!("{}{pointer}", example.place.pointer)))
            };
            let at = with_steps(&reason.at, is_renamed, new);
            if at == reason.at {
                continue;
            }
            if *list != example.place {
                let place = Place::new(list.source, format!("{}/{index}/at", list.pointer));
                let node = sources.node(&place).ok_or("a reason stands nowhere")?;
                changes.push(text(sources, list.source, node.span, &reason.at, &at));
                continue;
            }
            // A fence states them on the line that opens it.
            let own = sources.get(example.place.source);
            let refused = || format!("the fence {} states its reasons in a way that can't be written so", own.name);
            let page = sources.find(&own.file).filter(|_| !at.contains([' ', ',', '`'])).ok_or_else(refused)?;
            let line = own.position(0).line.checked_sub(1).and_then(|line| sources.get(page).line(line));
            let line = line.ok_or_else(refused)?;
            let written = format!("{}:{}", reason.at, reason.keyword);
            let start = sources.get(page).text_at(line).find(&written).ok_or_else(refused)? as u32 + line.start;
            let span = crate::source::Span { start, end: start + reason.at.len() as u32 };
            changes.push(Change { source: page, span, new: New::Written(at) });
        }
    }
    Ok(changes)
}

/// A pointer with another name for each step that is renamed.
fn with_steps(pointer: &str, is_renamed: impl Fn(&str) -> bool, new: &str) -> String {
    let ends = pointer.match_indices('/').map(|(at, _)| at).skip(1).chain([pointer.len()]);
    let mut written = String::new();
    let mut start = 0;
    for end in ends.filter(|end| *end > 0) {
        let step = if is_renamed(&pointer[..end]) {
            format!("/{}", escape_token(new))
        } else {
            pointer[start..end].to_owned()
        };
        written.push_str(&step);
        start = end;
    }
    written
}

/// The runtime expressions of documents that mean a value in a message by its name.
///
/// # Errors
/// One means the value of messages of which some have another property there.
pub fn in_expressions(
    resolved: &Resolved,
    properties: &HashSet<Place>,
    name: &str,
    new: &str,
) -> Result<Vec<Change>, String> {
    let sources = &resolved.project.sources;
    let mut found: Vec<(Place, String)> = Vec::new();
    for (id, source) in sources.iter().filter(|(_, source)| source.own_text().contains("$message.")) {
        let Some(root) = source.root() else { continue };
        descend(
            root,
            |_| true,
            |way, node| {
                let expression = node.as_str().and_then(|text| Some((text, expression(text)?)));
                let names = |pointer: &str| pointer.split('/').any(|token| unescape_token(token) == name);
                if let Some((text, _)) = expression.filter(|(_, expression)| names(expression.pointer)) {
                    found.push((Place::new(id, way.pointer()), text.to_owned()));
                }
            },
        );
    }
    let mut changes = Vec::new();
    for (place, old) in found {
        let Some(expression) = expression(&old) else { continue };
        let mut news: HashSet<String> = HashSet::new();
        for message in resolved.project.documents.iter().flat_map(|document| &document.messages) {
            let schema = if expression.part == "payload" { &message.payload } else { &message.headers };
            let Some(schema) = schema else { continue };
            let governing = |pointer: &str| of_value(resolved, schema, pointer, ALL);
            let is_of_document = message.correlation.as_deref() == Some(&*old) || message.place.source == place.source;
            if is_of_document && !governing(expression.pointer).is_empty() {
                let is_renamed = |pointer: &str| governing(pointer).iter().any(|place| properties.contains(place));
                news.insert(with_steps(expression.pointer, is_renamed, new));
            }
        }
        let before = old.strip_suffix(expression.pointer).unwrap_or_default();
        let Some(node) = sources.node(&place) else { continue };
        let mut news = news.into_iter();
        match (news.next(), news.next()) {
            (Some(_), Some(_)) => {
                return Err(format!("{} means the property of some messages, and not of all", sources.display(&place)));
            }
            (Some(pointer), None) if pointer != expression.pointer => {
                changes.push(text(sources, place.source, node.span, &old, &format!("{before}{pointer}")));
            }
            _ => {}
        }
    }
    Ok(changes)
}
