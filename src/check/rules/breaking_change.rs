//! What breaks since an earlier state, with an event that proves it.

use crate::check::since::{at, changes, events, is_removal};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::differ::Outcome;

static RULE: Rule = Rule {
    code: "breaking-change",
    severity: Severity::Error,
    summary: "a change since an earlier state that breaks who reads or who writes",
    explanation: r#"With `check --against git:REV` (or a folder) each schema is held against what it was. It breaks if an event exists that the one version
takes and the other refuses; the event is shown, and the keywords that changed. Which direction counts, and which events, the catalog says
(`compatibility = { mode = "backward", reading = "declared" }` in site.toml); `schemabook diff` shows all. Give the new version another name, or
change it so that it takes what the old one took.

Bad, where the old version had no `required`:

```json
{ "type": "object", "properties": { "total": { "type": "number" } }, "required": ["total"] }
```

Good:

```json
{ "type": "object", "properties": { "total": { "type": "number" } } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let broken = changes(subject).filter(|change| change.outcome() == Outcome::Breaks && !is_removal(change));
    let findings = broken.map(|change| {
        let facts = change.facts.iter().filter(|fact| fact.breaks == Some(true));
        let facts: Vec<String> = facts.take(3).map(|fact| fact.message.clone()).collect();
        let what = if facts.is_empty() { "it takes less than it took".to_owned() } else { facts.join("; ") };
        let message = format!("{} {} breaks: {what}", change.kind, change.name);
        let finding = Finding::new(&RULE, at(subject, change), message);
        match events(change).first() {
            Some(event) => finding.with_help(event.clone()),
            None => finding,
        }
    });
    findings.collect()
}
