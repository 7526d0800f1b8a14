//! What the boxes of a picture stand for, and what they say.

use super::address;
use super::label::{Font, label, visible};
use super::parts::BoxView;
use super::words;
use crate::model::{Vertex, VertexKind};
use crate::page::Links;

/// What a box stands for. The order is that of the boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// An application that sends, and one that receives; the same may be both.
    Sender(usize),
    Receiver(usize),
    /// All applications of a catalog.
    Senders(usize),
    Receivers(usize),
    /// A channel or a queue.
    Vertex(usize),
    /// Channels and queues of one group.
    Group(usize),
}

/// A box without its place.
pub fn look(links: &Links<'_>, figure: Figure) -> BoxView {
    let site = links.site;
    let resolved = &site.proved.resolved;
    let graph = &resolved.graph;
    let (class, key, address, title, name, note) = match figure {
        Figure::Sender(number) | Figure::Receiver(number) | Figure::Vertex(number) => {
            let vertex = &graph.vertices[number];
            let (class, note) = match vertex.kind {
                VertexKind::Application(document) => ("application", application_note(links, vertex, document)),
                VertexKind::Channel(_) => ("channel", vertex.protocols.join(", ")),
                VertexKind::Endpoint => ("endpoint", endpoint_note(vertex)),
                VertexKind::DeadLetters => ("dead-letters", "dead letters".to_owned()),
            };
            let note = if note.is_empty() { "channel".to_owned() } else { note };
            (
                class,
                format!("v{number}"),
                address::vertex(site, number),
                words::vertex(vertex),
                vertex.name.clone(),
                note,
            )
        }
        Figure::Senders(number) | Figure::Receivers(number) => {
            let catalog = &resolved.project.config.catalogs[number];
            let title = format!("Applications of the catalog {}", visible(&catalog.title));
            let note = "applications of this catalog".to_owned();
            (
                "application",
                format!("c{number}"),
                site.routes.catalogs[number].clone(),
                title,
                catalog.title.clone(),
                note,
            )
        }
        Figure::Group(number) => {
            let group = &graph.groups[number];
            let count = group.vertices.len();
            let note = match group.protocol.as_str() {
                "" => format!("{count} channels"),
                protocol => format!("{count} channels · {}", visible(protocol)),
            };
            let title = format!("{}: {note}", visible(&group.name));
            ("group", format!("g{number}"), site.routes.groups[number].clone(), title, group.name.clone(), note)
        }
    };
    let font = if class == "application" { Font::Sans } else { Font::Mono };
    let (label, note) = (label(&name, font), label(&note, Font::Small));
    BoxView {
        class,
        key,
        href: links.to(&address),
        title,
        width: (label.width.max(note.width) + 36.0).ceil() as i64,
        label: label.text,
        note: note.text,
        x: 0,
        y: 0,
        height: 0,
        radius: 0,
        middle: 0,
        label_y: 0,
        note_y: 0,
        focus: false,
        stacked: class == "group",
    }
}

/// What stands below the title of an application: its path, if others have the same title.
fn application_note(links: &Links<'_>, vertex: &Vertex, document: usize) -> String {
    let resolved = &links.site.proved.resolved;
    let is_same = |other: &&Vertex| matches!(other.kind, VertexKind::Application(_)) && other.name == vertex.name;
    let same = resolved.graph.vertices.iter().filter(is_same).count();
    if same > 1 { resolved.project.documents[document].path.clone() } else { words::noun(vertex).to_owned() }
}

fn endpoint_note(vertex: &Vertex) -> String {
    if vertex.protocols.is_empty() { words::noun(vertex).to_owned() } else { vertex.protocols.join(", ") }
}
