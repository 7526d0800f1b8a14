//! A channel of a described system that is written and never read.

use crate::check::one_sided::{Words, findings};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::Flow;

static RULE: Rule = Rule {
    code: "channel-without-receiver",
    severity: Severity::Note,
    summary: "a channel that an application sends to and none receives from",
    explanation: r#"A catalog with several AsyncAPI documents describes a system. In this one messages are sent to a channel, and no document of
the site receives them, or has them delivered to a queue. Either the address or the protocol of the receiver differs by a
letter, or its document is missing, or nobody reads the channel any more, or those who do are outside of what is
described. If that is so, it is as it should be.

Bad, where another document receives from `order.created`:

```yaml
channels: { orders: { address: orders.created } }
operations: { tell: { action: send, channel: { $ref: '#/channels/orders' } } }
```

Good:

```yaml
channels: { orders: { address: order.created } }
operations: { tell: { action: send, channel: { $ref: '#/channels/orders' } } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

const WORDS: Words = Words {
    lacking: "nothing receives from",
    has: |flow| match flow {
        Flow::Send => "it is sent to here",
        Flow::SendReply => "an answer is sent here",
        _ => "a queue or topic feeds it here",
    },
};

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    findings(&RULE, site, true, &WORDS)
}
