//! A repository that holds less of its history than was asked for.

use crate::check::since::asked_at;
use crate::check::{Check, Find, Subject};
use crate::config::FILE;
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::source::SourceId;
use crate::tree::Gap;

static RULE: Rule = Rule {
    code: "incomplete-history",
    severity: Severity::Warning,
    summary: "a repository that holds less of its history than was asked for",
    explanation: r#"With `[changes] from = "git"` in site.toml versions and their days come from the tags and commits of the repository. A shallow or partial clone, which
is what many CI jobs make, lacks them; nothing is ever fetched, so the days are left out rather than guessed. Have the job fetch all, or name the days
in the notes of the versions (`date` in the front matter of `changes/<name>/<version>.md`).

With `check --against git:REV` such a clone may lack the revision, or files of it. Nothing is compared then: what is compared with a part of what
was there would be called new, and safe.

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

const HELP: &str =
    "fetch all of it: with actions/checkout, `fetch-depth: 0`; git clone takes no --depth and no --filter";

const HELP_WITHOUT: &str = "build in a clone of the repository, where git is installed, or leave out `from`";

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    days(subject).into_iter().chain(earlier(subject)).collect()
}

/// No versions out of the history, or no days of them.
fn days(subject: &Subject) -> Option<Finding> {
    let mut gaps = subject.site.proved.resolved.past.gaps.iter();
    let (message, help) = gaps.find_map(|gap| match gap {
        Gap::Incomplete => Some((
            "the clone lacks a part of the history, so that versions have no days by it, or are missing".to_owned(),
            HELP,
        )),
        Gap::Unreadable(why) => Some((format!("there is no history to be read: {why}"), HELP_WITHOUT)),
        Gap::Limit(_) => None,
    })?;
    Some(Finding::new(&RULE, asked_at(subject)?, message).with_help(help))
}

/// No earlier state. The command line asks for it, so that it stands in no file: it is told of site.toml, or the first there is.
fn earlier(subject: &Subject) -> Option<Finding> {
    let why = subject.site.lacking.as_ref()?;
    let sources = &subject.site.proved.resolved.project.sources;
    let file = sources.find(FILE).or_else(|| (!sources.is_empty()).then_some(SourceId(0)))?;
    let at = At::file(sources.get(file).file.as_str());
    Some(Finding::new(&RULE, at, format!("{why}: nothing is held against it")).with_help(HELP))
}
