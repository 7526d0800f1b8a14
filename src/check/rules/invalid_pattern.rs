//! A pattern that is no regular expression.

use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::pattern::is_pattern;
use crate::source::visible;

static RULE: Rule = Rule {
    code: "invalid-pattern",
    severity: Severity::Error,
    summary: "a pattern that is no regular expression",
    explanation: r#"`pattern` and the keys of `patternProperties` are regular expressions of ECMAScript, read as JavaScript reads them with the
flag `u`, in every draft. What other languages have beside (`(?i)`, `\A` and `\Z`, `[[:alpha:]]`, `a++`, `(?P<name>…)`), and
what JavaScript takes only without the flag (`\-` outside of a class, `[\w-.]`), is none. Where a verdict depends on a
pattern that can't be used, because it is none, would take too much memory or refers back in a way that is not read here,
the example is unchecked. Mind that a pattern is not anchored, and that in JSON a backslash is written twice.

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
    let faults = site.proved.faults.iter().filter(|fault| fault.pattern.is_some());
    // A pattern is the value of `pattern`, or else a key of `patternProperties`.
    let part = |pointer: &str| if pointer.ends_with("/pattern") { Part::Value } else { Part::Key };
    let findings = faults.map(|fault| {
        let at = At::place(sources, &fault.place, part(&fault.place.pointer));
        let finding = Finding::new(&RULE, at, visible(&fault.message));
        if fault.pattern.as_deref().is_some_and(is_pattern) {
            finding.with_help("write it in a simpler way: until then what depends on it is unchecked")
        } else {
            finding.with_help("write a regular expression of ECMAScript")
        }
    });
    findings.collect()
}
