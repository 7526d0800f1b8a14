//! An id that two operations have.

use crate::asyncapi::OPERATION;
use crate::check::contracts::repeated;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "duplicate-operation-id",
    severity: Severity::Error,
    summary: "an id that two operations have",
    explanation: r##"The `operationId` of AsyncAPI 2 names an operation among all of its document. Generators make functions and types of it, and two of one
name overwrite each other.

Bad:

```yaml
channels:
  orders: { publish: { operationId: handle } }
  returns: { publish: { operationId: handle } }
```

Good:

```yaml
channels:
  orders: { publish: { operationId: handleOrder } }
  returns: { publish: { operationId: handleReturn } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    repeated(&site.proved.resolved, &RULE, &OPERATION, "operationId")
}
