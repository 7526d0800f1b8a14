//! Makes one graph of all AsyncAPI documents: who sends to a channel, who receives from it, and what queues hang on it.
//!
//! The map is data before it is a picture. Rules and pages read this graph; `page/map/` chooses a part of it and the words, `layout/`
//! places boxes and lines, the template writes the SVG, so that names are escaped as everywhere else. An application that sends and
//! receives has a box on either side: the drawing has no cycles but those of queues, and a way reads from left to right. Past 150
//! vertices channels form groups, each with a page, and the tables stand there.

mod bindings;
mod channels;
mod group;
mod protocol;

pub use channels::servers_of;

use std::collections::{BTreeMap, HashMap};

use super::Resolved;
use super::asyncapi::below;
use crate::asyncapi::typed::Action;
use crate::model::{Edge, Flow, Graph, Vertex, VertexKind};
use crate::source::{Node, Place};

/// The graph of all documents of the project.
pub fn graph(resolved: &Resolved) -> Graph {
    let documents = resolved.project.whole_documents();
    let title = |document: &crate::model::Document| match document.title.as_str() {
        "" => document.path.clone(),
        title => title.to_owned(),
    };
    let applications = documents.iter().enumerate().map(|(number, document)| Vertex {
        kind: VertexKind::Application(number),
        name: title(document),
        protocols: Vec::new(),
    });
    let mut draft = Draft {
        resolved,
        vertices: applications.collect(),
        edges: Vec::new(),
        edge_of: HashMap::new(),
        channel_of: HashMap::new(),
        by_name: HashMap::new(),
    };
    channels::add(&mut draft);
    for number in 0..documents.len() {
        operations(&mut draft, number);
    }
    bindings::add(&mut draft);
    draft.finish()
}

/// The graph while it is made.
struct Draft<'a> {
    resolved: &'a Resolved,
    vertices: Vec<Vertex>,
    edges: Vec<Edge>,
    /// The edges that join two vertices in one way.
    edge_of: HashMap<(usize, usize, Flow), Vec<usize>>,
    /// The vertex of each channel: document and channel, by number.
    channel_of: HashMap<(usize, usize), usize>,
    /// The vertex that has a name under a protocol. Channels have their address and the name that their bindings give them.
    by_name: HashMap<(String, String), usize>,
}

impl Draft<'_> {
    /// Adds an edge. Several statements of one way are one edge, with the messages of all of them.
    fn connect(&mut self, edge: Edge) {
        let alike = self.edge_of.entry((edge.from, edge.to, edge.flow)).or_default();
        let same = |known: &&usize| {
            let place = &self.edges[**known].place;
            edge.flow != Flow::Delivery || bindings::same_delivery(self.resolved, place, &edge.place)
        };
        match alike.iter().find(same) {
            Some(known) => self.edges[*known].messages.extend(edge.messages),
            None => {
                alike.push(self.edges.len());
                self.edges.push(edge);
            }
        }
    }

    /// Brings vertices and edges into their order, and forms the groups.
    fn finish(self) -> Graph {
        let sources = &self.resolved.project.sources;
        let mut order: Vec<usize> = (0..self.vertices.len()).collect();
        let key = |number: &usize| {
            let vertex = &self.vertices[*number];
            let application = match vertex.kind {
                VertexKind::Application(document) => Some(document),
                _ => None,
            };
            (application.is_none(), application, vertex.name.clone(), vertex.protocols.clone(), *number)
        };
        order.sort_by_cached_key(key);
        let mut place_of = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, number)| place_of[*number] = place);
        let vertices: Vec<Vertex> = order.iter().map(|number| self.vertices[*number].clone()).collect();
        let mut edges: Vec<Edge> = self
            .edges
            .into_iter()
            .map(|mut edge| {
                edge.messages.sort_unstable();
                edge.messages.dedup();
                Edge { from: place_of[edge.from], to: place_of[edge.to], ..edge }
            })
            .collect();
        edges.sort_by_cached_key(|edge| (edge.from, edge.to, edge.flow, sources.display(&edge.place)));
        let mut edges_of = vec![Vec::new(); vertices.len()];
        let mut carriers: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (number, edge) in edges.iter().enumerate() {
            edges_of[edge.from].push(number);
            edges_of[edge.to].push(number);
            for (document, message) in &edge.messages {
                let message = &self.resolved.project.documents[*document].messages[*message];
                carriers.entry(message.place.clone()).or_default().push(number);
            }
        }
        let groups = group::groups(&vertices);
        let members = groups.iter().enumerate();
        let group_of = members.flat_map(|(group, made)| made.vertices.iter().map(move |vertex| (*vertex, group)));
        let channel_of = self.channel_of.into_iter().map(|(channel, vertex)| (channel, place_of[vertex]));
        Graph {
            group_of: group_of.collect(),
            channel_of: channel_of.collect(),
            vertices,
            edges,
            groups,
            edges_of,
            carriers,
        }
    }
}

/// The operations of a document: an edge to or from a channel, and one for the reply.
fn operations(draft: &mut Draft<'_>, document: usize) {
    let resolved = draft.resolved;
    // Applications have the numbers of their documents.
    let application = document;
    for operation in &resolved.project.documents[document].operations {
        let Some(channel) = operation.channel.and_then(|index| draft.channel_of.get(&(document, index)).copied())
        else {
            continue;
        };
        let edge = |flow: Flow, channel: usize, messages: Vec<(usize, usize)>, place: &Place| {
            let (from, to) = match flow {
                Flow::Send | Flow::SendReply => (application, channel),
                _ => (channel, application),
            };
            Edge { from, to, flow, messages, place: place.clone() }
        };
        let messages = operation.messages.iter().map(|message| (document, *message)).collect();
        let (flow, answer) = match operation.action {
            Some(Action::Send) => (Flow::Send, Flow::ReceiveReply),
            Some(Action::Receive) => (Flow::Receive, Flow::SendReply),
            None => continue,
        };
        draft.connect(edge(flow, channel, messages, &operation.place));
        if let Some(reply) = reply(draft, document, channel, &operation.place) {
            draft.connect(edge(answer, reply.channel, reply.messages, &reply.place));
        }
    }
}

/// Where the answer to an operation goes.
struct Reply {
    channel: usize,
    messages: Vec<(usize, usize)>,
    place: Place,
}

/// The reply of a 3.x operation: on a channel of its own, to an address that the request names, or else on the channel of the request.
fn reply(draft: &mut Draft<'_>, document: usize, request: usize, operation: &Place) -> Option<Reply> {
    let resolved = draft.resolved;
    let sources = &resolved.project.sources;
    let place = resolved.follow(&below(operation, "reply"))?;
    let node = sources.node(&place).filter(|node| node.is_object())?;
    let owner = &resolved.project.documents[document];
    let stated = resolved.follow(&below(&place, "channel"));
    let index = stated.and_then(|stated| owner.channels.iter().position(|channel| channel.place == stated));
    let known = index.and_then(|index| draft.channel_of.get(&(document, index)).copied());
    let address = resolved.follow(&below(&below(&place, "address"), "location"));
    let address = address.and_then(|place| sources.node(&place)).and_then(Node::as_str);
    let channel = known.unwrap_or_else(|| match address {
        Some(address) => draft.add_endpoint(address.to_owned()),
        None => request,
    });
    let messages = match (node.get("messages").map(Node::items), index) {
        (Some(items), _) => {
            let list = below(&place, "messages");
            let places = (0..items.len()).filter_map(|item| resolved.follow(&below(&list, &item.to_string())));
            places.filter_map(|place| owner.messages.iter().position(|message| message.place == place)).collect()
        }
        (None, Some(index)) => owner.channels[index].messages.clone(),
        (None, None) => Vec::new(),
    };
    Some(Reply { channel, messages: messages.into_iter().map(|message| (document, message)).collect(), place })
}

impl Draft<'_> {
    /// What a reply goes to where only its request says: it stands for itself.
    fn add_endpoint(&mut self, name: String) -> usize {
        self.vertices.push(Vertex { kind: VertexKind::Endpoint, name, protocols: Vec::new() });
        self.vertices.len() - 1
    }
}
