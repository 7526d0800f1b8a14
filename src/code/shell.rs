//! A line of shell that sends an event, where servers and bindings say by which protocol and to what address.

use super::comment::escaped;
use crate::model::{Channel, EventType};
use crate::resolve::{Resolved, servers_of};
use crate::source::{Node, Place, is_unseen, join};

/// How many ways of one event type are shown.
const FEW: usize = 3;

/// A way to send an event.
#[derive(Debug, PartialEq, Eq)]
pub struct Sender {
    /// The program that sends it.
    pub program: &'static str,
    /// What is typed, the event within single quotes.
    pub text: String,
}

/// The ways to send `event`, a text of JSON on one line, which is of this type; each once.
pub fn sending(resolved: &Resolved, found: &EventType, event: &str) -> Vec<Sender> {
    let mut senders: Vec<Sender> = Vec::new();
    for (document, number) in &found.channels {
        let document = &resolved.project.documents[*document];
        let channel = &document.channels[*number];
        let operations = document.operations.iter().filter(|operation| operation.channel == Some(*number));
        let method = operations.filter_map(|it| binding(resolved, &it.place, "http")?.get("method")?.as_str()).next();
        for server in servers_of(resolved, Place::root(document.source), &channel.place) {
            let Some(way) = Way::read(resolved, &server, channel, method) else { continue };
            let sender = way.with(&quoted(&escaped(event)));
            if !senders.contains(&sender) && senders.len() < FEW {
                senders.push(sender);
            }
        }
    }
    senders
}

/// Where an event goes.
struct Way {
    protocol: String,
    /// The server without its protocol.
    host: String,
    /// What the channel is called by its protocol, or its address.
    channel: String,
    method: String,
}

impl Way {
    /// `None` where something is not stated, or holds what nobody would see on the line.
    fn read(resolved: &Resolved, server: &Place, channel: &Channel, method: Option<&str>) -> Option<Way> {
        let sources = &resolved.project.sources;
        let node = sources.node(server)?;
        let text = |name: &str| node.get(name).and_then(Node::as_str).unwrap_or_default();
        let protocol = text("protocol").to_ascii_lowercase();
        let stated = if text("host").is_empty() { text("url") } else { text("host") };
        let host = stated.split_once("://").map_or(stated, |(_, host)| host);
        let host = [host.trim_end_matches('/'), text("pathname")].concat();
        let host = node.get("variables").map_or(host.clone(), |variables| with_defaults(host, variables));
        let family = if protocol.starts_with("kafka") { "kafka" } else { &protocol };
        let bound = binding(resolved, &channel.place, family);
        let name = bound.and_then(|node| node.get(if family == "kafka" { "topic" } else { "name" }));
        let channel = name.and_then(Node::as_str).or(channel.address.as_deref())?.to_owned();
        let method = method.unwrap_or("POST").to_owned();
        let way = Way { protocol: family.to_owned(), host, channel, method };
        let is_known = matches!(way.protocol.as_str(), "kafka" | "sns" | "sqs" | "http" | "https");
        let is_seen = [&way.host, &way.channel, &way.method].iter().all(|text| !text.chars().any(is_unseen));
        (is_known && is_seen).then_some(way).filter(|way| !way.host.is_empty() && !way.channel.is_empty())
    }

    /// The line that sends a quoted event.
    fn with(&self, event: &str) -> Sender {
        let Way { protocol, host, channel, method } = self;
        let named = |variable: &str, what: &str| match channel.strip_prefix("arn:").is_some() || channel.contains("://")
        {
            true => (String::new(), quoted(channel)),
            false => (format!("# {variable} is the {what} of {}.\n", quoted(channel)), format!("\"${variable}\"")),
        };
        match protocol.as_str() {
            "kafka" => Sender {
                program: "kcat",
                text: format!("printf '%s' {event} |\n  kcat -P -b {} -t {}", quoted(host), quoted(channel)),
            },
            "sns" => {
                let (comment, topic) = named("TOPIC_ARN", "ARN");
                Sender {
                    program: "aws sns",
                    text: format!("{comment}aws sns publish --topic-arn {topic} \\\n  --message {event}"),
                }
            }
            "sqs" => {
                let (comment, queue) = named("QUEUE_URL", "URL");
                Sender {
                    program: "aws sqs",
                    text: format!("{comment}aws sqs send-message --queue-url {queue} \\\n  --message-body {event}"),
                }
            }
            _ => {
                let url = format!("{protocol}://{host}/{}", channel.trim_start_matches('/'));
                Sender {
                    program: "curl",
                    text: format!(
                        "curl --globoff -X {} -H 'Content-Type: application/json' {} \\\n  --data-raw {event}",
                        quoted(method),
                        quoted(&url)
                    ),
                }
            }
        }
    }
}

/// What a channel or an operation says for a protocol.
fn binding<'r>(resolved: &'r Resolved, holder: &Place, protocol: &str) -> Option<&'r Node> {
    let place = Place::new(holder.source, join(&join(&holder.pointer, "bindings"), protocol));
    resolved.project.sources.node(&resolved.follow(&place)?)
}

/// An address with what its variables are unless somebody says otherwise.
fn with_defaults(host: String, variables: &Node) -> String {
    variables.members().iter().fold(host, |host, member| match member.value.get("default").and_then(Node::as_str) {
        Some(default) => host.replace(&format!("{{{}}}", member.key), default),
        None => host,
    })
}

/// A text as one word of a shell, whatever it holds.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
