//! A repository that holds less of its history than site.toml asks for.

use crate::check::since::asked_at;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::tree::Gap;

static RULE: Rule = Rule {
    code: "incomplete-history",
    severity: Severity::Warning,
    summary: "a repository that holds less of its history than site.toml asks for",
    explanation: r#"With `[changes] from = "git"` in site.toml the days of versions come from the commits that brought them. A shallow or partial clone, which is
what many CI jobs make, lacks these commits; nothing is ever fetched, so the days are left out rather than guessed. Have the job fetch all, or name the
days in the notes of the versions (`date` in the front matter of `changes/<name>/<version>.md`).

Bad, in a workflow of GitHub:

```yaml
- uses: actions/checkout@v4
```

Good:

```yaml
- uses: actions/checkout@v4
  with:
    fetch-depth: 0
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let site = subject.site;
    let gap = site.history.dates.as_ref().and_then(|dates| dates.gap.as_ref());
    let message = match gap {
        Some(Gap::Incomplete) => {
            "the clone lacks a part of the history, so that versions have no days by it".to_owned()
        }
        Some(Gap::Unreadable(why)) => format!("there is no history to be read: {why}"),
        Some(Gap::Limit(_)) | None => return Vec::new(),
    };
    let Some(at) = asked_at(subject) else { return Vec::new() };
    vec![Finding::new(&RULE, at, message).with_help(
        "fetch all of it: with actions/checkout, `fetch-depth: 0`; git clone takes no --depth and no --filter",
    )]
}
