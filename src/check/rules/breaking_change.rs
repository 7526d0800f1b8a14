//! What breaks since an earlier state, or in a version that says by its number that it doesn't, with an event that proves it.

use std::collections::BTreeMap;

use crate::check::since::{at, at_level, changes, events, is_removal, named, promised};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::differ::{Change, Direction, Outcome, Step, Verdict};
use crate::version::Bump;

static RULE: Rule = Rule {
    code: "breaking-change",
    severity: Severity::Error,
    summary: "a change since an earlier state or version that breaks who reads or who writes",
    explanation: r#"With `check --against git:REV` (or a folder) each schema is held against what it was. Versions that stand side by side in the tree
(`order-1.0.0.json` and `order-1.1.0.json`, `v1/` and `v2/`, those of the registry) are held against the one before in every check: a
major version may break, a minor one or a patch says that it does not. A schema breaks if an event exists that the one version
takes and the other refuses; the event is shown, and the keywords that changed. Which direction counts, and which events, the catalog says
(`compatibility = { mode = "backward", reading = "declared" }` in site.toml); `schemabook diff` shows all. Between versions side by side it
is a warning where site.toml states no `compatibility`, and a note where only events break that hold what no schema declares. Give the new
version another number, or change it so that it takes what the old one took.

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
    let since = broken.map(|change| finding(subject, change, &format!("{} {} breaks", change.kind, change.name)));
    let broken = promised(subject).filter(|(step, _)| step.change.outcome() == Outcome::Breaks);
    let versions = broken.map(|(step, compatibility)| {
        let (version, old) = named(step);
        let kind = if step.bump == Bump::Patch { "a patch" } else { "a minor version" };
        let found = finding(subject, &step.change, &format!("{version} is {kind} after {old}, and breaks"));
        at_level(found, compatibility, Severity::Warning)
    });
    since.chain(versions).chain(undeclared(subject)).collect()
}

fn finding(subject: &Subject, change: &Change, what: &str) -> Finding {
    let facts = change.facts.iter().filter(|fact| fact.breaks == Some(true));
    let facts: Vec<String> = facts.take(3).map(|fact| fact.message.clone()).collect();
    let why = if facts.is_empty() { "it takes less than it took".to_owned() } else { facts.join("; ") };
    let finding = Finding::new(&RULE, at(subject, change), format!("{what}: {why}"));
    match events(change).first() {
        Some(event) => finding.with_help(event.clone()),
        None => finding,
    }
}

/// Versions that break events alone which hold what the version before them takes and does not declare: a note for all of one thing.
fn undeclared(subject: &Subject) -> Vec<Finding> {
    let mut found: BTreeMap<usize, Vec<&Step>> = BTreeMap::new();
    for (step, compatibility) in promised(subject) {
        let breaks = |direction: Direction| {
            let mut strict =
                step.change.verdicts.iter().filter(|it| it.reading == "strict" && it.direction == direction);
            strict.any(|ruling| matches!(ruling.verdict, Verdict::Breaks { .. }))
        };
        let counting = step.change.verdicts.iter().filter(|ruling| step.change.counts(ruling));
        let is_told = !compatibility.strict && step.is_next() && step.change.outcome() == Outcome::Safe;
        if is_told && counting.map(|ruling| ruling.direction).any(breaks) {
            found.entry(step.lineage).or_default().push(step);
        }
    }
    let notes = found.into_values().filter_map(|steps| {
        let last = steps.last()?;
        let (version, old) = named(last);
        let more = match steps.len() - 1 {
            0 => String::new(),
            1 => "; an earlier step does the same".to_owned(),
            more => format!("; {more} earlier steps do the same"),
        };
        let message = format!(
            "{version} takes all that {old} declares, and refuses an event with more than that, which {old} took{more}"
        );
        let finding = Finding::new(&RULE, at(subject, &last.change), message);
        let help = "nothing to mend unless producers send what their schema does not declare; `reading = \"strict\"` counts it";
        Some(Finding { severity: Severity::Note, ..finding.with_help(help) })
    });
    notes.collect()
}
