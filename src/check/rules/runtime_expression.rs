//! A location that is no runtime expression.

use crate::check::contracts::{below, value_at};
use crate::check::locations::locations;
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "runtime-expression",
    severity: Severity::Error,
    summary: "a location that is no runtime expression",
    explanation: r##"A correlation id, the address of a reply and a parameter say by a runtime expression where a running message holds their value:
`$message.header#/…` or `$message.payload#/…`, with a JSON Pointer behind the `#`.

Bad:

```yaml
correlationId: { location: "$message.headers/requestId" }
```

Good:

```yaml
correlationId: { location: "$message.header#/requestId" }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let wrong = locations(resolved).into_iter().filter(|location| location.expression.is_none());
    let findings = wrong.map(|location| {
        let at = value_at(resolved, &below(location.holder, "location"));
        let message = format!("{} is no runtime expression", quoted(location.text));
        Finding::new(&RULE, at, message)
            .with_help("write `$message.header#/…` or `$message.payload#/…`, with a JSON Pointer")
    });
    findings.collect()
}
