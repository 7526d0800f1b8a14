//! A number that many readers see as another one.

use crate::check::{Check, Find, Subject, problems};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::Fault;

static RULE: Rule = Rule {
    code: "inexact-number",
    severity: Severity::Warning,
    summary: "a number that many readers see as another one",
    explanation: r#"Most readers of JSON, JavaScript's among them, hold numbers as doubles. A whole number beyond 9007199254740991 may lose its
last digits there, and one beyond 1e308 is no number at all. Write identifiers and amounts in which every digit counts as
strings.

Bad:

```json
{ "order_id": 9007199254740993 }
```

Good:

```json
{ "order_id": "9007199254740993" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    problems::findings(subject, &RULE, Fault::InexactNumber)
}
