//! What stands beside the text: links, what is known of a schema, what references lead to.

use super::address::Addresses;
use super::position::{Encoding, of_client, offset_at, range};
use super::protocol::{CodeLens, Command, DocumentLink, InlayHint, Label, Position, Range};
use crate::model::{Link, Page, Reference, Target, Use};
use crate::resolve::Resolved;
use crate::route::{Destination, Site, destination};
use crate::source::{Node, Place, SourceId, Span};
use crate::words::counted;

/// The references of a file, and the links of a guide to what the project has, each with where it leads.
pub fn links(site: &Site, addresses: &Addresses, file: &str, encoding: Encoding) -> Vec<DocumentLink> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let of_references = references_in(resolved, file).filter_map(|(id, reference)| {
        let Target::Place(place) = &reference.target else { return None };
        let span = span_of(resolved, &reference.holder, reference.keyword)?;
        let start = start_of(resolved, place, encoding);
        let uri = addresses.uri(&sources.get(place.source).file).0;
        let target = format!("{uri}#L{},{}", start.line + 1, start.character + 1);
        Some((range(sources, id, span, encoding), target))
    });
    let of_guide = guide(resolved, file).into_iter().flat_map(|page| {
        let found = page.links.iter().filter_map(|link| Some((link.span, led_to(site, file, link)?)));
        found.map(|(span, path)| (range(sources, page.source, span, encoding), addresses.uri(&path).0))
    });
    let link = |(range, target): (Range, String)| DocumentLink {
        range,
        target: Some(target.into()),
        tooltip: None,
        data: None,
    };
    of_references.chain(of_guide).map(link).collect()
}

/// The file of the project that the link of a guide under the cursor leads to.
pub fn linked(site: &Site, file: &str, at: Position, encoding: Encoding) -> Option<String> {
    let resolved = &site.proved.resolved;
    let page = guide(resolved, file)?;
    let source = resolved.project.sources.get(page.source);
    let offset = offset_at(source, of_client(source, at, encoding))?;
    let holds = |span: Span| span.start <= offset && offset < span.end;
    led_to(site, file, page.links.iter().find(|link| holds(link.span))?)
}

fn guide<'a>(resolved: &'a Resolved, file: &str) -> Option<&'a Page> {
    let sources = &resolved.project.sources;
    resolved.project.pages.iter().find(|page| sources.get(page.source).file == file)
}

/// The file that a link leads to; `None` for one to the web or to a folder, and for one that leads nowhere.
fn led_to(site: &Site, file: &str, link: &Link) -> Option<String> {
    match destination(site, file, &link.to) {
        Destination::Source(source, _) => Some(site.proved.resolved.project.sources.get(source).file.clone()),
        Destination::Path(path) if link.is_there => Some(path),
        _ => None,
    }
}

/// Beside each reference the title of what it leads to, if that is not what the reference says.
pub fn hints(resolved: &Resolved, file: &str, within: Range, encoding: Encoding) -> Vec<InlayHint> {
    let sources = &resolved.project.sources;
    let hint = |(id, reference): (SourceId, &Reference)| {
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
            Use::Schema(holder) => holder.source != schema.source,
            Use::Message(..) => true,
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

fn references_in<'a>(resolved: &'a Resolved, file: &'a str) -> impl Iterator<Item = (SourceId, &'a Reference)> {
    let ids = resolved.project.sources.iter().filter(move |(_, source)| source.file == file).map(|(id, _)| id);
    ids.flat_map(move |id| resolved.references_of(id).iter().map(move |reference| (id, &**reference)))
}

fn span_of(resolved: &Resolved, holder: &Place, keyword: &str) -> Option<Span> {
    resolved.project.sources.node(holder)?.get(keyword).map(|node| node.span)
}

fn start_of(resolved: &Resolved, place: &Place, encoding: Encoding) -> Position {
    let span = resolved.project.sources.locate(place).map(|found| found.key_span.unwrap_or(found.node.span));
    range(&resolved.project.sources, place.source, span.unwrap_or_default(), encoding).start
}
