//! Rows of tables about the operations and messages of a document.

use serde::Serialize;

use super::Anchor;
use super::link::Links;
use super::words::short;
use crate::asyncapi::typed::Action;
use crate::model::{Document, Message, Operation};
use crate::prose::{Html, inline};
use crate::route::About;

/// An operation.
#[derive(Debug, Serialize)]
pub struct OperationRow {
    pub link: Anchor,
    pub action: &'static str,
    /// The word of the source (2.x).
    pub stated: &'static str,
    pub summary: Html,
    pub channel: Option<Anchor>,
    pub messages: Vec<Anchor>,
    /// Where the answer is awaited, if there is one.
    pub reply: Option<Anchor>,
}

/// A message.
#[derive(Debug, Serialize)]
pub struct MessageRow {
    pub link: Anchor,
    pub title: String,
    pub summary: Html,
}

/// How many messages stand in the row of an operation, where there is room for so many. The rest stands where the link leads.
fn in_row(links: &Links<'_>) -> usize {
    links.site.rows().clamp(10, 20)
}

/// The messages that an operation carries: all of its channel as one link, where they are many.
fn carried(links: &Links<'_>, number: usize, index: usize) -> Vec<Anchor> {
    let document = &links.site.proved.resolved.project.documents[number];
    let operation = &document.operations[index];
    let in_row = in_row(links);
    let all = all_of_channel(links, number, operation).filter(|_| operation.messages.len() > in_row);
    if let Some(all) = all {
        return vec![all];
    }
    let shown = operation.messages.iter().take(in_row).map(|index| message_link(links, number, *index));
    let more = operation.messages.len().saturating_sub(in_row);
    let href = || format!("{}#messages", to(links, number, &About::Operation(index)));
    shown.chain((more > 0).then(|| Anchor { text: format!("{more} more"), href: href() })).collect()
}

/// The list of a channel, if an operation carries all that is in it.
pub fn all_of_channel(links: &Links<'_>, number: usize, operation: &Operation) -> Option<Anchor> {
    let channel = operation.channel?;
    let messages = &links.site.proved.resolved.project.documents[number].channels[channel].messages;
    let href = format!("{}#messages", to(links, number, &About::Channel(channel)));
    let text = format!("all {} messages of the channel", messages.len());
    (*messages == operation.messages).then_some(Anchor { text, href })
}

/// The operations of a document with these numbers.
pub fn operation_rows(links: &Links<'_>, number: usize, indices: impl IntoIterator<Item = usize>) -> Vec<OperationRow> {
    let document = &links.site.proved.resolved.project.documents[number];
    let operations = indices.into_iter().map(|index| (index, &document.operations[index]));
    let rows = operations.map(|(index, operation)| OperationRow {
        link: Anchor {
            text: short(operation.title.as_ref().unwrap_or(&operation.id)).to_owned(),
            href: to(links, number, &About::Operation(index)),
        },
        action: operation.action.map_or("", Action::word),
        stated: operation.stated,
        summary: prose(links, document, operation.summary.as_deref()),
        channel: operation.channel.map(|channel| channel_link(links, number, channel)),
        messages: carried(links, number, index),
        reply: operation
            .reply
            .as_ref()
            .and_then(|reply| reply.channel)
            .map(|channel| channel_link(links, number, channel)),
    });
    rows.collect()
}

/// The messages `indices` of a document.
pub fn message_rows(links: &Links<'_>, number: usize, indices: &[usize]) -> Vec<MessageRow> {
    let document = &links.site.proved.resolved.project.documents[number];
    let rows = indices.iter().map(|index| {
        let message = &document.messages[*index];
        MessageRow {
            link: message_link(links, number, *index),
            title: message.title.clone().unwrap_or_default(),
            summary: prose(links, document, message.summary.as_deref()),
        }
    });
    rows.collect()
}

/// A message by its name.
pub fn message_link(links: &Links<'_>, number: usize, index: usize) -> Anchor {
    let message: &Message = &links.site.proved.resolved.project.documents[number].messages[index];
    Anchor {
        text: short(message.name.as_ref().unwrap_or(&message.id)).to_owned(),
        href: to(links, number, &About::Message(index)),
    }
}

/// A channel by its address.
pub fn channel_link(links: &Links<'_>, number: usize, index: usize) -> Anchor {
    let channel = &links.site.proved.resolved.project.documents[number].channels[index];
    Anchor {
        text: short(channel.address.as_ref().unwrap_or(&channel.id)).to_owned(),
        href: to(links, number, &About::Channel(index)),
    }
}

fn to(links: &Links<'_>, number: usize, about: &About) -> String {
    links.to(links.site.sheet(number, about).unwrap_or_default())
}

/// The author's Markdown, written in the document.
pub fn prose(links: &Links<'_>, document: &Document, text: Option<&str>) -> Html {
    let file = &links.site.proved.resolved.project.sources.get(document.source).file;
    text.map(|text| inline(text, &links.prose(file))).unwrap_or_default()
}
