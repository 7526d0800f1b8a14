//! A subschema as a definition of its document.

use super::Action;
use super::layout::{added, is_braced, member, own_span, reference, text_at};
use crate::dialect::Dialect;
use crate::fix::Edit;
use crate::lsp::cursor::Cursor;
use crate::lsp::words::code;
use crate::model::Target;
use crate::resolve::fragment;
use crate::route::Site;
use crate::source::{Format, Node, Place, Source, Span, join, unescape_token};

/// Where definitions stand.
const KEPT: [&str; 2] = ["$defs", "definitions"];

/// What gives a schema a name of its own, by which others may know where it stands.
const NAMED: [&str; 5] = ["$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"];

/// The action for the schema whose name or first line is under the cursor.
pub fn action(site: &Site, cursor: &Cursor<'_>) -> Option<Action> {
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
    let name = name(root.get(keyword), token, found.node);
    let title = format!("Extract into {} as {}", code(keyword), code(&name));
    let edits = edits(site, source, &schema, keyword, &name);
    Some(Action { kind: "refactor.extract", title, edits })
}

/// A name that no definition has: that of the property, or of the title, or that of a part.
fn name(kept: Option<&Node>, token: &str, schema: &Node) -> String {
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
    let is_taken = |name: &str| kept.is_some_and(|kept| kept.get(name).is_some());
    let numbered = (2..).map(|number| format!("{base}{number}"));
    [base.clone()].into_iter().chain(numbered).find(|name| !is_taken(name)).unwrap_or(base)
}

fn edits(site: &Site, source: &Source, schema: &Place, keyword: &str, name: &str) -> Result<Vec<Edit>, String> {
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
    let refused = || "the text can't be edited there".to_owned();
    let root = source.root().ok_or_else(refused)?;
    let node = sources.node(schema).ok_or_else(refused)?;
    let value = |indent: &str| laid_out(source, node, indent);
    let (at, text) = match root.get(keyword) {
        Some(kept) => added(source, kept, name, value),
        None => added(source, root, keyword, |indent| {
            let deeper = format!("{indent}  ");
            match is_braced(source, root) {
                true if source.format == Format::Yaml => format!("{{ {name}: {} }}", value(indent)),
                true => format!("{{\n{deeper}\"{name}\": {}\n{indent}}}", value(&deeper)),
                false => format!("\n{deeper}{}", member(name, &value(&deeper))),
            }
        }),
    }
    .ok_or_else(refused)?;
    let to = format!("#/{}", fragment(join(&join("", keyword), name).trim_start_matches('/')));
    let edit = |span: Span, text: String| Edit { file: source.file.clone(), span, text };
    let mut edits = vec![edit(own_span(source, node), reference(source, node, &to)), edit(at, text)];
    edits.sort();
    // What is added must not stand in what goes.
    if crate::fix::touch(&edits[0], &edits[1]) {
        return Err(refused());
    }
    Ok(edits)
}

/// The text of a value as that of a member whose line has an indentation.
fn laid_out(source: &Source, node: &Node, indent: &str) -> String {
    let span = own_span(source, node);
    if source.format == Format::Yaml && !is_braced(source, node) {
        let deeper = format!("{indent}  ");
        return format!("\n{deeper}{}", text_at(source, span, &deeper));
    }
    text_at(source, span, indent)
}
