//! The graph of all AsyncAPI documents: applications, channels, queues, and what flows between them.

use std::collections::{BTreeMap, HashMap};

use crate::source::Place;

/// What the channel map shows. The order of everything depends on names and places only.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Applications in the order of their documents, then the rest by name.
    pub vertices: Vec<Vertex>,
    /// In the order of what they join.
    pub edges: Vec<Edge>,
    /// Channels by protocol and the beginnings of their addresses, where there are too many to be shown one by one; else empty.
    pub groups: Vec<Group>,
    /// The edges of each vertex, by number.
    pub edges_of: Vec<Vec<usize>>,
    /// The edges that carry the message at a place.
    pub carriers: BTreeMap<Place, Vec<usize>>,
    /// The vertex of each channel: document and channel, by number.
    pub channel_of: HashMap<(usize, usize), usize>,
    /// The group of each vertex that is in one.
    pub group_of: HashMap<usize, usize>,
}

/// An application, a channel or a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vertex {
    pub kind: VertexKind,
    /// The title of an application, the address of a channel, the name of a queue.
    pub name: String,
    /// Of its servers, as written, sorted; empty if unknown, and for applications.
    pub protocols: Vec<String>,
}

/// What a vertex stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VertexKind {
    /// A document, by number.
    Application(usize),
    /// A channel by each document that has it: document and channel, by number.
    Channel(Vec<(usize, usize)>),
    /// What a topic delivers to, or a reply goes to, and no document has as a channel.
    Endpoint,
    /// A dead-letter queue that no document has as a channel.
    DeadLetters,
}

/// One way that messages take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub flow: Flow,
    /// Document and message, by number.
    pub messages: Vec<(usize, usize)>,
    /// What states it: an operation, an SNS consumer, a redrive policy.
    pub place: Place,
}

/// Why messages take a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// The application sends to the channel.
    Send,
    /// The application receives from the channel.
    Receive,
    /// The application answers what it received.
    SendReply,
    /// The application gets the answer to what it sent.
    ReceiveReply,
    /// A topic delivers to a consumer; the edge's place is the consumer's.
    Delivery,
    /// A topic gives up on a consumer; the edge's place is the redrive policy.
    Undelivered,
    /// A queue gives up on a message; the edge's place is the redrive policy, or the queue without one.
    Redrive,
}

/// Channels and queues that the map shows as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The beginning that the addresses share, or the first and the last of them.
    pub name: String,
    pub protocol: String,
    pub vertices: Vec<usize>,
}
