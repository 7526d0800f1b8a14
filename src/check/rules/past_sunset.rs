//! An event type whose sunset is over.

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::source::{Place, join};

static RULE: Rule = Rule {
    code: "past-sunset",
    severity: Severity::Warning,
    summary: "an event type whose sunset is over",
    explanation: r#"The registry names the day from which on an event type may be gone, and that day has come: either it is gone, and its entry,
its schema and its messages should be too, or it is still sent, and consumers read a date that is not true. Only
`schemabook check --today DATE` looks at it: what a day is called should not depend on the day a build runs.

Bad, with `--today 2027-03-01`:

```toml
[[type]]
name = "order.created"
deprecated = { since = 2026-01-15, sunset = 2027-01-15 }
```

Good:

```toml
[[type]]
name = "order.created"
deprecated = { since = 2026-01-15, sunset = 2027-07-15 }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let project = &subject.site.proved.resolved.project;
    let Some(today) = project.config.check.today else { return Vec::new() };
    let findings = project.registered.iter().filter_map(|entry| {
        let sunset = entry.deprecated.as_ref()?.sunset.filter(|sunset| *sunset <= today)?;
        let pointer = join(&join(&entry.place.pointer, "deprecated"), "sunset");
        let at = At::place(&project.sources, &Place::new(entry.place.source, pointer), Part::Value);
        let message = format!("{} may be gone since {sunset}, and is still registered on {today}", quoted(&entry.name));
        Some(Finding::new(&RULE, at, message).with_help("take it out, or say until when it is kept"))
    });
    findings.collect()
}
