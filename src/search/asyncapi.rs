//! What AsyncAPI documents hold: channels, messages, operations, and the documents themselves.

use super::entry::{Entry, Kind};
use crate::model::Document;
use crate::page::{Links, channel_anchor, message_anchor};

pub fn documents(links: &Links<'_>) -> Vec<Entry> {
    let project = &links.site.proved.resolved.project;
    let documents = project.documents.iter().zip(&links.site.documents);
    let entries = documents.map(|(document, url)| {
        let catalog = &project.config.catalogs[document.catalog].title;
        Entry::new(Kind::Document, title(document), catalog, links.to(url)).or(&document.path)
    });
    entries.collect()
}

pub fn channels(links: &Links<'_>) -> Vec<Entry> {
    each(links, |document, url| {
        let channels = document.channels.iter().enumerate().map(|(number, channel)| {
            let name = channel.address.as_ref().unwrap_or(&channel.id);
            let href = links.to(&format!("{url}#{}", channel_anchor(number)));
            Entry::new(Kind::Channel, name, title(document), href).or(channel.title.as_ref().unwrap_or(&channel.id))
        });
        channels.collect()
    })
}

pub fn messages(links: &Links<'_>) -> Vec<Entry> {
    each(links, |document, url| {
        let messages = document.messages.iter().enumerate().map(|(number, message)| {
            let name = message.name.as_ref().unwrap_or(&message.id);
            let href = links.to(&format!("{url}#{}", message_anchor(number)));
            Entry::new(Kind::Message, name, title(document), href).or(message.title.as_ref().unwrap_or(&message.id))
        });
        messages.collect()
    })
}

/// An operation has no place of its own on its document's page; it leads to its channel.
pub fn operations(links: &Links<'_>) -> Vec<Entry> {
    each(links, |document, url| {
        let operations = document.operations.iter().map(|operation| {
            let href = match operation.channel {
                Some(channel) => links.to(&format!("{url}#{}", channel_anchor(channel))),
                None => links.to(url),
            };
            let context = format!("{} · {}", operation.action, title(document));
            Entry::new(Kind::Operation, &operation.id, &context, href)
                .or(operation.title.as_deref().unwrap_or_default())
        });
        operations.collect()
    })
}

fn each(links: &Links<'_>, list: impl Fn(&Document, &str) -> Vec<Entry>) -> Vec<Entry> {
    let documents = links.site.proved.resolved.project.documents.iter().zip(&links.site.documents);
    documents.flat_map(|(document, url)| list(document, url)).collect()
}

fn title(document: &Document) -> &str {
    if document.title.is_empty() { &document.path } else { &document.title }
}
