//! An event type that may be gone sooner than its catalog promises.

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::source::{Place, join};

static RULE: Rule = Rule {
    code: "early-sunset",
    severity: Severity::Warning,
    summary: "an event type that may be gone sooner than its catalog promises",
    explanation: r#"A catalog may promise for how many months an event type is kept after it was called deprecated (`compatibility = {
support_months = 12 }` in site.toml). Consumers plan by that: a sunset before that time leaves them without the events they
count on. Move the sunset, or make the promise a shorter one.

Bad, where twelve months are promised:

```toml
[[type]]
name = "order.created"
deprecated = { since = 2026-01-15, sunset = 2026-07-01, replaced_by = "order.placed" }
```

Good:

```toml
[[type]]
name = "order.created"
deprecated = { since = 2026-01-15, sunset = 2027-01-15, replaced_by = "order.placed" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let project = &subject.site.proved.resolved.project;
    let findings = project.registered.iter().filter_map(|entry| {
        let months = project.config.catalogs[entry.catalog].compatibility.support_months?;
        let deprecation = entry.deprecated.as_ref()?;
        let (since, sunset) = (deprecation.since?, deprecation.sunset?);
        let promised = since.plus_months(months);
        if sunset >= promised {
            return None;
        }
        let at = |key: &str| {
            let pointer = join(&join(&entry.place.pointer, "deprecated"), key);
            At::place(&project.sources, &Place::new(entry.place.source, pointer), Part::Value)
        };
        let message = format!("{} may be gone from {sunset} on, and is promised until {promised}", quoted(&entry.name));
        let finding = Finding::new(&RULE, at("sunset"), message).with_label(at("since"), "deprecated since then");
        Some(finding.with_help(format!("keep it until {promised}: {months} months after it was called deprecated")))
    });
    findings.collect()
}
