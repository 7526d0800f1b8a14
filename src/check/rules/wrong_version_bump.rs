//! A version whose number says less than what changed.

use crate::check::since::{named, promised};
use crate::check::{Check, Find, Subject};
use crate::config::Compatibility;
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::differ::{Outcome, Step};
use crate::source::Place;
use crate::version::{Bump, Version};

static RULE: Rule = Rule {
    code: "wrong-version-bump",
    severity: Severity::Error,
    summary: "a version whose number says less than what changed",
    explanation: r#"Who reads a version's number decides by it whether to look at what changed: a major version may break, a minor one adds, a patch
mends words. Versions that stand side by side in the tree are held against the one before. Where the catalog promises it
(`compatibility = { semver = true }` in site.toml) a number that says less is an error; elsewhere a patch that adds is a note, and what breaks
is told by `breaking-change` alone. Versions before 1.0.0, before a release and those that are days say nothing. Give the version the number that it needs.

Bad, beside `order-1.0.0.json` without the field:

```json
{ "$id": "https://example.com/order-1.0.1.json", "type": "object", "properties": { "note": { "type": "string" } } }
```

Good:

```json
{ "$id": "https://example.com/order-1.1.0.json", "type": "object", "properties": { "note": { "type": "string" } } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    promised(subject).filter_map(|(step, compatibility)| finding(subject, step, compatibility)).collect()
}

fn finding(subject: &Subject, step: &Step, compatibility: &Compatibility) -> Option<Finding> {
    let breaks = compatibility.semver && step.change.outcome() == Outcome::Breaks;
    let is_low = breaks || (step.bump == Bump::Patch && step.adds && step.is_next());
    if !is_low {
        return None;
    }
    let resolved = &subject.site.proved.resolved;
    let lineage = resolved.lineages.get(step.lineage)?;
    let version = |at: usize| Version::read(lineage.versions.get(at)?.label.as_deref()?);
    let old = version(step.old)?;
    let (what, wanted) = if breaks {
        ("breaks what", format!("a major version: {}", old.next_major()))
    } else {
        ("adds to what", format!("a minor version: {}", old.next_minor()))
    };
    let (name, before) = named(step);
    let message = format!("{name} {what} {before} took, which makes it {wanted}");
    let finding = Finding::new(&RULE, at(subject, step)?, message);
    let severity = if compatibility.semver { Severity::Error } else { Severity::Note };
    Some(Finding { severity, ..finding })
}

/// Where the version is stated: in the text, else the file that is called after it.
fn at(subject: &Subject, step: &Step) -> Option<At> {
    let sources = &subject.site.proved.resolved.project.sources;
    let place = step.change.place.as_ref()?;
    let root = sources.node(place)?;
    let key = ["version", "$id", "id"].into_iter().find(|key| root.get(key).is_some_and(|node| !node.is_object()));
    let pointer = key.map(|key| format!("/{key}")).unwrap_or_default();
    Some(At::place(sources, &Place::new(place.source, pointer), Part::Value))
}
