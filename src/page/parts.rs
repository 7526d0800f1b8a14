//! Parts of a document that share a page, since they say too little for pages of their own.

use serde::Serialize;

use super::Anchor;
use super::facts::facts;
use super::link::Links;
use super::sheet::{named, shown_below};
use crate::asyncapi::Version;
use crate::model::Document;
use crate::prose::Html;
use crate::route::{About, Part, pointer_anchor};

/// One of them.
#[derive(Debug, Serialize)]
pub struct PartView {
    pub anchor: String,
    pub title: String,
    /// The event types of a message.
    pub types: Vec<Anchor>,
    pub facts: Html,
}

/// The title of a page of such parts.
pub fn title(document: &Document, parts: &[Part]) -> String {
    let [Some(first), Some(last)] = [parts.first(), parts.last()].map(|part| part.map(|part| &part.about)) else {
        return String::new();
    };
    let what = match first {
        About::Channel(_) => "Channels",
        About::Operation(_) => "Operations",
        About::Message(_) => "Messages",
        _ => "Schemas",
    };
    format!("{what} from {} to {}", named(document, first), named(document, last))
}

/// What the page says of each.
pub fn views(links: &Links<'_>, document: &Document, parts: &[Part], version: Version) -> Vec<PartView> {
    let view = |part: &Part| PartView {
        anchor: pointer_anchor(&part.place.pointer),
        title: named(document, &part.about),
        types: types(links, document, &part.about),
        facts: facts(links, &part.place, part.about.shape(), version, shown_below(links, document, &part.about)),
    };
    parts.iter().map(view).collect()
}

/// The event types that something carries, if it is a message.
pub fn types(links: &Links<'_>, document: &Document, about: &About) -> Vec<Anchor> {
    let About::Message(number) = about else { return Vec::new() };
    let address = |name: &String| links.site.routes.types.get(name).map(|url| links.to(url));
    let types = document.messages[*number].types.iter();
    types.filter_map(|name| Some(Anchor { text: name.clone(), href: address(name)? })).collect()
}
