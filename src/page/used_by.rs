//! "Used by": what refers to a schema, both ways.

use super::Anchor;
use super::link::Links;
use crate::model::Use;
use crate::route::About;
use crate::source::{Place, SourceId};

/// Links to everything outside `source` that uses a schema in it, each once.
pub fn used_by(links: &Links<'_>, source: SourceId) -> Vec<Anchor> {
    let resolved = &links.site.proved.resolved;
    let from = Place::root(source);
    let to = Place::root(SourceId(source.0 + 1));
    let mut found: Vec<Anchor> = Vec::new();
    for used in resolved.uses.range(from..to).flat_map(|(_, uses)| uses) {
        let anchor = match used {
            Use::Schema(holder) if holder.source == source => continue,
            Use::Schema(holder) => {
                // A document's own references to schemas are told by its messages.
                let Some(number) = resolved.schema_of(holder.source) else { continue };
                Anchor {
                    text: format!("schema {}", super::schema_title(links.site, number)),
                    href: links.to_place(holder).unwrap_or_default(),
                }
            }
            Use::Message(number, index) => {
                let document = &resolved.project.documents[*number];
                let message = &document.messages[*index];
                let name = message.name.as_ref().unwrap_or(&message.id);
                let address = links.site.sheet(*number, &About::Message(*index)).unwrap_or_default();
                Anchor { text: format!("message {name} in {}", document.title), href: links.to(address) }
            }
        };
        if !found.iter().any(|other| other.text == anchor.text) {
            found.push(anchor);
        }
    }
    found
}
