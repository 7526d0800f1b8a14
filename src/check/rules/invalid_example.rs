//! An example that its schema rejects.

use crate::check::{Check, Find, Subject, rejected};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::ExampleKind;

static RULE: Rule = Rule {
    code: "invalid-example",
    severity: Severity::Error,
    summary: "an example that its schema rejects",
    explanation: r#"Readers copy examples. One that the schema rejects teaches them a mistake: mend the example, or the schema if the example
is right. An example that is meant to be rejected says so, by its name (`x.invalid.json`), its folder (`invalid/`) or the
front matter of the page beside it (`expect: invalid`).

Bad, where the schema says that `port` is an integer:

```json
{ "host": "db1", "port": "5432" }
```

Good:

```json
{ "host": "db1", "port": 5432 }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    rejected::findings(site, &RULE, |example| example.kind != ExampleKind::Message)
}
