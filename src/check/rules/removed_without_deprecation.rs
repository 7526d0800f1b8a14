//! An event type or a schema that is gone since an earlier state without having been called deprecated there.

use std::collections::HashSet;

use crate::check::since::{at, changes, is_removal};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "removed-without-deprecation",
    severity: Severity::Warning,
    summary: "an event type or a schema that is gone without having been called deprecated",
    explanation: r#"Who reads an event has to hear of its end before it comes. `check --against git:REV` (or a folder) finds event types and schemas that
are there no more and were not called deprecated in that state. Bring them back, and call them deprecated first. A schema that was moved, and a type that is
called otherwise, are not gone.

Bad: an entry of the registry is taken out.

Good: it stays for a while.

```toml
[[type]]
name = "order.created"
deprecated = { since = 2026-01-15, sunset = 2027-01-15, replaced_by = "order.placed" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let gone = changes(subject).filter(|change| is_removal(change) && !change.was_deprecated);
    // A type that goes with its schema is one slip.
    let schemas = changes(subject).filter(|change| change.kind == "schema" && is_removal(change));
    let schemas: HashSet<&str> = schemas.filter_map(|change| change.old.as_deref()).collect();
    let told = gone
        .filter(|change| change.kind == "schema" || !change.old.as_deref().is_some_and(|old| schemas.contains(old)));
    let findings = told.map(|change| {
        let message = format!("the {} {} is gone, and was not called deprecated", change.kind, change.name);
        let finding = Finding::new(&RULE, at(subject, change), message);
        finding.with_help("keep it for a while, and call it deprecated in the registry of event types")
    });
    findings.collect()
}
