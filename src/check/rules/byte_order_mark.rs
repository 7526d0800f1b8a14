//! A byte order mark, which RFC 8259 (section 8.1) forbids in JSON.

use crate::check::{Check, Find, Subject, problems};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::Fault;

static RULE: Rule = Rule {
    code: "byte-order-mark",
    severity: Severity::Warning,
    summary: "a byte order mark at the start of JSON",
    explanation: r#"RFC 8259 forbids a byte order mark in JSON, and many parsers stop at it with a puzzling message about the first character.
It is invisible in most editors. Save the file as "UTF-8", not as "UTF-8 with BOM".

Bad, the bytes of the file:

```text
EF BB BF 7B 7D
```

Good:

```text
7B 7D
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    problems::findings(subject, &RULE, Fault::ByteOrderMark)
}
