//! What bindings of SNS and SQS say of the graph: consumers of a topic, and dead-letter queues.
//!
//! The fields are those of the SNS bindings 0.1 to 0.2 and the SQS bindings 0.1 to 0.3.

use super::Draft;
use super::protocol::family;
use crate::model::{Edge, Flow, Vertex, VertexKind};
use crate::resolve::Resolved;
use crate::resolve::asyncapi::below;
use crate::source::{Node, Place};

/// Adds what the bindings of every channel and operation state.
pub fn add(draft: &mut Draft<'_>) {
    let resolved = draft.resolved;
    for (document, owner) in resolved.project.whole_documents().iter().enumerate() {
        for (index, channel) in owner.channels.iter().enumerate() {
            let Some(vertex) = draft.channel_of.get(&(document, index)).copied() else { continue };
            if let Some(sqs) = binding(resolved, &channel.place, "sqs") {
                channel_queue(draft, vertex, &sqs);
            }
        }
        for operation in &owner.operations {
            let channel = operation.channel.and_then(|index| draft.channel_of.get(&(document, index)).copied());
            if let (Some(channel), Some(sns)) = (channel, binding(resolved, &operation.place, "sns")) {
                consumers(draft, channel, &sns);
            }
            if let Some(sqs) = binding(resolved, &operation.place, "sqs") {
                operation_queues(draft, &sqs);
            }
        }
    }
}

/// Whether two consumers of a topic with one endpoint are the same subscription: they have one filter.
pub fn same_delivery(resolved: &Resolved, a: &Place, b: &Place) -> bool {
    let value = |place: &Place, key: &str| {
        let place = resolved.follow(&below(place, key))?;
        resolved.project.sources.node(&place).map(Node::to_value)
    };
    ["filterPolicy", "filterPolicyScope", "rawMessageDelivery"].iter().all(|key| value(a, key) == value(b, key))
}

/// The name that a channel's binding gives the topic or queue.
pub fn bound_name(resolved: &Resolved, channel: &Place, protocol: &str) -> Option<String> {
    let place = binding(resolved, channel, protocol)?;
    let node = resolved.project.sources.node(&place)?;
    let named = if protocol == "sqs" { node.get("queue")? } else { node };
    named.get("name").and_then(Node::as_str).map(str::to_owned)
}

/// The binding of a channel or operation for a protocol: its own, else that of the last of its traits that has one.
fn binding(resolved: &Resolved, place: &Place, protocol: &str) -> Option<Place> {
    let keys = &resolved.project.sources.get(place.source).extract().keys;
    if !keys.contains("bindings") && !keys.contains("traits") {
        return None;
    }
    let traits = below(place, "traits");
    let count = resolved.project.sources.node(&traits).map_or(0, |list| list.items().len());
    let of_traits = (0..count).rev().filter_map(|index| resolved.follow(&below(&traits, &index.to_string())));
    std::iter::once(place.clone()).chain(of_traits).find_map(|holder| {
        let bindings = resolved.follow(&below(&holder, "bindings"))?;
        let place = resolved.follow(&below(&bindings, protocol))?;
        resolved.project.sources.node(&place).filter(|node| node.is_object()).map(|_| place)
    })
}

/// The queue of an SQS channel and its dead-letter queue.
fn channel_queue(draft: &mut Draft<'_>, channel: usize, sqs: &Place) {
    let resolved = draft.resolved;
    let Some(queue) = resolved.follow(&below(sqs, "queue")) else { return };
    let is_sqs = draft.vertices[channel].protocols.iter().any(|protocol| family(protocol) == "sqs");
    let named = resolved.project.sources.node(&queue).and_then(identifier);
    // On a channel of another protocol, a topic say, the binding speaks of a queue behind it.
    let from = match named {
        Some(name) if !is_sqs => draft.queue(name),
        _ => channel,
    };
    redrive(draft, from, &queue, Flow::Redrive);
    let stated = resolved.follow(&below(sqs, "deadLetterQueue"));
    let dead_letters = stated.as_ref().and_then(|place| resolved.project.sources.node(place)).and_then(identifier);
    if let (Some(name), Some(place)) = (dead_letters, stated) {
        let to = draft.dead_letters(name);
        draft.connect(Edge { from, to, flow: Flow::Redrive, messages: Vec::new(), place });
    }
}

/// The queues of an operation's SQS binding, as far as they have dead-letter queues.
fn operation_queues(draft: &mut Draft<'_>, sqs: &Place) {
    let resolved = draft.resolved;
    let list = below(sqs, "queues");
    let count = resolved.project.sources.node(&list).map_or(0, |node| node.items().len());
    for queue in (0..count).filter_map(|index| resolved.follow(&below(&list, &index.to_string()))) {
        let Some(node) = resolved.project.sources.node(&queue) else { continue };
        if let (Some(name), true) = (identifier(node), node.get("redrivePolicy").is_some()) {
            let from = draft.queue(name);
            redrive(draft, from, &queue, Flow::Redrive);
        }
    }
}

/// The consumers of a topic: an edge to each endpoint, and one to where the undelivered goes.
fn consumers(draft: &mut Draft<'_>, channel: usize, sns: &Place) {
    let resolved = draft.resolved;
    let sources = &resolved.project.sources;
    let topic = resolved.follow(&below(sns, "topic"));
    let topic = topic.and_then(|place| sources.node(&place)).and_then(identifier);
    let from = topic.and_then(|name| draft.named("sns", name)).unwrap_or(channel);
    let list = below(sns, "consumers");
    let count = sources.node(&list).map_or(0, |node| node.items().len());
    for place in (0..count).filter_map(|index| resolved.follow(&below(&list, &index.to_string()))) {
        let Some(node) = sources.node(&place) else { continue };
        let protocol = node.get("protocol").and_then(Node::as_str).unwrap_or_default().to_ascii_lowercase();
        let endpoint = resolved.follow(&below(&place, "endpoint"));
        let endpoint = endpoint.and_then(|place| sources.node(&place)).and_then(identifier);
        if let Some(name) = endpoint {
            let to = draft.endpoint(&protocol, name);
            draft.connect(Edge { from, to, flow: Flow::Delivery, messages: Vec::new(), place: place.clone() });
        }
        redrive(draft, from, &place, Flow::Undelivered);
    }
}

/// The edge of the redrive policy that `holder` has.
fn redrive(draft: &mut Draft<'_>, from: usize, holder: &Place, flow: Flow) {
    let resolved = draft.resolved;
    let Some(policy) = resolved.follow(&below(holder, "redrivePolicy")) else { return };
    let Some(target) = resolved.follow(&below(&policy, "deadLetterQueue")) else { return };
    if let Some(name) = resolved.project.sources.node(&target).and_then(identifier) {
        let to = draft.dead_letters(name);
        draft.connect(Edge { from, to, flow, messages: Vec::new(), place: policy });
    }
}

/// What an identifier of these bindings names; of an ARN, its last part, which is the name.
fn identifier(node: &Node) -> Option<&str> {
    let text = |key: &str| node.get(key).and_then(Node::as_str);
    let arn = || text("arn").map(|arn| arn.rsplit(':').next().unwrap_or(arn));
    text("name").or_else(arn).or_else(|| ["url", "email", "phone"].into_iter().find_map(text))
}

impl Draft<'_> {
    /// The vertex of this name under a protocol, or under none if its servers are unknown.
    fn named(&self, protocol: &str, name: &str) -> Option<usize> {
        let look_up = |protocol: &str| self.by_name.get(&(protocol.to_owned(), name.to_owned())).copied();
        look_up(family(protocol)).or_else(|| look_up(""))
    }

    /// The channel or endpoint of this name.
    fn endpoint(&mut self, protocol: &str, name: &str) -> usize {
        if let Some(known) = self.named(protocol, name) {
            return known;
        }
        let protocols = if protocol.is_empty() { Vec::new() } else { vec![protocol.to_owned()] };
        self.vertices.push(Vertex { kind: VertexKind::Endpoint, name: name.to_owned(), protocols });
        let number = self.vertices.len() - 1;
        self.by_name.insert((family(protocol).to_owned(), name.to_owned()), number);
        number
    }

    fn queue(&mut self, name: &str) -> usize {
        self.endpoint("sqs", name)
    }

    /// The queue of this name, which is one for dead letters if no document has it as a channel.
    fn dead_letters(&mut self, name: &str) -> usize {
        let number = self.queue(name);
        let kind = &mut self.vertices[number].kind;
        if *kind == VertexKind::Endpoint {
            *kind = VertexKind::DeadLetters;
        }
        number
    }
}
