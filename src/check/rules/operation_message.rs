//! A message of an operation that its channel does not carry.

use crate::asyncapi::{OPERATION, REPLY};
use crate::check::contracts::{below, objects, value_at};
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::{Node, join};

static RULE: Rule = Rule {
    code: "operation-message",
    severity: Severity::Error,
    summary: "a message of an operation that its channel does not carry",
    explanation: r##"An operation or a reply of AsyncAPI 3 may name some of the messages of its channel, by references into that channel. A
reference into `components`, or into another channel, names a message that the channel does not carry by it.

Bad:

```yaml
operations:
  placeOrder:
    action: send
    channel: { $ref: "#/channels/orders" }
    messages:
      - $ref: "#/components/messages/placed"
```

Good:

```yaml
operations:
  placeOrder:
    action: send
    channel: { $ref: "#/channels/orders" }
    messages:
      - $ref: "#/channels/orders/messages/placed"
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let mut findings = Vec::new();
    for kind in [&OPERATION, &REPLY] {
        for found in objects(resolved, kind) {
            let Some(channel) = resolved.target(&below(found.place, "channel")) else { continue };
            let list = below(found.place, "messages");
            let count = found.node.get("messages").map(Node::items).unwrap_or_default().len();
            let messages = (0..count).map(|index| below(&list, &index.to_string()));
            // The channel may be named by another reference than its messages: what both lead to counts.
            let carrying = [Some(channel.clone()), resolved.follow(channel)];
            for (place, target) in messages.filter_map(|place| Some((place.clone(), resolved.target(&place)?))) {
                let carried = carrying.iter().flatten().any(|channel| {
                    let messages = format!("{}/", join(&channel.pointer, "messages"));
                    target.source == channel.source && target.pointer.starts_with(&messages)
                });
                if carried {
                    continue;
                }
                let sources = &resolved.project.sources;
                let message = format!(
                    "{} is no message of the channel {}",
                    quoted(&sources.display(target)),
                    quoted(&sources.display(channel))
                );
                let help = format!("refer to one of {}", quoted(&format!("#{}", join(&channel.pointer, "messages"))));
                findings.push(Finding::new(&RULE, value_at(resolved, &place), message).with_help(help));
            }
        }
    }
    findings
}
