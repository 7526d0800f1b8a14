//! An id that two messages have.

use crate::asyncapi::MESSAGE;
use crate::check::contracts::repeated;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "duplicate-message-id",
    severity: Severity::Error,
    summary: "an id that two messages have",
    explanation: r##"The `messageId` of AsyncAPI 2 names a message among all of its document. Generators make functions and types of it, and two of one
name overwrite each other.

Bad:

```yaml
components:
  messages:
    placed: { messageId: order }
    cancelled: { messageId: order }
```

Good:

```yaml
components:
  messages:
    placed: { messageId: orderPlaced }
    cancelled: { messageId: orderCancelled }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    repeated(&site.proved.resolved, &RULE, &MESSAGE, "messageId")
}
