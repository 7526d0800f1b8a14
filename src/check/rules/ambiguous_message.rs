//! Messages of a channel that one payload can't be told apart by.

use std::collections::HashSet;

use crate::check::contracts::key_at;
use crate::check::words::quoted;
use crate::check::{Check, Find};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::{Document, Message};
use crate::resolve::Resolved;
use crate::source::Place;

static RULE: Rule = Rule {
    code: "ambiguous-message",
    severity: Severity::Warning,
    summary: "messages of a channel that can't be told apart",
    explanation: r##"What is sent on a channel has to be valid against exactly one of its messages: readers tell by that which one it is. Two messages
with the same payload and the same headers, or with none at all, can't be told apart. Give each a payload of its own, or a header or field
whose `const` names it.

Bad:

```yaml
channels:
  orders:
    messages:
      placed: { payload: { $ref: "#/components/schemas/order" } }
      cancelled: { payload: { $ref: "#/components/schemas/order" } }
```

Good:

```yaml
channels:
  orders:
    messages:
      placed: { payload: { $ref: "#/components/schemas/placed" } }
      cancelled: { payload: { $ref: "#/components/schemas/cancelled" } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Document(find)] };

fn find(resolved: &Resolved, document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: HashSet<(&Place, &Place)> = HashSet::new();
    for channel in &document.channels {
        let messages: Vec<&Message> = channel.messages.iter().map(|number| &document.messages[*number]).collect();
        for (index, message) in messages.iter().enumerate() {
            let same = messages[..index].iter().find(|other| is_same(resolved, message, other));
            let Some(first) = same.filter(|first| seen.insert((&message.place, &first.place))) else { continue };
            let (name, other) =
                (message.name.as_ref().unwrap_or(&message.id), first.name.as_ref().unwrap_or(&first.id));
            let text = format!("the message {} can't be told from {} on this channel", quoted(name), quoted(other));
            let finding = Finding::new(&RULE, key_at(resolved, &message.place), text);
            let finding = finding.with_label(key_at(resolved, &first.place), "the other one is here");
            findings.push(finding.with_help("give each a payload or headers of its own"));
        }
    }
    findings
}

/// Whether two messages ask the same of what is sent.
fn is_same(resolved: &Resolved, one: &Message, other: &Message) -> bool {
    let node = |place: &Option<Place>| resolved.project.sources.node(place.as_ref()?);
    let same = |one: &Option<Place>, other: &Option<Place>| {
        one == other
            || match (node(one), node(other)) {
                (Some(one), Some(other)) => one.is_same_value(other),
                (one, other) => one.is_none() && other.is_none(),
            }
    };
    same(&one.payload, &other.payload)
        && same(&one.headers, &other.headers)
        && one.more_headers == other.more_headers
        && one.foreign_format == other.foreign_format
        && content_type(resolved, one) == content_type(resolved, other)
}

fn content_type(resolved: &Resolved, message: &Message) -> Option<String> {
    resolved.project.sources.node(&message.place)?.get("contentType")?.as_str().map(str::to_owned)
}
