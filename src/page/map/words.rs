//! What the map says in words, in titles and in its table.

use super::label::visible;
use crate::model::{Edge, Flow, Vertex, VertexKind};
use crate::route::Site;
use crate::source::{Kind, Node};

/// How many messages a title names.
const NAMED: usize = 6;

/// A vertex in words: what it is, and its name.
pub fn vertex(vertex: &Vertex) -> String {
    let protocols = match vertex.protocols.join(", ") {
        protocols if protocols.is_empty() => String::new(),
        protocols => format!(" ({protocols})"),
    };
    format!("{} {}{protocols}", capital(noun(vertex)), visible(&vertex.name))
}

/// What a vertex is.
pub fn noun(vertex: &Vertex) -> &'static str {
    match vertex.kind {
        VertexKind::Application(_) => "application",
        VertexKind::Channel(_) => "channel",
        VertexKind::Endpoint if vertex.protocols.is_empty() => "reply address",
        VertexKind::Endpoint => "endpoint",
        VertexKind::DeadLetters => "dead-letter queue",
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// What happens along an edge; for an application it is said of the application, which may be the far end.
pub fn verb(flow: Flow) -> &'static str {
    match flow {
        Flow::Send => "sends to",
        Flow::Receive => "receives from",
        Flow::SendReply => "replies to",
        Flow::ReceiveReply => "gets replies from",
        Flow::Delivery => "delivers to",
        Flow::Undelivered => "moves what it can't deliver to",
        Flow::Redrive => "moves dead letters to",
    }
}

/// Who does something along an edge, and to what: vertices, by number.
pub fn subject_and_object(edge: &Edge) -> (usize, usize) {
    match edge.flow {
        Flow::Receive | Flow::ReceiveReply => (edge.to, edge.from),
        _ => (edge.from, edge.to),
    }
}

/// An edge as a sentence.
pub fn sentence(site: &Site, edge: &Edge) -> String {
    let graph = &site.proved.resolved.graph;
    let (subject, object) = subject_and_object(edge);
    let name = |vertex: usize| visible(&graph.vertices[vertex].name);
    let mut sentence = format!("{} {} {}", name(subject), verb(edge.flow), name(object));
    let messages = messages(site, edge);
    if !messages.is_empty() {
        let named: Vec<&str> = messages.iter().take(NAMED).map(|(name, _)| name.as_str()).collect();
        let more = messages.len() - named.len();
        sentence = format!("{sentence}: {}", named.join(", "));
        if more > 0 {
            sentence = format!("{sentence} and {more} more");
        }
    }
    for detail in details(site, edge) {
        sentence = format!("{sentence}; {detail}");
    }
    sentence
}

/// The messages of an edge with their numbers, each once, whichever documents name it.
pub fn messages(site: &Site, edge: &Edge) -> Vec<(String, (usize, usize))> {
    let documents = &site.proved.resolved.project.documents;
    let mut places = std::collections::BTreeSet::new();
    let mut messages = Vec::new();
    for &(document, index) in &edge.messages {
        let message = &documents[document].messages[index];
        if places.insert(&message.place) {
            messages.push((visible(message.name.as_ref().unwrap_or(&message.id)), (document, index)));
        }
    }
    messages
}

/// What a consumer or a redrive policy says: filter, scope, raw delivery, after how many receptions.
pub fn details(site: &Site, edge: &Edge) -> Vec<String> {
    let resolved = &site.proved.resolved;
    let Some(node) = resolved.project.sources.node(&edge.place) else { return Vec::new() };
    let member = |key: &str| node.get(key);
    let mut details = Vec::new();
    match edge.flow {
        Flow::Delivery => {
            if let Some(filter) = member("filterPolicy") {
                details.push(format!("filter policy: {}", filter_words(filter)));
            }
            if let Some(scope) = member("filterPolicyScope").and_then(Node::as_str) {
                details.push(format!("the filter looks at {}", visible(scope)));
            }
            if let Some(raw) = member("rawMessageDelivery").and_then(Node::as_bool) {
                details.push(if raw { "raw delivery" } else { "in an envelope" }.to_owned());
            }
        }
        Flow::Undelivered | Flow::Redrive => {
            if let Some(count) = member("maxReceiveCount") {
                details.push(format!("after {} receptions", compact(count)));
            }
        }
        _ => {}
    }
    details
}

/// A filter policy: each key with the values that pass.
fn filter_words(filter: &Node) -> String {
    if !filter.is_object() {
        return compact(filter);
    }
    let part = |(key, value): (&str, &Node)| {
        let values: Vec<String> = value.items().iter().map(compact).collect();
        let values = if value.is_array() { values.join(", ") } else { compact(value) };
        format!("{} is {values}", visible(key))
    };
    let parts: Vec<String> = filter.members().iter().map(|member| part((&member.key, &member.value))).collect();
    parts.join("; ")
}

/// A text as it is, anything else as JSON.
fn compact(node: &Node) -> String {
    match &node.kind {
        Kind::String(text) => visible(text),
        _ => visible(&node.to_value().to_string()),
    }
}
