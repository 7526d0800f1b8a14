//! The runtime expressions of documents, and the messages in which each is looked up.

use super::contracts::{below, objects};
use crate::asyncapi::{CORRELATION_ID, Expression, PARAMETER, REPLY_ADDRESS, expression};
use crate::model::{Document, Message};
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// A `location`, and what it is to be found in.
pub struct Location<'a> {
    pub holder: &'a Place,
    pub text: &'a str,
    /// What it says, if it is an expression.
    pub expression: Option<Expression<'a>>,
    pub messages: Vec<&'a Message>,
}

/// Every location of every document.
pub fn locations(resolved: &Resolved) -> Vec<Location<'_>> {
    let mut all = Vec::new();
    for kind in [&CORRELATION_ID, &REPLY_ADDRESS, &PARAMETER] {
        for found in objects(resolved, kind) {
            let Some(text) = found.node.get("location").and_then(Node::as_str) else { continue };
            let messages = messages(resolved, found.document, found.place);
            all.push(Location { holder: found.place, text, expression: expression(text), messages });
        }
    }
    all
}

/// The messages of a document that an object speaks of: those that have it as their correlation id, those of the operations that it
/// says where to answer, those of the channels that it is a parameter of.
fn messages<'a>(resolved: &Resolved, document: &'a Document, object: &Place) -> Vec<&'a Message> {
    let leads_here = |place: Place| resolved.follow(&place).as_ref() == Some(object);
    let has_id = |message: &&Message| {
        let layers = message.merged.iter().map(|field| &field.layer).chain([&message.place]);
        layers.into_iter().any(|layer| leads_here(below(layer, "correlationId")))
    };
    let by_id = document.messages.iter().filter(has_id);
    let asked = document
        .operations
        .iter()
        .filter(|operation| operation.reply.as_ref().is_some_and(|reply| leads_here(below(&reply.place, "address"))));
    let channels = document.channels.iter().filter(|channel| {
        let parameters = below(&channel.place, "parameters");
        let names = resolved.project.sources.node(&parameters).map(Node::members).unwrap_or_default();
        names.iter().any(|member| leads_here(below(&parameters, &member.key)))
    });
    let numbers = asked.flat_map(|operation| &operation.messages).chain(channels.flat_map(|channel| &channel.messages));
    by_id.chain(numbers.map(|number| &document.messages[*number])).collect()
}
