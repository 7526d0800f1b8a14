//! An example of an AsyncAPI message that does not fit its payload or headers.

use crate::check::{Check, Find, Subject, rejected};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::ExampleKind;

static RULE: Rule = Rule {
    code: "invalid-message-example",
    severity: Severity::Error,
    summary: "an example of a message that its payload or headers reject",
    explanation: r#"An AsyncAPI message shows what it carries in its `examples`, and generators turn them into mocks and tests. Each has a
`payload` and may have `headers`; both have to fit the schemas of the message. Mend the example, or the schema if the
example is right.

Bad:

```yaml
payload: { type: object, properties: { total: { type: number } } }
examples:
  - payload: { total: "12.50" }
```

Good:

```yaml
payload: { type: object, properties: { total: { type: number } } }
examples:
  - payload: { total: 12.5 }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    rejected::findings(site, &RULE, |example| example.kind == ExampleKind::Message)
}
