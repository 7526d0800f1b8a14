//! A subschema as a file of its own, beside that of its document.

use serde_json::Value;

use super::Plan;
use super::extract::{REFUSED, reference};
use super::layout::{is_braced, lines};
use crate::diagnostic::{Change, Fix, New};
use crate::fix::{apply, edits, line_end};
use crate::load::{file_name, without_endings};
use crate::lsp::Made;
use crate::model::{Reference, Target};
use crate::route::Site;
use crate::source::{Format, Node, Place, Source, SourceId, Sources};

/// Where the file is to stand: in the folder of the document and with its endings, under a name that no file there has.
pub fn path(site: &Site, source: &Source, named: impl Fn(&dyn Fn(&str) -> bool) -> String) -> String {
    let stem = without_endings(&source.file);
    let folder = &stem[..stem.len() - file_name(stem).len()];
    let path = |name: &str| format!("{folder}{name}{}", &source.file[stem.len()..]);
    path(&named(&|name| site.proved.resolved.project.sources.find(&path(name)).is_some()))
}

/// What gives a schema a file of its own.
///
/// # Errors
/// Says why it can't have one.
pub fn plan(site: &Site, source: &Source, schema: &Place, path: String) -> Result<Plan, String> {
    let sources = &site.proved.resolved.project.sources;
    let refused = || REFUSED.to_owned();
    let root = source.root().ok_or_else(refused)?;
    let changes = led_back(site, source, schema)?;
    let head = head(source, root, &path)?;
    let node = sources.node(schema).ok_or_else(refused)?;
    let text = alone(sources, schema, changes).and_then(|text| with_head(source, node, &head, &text));
    let text = text.ok_or_else(refused)?;
    let replaced = reference(source, schema, node, &format!("./{}", file_name(&path)));
    let fix = Fix { title: String::new(), changes: vec![replaced], is_safe: false, reveals: false };
    let edits = edits(sources, &fix).ok_or_else(refused)?;
    Ok(Plan { edits, made: Some(Made { path, text, from: source.file.clone() }), ..Plan::default() })
}

/// Its references to other parts of its document, as they are from a file beside it. Those to other files are the same there.
fn led_back(site: &Site, source: &Source, schema: &Place) -> Result<Vec<Change>, String> {
    let resolved = &site.proved.resolved;
    let own = file_name(&source.file);
    let is_plain = own.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    let inner = resolved.references_of(schema.source).iter().filter(|reference| schema.holds(&reference.holder));
    let change = |reference: &&std::sync::Arc<Reference>| {
        let Reference { holder, keyword, text, target } = &***reference;
        let is_here = matches!(target, Target::Place(place) if place.source == schema.source);
        if !is_here && !text.starts_with('#') {
            return None;
        }
        let span = resolved.project.sources.node(holder).and_then(|holder| holder.get(keyword)).map(|node| node.span);
        let moved = span.filter(|_| *keyword == "$ref" && text.starts_with('#') && is_plain);
        let new = New::Value(Value::from(format!("./{own}{text}")));
        let change = moved.map(|span| Change { source: schema.source, span, new });
        Some(change.ok_or_else(|| "what it refers to is found from where it stands alone".to_owned()))
    };
    inner.filter_map(|reference| change(&reference)).collect()
}

/// What the new document says of itself: its dialect, and its identifier where that of its document is its path.
fn head(source: &Source, root: &Node, path: &str) -> Result<Vec<(&'static str, String)>, String> {
    let text = |key: &str| root.get(key).and_then(Node::as_str);
    let mut head: Vec<(&str, String)> =
        text("$schema").map(|dialect| ("$schema", dialect.to_owned())).into_iter().collect();
    for key in ["$id", "id"] {
        let Some(id) = text(key) else { continue };
        let above = id.strip_suffix(file_name(&source.file)).filter(|above| above.is_empty() || above.ends_with('/'));
        let above =
            above.ok_or_else(|| format!("its document has an identifier that says nothing of its file: {id}"))?;
        head.push((key, format!("{above}{}", file_name(path))));
    }
    Ok(head)
}

/// The text of the schema with changes, indented from nothing.
fn alone(sources: &Sources, schema: &Place, changes: Vec<Change>) -> Option<String> {
    let source = sources.get(schema.source);
    let fix = Fix { title: String::new(), changes, is_safe: false, reveals: false };
    let text =
        if fix.changes.is_empty() { source.text.to_string() } else { apply(&source.text, &edits(sources, &fix)?) };
    let mut changed = Sources::default();
    let _ = changed.add(Source::from_file(&source.file, source.format, text.into()));
    let changed = changed.get(SourceId(0));
    lines(changed, changed.root()?.pointer(&schema.pointer)?)
}

/// A document of the text of an object, with members before its own.
fn with_head(source: &Source, node: &Node, head: &[(&str, String)], text: &str) -> Option<String> {
    let line = line_end(source);
    let is_block = source.format == Format::Yaml && !is_braced(source, node);
    let quoted = |text: &str| Value::from(text).to_string();
    let names = head.iter().filter(|(key, _)| node.get(key).is_none());
    let members: Vec<String> = names
        .map(|(key, value)| match source.format {
            Format::Yaml => format!("{key}: {}", quoted(value)),
            _ => format!("{}: {}", quoted(key), quoted(value)),
        })
        .collect();
    if is_block {
        let head: String = members.iter().map(|member| format!("{member}{line}")).collect();
        return Some(format!("{head}{text}{line}"));
    }
    let inner = text.strip_prefix('{')?;
    let blanks = &inner[..inner.len() - inner.trim_start().len()];
    let head: String = members.iter().map(|member| format!("{blanks}{member},")).collect();
    Some(format!("{{{head}{inner}{line}"))
}
