//! What stands beside the text: links, what is known of a schema, what references lead to.

use super::address::Addresses;
use super::position::{Encoding, of_client, offset_at, range};
use super::protocol::{CodeLens, Command, DocumentLink, InlayHint, Label, Position, Range};
use crate::model::Target;
use crate::resolve::{Resolved, percent_decoded};
use crate::route::Site;
use crate::source::{Node, Place, SourceId};
use crate::words::counted;

/// The references of a file, and the links of a guide to files of the project, each with where it leads.
pub fn links(resolved: &Resolved, addresses: &Addresses, file: &str, encoding: Encoding) -> Vec<DocumentLink> {
    let sources = &resolved.project.sources;
    let mut links = Vec::new();
    for (id, reference) in references_in(resolved, file) {
        let Target::Place(place) = &reference.target else { continue };
        let Some(span) = span_of(resolved, &reference.holder, reference.keyword) else { continue };
        let start = start_of(resolved, place, encoding);
        let uri = addresses.uri(&sources.get(place.source).file).0;
        let target = format!("{uri}#L{},{}", start.line + 1, start.character + 1);
        links.push(link(range(sources, id, span, encoding), target));
    }
    for page in resolved.project.pages.iter().filter(|page| sources.get(page.source).file == file) {
        for found in page.links.iter().filter(|link| link.is_there) {
            if let Some(path) = beside(file, &found.to) {
                links.push(link(range(sources, page.source, found.span, encoding), addresses.uri(&path).0));
            }
        }
    }
    links
}

/// The file of the project that the link of a guide under the cursor leads to.
pub fn linked(resolved: &Resolved, file: &str, at: Position, encoding: Encoding) -> Option<String> {
    let sources = &resolved.project.sources;
    let page = resolved.project.pages.iter().find(|page| sources.get(page.source).file == file)?;
    let source = sources.get(page.source);
    let offset = offset_at(source, of_client(source, at, encoding))?;
    let holds = |span: crate::source::Span| span.start <= offset && offset < span.end;
    let link = page.links.iter().find(|link| link.is_there && holds(link.span))?;
    beside(file, &link.to)
}

fn link(range: Range, target: String) -> DocumentLink {
    DocumentLink { range, target: Some(target.into()), tooltip: None, data: None }
}

/// The path that a relative link of a file leads to; `None` for one to the web, within the page or out of the project.
fn beside(file: &str, to: &str) -> Option<String> {
    let path = to.split(['#', '?']).next().filter(|path| !path.is_empty() && !path.contains("://"))?;
    let path = percent_decoded(path)?;
    let mut segments: Vec<&str> = file.split('/').collect();
    segments.pop();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            _ => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// Beside each reference the title of what it leads to, if that is not what the reference says.
pub fn hints(resolved: &Resolved, file: &str, within: Range, encoding: Encoding) -> Vec<InlayHint> {
    let sources = &resolved.project.sources;
    let hint = |(id, reference): (SourceId, &crate::model::Reference)| {
        let Target::Place(place) = &reference.target else { return None };
        let title = sources.node(place)?.get("title").and_then(Node::as_str).filter(|title| !title.is_empty())?;
        let span = span_of(resolved, &reference.holder, reference.keyword)?;
        let position = range(sources, id, span, encoding).end;
        let is_within = position.line >= within.start.line && position.line <= within.end.line;
        is_within.then(|| InlayHint {
            position,
            label: Label::String(title.to_owned()),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
    };
    references_in(resolved, file).filter_map(hint).collect()
}

/// Above each schema of a file how many examples and counterexamples it has, what uses it, and how much of it is exercised.
pub fn lenses(site: &Site, file: &str, encoding: Encoding) -> Vec<CodeLens> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let schemas = project.schemas.iter().filter(|schema| project.sources.get(schema.source).file == file);
    let lens = schemas.map(|schema| {
        let examples = site.examples_of(schema.source);
        let refused = examples.iter().filter(|number| project.examples[**number].expect_invalid).count();
        let uses = resolved.uses.range(Place::root(schema.source)..Place::root(SourceId(schema.source.0 + 1)));
        let uses = uses.flat_map(|(_, uses)| uses).filter(|used| match used {
            crate::model::Use::Schema(holder) => holder.source != schema.source,
            crate::model::Use::Message(..) => true,
        });
        let title = format!(
            "{}, {} · {}",
            counted(examples.len() - refused, "example"),
            counted(refused, "counterexample"),
            counted(uses.count(), "use"),
        );
        let start = start_of(resolved, &Place::root(schema.source), encoding);
        let command = Command { title, tooltip: None, command: String::new(), arguments: None };
        CodeLens { range: Range { start, end: start }, command: Some(command), data: None }
    });
    lens.collect()
}

fn references_in<'a>(
    resolved: &'a Resolved,
    file: &'a str,
) -> impl Iterator<Item = (SourceId, &'a crate::model::Reference)> {
    let ids = resolved.project.sources.iter().filter(move |(_, source)| source.file == file).map(|(id, _)| id);
    ids.flat_map(move |id| resolved.references_of(id).iter().map(move |reference| (id, &**reference)))
}

fn span_of(resolved: &Resolved, holder: &Place, keyword: &str) -> Option<crate::source::Span> {
    resolved.project.sources.node(holder)?.get(keyword).map(|node| node.span)
}

fn start_of(resolved: &Resolved, place: &Place, encoding: Encoding) -> Position {
    let span = resolved.project.sources.locate(place).map(|found| found.key_span.unwrap_or(found.node.span));
    range(&resolved.project.sources, place.source, span.unwrap_or_default(), encoding).start
}
