//! The filter policies of a topic's subscriptions (Amazon SNS, "Filter policy constraints"), held against what its messages may carry.

use std::collections::BTreeSet;

use crate::model::{Flow, Message, VertexKind};
use crate::resolve::{Resolved, listed_values};
use crate::source::{Kind, Node, Place, join};

/// A subscription to a topic.
pub struct Subscription<'a> {
    /// The object of the consumer.
    pub place: &'a Place,
    /// Its policy and where that stands; one without lets everything through.
    pub policy: Option<(&'a Node, Place)>,
    /// Whether the policy looks into the body rather than at attributes.
    pub of_body: bool,
}

/// A topic with subscriptions: what is sent to it, by document and message.
pub struct Topic<'a> {
    pub name: &'a str,
    pub messages: Vec<(usize, usize)>,
    pub subscriptions: Vec<Subscription<'a>>,
    /// Whether an application receives from it that says nothing of a subscription.
    pub is_read_whole: bool,
}

/// All topics that something subscribes to, in the order of the graph.
pub fn topics(resolved: &Resolved) -> Vec<Topic<'_>> {
    let graph = &resolved.graph;
    let topics = graph.vertices.iter().enumerate().filter_map(|(number, vertex)| {
        let VertexKind::Channel(members) = &vertex.kind else { return None };
        let edges = || graph.edges_of[number].iter().map(|edge| &graph.edges[*edge]);
        let deliveries = edges().filter(|edge| edge.flow == Flow::Delivery && edge.from == number);
        let subscriptions: Vec<Subscription> =
            deliveries.filter_map(|edge| subscription(resolved, &edge.place)).collect();
        if subscriptions.is_empty() {
            return None;
        }
        let sent: Vec<(usize, usize)> =
            edges().filter(|edge| edge.flow == Flow::Send).flat_map(|edge| edge.messages.iter().copied()).collect();
        let carried = || {
            members.iter().flat_map(|(document, channel)| {
                let messages = &resolved.project.documents[*document].channels[*channel].messages;
                messages.iter().map(move |message| (*document, *message))
            })
        };
        let mut messages = if sent.is_empty() { carried().collect() } else { sent };
        messages.sort_unstable();
        messages.dedup();
        let is_within = |inner: &Place, outer: &Place| {
            inner.source == outer.source && inner.pointer.starts_with(&format!("{}/", outer.pointer))
        };
        let states = |operation: &Place| subscriptions.iter().any(|it| is_within(it.place, operation));
        let is_read_whole = edges().any(|edge| edge.flow == Flow::Receive && !states(&edge.place));
        Some(Topic { name: &vertex.name, messages, subscriptions, is_read_whole })
    });
    topics.collect()
}

fn subscription<'a>(resolved: &'a Resolved, place: &'a Place) -> Option<Subscription<'a>> {
    let node = resolved.project.sources.node(place)?;
    let policy = resolved.follow(&Place::new(place.source, join(&place.pointer, "filterPolicy")));
    let policy = policy.and_then(|place| Some((resolved.project.sources.node(&place)?, place)));
    let of_body = node.get("filterPolicyScope").and_then(Node::as_str) == Some("MessageBody");
    Some(Subscription { place, policy: policy.filter(|(node, _)| node.is_object()), of_body })
}

/// A condition of a policy: the path of what it looks at, and the values that it lets through, with their place.
pub struct Condition<'a> {
    pub path: Vec<&'a str>,
    pub values: &'a [Node],
    pub place: Place,
}

impl<'a> Subscription<'a> {
    /// The conditions that all have to hold; those below `$or` are left out, since none of them has to.
    pub fn conditions(&self) -> Vec<Condition<'a>> {
        let mut found = Vec::new();
        let Some((policy, place)) = &self.policy else { return found };
        let mut open = vec![(Vec::new(), *policy, place.clone())];
        while let Some((path, node, place)) = open.pop() {
            for member in node.members().iter().filter(|member| &*member.key != "$or") {
                let mut path: Vec<&str> = path.clone();
                path.push(&member.key);
                let place = Place::new(place.source, join(&place.pointer, &member.key));
                match &member.value.kind {
                    Kind::Array(values) => found.push(Condition { path, values, place }),
                    Kind::Object(_) if self.of_body => open.push((path, &member.value, place)),
                    _ => {}
                }
            }
        }
        found
    }
}

/// The values that a message is known to have where a condition looks, as JSON; `None` where that is open.
pub fn known_values(resolved: &Resolved, message: &Message, catalog: usize, path: &[&str]) -> Option<BTreeSet<String>> {
    let payload = message.payload.as_ref().filter(|_| message.foreign_format.is_none());
    let schemas = message.headers.iter().chain(payload);
    let listed = schemas.filter_map(|schema| listed_values(resolved, schema, path)).next();
    listed
        .or_else(|| if is_type(resolved, catalog, path) { types(message) } else { None })
        .or_else(|| if is_version(resolved, catalog, path) { versions(resolved, message, catalog) } else { None })
}

fn is_type(resolved: &Resolved, catalog: usize, path: &[&str]) -> bool {
    match (&resolved.project.config.catalogs[catalog].types.field, path) {
        (Some(field), [.., last]) => field.rsplit('/').next() == Some(last),
        (None, [only]) => ["event_type", "eventType", "type"].contains(only),
        _ => false,
    }
}

fn is_version(resolved: &Resolved, catalog: usize, path: &[&str]) -> bool {
    match (&resolved.project.config.catalogs[catalog].types.version, path) {
        (Some(version), [.., last]) => version.at.rsplit('/').next() == Some(last),
        (None, [only]) => ["version", "schema_version"].contains(only),
        _ => false,
    }
}

fn as_json<'a>(texts: impl Iterator<Item = &'a String>) -> Option<BTreeSet<String>> {
    let values: BTreeSet<String> = texts.map(|text| serde_json::Value::from(text.as_str()).to_string()).collect();
    (!values.is_empty()).then_some(values)
}

fn types(message: &Message) -> Option<BTreeSet<String>> {
    as_json(message.types.iter())
}

/// The versions of the types that a message carries: those of their schemas, and those that the registry lists.
fn versions(resolved: &Resolved, message: &Message, catalog: usize) -> Option<BTreeSet<String>> {
    let project = &resolved.project;
    let carried = resolved.types.iter().filter(|known| known.catalog == catalog && message.types.contains(&known.name));
    let all = carried.flat_map(|known| {
        let stated = known.schemas.iter().filter_map(|schema| project.schemas[*schema].version.as_ref());
        let entry = known.registered.map(|number| &project.registered[number]);
        stated.chain(entry.into_iter().flat_map(|entry| entry.versions.iter().map(|(version, _)| version)))
    });
    as_json(all)
}

/// Whether a condition may let through one of `known`; also where it says more than values and prefixes.
pub fn may_pass(condition: &Condition<'_>, known: &BTreeSet<String>) -> bool {
    let texts = || known.iter().filter_map(|value| serde_json::from_str::<String>(value).ok());
    condition.values.iter().any(|value| match &value.kind {
        Kind::Object(members) => match members.first() {
            Some(member) if &*member.key == "prefix" => {
                member.value.as_str().is_none_or(|prefix| texts().any(|text| text.starts_with(prefix)))
            }
            Some(member) if &*member.key == "suffix" => {
                member.value.as_str().is_none_or(|suffix| texts().any(|text| text.ends_with(suffix)))
            }
            Some(member) if &*member.key == "exists" => member.value.as_bool() != Some(false),
            Some(member) if &*member.key == "anything-but" => {
                let refused = match member.value.items() {
                    [] => vec![member.value.to_value().to_string()],
                    refused => refused.iter().map(|refused| refused.to_value().to_string()).collect(),
                };
                !known.iter().all(|value| refused.contains(value))
            }
            _ => true,
        },
        _ => known.contains(&value.to_value().to_string()),
    })
}
