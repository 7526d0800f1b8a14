//! A reply that has an address twice: its own, and that of its channel.

use crate::asyncapi::REPLY;
use crate::check::contracts::{below, key_at, member, objects, value_at};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "reply-address",
    severity: Severity::Error,
    summary: "a reply with an address beside that of its channel",
    explanation: r##"The address of a reply says where a running message names the channel to answer on. Then the channel of the reply has no
address of its own: it is `null` or left out, since only one of the two can be meant.

Bad:

```yaml
channels:
  answers: { address: answers }
operations:
  ask:
    action: send
    channel: { $ref: "#/channels/questions" }
    reply:
      address: { location: "$message.header#/replyTo" }
      channel: { $ref: "#/channels/answers" }
```

Good:

```yaml
channels:
  answers: { address: null }
operations:
  ask:
    action: send
    channel: { $ref: "#/channels/questions" }
    reply:
      address: { location: "$message.header#/replyTo" }
      channel: { $ref: "#/channels/answers" }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let replies = objects(resolved, &REPLY).into_iter().filter(|found| found.node.get("address").is_some());
    let findings = replies.filter_map(|found| {
        let (channel, node) = member(resolved, found.place, "channel")?;
        node.get("address")?.as_str()?;
        let at = key_at(resolved, &below(found.place, "address"));
        let finding = Finding::new(&RULE, at, "the reply has an address, and its channel has one as well");
        let label = value_at(resolved, &below(&channel, "address"));
        Some(
            finding
                .with_label(label, "the channel's is here")
                .with_help("make the channel's `null`, or take out the reply's"),
        )
    });
    findings.collect()
}
