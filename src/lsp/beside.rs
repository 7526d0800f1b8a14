//! What stands beside the text: links, what is known of a schema, what references lead to.

use super::address::Addresses;
use super::guide::{Landing, guide, landing};
use super::position::{Encoding, range};
use super::preview::PREVIEW;
use super::protocol::{CodeLens, Command, DocumentLink, InlayHint, Label, Position, Range};
use crate::model::{Reference, Target, Use};
use crate::resolve::Resolved;
use crate::route::Site;
use crate::source::{Node, Place, SourceId, Span};
use crate::words::counted;

/// Of how many examples it is counted what they exercise.
const COUNTED: usize = 64;

/// The references of a file, and the links of a guide to what the project has, each with where it leads.
pub fn links(site: &Site, addresses: &Addresses, file: &str, encoding: Encoding) -> Vec<DocumentLink> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let target = |id: SourceId, start: Position| {
        let uri = addresses.uri(&sources.get(id).file).0;
        format!("{uri}#L{},{}", start.line + 1, start.character + 1)
    };
    let of_references = references_in(resolved, file).filter_map(|(id, reference)| {
        let Target::Place(place) = &reference.target else { return None };
        let span = span_of(resolved, &reference.holder, reference.keyword)?;
        Some((range(sources, id, span, encoding), target(place.source, start_of(resolved, place, encoding))))
    });
    let to = |landing: Landing| match landing {
        Landing::Place(place) if place.pointer.is_empty() => addresses.uri(&sources.get(place.source).file).0,
        Landing::Place(place) => target(place.source, start_of(resolved, &place, encoding)),
        Landing::Line(source, 0) => addresses.uri(&sources.get(source).file).0,
        Landing::Line(source, at) => {
            target(source, range(sources, source, Span { start: at, end: at }, encoding).start)
        }
        Landing::File(path) => addresses.uri(&path).0,
    };
    let of_guide = guide(resolved, file).into_iter().flat_map(|page| {
        let found = page.links.iter().filter_map(|link| Some((link.span, landing(site, file, link)?)));
        found.map(|(span, landing)| (range(sources, page.source, span, encoding), to(landing)))
    });
    let link = |(range, target): (Range, String)| DocumentLink {
        range,
        target: Some(target.into()),
        tooltip: None,
        data: None,
    };
    of_references.chain(of_guide).map(link).collect()
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

/// Above each schema of a file how many examples and counterexamples it has, and how often it is used, and how much of it the examples exercise; it
/// opens the schema's page.
pub fn lenses(site: &Site, addresses: &Addresses, file: &str, encoding: Encoding) -> Vec<CodeLens> {
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
        // What all events share has the examples of all of them, which takes too long for each key.
        let is_counted = (1..=COUNTED).contains(&examples.len());
        let exercised = is_counted.then(|| site.coverage.list(&site.proved, schema.source).tally().all());
        let exercised =
            exercised.filter(|share| share.total > 0).map(|share| format!(" · coverage {}", share.percent()));
        let title = format!(
            "{}, {} · {}{}",
            counted(examples.len() - refused, "example"),
            counted(refused, "counterexample"),
            counted(uses.count(), "use"),
            exercised.unwrap_or_default(),
        );
        let start = start_of(resolved, &Place::root(schema.source), encoding);
        let place = serde_json::json!({ "textDocument": { "uri": addresses.uri(file) }, "position": start });
        let tooltip = Some("The page of the schema".to_owned());
        let command = Command { title, tooltip, command: PREVIEW.to_owned(), arguments: Some(vec![place]) };
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
