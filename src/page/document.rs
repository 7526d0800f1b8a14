//! The overview of an AsyncAPI document: what it is, its channels, operations and messages, and everything else that it says of itself.

use serde::Serialize;

use super::changes::{VersionsView, versions_of_document};
use super::code::{Code, code, source_view};
use super::example::{self, ExampleView};
use super::facts::facts;
use super::link::Links;
use super::problem::{ProblemsHere, problems_of};
use super::rows::{MessageRow, OperationRow, message_link, message_rows, operation_rows, prose};
use super::sheet::{document_title, named};
use super::{Anchor, Focus, Picture, focus};
use crate::asyncapi::{DOCUMENT, Shape, Version};
use crate::diagnostic::Findings;
use crate::prose::Html;
use crate::route::{About, Sheet, Site};
use crate::source::Place;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct DocumentView {
    pub title: String,
    pub file: String,
    pub asyncapi: String,
    pub version: String,
    /// Its versions, if it has others.
    pub versions: Option<VersionsView>,
    pub about: Html,
    pub channels: Vec<ChannelRow>,
    pub operations: Vec<OperationRow>,
    pub messages: Vec<MessageRow>,
    pub schemas: Vec<Anchor>,
    /// Pages about the servers, the security schemes, the components.
    pub others: Vec<Anchor>,
    pub rest: Html,
    pub examples: Vec<ExampleView>,
    pub problems: ProblemsHere,
    /// What it sends and receives, and who is at the other end.
    pub picture: Option<Picture>,
    pub source: Html,
}

/// A channel.
#[derive(Debug, Serialize)]
pub struct ChannelRow {
    pub link: Anchor,
    pub address: Option<String>,
    pub summary: Html,
    pub messages: Vec<Anchor>,
}

/// The view of the document `number`.
pub fn view(site: &Site, findings: &Findings, number: usize, links: &Links<'_>) -> DocumentView {
    let project = &site.proved.resolved.project;
    let document = &project.documents[number];
    let source = project.sources.get(document.source);
    let channels = document.channels.iter().enumerate().map(|(index, channel)| ChannelRow {
        link: Anchor {
            text: channel.title.clone().unwrap_or_else(|| channel.id.clone()),
            href: links.to(site.sheet(number, &About::Channel(index)).unwrap_or_default()),
        },
        address: channel.address.clone(),
        summary: prose(links, document, channel.summary.as_deref()),
        messages: channel.messages.iter().map(|message| message_link(links, number, *message)).collect(),
    });
    let sheets = |schemas: bool| {
        let parts = site.routes.sheets[number].iter().flat_map(Sheet::parts).filter(move |(about, _)| match about {
            About::Schema(_) => schemas,
            About::Servers | About::Security | About::Components => !schemas,
            _ => false,
        });
        let address = |about| links.to(site.sheet(number, about).unwrap_or_default());
        parts.map(|(about, _)| Anchor { text: named(document, about), href: address(about) }).collect()
    };
    // A version that is not read is shown by the names of its own fields.
    let version = document.asyncapi.unwrap_or(Version::V3_1);
    let root = Place::root(document.source);
    let shape = if document.asyncapi.is_some() { Shape::Object(&DOCUMENT) } else { Shape::Any };
    // All that a part says is on the page of the message, channel or operation that it is.
    let rest = if document.is_part { Html::default() } else { facts(links, &root, shape, version, &["info"]) };
    let info = Place::new(document.source, "/info");
    let about = DOCUMENT.field("info", version).filter(|_| document.asyncapi.is_some() && !document.is_part);
    let about = about.map(|field| facts(links, &info, field.shape, version, &[])).unwrap_or_default();
    let messages: Vec<usize> = (0..document.messages.len()).collect();
    let whole = source.extent();
    DocumentView {
        title: document_title(document).to_owned(),
        file: source.file.clone(),
        asyncapi: document.version.clone(),
        version: document.info_version.clone(),
        versions: versions_of_document(links, number),
        about,
        channels: channels.collect(),
        operations: operation_rows(links, number, 0..document.operations.len()),
        messages: message_rows(links, number, &messages),
        schemas: sheets(true),
        others: sheets(false),
        rest,
        examples: site
            .shown_on(&site.routes.documents[number])
            .iter()
            .map(|example| example::view(links, *example))
            .collect(),
        problems: problems_of(links, findings, &source.file),
        picture: if document.is_part { None } else { focus(links, Focus::Application(number)) },
        source: source_view(site, || {
            code(&Code { source, span: whole, marks: &[], names: &[], notes: &[], anchors: true, described: true })
        }),
    }
}
