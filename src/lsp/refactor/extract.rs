//! A subschema as a definition of its document, or as one of its own.

use super::layout::{block, is_braced, own_span};
use super::{Action, Plan, detach};
use crate::diagnostic::{Change, Fix, New};
use crate::dialect::Dialect;
use crate::fix::{Edit, indent_of, indented, line_end, member};
use crate::lsp::cursor::Cursor;
use crate::lsp::words::code;
use crate::model::Target;
use crate::resolve::fragment;
use crate::route::Site;
use crate::source::{Format, Node, Place, Source, Sources, join, unescape_token};

/// Where definitions stand.
const KEPT: [&str; 2] = ["$defs", "definitions"];

/// What gives a schema a name of its own, by which others may know where it stands.
const NAMED: [&str; 5] = ["$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"];

/// The actions for the schema whose name or first line is under the cursor.
pub fn actions(site: &Site, cursor: &Cursor<'_>) -> Vec<Action> {
    extracted(site, cursor).unwrap_or_default()
}

fn extracted(site: &Site, cursor: &Cursor<'_>) -> Option<Vec<Action>> {
    let resolved = &site.proved.resolved;
    let source = resolved.project.sources.get(cursor.place.source);
    let schema = resolved.schema_around(&cursor.place)?;
    let is_document = resolved.schema_of(schema.source).is_some() && source.name == source.file;
    let (above, token) = schema.pointer.rsplit_once('/').filter(|_| is_document)?;
    let found = resolved.project.sources.locate(&schema)?;
    let starts = source.position(found.key_span.unwrap_or(found.node.span).start).line;
    let is_here = source.position(cursor.span().start).line == starts;
    let is_kept = KEPT.iter().any(|keyword| above == format!("/{keyword}"));
    if !is_here || is_kept || found.node.members().is_empty() || found.node.get("$ref").is_some() {
        return None;
    }
    let root = source.root()?;
    let keyword = KEPT.into_iter().find(|keyword| root.get(keyword).is_some_and(Node::is_object));
    let has_new = resolved.dialect_of(&Place::root(schema.source)) >= Dialect::Draft201909;
    let keyword = keyword.unwrap_or(if has_new { KEPT[0] } else { KEPT[1] });
    let property = Some(token).filter(|_| above.ends_with("/properties"));
    let is_defined = |name: &str| root.get(keyword).is_some_and(|kept| kept.get(name).is_some());
    let named = |is_taken: &dyn Fn(&str) -> bool| name(property.unwrap_or_default(), found.node, is_taken);
    let name = named(&is_defined);
    let title = format!("Extract into {} as {}", code(keyword), code(&name));
    let is_free = free(site, &schema);
    let edits = is_free.clone().and_then(|()| {
        written(&resolved.project.sources, source, &schema, keyword, &name).ok_or_else(|| REFUSED.to_owned())
    });
    let plan = edits.map(|edits| Plan { edits, ..Plan::default() });
    let kept = Action { kind: "refactor.extract", title, plan };
    let path = detach::path(site, source, named);
    let title = format!("Extract into {path}");
    let plan = is_free.and_then(|()| detach::plan(site, source, &schema, path));
    Some(vec![kept, Action { kind: "refactor.extract", title, plan }])
}

/// What is said of a place whose text has no edits.
pub const REFUSED: &str = "the text can't be edited there";

/// A name that is not taken: that of the property, or of the title, or that of a part.
fn name(token: &str, schema: &Node, is_taken: &dyn Fn(&str) -> bool) -> String {
    let token = unescape_token(token);
    let title = schema.get("title").and_then(Node::as_str).unwrap_or_default();
    let is_plain =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let titled: String = title.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_name = is_plain(&token) && token.starts_with(|c: char| c.is_ascii_alphabetic());
    let base = if is_name {
        token.into_owned()
    } else {
        Some(titled).filter(|name| is_plain(name)).unwrap_or("part".to_owned())
    };
    let numbered = (2..).map(|number| format!("{base}{number}"));
    [base.clone()].into_iter().chain(numbered).find(|name| !is_taken(name)).unwrap_or(base)
}

/// Whether a schema may stand elsewhere.
fn free(site: &Site, schema: &Place) -> Result<(), String> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut around = schema.pointer.as_str();
    while let Some((above, _)) = around.rsplit_once('/') {
        let node = sources.node(&Place::new(schema.source, around));
        if node.is_some_and(|node| NAMED.iter().any(|key| node.get(key).and_then(Node::as_str).is_some())) {
            return Err("it has a name of its own, or stands in a schema that has".to_owned());
        }
        around = above;
    }
    let leads_in = |target: &Target| matches!(target, Target::Place(place) if schema.holds(place));
    if resolved.references.iter().any(|reference| leads_in(&reference.target)) {
        return Err("references lead to it, or to what stands in it".to_owned());
    }
    Ok(())
}

fn written(sources: &Sources, source: &Source, schema: &Place, keyword: &str, name: &str) -> Option<Vec<Edit>> {
    let (root, node) = (source.root()?, sources.node(schema)?);
    let value = block(source, node)?;
    let root_place = Place::root(schema.source);
    let added = if root.get(keyword).is_some() {
        member(sources, &Place::new(schema.source, join("", keyword)), name, &value)?
    } else {
        let line = line_end(source);
        let is_spread = root.members().first().is_some_and(|first| indent_of(source, first.key_span.start).is_some());
        let inner = indented(&value, "  ");
        let kept = match (source.format, is_braced(source, root)) {
            (Format::Yaml, false) => {
                format!("{line}  {name}:{}{inner}", if inner.starts_with(line) { "" } else { " " })
            }
            (_, true) if is_spread => format!("{{{line}  \"{name}\": {inner}{line}}}"),
            _ => format!("{{ \"{name}\": {value} }}"),
        };
        member(sources, &root_place, keyword, &kept)?
    };
    let to = format!("#/{}", fragment(join(&join("", keyword), name).trim_start_matches('/')));
    let replaced = reference(source, schema, node, &to);
    let fix = Fix { title: String::new(), changes: vec![replaced, added], is_safe: false, reveals: false };
    crate::fix::edits(sources, &fix)
}

/// The change that puts a reference in the place of a schema.
pub fn reference(source: &Source, schema: &Place, node: &Node, to: &str) -> Change {
    let reference = match (source.format, is_braced(source, node)) {
        (Format::Yaml, true) => format!("{{ $ref: '{to}' }}"),
        (Format::Yaml, false) => format!("$ref: '{to}'"),
        _ => format!("{{ \"$ref\": \"{to}\" }}"),
    };
    Change { source: schema.source, span: own_span(source, node), new: New::Written(reference) }
}
