//! An object that has a key twice.

use crate::check::{Check, Find, Subject, problems};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::Fault;

static RULE: Rule = Rule {
    code: "duplicate-key",
    severity: Severity::Error,
    summary: "an object that has a key twice",
    explanation: r#"Parsers disagree on which of the two values counts: most take the last, some the first, some refuse the text. A reviewer
and a validator then see different contracts. Keep one of the two members, or rename the other.

Bad:

```json
{ "type": "object", "required": ["id"], "required": ["id", "price"] }
```

Good:

```json
{ "type": "object", "required": ["id", "price"] }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    problems::findings(subject, &RULE, Fault::DuplicateKey)
}
