//! "Used by": what refers to a schema, both ways.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Anchor;
use super::link::Links;
use crate::keyword::dotted;
use crate::model::Use;
use crate::route::About;
use crate::source::{Place, SourceId};
use crate::words::counted;

/// How many uses of a kind are seen at once; the rest is folded.
pub const SEEN: usize = 6;

/// How many are listed at all, so that no page grows with the project: each page of the others leads here.
pub const LISTED: usize = 3_000;

/// What uses a schema, of one kind.
#[derive(Debug, Serialize)]
pub struct UsesOfKind {
    /// `3 schemas`
    pub what: String,
    pub seen: Vec<Anchor>,
    pub folded: Vec<Anchor>,
    /// How many there are beside these.
    pub more: usize,
}

/// Links to everything outside `source` that uses a schema in it, each once: schemas, messages, the channels that carry these.
pub fn used_by(links: &Links<'_>, source: SourceId) -> Vec<UsesOfKind> {
    let (from, to) = (Place::root(source), Place::root(SourceId(source.0 + 1)));
    let uses = links.site.proved.resolved.uses.range(from..to);
    let outside = uses.flat_map(|(place, uses)| uses.iter().map(move |used| (place, used)));
    let outside = outside.filter(|(_, used)| !matches!(used, Use::Schema(holder) if holder.source == source));
    let mut by_kind: BTreeMap<Kind, Vec<Anchor>> = BTreeMap::new();
    for (place, used) in outside {
        // Where a schema uses a part of this one stands at the part.
        let whole = match used {
            Use::Schema(holder) if !place.pointer.is_empty() => Use::Schema(Place::root(holder.source)),
            _ => used.clone(),
        };
        for (kind, anchor) in anchors(links, &whole, source) {
            by_kind.entry(kind).or_default().push(anchor);
        }
    }
    let grouped = by_kind.into_iter().map(|(kind, anchors)| {
        let mut seen = distinct(anchors.into_iter());
        let what = counted(seen.len(), kind.noun());
        let more = seen.len().saturating_sub(LISTED);
        seen.truncate(LISTED);
        let folded = seen.split_off(seen.len().min(SEEN));
        UsesOfKind { what, seen, folded, more }
    });
    grouped.collect()
}

/// What kind of thing uses a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Schema,
    Message,
    Channel,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Kind::Schema => "schema",
            Kind::Message => "message",
            Kind::Channel => "channel",
        }
    }
}

/// Links to everything that refers to this very place, from its own document as well.
pub fn uses_of(links: &Links<'_>, place: &Place) -> Vec<Anchor> {
    let uses = links.site.proved.resolved.uses.get(place).into_iter().flatten();
    let named = |(kind, anchor): (Kind, Anchor)| match kind {
        Kind::Schema => anchor,
        kind => Anchor { text: format!("{} {}", kind.noun(), anchor.text), ..anchor },
    };
    distinct(uses.flat_map(|used| anchors(links, used, place.source)).map(named))
}

fn distinct(anchors: impl Iterator<Item = Anchor>) -> Vec<Anchor> {
    let mut seen = BTreeSet::new();
    anchors.filter(|anchor| seen.insert(anchor.text.clone())).collect()
}

/// The use as links, seen from the page of `from`: a schema and the field in it, or a message and its channels.
fn anchors(links: &Links<'_>, used: &Use, from: SourceId) -> Vec<(Kind, Anchor)> {
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
            vec![(Kind::Schema, Anchor { text, href: links.to_place(holder).unwrap_or_default() })]
        }
        Use::Message(number, index) => {
            let document = &resolved.project.documents[*number];
            let message = &document.messages[*index];
            let name = message.name.as_ref().unwrap_or(&message.id);
            let sheet = |about| links.to(links.site.sheet(*number, &about).unwrap_or_default());
            let carries = document.channels.iter().enumerate().filter(|(_, channel)| channel.messages.contains(index));
            let channels = carries.map(|(index, channel)| {
                let text = format!("{} in {}", channel.address.as_ref().unwrap_or(&channel.id), document.title);
                (Kind::Channel, Anchor { text, href: sheet(About::Channel(index)) })
            });
            let text = format!("{name} in {}", document.title);
            let message = (Kind::Message, Anchor { text, href: sheet(About::Message(*index)) });
            std::iter::once(message).chain(channels).collect()
        }
    }
}
