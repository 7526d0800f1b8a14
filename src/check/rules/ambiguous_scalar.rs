//! A plain scalar of YAML that other readers take for another type or number.

use crate::check::{Check, Find, Subject, problems};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::Fault;

static RULE: Rule = Rule {
    code: "ambiguous-scalar",
    severity: Severity::Warning,
    summary: "a plain text of YAML that other readers take for something else",
    explanation: r#"YAML 1.1 and 1.2 read some plain words differently: `no`, `on` and `off` are booleans to one and texts to the other, and
`010` is eight to one and ten to the other. schemabook reads YAML 1.2; the tools of your consumers may not. Quote what is
meant as text, and write numbers and booleans in the one way that all readers share.

Bad:

```yaml
country: no
code: 010
```

Good:

```yaml
country: "no"
code: "010"
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    problems::findings(subject, &RULE, Fault::AmbiguousScalar)
}
