//! Which part of the graph a picture shows.

use std::collections::BTreeSet;

use crate::model::{Edge, Flow, Graph, VertexKind};
use crate::route::Site;

/// What a small map is drawn around: a document, a channel or a message of a document, an event type, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Application(usize),
    Channel(usize, usize),
    Message(usize, usize),
    Type(usize),
}

/// Edges to show, by number.
pub type Edges = BTreeSet<usize>;

/// All edges that touch one of the vertices.
pub fn touching(graph: &Graph, vertices: &[usize]) -> Edges {
    vertices.iter().flat_map(|vertex| graph.edges_of[*vertex].iter().copied()).collect()
}

/// The vertex that a focus is on, if it is one, and the edges round it.
pub fn around(site: &Site, focus: Focus) -> (Option<usize>, Edges) {
    let graph = &site.proved.resolved.graph;
    let vertex = match focus {
        // Applications have the numbers of their documents.
        Focus::Application(document) => Some(document),
        Focus::Channel(document, channel) => graph.channel_of.get(&(document, channel)).copied(),
        Focus::Message(document, message) => return (None, carrying(site, document, message)),
        Focus::Type(number) => {
            let messages = site.proved.resolved.types[number].messages.iter();
            return (None, messages.flat_map(|(document, message)| carrying(site, *document, *message)).collect());
        }
    };
    (vertex, vertex.map(|vertex| paths(graph, vertex)).unwrap_or_default())
}

/// Every way that messages take to a vertex and from it. It ends at applications: what they receive is not what they send.
fn paths(graph: &Graph, vertex: usize) -> Edges {
    let mut found = Edges::new();
    for forward in [true, false] {
        let mut seen = BTreeSet::from([vertex]);
        let mut open = vec![vertex];
        while let Some(at) = open.pop() {
            for number in &graph.edges_of[at] {
                let edge = &graph.edges[*number];
                let (near, far) = if forward { (edge.from, edge.to) } else { (edge.to, edge.from) };
                if near != at {
                    continue;
                }
                found.insert(*number);
                let ends = matches!(graph.vertices[far].kind, VertexKind::Application(_));
                if !ends && seen.insert(far) {
                    open.push(far);
                }
            }
        }
    }
    found
}

/// The edges that carry a message, and what queues do between the channels of these.
fn carrying(site: &Site, document: usize, message: usize) -> Edges {
    let resolved = &site.proved.resolved;
    let graph = &resolved.graph;
    let place = &resolved.project.documents[document].messages[message].place;
    let mut found: Edges = graph.carriers.get(place).into_iter().flatten().copied().collect();
    let ends = found.iter().flat_map(|number| [graph.edges[*number].from, graph.edges[*number].to]);
    let touched: BTreeSet<usize> = ends.collect();
    let passes = |edge: &Edge| {
        let described = matches!(graph.vertices[edge.to].kind, VertexKind::Channel(_));
        let by_queue = matches!(edge.flow, Flow::Delivery | Flow::Undelivered | Flow::Redrive);
        by_queue && touched.contains(&edge.from) && (touched.contains(&edge.to) || !described)
    };
    let near = touched.iter().flat_map(|vertex| &graph.edges_of[*vertex]).copied();
    found.extend(near.filter(|number| passes(&graph.edges[*number])));
    found
}
