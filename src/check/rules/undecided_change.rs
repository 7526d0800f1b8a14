//! A change since an earlier state of which could not be decided whether it breaks.

use crate::check::since::{at, changes};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::differ::{Outcome, Verdict};

static RULE: Rule = Rule {
    code: "undecided-change",
    severity: Severity::Warning,
    summary: "a change since an earlier state of which could not be decided whether it breaks",
    explanation: r#"`check --against` proves that a change is safe, or shows an event that it breaks. Where it can do neither, it says what it could not
decide, and never that all is well: a pattern that looks around, a reference that leads nowhere, a keyword that validators read in
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
    let findings = open.map(|change| {
        let counting = change.verdicts.iter().filter(|ruling| change.counts(ruling));
        let why = counting.filter_map(|ruling| match &ruling.verdict {
            Verdict::Open(why) => Some(why.as_str()),
            _ => None,
        });
        let why = why.into_iter().next().unwrap_or_default();
        let message = format!("whether {} {} breaks is undecided: {why}", change.kind, change.name);
        Finding::new(&RULE, at(subject, change), message)
    });
    findings.collect()
}
