//! A channel of a described system that is read and never written.

use crate::check::one_sided::{Words, findings};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::Flow;

static RULE: Rule = Rule {
    code: "channel-without-sender",
    severity: Severity::Note,
    summary: "a channel that an application receives from and none sends to",
    explanation: r#"A catalog with several AsyncAPI documents describes a system. In this one an application waits for messages on a channel,
and no document of the site sends any there, answers there, or delivers there by a topic. Either the address or the
protocol of the sender differs by a letter, or its document is missing, or the sender is outside of what is described.
If that is so, it is as it should be.

Bad, where another document sends to `order.created`:

```yaml
channels: { orders: { address: orders.created } }
operations: { onOrder: { action: receive, channel: { $ref: '#/channels/orders' } } }
```

Good:

```yaml
channels: { orders: { address: order.created } }
operations: { onOrder: { action: receive, channel: { $ref: '#/channels/orders' } } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

const WORDS: Words = Words {
    lacking: "nothing is sent to",
    has: |flow| match flow {
        Flow::Receive => "it is received from here",
        Flow::ReceiveReply => "an answer is expected here",
        _ => "a queue is fed from it here",
    },
};

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    findings(&RULE, site, false, &WORDS)
}
