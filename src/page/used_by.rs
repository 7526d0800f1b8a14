//! "Used by": what refers to a schema, both ways.

use std::collections::BTreeSet;

use super::Anchor;
use super::link::Links;
use crate::keyword::dotted;
use crate::model::Use;
use crate::route::About;
use crate::source::{Place, SourceId};

/// Links to everything outside `source` that uses a schema in it, each once: schemas, messages, the channels that carry these.
pub fn used_by(links: &Links<'_>, source: SourceId) -> Vec<Anchor> {
    let (from, to) = (Place::root(source), Place::root(SourceId(source.0 + 1)));
    let uses = links.site.proved.resolved.uses.range(from..to).flat_map(|(_, uses)| uses);
    let outside = uses.filter(|used| !matches!(used, Use::Schema(holder) if holder.source == source));
    distinct(outside.flat_map(|used| anchors(links, used, source)))
}

/// Links to everything that refers to this very place, from its own document as well.
pub fn uses_of(links: &Links<'_>, place: &Place) -> Vec<Anchor> {
    let uses = links.site.proved.resolved.uses.get(place).into_iter().flatten();
    distinct(uses.flat_map(|used| anchors(links, used, place.source)))
}

fn distinct(anchors: impl Iterator<Item = Anchor>) -> Vec<Anchor> {
    let mut seen = BTreeSet::new();
    anchors.filter(|anchor| seen.insert(anchor.text.clone())).collect()
}

/// The use as links, seen from the page of `from`: a schema and the field in it, or a message and its channels.
fn anchors(links: &Links<'_>, used: &Use, from: SourceId) -> Vec<Anchor> {
    let resolved = &links.site.proved.resolved;
    match used {
        Use::Schema(holder) => {
            let path = dotted(&holder.pointer);
            // A document's own references to schemas are told by its messages.
            let Some(number) = resolved.schema_of(holder.source) else { return Vec::new() };
            let title = super::schema_title(links.site, number);
            let text = match (holder.source == from, path.is_empty()) {
                (true, false) => path,
                (_, true) => title,
                (false, false) => format!("{title} › {path}"),
            };
            vec![Anchor { text, href: links.to_place(holder).unwrap_or_default() }]
        }
        Use::Message(number, index) => {
            let document = &resolved.project.documents[*number];
            let message = &document.messages[*index];
            let name = message.name.as_ref().unwrap_or(&message.id);
            let sheet = |about| links.to(links.site.sheet(*number, &about).unwrap_or_default());
            let carries = document.channels.iter().enumerate().filter(|(_, channel)| channel.messages.contains(index));
            let channels = carries.map(|(index, channel)| Anchor {
                text: format!("channel {} in {}", channel.address.as_ref().unwrap_or(&channel.id), document.title),
                href: sheet(About::Channel(index)),
            });
            let message =
                Anchor { text: format!("message {name} in {}", document.title), href: sheet(About::Message(*index)) };
            std::iter::once(message).chain(channels).collect()
        }
    }
}
