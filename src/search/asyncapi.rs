//! What AsyncAPI documents hold: channels, messages, operations, schemas, and the documents themselves.

use super::entry::{Entry, Kind};
use crate::model::Document;
use crate::page::Links;
use crate::route::{About, Sheet};

pub fn documents(links: &Links<'_>) -> Vec<Entry> {
    let project = &links.site.proved.resolved.project;
    let documents = project.documents.iter().zip(&links.site.routes.documents);
    let entries = documents.map(|(document, url)| {
        let catalog = &project.config.catalogs[document.catalog].title;
        Entry::new(Kind::Document, title(document), catalog, links.to(url)).or(&document.path)
    });
    entries.collect()
}

pub fn channels(links: &Links<'_>) -> Vec<Entry> {
    sheets(links, |document, about, href| {
        let About::Channel(number) = about else { return None };
        let channel = &document.channels[*number];
        let name = channel.address.as_ref().unwrap_or(&channel.id);
        let also = channel.title.as_ref().unwrap_or(&channel.id);
        Some(Entry::new(Kind::Channel, name, title(document), href).or(also))
    })
}

pub fn messages(links: &Links<'_>) -> Vec<Entry> {
    sheets(links, |document, about, href| {
        let About::Message(number) = about else { return None };
        let message = &document.messages[*number];
        let name = message.name.as_ref().unwrap_or(&message.id);
        let also = message.title.as_ref().unwrap_or(&message.id);
        Some(Entry::new(Kind::Message, name, title(document), href).or(also))
    })
}

pub fn operations(links: &Links<'_>) -> Vec<Entry> {
    sheets(links, |document, about, href| {
        let About::Operation(number) = about else { return None };
        let operation = &document.operations[*number];
        let action = operation.action.map(|action| format!("{} · ", action.word())).unwrap_or_default();
        let context = format!("{action}{}", title(document));
        let also = operation.title.as_deref().unwrap_or_default();
        Some(Entry::new(Kind::Operation, &operation.id, &context, href).or(also))
    })
}

/// The schemas that documents hold themselves.
pub fn schemas(links: &Links<'_>) -> Vec<Entry> {
    sheets(links, |document, about, href| {
        let About::Schema(name) = about else { return None };
        Some(Entry::new(Kind::Schema, name, title(document), href))
    })
}

/// The entries of all parts of documents that are of one sort.
fn sheets(links: &Links<'_>, entry: impl Fn(&Document, &About, String) -> Option<Entry>) -> Vec<Entry> {
    let documents = links.site.proved.resolved.project.documents.iter().zip(&links.site.routes.sheets);
    let entries = documents.enumerate().flat_map(|(number, (document, sheets))| {
        let address = move |about| links.to(links.site.sheet(number, about).unwrap_or_default());
        let parts = sheets.iter().flat_map(Sheet::parts);
        parts.filter_map(|(about, _)| entry(document, about, address(about))).collect::<Vec<_>>()
    });
    entries.collect()
}

fn title(document: &Document) -> &str {
    if document.title.is_empty() { &document.path } else { &document.title }
}
