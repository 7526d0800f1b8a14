//! A repository that holds less of its history than site.toml asks for.

use crate::check::since::asked_at;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::tree::Gap;

static RULE: Rule = Rule {
    code: "incomplete-history",
    severity: Severity::Warning,
    summary: "a repository that holds less of its history than site.toml asks for",
    explanation: r#"With `[changes] from = "git"` in site.toml versions and their days come from the tags and commits of the repository. A shallow or partial clone, which
is what many CI jobs make, lacks them; nothing is ever fetched, so the days are left out rather than guessed. Have the job fetch all, or name the days
in the notes of the versions (`date` in the front matter of `changes/<name>/<version>.md`).

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
    let mut gaps = subject.site.proved.resolved.past.gaps.iter();
    let message = gaps.find_map(|gap| match gap {
        Gap::Incomplete => Some(
            "the clone lacks a part of the history, so that versions have no days by it, or are missing".to_owned(),
        ),
        Gap::Unreadable(why) => Some(format!("there is no history to be read: {why}")),
        Gap::Limit(_) => None,
    });
    let Some(message) = message else { return Vec::new() };
    let Some(at) = asked_at(subject) else { return Vec::new() };
    vec![Finding::new(&RULE, at, message).with_help(
        "fetch all of it: with actions/checkout, `fetch-depth: 0`; git clone takes no --depth and no --filter",
    )]
}
