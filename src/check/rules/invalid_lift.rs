//! A migration note whose list does not make events of its version out of those of the version before.

use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::LineageVersion;
use crate::words::counted;

static RULE: Rule = Rule {
    code: "invalid-lift",
    severity: Severity::Error,
    summary: "a migration note whose `lift` makes no event of its version",
    explanation: r#"The note of a version (`changes/<name>/<version>.md`) may say in its front matter how an event of the version before becomes one of this:
`lift`, a JSON Patch (RFC 6902). Each valid example of the version before is changed in this way and held against the version. What takes away, moves,
copies or replaces a member that an event lacks has nothing to do there. Whoever migrates by the note gets what it says, so mend the list, or the schema.

Bad, where `currency` is required since 1.1.0:

```yaml
---
lift:
  - { op: replace, path: /version, value: 1.1.0 }
---
```

Good:

```yaml
---
lift:
  - { op: replace, path: /version, value: 1.1.0 }
  - { op: add, path: /currency, value: EUR }
---
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let history = &subject.site.history;
    let resolved = &subject.site.proved.resolved;
    let sources = &resolved.project.sources;
    let found = history.lifts.iter().filter_map(|(key, lift)| {
        let place = history.notes.get(key)?.lift.as_ref()?;
        let at = At::place(sources, place, Part::Key);
        if let Some(fault) = &lift.fault {
            return Some(Finding::new(&RULE, at, format!("`lift` can't be done: {fault}")));
        }
        let (number, why) = lift.failed.first()?;
        let lineage = resolved.lineages.get(key.0)?;
        let name = |version: usize| lineage.versions.get(version).map(LineageVersion::name).unwrap_or_default();
        let of = counted(lift.failed.len() + lift.valid, "example");
        let message = format!(
            "{} of {of} of {} lifted by this {} no event of {}: {why}",
            lift.failed.len(),
            name(key.1.checked_sub(1)?),
            if lift.failed.len() == 1 { "is" } else { "are" },
            name(key.1),
        );
        let example = resolved.project.examples.get(*number)?;
        let finding = Finding::new(&RULE, at, message);
        Some(finding.with_label(At::place(sources, &example.place, Part::Value), "this example"))
    });
    found.collect()
}
