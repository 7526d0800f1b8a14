//! A channel on which two documents give one message different payloads.

use std::collections::BTreeMap;

use crate::check::same_schema::same_schema;
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{Graph, Message, VertexKind};
use crate::source::Place;

static RULE: Rule = Rule {
    code: "message-disagreement",
    severity: Severity::Warning,
    summary: "a message of one channel whose payload two documents describe differently",
    explanation: r#"Channels of one address and protocol are one channel, and what one application sends there another receives. Here two
documents have a message of the same name on such a channel, and the schemas of its payload allow different things: one
side will send what the other does not expect. Titles, descriptions and other annotations may differ. Let both refer to
one schema, or give the messages different names if they are different messages.

Two documents that only receive may each describe what they read of it: they are held against one that sends, not against each other.
Messages that one document has under one name, or none, on a channel are alternatives, and held against nothing.

Bad, in two documents with the channel `order.created`:

```yaml
payload: { type: object, properties: { total: { type: number } } }
payload: { type: object, properties: { total: { type: string } } }
```

Good, in both:

```yaml
payload: { $ref: '../schemas/order-created.json' }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let vertices = subject.site.proved.resolved.graph.vertices.iter().enumerate();
    let channels = vertices.filter_map(|(number, vertex)| match &vertex.kind {
        VertexKind::Channel(members) if members.len() > 1 => Some((number, members)),
        _ => None,
    });
    channels.flat_map(|(number, members)| on_channel(subject, number, members)).collect()
}

/// Each message of the channel against the first of its name in another document, one that sends if there is any.
fn on_channel(subject: &Subject, channel: usize, members: &[(usize, usize)]) -> Vec<Finding> {
    let (receivers, others): (Vec<_>, Vec<_>) = members
        .iter()
        .partition(|(document, _)| only_receives(&subject.site.proved.resolved.graph, *document, channel));
    let told = others.iter().flat_map(|member| of_one_name(subject, member)).map(|told| (told, false));
    let heard = receivers.iter().flat_map(|member| of_one_name(subject, member)).map(|heard| (heard, true));
    let mut first: BTreeMap<&str, ((usize, &Message), bool)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (found, is_heard) in told.chain(heard) {
        let (document, message) = found;
        let name = called(message);
        let ((other, known), is_only_heard) = *first.entry(name).or_insert((found, is_heard));
        if other == document || is_only_heard || agree(subject, known, message) {
            continue;
        }
        let channel = &subject.site.proved.resolved.graph.vertices[channel].name;
        let text = format!("the payload of {} on the channel {} is another elsewhere", quoted(name), quoted(channel));
        let finding = Finding::new(&RULE, at(subject, message), text)
            .with_label(at(subject, known), "it is described here as well")
            .with_help("let both documents refer to one schema");
        findings.push(finding);
    }
    findings
}

/// Whether a document has operations on a channel, and none that sends. The number of an application is that of its document.
fn only_receives(graph: &Graph, document: usize, channel: usize) -> bool {
    let edges = || graph.edges_of[channel].iter().map(|edge| &graph.edges[*edge]);
    edges().any(|edge| edge.to == document) && !edges().any(|edge| edge.from == document)
}

/// The messages that a document has on one of its channels, without those that share their name with another there.
fn of_one_name<'a>(subject: &Subject<'a>, (document, channel): &(usize, usize)) -> Vec<(usize, &'a Message)> {
    let known = &subject.site.proved.resolved.project.documents[*document];
    let mut by_name: BTreeMap<&str, Vec<(usize, &Message)>> = BTreeMap::new();
    for message in known.channels[*channel].messages.iter().map(|number| &known.messages[*number]) {
        by_name.entry(called(message)).or_default().push((*document, message));
    }
    by_name.into_values().filter(|alike| alike.len() == 1).flatten().collect()
}

/// What a message is called, or what it is kept under where it has no name.
fn called(message: &Message) -> &str {
    message.name.as_ref().unwrap_or(&message.id)
}

/// Whether the payloads of two messages allow the same; what one does not state, it does not deny.
fn agree(subject: &Subject, a: &Message, b: &Message) -> bool {
    let resolved = &subject.site.proved.resolved;
    let (Some(first), Some(second)) = (&a.payload, &b.payload) else { return true };
    if a.foreign_format.is_none() && b.foreign_format.is_none() {
        return same_schema(resolved, first, second);
    }
    let value = |place: &Place| resolved.project.sources.node(place).map(crate::source::Node::to_value);
    a.foreign_format == b.foreign_format && (first == second || value(first) == value(second))
}

fn at(subject: &Subject, message: &Message) -> At {
    let sources = &subject.site.proved.resolved.project.sources;
    let place = Place::new(message.place.source, format!("{}/payload", message.place.pointer));
    At::place(sources, &place, Part::Key)
}
