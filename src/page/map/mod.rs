//! The channel map: who sends to a channel and who receives from it, over all documents, as a picture and as a table.

mod address;
mod composition;
mod figure;
mod label;
mod legend;
mod parts;
mod path;
mod picture;
mod selection;
mod words;

use serde::Serialize;

use super::{Anchor, Links};
use crate::model::{Flow, Graph, VertexKind};
use picture::{Detail, picture};
use selection::{Edges, around, touching};

pub use composition::{Composition, of_catalog, of_schema};
pub use picture::Picture;
pub use selection::Focus;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct MapView {
    pub title: String,
    pub is_part: bool,
    pub picture: Option<Picture>,
    pub groups: Vec<GroupRow>,
    pub rows: Vec<Row>,
    /// Channels that no operation uses.
    pub unused: Vec<Anchor>,
}

/// A group of channels in the table of a large map.
#[derive(Debug, Serialize)]
pub struct GroupRow {
    pub link: Anchor,
    pub protocol: String,
    pub channels: usize,
    pub senders: usize,
    pub receivers: usize,
}

/// One way of messages in the table.
#[derive(Debug, Serialize)]
pub struct Row {
    pub anchor: String,
    pub subject: Anchor,
    pub class: &'static str,
    pub verb: &'static str,
    pub object: Anchor,
    pub messages: Vec<Anchor>,
    pub protocol: String,
    pub details: Vec<String>,
}

/// The view of the map, or of one of its groups.
pub fn view(links: &Links<'_>, group: Option<usize>) -> MapView {
    let site = links.site;
    let graph = &site.proved.resolved.graph;
    let all: Edges = (0..graph.edges.len()).collect();
    let (title, edges, vertices, detail) = match group {
        Some(group) => {
            let group = &graph.groups[group];
            let title = label::visible(&group.name);
            (title, touching(graph, &group.vertices), group.vertices.clone(), Detail::Each)
        }
        None => {
            let detail = if graph.groups.is_empty() { Detail::Each } else { Detail::Groups };
            ("Channel map".to_owned(), all, (0..graph.vertices.len()).collect(), detail)
        }
    };
    let unused: Vec<usize> = vertices.into_iter().filter(|vertex| is_unused(graph, *vertex)).collect();
    let is_overview = detail == Detail::Groups;
    MapView {
        title,
        is_part: group.is_some(),
        picture: picture(links, &edges, &unused, None, detail),
        groups: if is_overview { group_rows(links) } else { Vec::new() },
        rows: if is_overview { Vec::new() } else { rows(links, &edges) },
        unused: if is_overview { Vec::new() } else { unused.iter().map(|vertex| anchor(links, *vertex)).collect() },
    }
}

/// The whole map, to be shown small; `None` if there is nothing to draw.
pub fn overview(links: &Links<'_>) -> Option<Picture> {
    view(links, None).picture
}

/// The small map around an application, a channel or a message; `None` where nothing is sent or received.
pub fn focus(links: &Links<'_>, focus: Focus) -> Option<Picture> {
    let graph = &links.site.proved.resolved.graph;
    let (vertex, edges) = around(links.site, focus);
    let is_large = !graph.groups.is_empty() && edges.len() > LARGE;
    picture(links, &edges, &[], vertex, if is_large { Detail::Groups } else { Detail::Each })
}

/// Who sends and who receives an event type, on which channels, and how many more do so than are listed.
pub fn ways(links: &Links<'_>, event_type: usize) -> (Vec<Row>, usize) {
    let (_, edges) = around(links.site, Focus::Type(event_type));
    let mut rows = rows(links, &edges);
    let more = rows.len().saturating_sub(WAYS);
    rows.truncate(WAYS);
    (rows, more)
}

/// How many ways of an event type its page lists; the map has all.
const WAYS: usize = 24;

/// Whether a vertex is a channel that nobody sends to or receives from.
fn is_unused(graph: &Graph, vertex: usize) -> bool {
    graph.edges_of[vertex].is_empty() && !matches!(graph.vertices[vertex].kind, VertexKind::Application(_))
}

/// How many ways a small map shows before channels become groups.
const LARGE: usize = 120;

fn anchor(links: &Links<'_>, vertex: usize) -> Anchor {
    let name = &links.site.proved.resolved.graph.vertices[vertex].name;
    Anchor { text: label::visible(name), href: links.to(&address::vertex(links.site, vertex)) }
}

/// A row for each edge: applications first, by name; then what topics and queues do.
fn rows(links: &Links<'_>, edges: &Edges) -> Vec<Row> {
    let graph = &links.site.proved.resolved.graph;
    let mut numbers: Vec<usize> = edges.iter().copied().collect();
    numbers.sort_by_key(|number| {
        let edge = &graph.edges[*number];
        let (subject, object) = words::subject_and_object(edge);
        (subject, edge.flow, object, *number)
    });
    let row = |number: usize| {
        let edge = &graph.edges[number];
        let (subject, object) = words::subject_and_object(edge);
        let messages = words::messages(links.site, edge)
            .into_iter()
            .map(|(text, message)| Anchor { text, href: links.to(&address::message(links.site, message)) });
        Row {
            anchor: address::row(number),
            subject: anchor(links, subject),
            class: if edge.flow == Flow::Send { "send" } else { "receive" },
            verb: words::verb(edge.flow),
            object: anchor(links, object),
            messages: messages.collect(),
            protocol: graph.vertices[object].protocols.join(", "),
            details: words::details(links.site, edge),
        }
    };
    numbers.into_iter().map(row).collect()
}

fn group_rows(links: &Links<'_>) -> Vec<GroupRow> {
    let site = links.site;
    let graph = &site.proved.resolved.graph;
    let row = |(number, group): (usize, &crate::model::Group)| {
        let edges = touching(graph, &group.vertices);
        let count = |flow: Flow| {
            let edges = edges.iter().map(|edge| &graph.edges[*edge]).filter(|edge| edge.flow == flow);
            let applications = edges.map(|edge| words::subject_and_object(edge).0);
            applications.collect::<std::collections::BTreeSet<usize>>().len()
        };
        GroupRow {
            link: Anchor { text: label::visible(&group.name), href: links.to(&site.routes.groups[number]) },
            protocol: group.protocol.clone(),
            channels: group.vertices.len(),
            senders: count(Flow::Send),
            receivers: count(Flow::Receive),
        }
    };
    graph.groups.iter().enumerate().map(row).collect()
}
