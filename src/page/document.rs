//! The page of an AsyncAPI document: its channels, operations and messages.

use std::collections::BTreeSet;

use serde::Serialize;

use super::code::{Code, code};
use super::example::{self, ExampleView};
use super::fields::fields;
use super::link::Links;
use super::problem::{ProblemView, problems_of};
use super::words::Context;
use super::{Anchor, Focus, Picture, focus};
use crate::diagnostic::Findings;
use crate::model::ExampleKind;
use crate::prose::{Html, inline};
use crate::route::{Site, pointer_anchor};
use crate::source::{Place, Span};

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct DocumentView {
    pub title: String,
    pub file: String,
    pub asyncapi: String,
    pub version: String,
    pub description: Html,
    pub channels: Vec<ChannelView>,
    pub operations: Vec<OperationView>,
    pub messages: Vec<MessageView>,
    pub problems: Vec<ProblemView>,
    /// What it sends and receives, and who is at the other end.
    pub picture: Option<Picture>,
    pub source: Html,
}

/// A channel.
#[derive(Debug, Serialize)]
pub struct ChannelView {
    pub anchor: String,
    pub name: String,
    pub address: Option<String>,
    pub summary: Html,
    pub messages: Vec<Anchor>,
}

/// An operation.
#[derive(Debug, Serialize)]
pub struct OperationView {
    pub id: String,
    pub action: &'static str,
    pub summary: Html,
    pub channel: Option<Anchor>,
    pub messages: Vec<Anchor>,
}

/// A message.
#[derive(Debug, Serialize)]
pub struct MessageView {
    pub anchor: String,
    pub name: String,
    pub title: String,
    pub summary: Html,
    pub payload: Option<Anchor>,
    pub headers: Option<Anchor>,
    pub foreign_format: Option<String>,
    pub types: Vec<Anchor>,
    /// The payload and the headers where they stand in the document itself.
    pub schemas: Vec<SchemaView>,
    pub examples: Vec<ExampleView>,
}

/// A schema that has no page, since it stands in the document.
#[derive(Debug, Serialize)]
pub struct SchemaView {
    pub anchor: String,
    pub label: &'static str,
    pub fields: Html,
}

/// The anchor of a channel, by its number.
pub fn channel_anchor(index: usize) -> String {
    format!("channel-{index}")
}

/// The anchor of a message, by its number.
pub fn message_anchor(index: usize) -> String {
    format!("message-{index}")
}

/// The view of the document `number`.
pub fn view(site: &Site, findings: &Findings, number: usize, links: &Links<'_>) -> DocumentView {
    let project = &site.proved.resolved.project;
    let document = &project.documents[number];
    let source = project.sources.get(document.source);
    let prose = |text: Option<&str>| text.map(|text| inline(text, &links.prose(&source.file))).unwrap_or_default();
    let message_link = |index: &usize| {
        let message = &document.messages[*index];
        Anchor {
            text: message.name.clone().unwrap_or_else(|| message.id.clone()),
            href: format!("#{}", message_anchor(*index)),
        }
    };
    let channels = document.channels.iter().enumerate().map(|(index, channel)| ChannelView {
        anchor: channel_anchor(index),
        name: channel.title.clone().unwrap_or_else(|| channel.id.clone()),
        address: channel.address.clone(),
        summary: prose(channel.summary.as_deref()),
        messages: channel.messages.iter().map(message_link).collect(),
    });
    let operations = document.operations.iter().map(|operation| OperationView {
        id: operation.title.clone().unwrap_or_else(|| operation.id.clone()),
        action: operation.action,
        summary: prose(operation.summary.as_deref()),
        channel: operation.channel.map(|index| Anchor {
            text: document.channels[index].address.clone().unwrap_or_else(|| document.channels[index].id.clone()),
            href: format!("#{}", channel_anchor(index)),
        }),
        messages: operation.messages.iter().map(message_link).collect(),
    });
    let context = Context { links, file: &source.file };
    // Several messages may share a schema of the document; it is shown with the first.
    let mut shown: BTreeSet<&Place> = BTreeSet::new();
    let messages = document.messages.iter().enumerate().map(|(index, message)| {
        let schema = |place: &Option<Place>| {
            let place = place.as_ref()?;
            Some(Anchor {
                text: context.name_of(place, &message.place),
                href: links.to_place(place).unwrap_or_default(),
            })
        };
        let examples = project.examples.iter().enumerate().filter(|(_, example)| {
            example.kind == ExampleKind::Message
                && example.place.source == message.place.source
                && example.place.pointer.starts_with(&format!("{}/examples/", message.place.pointer))
        });
        let types = message
            .types
            .iter()
            .filter_map(|name| Some(Anchor { text: name.clone(), href: links.to(site.types.get(name)?) }));
        let own =
            [("Payload", &message.payload), ("Headers", &message.headers)].into_iter().filter_map(|(label, place)| {
                let place = place.as_ref().filter(|place| place.source == document.source && shown.insert(place))?;
                let dialect = site.proved.resolved.dialect_of(place);
                Some(SchemaView {
                    anchor: pointer_anchor(&place.pointer),
                    label,
                    fields: fields(links, place, dialect),
                })
            });
        let schemas = own.collect();
        MessageView {
            anchor: message_anchor(index),
            name: message.name.clone().unwrap_or_else(|| message.id.clone()),
            title: message.title.clone().unwrap_or_default(),
            summary: prose(message.summary.as_deref()),
            payload: schema(&message.payload),
            headers: schema(&message.headers),
            foreign_format: message.foreign_format.clone(),
            types: types.collect(),
            schemas,
            examples: examples.map(|(number, _)| example::view(links, number)).collect(),
        }
    });
    let whole = Span { start: 0, end: source.text.len() as u32 };
    DocumentView {
        title: document.title.clone(),
        file: source.file.clone(),
        asyncapi: document.version.clone(),
        version: document.info_version.clone(),
        description: prose(document.description.as_deref()),
        channels: channels.collect(),
        operations: operations.collect(),
        messages: messages.collect(),
        problems: problems_of(links, findings, &source.file, |_| true),
        picture: focus(links, Focus::Application(number)),
        source: code(&Code { source, span: whole, marks: &[], anchors: true }),
    }
}
