//! Where schemas, documents, examples and guides say where files are.

use std::collections::HashMap;

use rayon::prelude::*;

use super::paths::{moved, plain, relative};
use crate::diagnostic::{Change, New};
use crate::load::{Linked, decode, from_roots, linked, modeline, relative_to, within, without_endings};
use crate::lsp::guide::destination_span;
use crate::lsp::rename::texts::text;
use crate::model::{Example, Link, Reference, Target};
use crate::prose::outline;
use crate::resolve::Resolved;
use crate::route::Site;
use crate::source::{Format, Node, Place, Source, SourceId, Sources, Span, descend};
use crate::tree::Moves;

/// The attributes of events that name a schema, which may be a path.
const ATTRIBUTES: [&str; 4] = ["$schema", "dataschema", "schemaurl", "schemaURL"];

/// References to what moves, and those that stand in it.
pub fn in_references(site: &Site, moves: &Moves) -> Vec<Change> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let change = |reference: &Reference| {
        let (document, rest) = reference.text.split_at(reference.text.find('#').unwrap_or(reference.text.len()));
        let new = path_of(resolved, moves, reference, document)? + rest;
        let node = sources.node(&reference.holder)?.get(reference.keyword)?;
        Some(text(sources, reference.holder.source, node.span, &reference.text, &new))
    };
    resolved.references.par_iter().filter_map(|reference| change(reference)).collect()
}

/// How a reference is to write the path of its document.
fn path_of(resolved: &Resolved, moves: &Moves, reference: &Reference, written: &str) -> Option<String> {
    let sources = &resolved.project.sources;
    let file = &sources.get(reference.holder.source).file;
    let target = match &reference.target {
        Target::Place(place) => Some(&sources.get(place.source).file),
        Target::Metaschema(_) => return None,
        Target::Unresolved(_) => None,
    };
    if written.is_empty() || has_scheme(written) {
        return None;
    }
    if let Some(path) = written.strip_prefix('/') {
        let target = target.filter(|target| moves.after(target) != **target)?;
        let path = decode(path)?;
        let root = from_roots(&resolved.project.config, &path).find(|found| found == target)?;
        let above = root.strip_suffix(&*path)?.trim_end_matches('/');
        let (above, new) = (moves.after(above), moves.after(target));
        let below = new.strip_prefix(&above).filter(|_| !above.is_empty()).unwrap_or(&new);
        return Some(format!("/{}", below.trim_start_matches('/')));
    }
    let found = relative_to(file, &decode(written)?)?;
    let is_file = sources.find(&found).is_some();
    let is_by_id = target.is_some() && !is_file;
    if is_by_id || (is_file && is_by_own_id(resolved, moves, reference, written)) {
        return None;
    }
    moved(moves, file, written)
}

fn has_scheme(written: &str) -> bool {
    written.split('/').next().is_some_and(|first| first.contains(':')) || written.starts_with("//")
}

/// Whether a reference leads where it leads by the absolute `$id`s of both documents as well, and goes on to do so.
fn is_by_own_id(resolved: &Resolved, moves: &Moves, reference: &Reference, written: &str) -> bool {
    let project = &resolved.project;
    let Target::Place(target) = &reference.target else { return false };
    let id = |place: &Place| {
        let id = project.schemas[resolved.schema_of(place.source)?].id.as_deref()?;
        Some(id.split_once("://")?.1.trim_end_matches('#'))
    };
    let names = |from: &str, to: &str| relative_to(from, written).as_deref() == Some(to);
    let is_by_id = id(&reference.holder).zip(id(target)).is_some_and(|(from, to)| names(from, to));
    // A file that comes to stand there would be found first.
    let there = relative_to(&moves.after(&project.sources.get(reference.holder.source).file), written);
    is_by_id && there.and_then(|path| project.sources.find(&moves.before(&path)?)).is_none()
}

/// The schemas that documents and events name at their top.
pub fn in_roots(site: &Site, moves: &Moves) -> Vec<Change> {
    let project = &site.proved.resolved.project;
    let roots = project.sources.iter().map(|(id, _)| Place::root(id));
    let examples = project.examples.iter().map(|example| &example.place).filter(|place| !place.pointer.is_empty());
    let places: Vec<Place> = roots.chain(examples.cloned()).collect();
    places.par_iter().flat_map_iter(|place| at_root(&project.sources, moves, place)).collect()
}

/// Those that one of them names.
fn at_root(sources: &Sources, moves: &Moves, place: &Place) -> Vec<Change> {
    let source = sources.get(place.source);
    let Some(root) = sources.node(place) else { return Vec::new() };
    let new = |written: &str| {
        let path = written.split('#').next().filter(|path| !path.is_empty() && !has_scheme(path))?;
        sources.find(&relative_to(&source.file, path)?)?;
        Some(moved(moves, &source.file, path)? + &written[path.len()..])
    };
    let mut changes = Vec::new();
    for node in ATTRIBUTES.iter().filter_map(|key| root.get(key)) {
        let change = node.as_str().and_then(|written| Some((written, new(written)?)));
        changes.extend(change.map(|(old, new)| text(sources, place.source, node.span, old, &new)));
    }
    if let Some((written, to)) = modeline(source).and_then(|written| Some((written, new(written)?)))
        && let Some(at) = source.text.find(&format!("$schema={written}"))
    {
        let start = (at + "$schema=".len()) as u32;
        let span = Span { start, end: start + written.len() as u32 };
        changes.push(Change { source: place.source, span, new: New::Written(to) });
    }
    changes
}

/// The schemas that fences of guides name.
pub fn in_fences(site: &Site, moves: &Moves) -> Result<Vec<Change>, String> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut changes = Vec::new();
    for example in resolved.project.examples.iter() {
        let Some(old) = &example.named_schema else { continue };
        let own = sources.get(example.place.source);
        let Some(new) = schema_of(resolved, moves, example, own, old).filter(|new| new != old) else { continue };
        let refused = || format!("the fence {} names its schema in a way that can't be written so", own.name);
        let page = sources.find(&own.file).ok_or_else(refused)?;
        let line = own.position(0).line.checked_sub(1).and_then(|line| sources.get(page).line(line));
        let line = line.ok_or_else(refused)?;
        let at = sources.get(page).text_at(line).find(&format!("={old}")).ok_or_else(refused)?;
        let start = line.start + at as u32 + 1;
        let span = Span { start, end: start + old.len() as u32 };
        changes.push(Change { source: page, span, new: New::Written(new) });
    }
    Ok(changes)
}

/// How a fence names its schema after the moves: in the way in which it does now.
fn schema_of(resolved: &Resolved, moves: &Moves, example: &Example, own: &Source, name: &str) -> Option<String> {
    let project = &resolved.project;
    let (path, rest) = name.split_at(name.find('#').unwrap_or(name.len()));
    if path.is_empty() {
        return None;
    }
    let is_there = |path: &str| project.sources.find(path).is_some();
    let catalog = &project.config.catalogs[example.catalog];
    if is_there(path) {
        return Some(moves.after(path) + rest);
    }
    if let Some(found) = within(catalog, path).filter(|found| is_there(found)) {
        let above = moves.after(&catalog.path);
        return Some(plain(&format!("{above}/-"), &moves.after(&found)) + rest);
    }
    if relative_to(&own.file, path).is_some_and(|found| is_there(&found)) {
        return moved(moves, &own.file, path).map(|new| new + rest);
    }
    // The name of a schema is that of its file, if it has none of its own.
    let schema = project.sources.get(example.schema()?.source);
    let called = |file: &str| without_endings(crate::load::file_name(file)).to_owned();
    let is_called = schema.name == schema.file && called(&schema.file) == path;
    is_called.then(|| called(&moves.after(&schema.file)) + rest)
}

/// Links of Markdown, in guides and in the texts of schemas and documents.
pub fn in_links(site: &Site, moves: &Moves) -> Result<Vec<Change>, String> {
    let project = &site.proved.resolved.project;
    let of_pages: HashMap<SourceId, &[Link]> =
        project.pages.iter().map(|page| (page.source, page.links.as_slice())).collect();
    let changes = |(id, source): (SourceId, &Source)| {
        if source.format == Format::Markdown {
            let of_page = of_pages.get(&id).copied();
            let read = of_page.is_none().then(|| outline(&source.text, 0).links);
            in_text(id, source, moves, read.as_deref().or(of_page).unwrap_or_default())
        } else {
            Ok(in_descriptions(id, source, moves))
        }
    };
    let sources: Vec<_> = project.sources.iter().collect();
    let changes: Vec<Result<Vec<Change>, String>> = sources.into_par_iter().map(changes).collect();
    changes.into_iter().collect::<Result<Vec<_>, String>>().map(|changes| changes.concat())
}

/// The links of a Markdown file.
fn in_text(id: SourceId, source: &Source, moves: &Moves, links: &[Link]) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    for link in links {
        let Some(new) = link_of(moves, &source.file, link) else { continue };
        let refused = || format!("{} has a link to {} that can't be written anew", source.file, link.to);
        let span = destination_span(source, link).ok_or_else(refused)?;
        changes.push(Change { source: id, span, new: New::Written(new) });
    }
    Ok(changes)
}

/// The links in the texts of a schema or a document.
fn in_descriptions(id: SourceId, source: &Source, moves: &Moves) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut see = |node: &Node, said: &str| {
        for link in outline(said, 0).links {
            let Some(new) = link_of(moves, &source.file, &link) else { continue };
            for (at, found) in source.text_at(node.span).match_indices(&format!("]({})", link.to)) {
                let start = node.span.start + at as u32 + 2;
                let span = Span { start, end: start + found.len() as u32 - 3 };
                changes.push(Change { source: id, span, new: New::Written(new.clone()) });
            }
        }
    };
    if let Some(root) = source.root().filter(|_| source.own_text().contains("](")) {
        descend(
            root,
            |_| true,
            |_, node| {
                if let Some(said) = node.as_str().filter(|said| said.contains("](")) {
                    see(node, said);
                }
            },
        );
    }
    changes
}

/// What a link is to say.
fn link_of(moves: &Moves, file: &str, link: &Link) -> Option<String> {
    let (path, rest) = link.to.split_at(link.to.find(['#', '?']).unwrap_or(link.to.len()));
    let Linked::Path(target, _) = linked(file, &link.to) else { return None };
    if path.is_empty() {
        return None;
    }
    if path.starts_with('/') {
        let new = moves.after(&target);
        return (new != target).then(|| format!("/{}{rest}", relative("-", &new)));
    }
    moved(moves, file, path).map(|new| new + rest)
}
