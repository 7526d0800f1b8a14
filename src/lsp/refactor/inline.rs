//! A definition in the place of a reference to it.

use super::layout::{indent, is_braced, lines, own_span};
use super::{Action, Plan};
use crate::diagnostic::{Change, Fix, New};
use crate::fix::{Edit, indented, removal};
use crate::lsp::cursor::Cursor;
use crate::lsp::definition::targets;
use crate::lsp::guide::{Landing, leading_to};
use crate::lsp::words::code;
use crate::model::Target;
use crate::route::Site;
use crate::source::{Format, Place, Source, Sources, unescape_token};

/// The action for the reference under the cursor.
pub fn action(site: &Site, cursor: &Cursor<'_>) -> Option<Action> {
    let resolved = &site.proved.resolved;
    let source = resolved.project.sources.get(cursor.place.source);
    let (holder, _) = cursor.member().filter(|(_, keyword)| keyword == "$ref")?;
    let target = targets(resolved, cursor).into_iter().next()?;
    let is_document = resolved.schema_of(holder.source).is_some() && source.name == source.file;
    let (above, token) = target.pointer.rsplit_once('/').filter(|_| is_document && target.source == holder.source)?;
    if !["/$defs", "/definitions"].contains(&above) {
        return None;
    }
    let title = format!("Inline {}", code(&unescape_token(token)));
    let plan = edits(site, source, &holder, &target).map(|edits| Plan { edits, ..Plan::default() });
    Some(Action { kind: "refactor.inline", title, plan })
}

fn edits(site: &Site, source: &Source, holder: &Place, target: &Place) -> Result<Vec<Edit>, String> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let refused = || "the text can't be edited there".to_owned();
    let (own, node) = sources.node(holder).zip(sources.node(target)).ok_or_else(refused)?;
    if own.members().len() != 1 {
        return Err("the reference says more beside it".to_owned());
    }
    let to_it = resolved.references.iter().filter(|reference| match &reference.target {
        Target::Place(place) => target.holds(place),
        _ => false,
    });
    let (inside, outside): (Vec<_>, Vec<_>) = to_it.partition(|reference| target.holds(&reference.holder));
    if !inside.is_empty() || target.holds(holder) {
        return Err("it refers to itself".to_owned());
    }
    // A block has no place between braces.
    if source.format == Format::Yaml && is_braced(source, own) && !is_braced(source, node) {
        return Err(refused());
    }
    let text = lines(source, node).ok_or_else(refused)?;
    let text = indented(&text, &" ".repeat(indent(source, own)));
    let mut changes = vec![Change { source: holder.source, span: own_span(source, own), new: New::Written(text) }];
    let is_linked = !leading_to(site, &[Landing::Place(target.clone())]).is_empty();
    if outside.len() == 1 && !is_linked {
        changes.extend(gone(sources, target).into_iter().flat_map(|fix| fix.changes));
    }
    let fix = Fix { title: String::new(), changes, is_safe: false, reveals: false };
    crate::fix::edits(sources, &fix).ok_or_else(refused)
}

/// What goes with a definition that nothing refers to any more: the last one takes what holds it along. It stays where a comment would go with it.
fn gone(sources: &Sources, target: &Place) -> Option<Fix> {
    let (above, _) = target.pointer.rsplit_once('/')?;
    let kept = Place::new(target.source, above);
    let is_last = sources.node(&kept)?.members().len() == 1;
    removal(sources, "", &[if is_last { kept } else { target.clone() }])
}
