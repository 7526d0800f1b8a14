//! The addresses of channels: from 3.0 a field, in 2.x the key of the channel.

use std::collections::HashSet;

use super::contracts::below;
use crate::asyncapi::{Version, is_extension};
use crate::model::Document;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// The address of a channel and the parameters that it declares.
pub struct Address<'a> {
    pub text: &'a str,
    /// Where it stands.
    pub place: Place,
    /// Whether it is the key of what stands there.
    pub is_key: bool,
    pub channel: Place,
    pub parameters: Vec<&'a str>,
}

impl Address<'_> {
    /// Whether the channel has a parameter of this name.
    pub fn declares(&self, name: &str) -> bool {
        self.parameters.contains(&name)
    }
}

/// The known addresses of all channels, each once.
pub fn addresses(resolved: &Resolved) -> Vec<Address<'_>> {
    let mut seen = HashSet::new();
    let all = resolved.project.documents.iter().flat_map(|document| of_document(resolved, document));
    all.filter(|address| seen.insert((address.channel.clone(), address.text))).collect()
}

fn of_document<'a>(resolved: &'a Resolved, document: &'a Document) -> impl Iterator<Item = Address<'a>> {
    let is_key = document.asyncapi.is_some_and(Version::is_2);
    let channels = below(&Place::root(document.source), "channels");
    document.channels.iter().filter_map(move |channel| {
        let text = channel.address.as_deref()?;
        let node = resolved.project.sources.node(&channel.place)?;
        let parameters = node.get("parameters").map(Node::members).unwrap_or_default();
        let parameters = parameters.iter().map(|member| &*member.key).filter(|name| !is_extension(name));
        let place = if is_key { below(&channels, &channel.id) } else { below(&channel.place, "address") };
        Some(Address { text, place, is_key, channel: channel.place.clone(), parameters: parameters.collect() })
    })
}
