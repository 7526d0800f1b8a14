//! A change since an earlier state or version of which could not be decided whether it breaks.

use crate::check::since::{at, at_level, changes, named, promised};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::differ::{Change, Outcome, Verdict};

static RULE: Rule = Rule {
    code: "undecided-change",
    severity: Severity::Warning,
    summary: "a change since an earlier state or version of which could not be decided whether it breaks",
    explanation: r#"`check` proves that a change is safe, since the state that `--against` names or between versions side by side in the tree, or shows an
event that it breaks. Where it can do neither, it says what it could not decide, and never that all is well: a pattern that looks around, a reference that
leads nowhere, a keyword that validators read in
different ways, more cases than are tried. Look at the change yourself; often the schema can be written in plainer words.

Bad, where the old pattern was `^(?!tmp-)`:

```json
{ "type": "string", "pattern": "^(?!tmp|old)" }
```

Good:

```json
{ "type": "string", "not": { "pattern": "^(tmp|old)" } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let open = changes(subject).filter(|change| change.outcome() == Outcome::Open);
    let since = open.map(|change| {
        let message = format!("whether {} {} breaks is undecided: {}", change.kind, change.name, why(change));
        Finding::new(&RULE, at(subject, change), message)
    });
    let open = promised(subject).filter(|(step, _)| step.change.outcome() == Outcome::Open);
    let versions = open.map(|(step, compatibility)| {
        let (version, old) = named(step);
        let message = format!("whether {version} breaks what {old} took is undecided: {}", why(&step.change));
        at_level(Finding::new(&RULE, at(subject, &step.change), message), compatibility, Severity::Note)
    });
    since.chain(versions).collect()
}

/// What could not be decided.
fn why(change: &Change) -> &str {
    let counting = change.verdicts.iter().filter(|ruling| change.counts(ruling));
    let mut why = counting.filter_map(|ruling| match &ruling.verdict {
        Verdict::Open(why) => Some(why.as_str()),
        _ => None,
    });
    why.next().unwrap_or_default()
}
