//! A channel on which two documents give one message different payloads.

use std::collections::BTreeMap;

use super::same_schema::same_schema;
use super::words::quoted;
use super::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{Message, VertexKind};
use crate::source::Place;

static RULE: Rule = Rule {
    code: "message-disagreement",
    severity: Severity::Warning,
    summary: "a message of one channel whose payload two documents describe differently",
    explanation: r#"Channels of one address and protocol are one channel, and what one application sends there another receives. Here two
documents have a message of the same name on such a channel, and the schemas of its payload allow different things: one
side will send what the other does not expect. Titles, descriptions and other annotations may differ. Let both refer to
one schema, or give the messages different names if they are different messages.

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
    let graph = &subject.site.proved.resolved.graph;
    let channels = graph.vertices.iter().filter_map(|vertex| match &vertex.kind {
        VertexKind::Channel(members) if members.len() > 1 => Some((vertex.name.as_str(), members)),
        _ => None,
    });
    channels.flat_map(|(name, members)| on_channel(subject, name, members)).collect()
}

/// Each message of the channel against the first of its name in another document.
fn on_channel(subject: &Subject, channel: &str, members: &[(usize, usize)]) -> Vec<Finding> {
    let project = &subject.site.proved.resolved.project;
    let mut first: BTreeMap<&str, &Message> = BTreeMap::new();
    let mut findings = Vec::new();
    for (document, index) in members {
        let document = &project.documents[*document];
        for message in document.channels[*index].messages.iter().map(|number| &document.messages[*number]) {
            let name = message.name.as_ref().unwrap_or(&message.id).as_str();
            let known = *first.entry(name).or_insert(message);
            if known.place != message.place && !agree(subject, known, message) {
                let text =
                    format!("the payload of {} on the channel {} is another elsewhere", quoted(name), quoted(channel));
                let finding = Finding::new(&RULE, at(subject, message), text)
                    .with_label(at(subject, known), "it is described here as well")
                    .with_help("let both documents refer to one schema");
                findings.push(finding);
            }
        }
    }
    findings
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
