//! A pattern that is no regular expression.

use super::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::source::visible;

static RULE: Rule = Rule {
    code: "invalid-pattern",
    severity: Severity::Error,
    summary: "a pattern that is no regular expression",
    explanation: r#"`pattern` and the keys of `patternProperties` are regular expressions of ECMAScript, read in its Unicode mode. One that
can't be compiled, or that costs more than its limit, holds nowhere. Mind that a pattern is not anchored, and that in JSON
a backslash is written twice.

Bad:

```json
{ "type": "string", "pattern": "^[a-z(" }
```

Good:

```json
{ "type": "string", "pattern": "^[a-z(]" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let sources = &site.proved.resolved.project.sources;
    let faults = site.proved.faults.iter().filter(|fault| fault.pattern);
    // A pattern is the value of `pattern`, or else a key of `patternProperties`.
    let part = |pointer: &str| if pointer.ends_with("/pattern") { Part::Value } else { Part::Key };
    let findings = faults.map(|fault| {
        let at = At::place(sources, &fault.place, part(&fault.place.pointer));
        Finding::new(&RULE, at, visible(&fault.message)).with_help("write a regular expression of ECMAScript")
    });
    findings.collect()
}
