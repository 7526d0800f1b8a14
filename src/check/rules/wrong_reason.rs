//! A counterexample that fails for another reason than the one stated.

use std::collections::BTreeSet;

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject, rejected};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{Because, ExampleKind, Failure, Unlisted};
use crate::route::Site;
use crate::source::visible;

static RULE: Rule = Rule {
    code: "wrong-reason",
    severity: Severity::Error,
    summary: "a counterexample that fails for another reason than stated",
    explanation: r#"A counterexample may say what exactly makes it invalid: the place in the instance and the keyword of the schema. It is the
whole set of failures. If it fails for another reason, it no longer shows what it was written for, and the stated rule may
have gone without anyone seeing it. Mend the example, the schema or the statement.

Bad, in the Markdown file beside an example whose only mistake is a missing `host`:

```yaml
expect: invalid
because: [{ at: /port, keyword: maximum }]
```

Good:

```yaml
expect: invalid
because: [{ at: "", keyword: required }]
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let numbers = 0..site.proved.proofs.len();
    numbers.filter_map(|number| finding(site, number)).collect()
}

fn finding(site: &Site, number: usize) -> Option<Finding> {
    site.proved.wrong_reason(number)?;
    let project = &site.proved.resolved.project;
    let example = &project.examples[number];
    let (stated, place) = example.because.as_ref()?;
    let failures = &site.proved.proofs[number].failures;
    let unlisted = site.proved.proofs[number].unlisted;
    let (stated, found) = (stated.iter().cloned().collect(), failures.iter().map(reason).collect());
    let at = At::place(&project.sources, place, Part::Value);
    let mut finding = Finding::new(&RULE, at, message(&stated, &found, unlisted));
    let unstated = failures.iter().filter(|failure| !stated.contains(&reason(failure)));
    for failure in unstated.take(SHOWN) {
        finding = finding.with_label(rejected::at(project, &example.place, failure), failure.message.clone());
    }
    Some(match found.len() {
        0..=SHOWN if !unlisted.is_any() => {
            finding.with_help(format!("if the example is right, state {}", statement(example.kind, found)))
        }
        _ => finding.with_help("a counterexample shows one mistake: take the others out"),
    })
}

/// How many failures are shown.
const SHOWN: usize = 5;

fn reason(failure: &Failure) -> Because {
    Because { at: failure.at.clone(), keyword: failure.keyword.clone() }
}

fn message(stated: &BTreeSet<Because>, found: &BTreeSet<Because>, unlisted: Unlisted) -> String {
    let listed = |reasons: &BTreeSet<Because>, others: &BTreeSet<Because>, unlisted: Option<String>| {
        let mut names: Vec<String> = reasons.difference(others).map(name).collect();
        names.sort();
        let more = names.len().saturating_sub(SHOWN);
        names.truncate(SHOWN);
        let names = names.join(", ");
        match (more, unlisted) {
            (0, None) => names,
            (0, Some(unlisted)) if names.is_empty() => unlisted,
            (0, Some(unlisted)) => format!("{names} and {unlisted}"),
            (more, None) => format!("{names} and {more} more"),
            (more, Some(unlisted)) => format!("{names}, {more} more and {unlisted}"),
        }
    };
    // Of what was not told nothing can be missed.
    let missing = if unlisted.is_any() { String::new() } else { listed(stated, found, None) };
    let extra = listed(found, stated, unlisted.words());
    match (extra.is_empty(), missing.is_empty()) {
        (false, false) => format!("it fails by {extra}, and not by {missing} as stated"),
        (false, true) => format!("it also fails by {extra}, which is not stated"),
        _ => format!("it does not fail by {missing} as stated"),
    }
}

fn name(reason: &Because) -> String {
    match reason.at.as_str() {
        "" => format!("{} at the root", quoted(&reason.keyword)),
        at => format!("{} at {}", quoted(&reason.keyword), quoted(at)),
    }
}

/// What to write for these failures: in front matter, or in the info string of a fence.
fn statement(kind: ExampleKind, found: BTreeSet<Because>) -> String {
    let fence = kind == ExampleKind::Page;
    let one = |reason: &Because| match fence {
        true => format!("{}:{}", reason.at, reason.keyword),
        false => format!("{{ at: {:?}, keyword: {} }}", reason.at, reason.keyword),
    };
    let reasons: Vec<String> = found.iter().map(one).collect();
    if fence {
        format!("because={}", visible(&reasons.join(",")))
    } else {
        format!("because: [{}]", reasons.join(", "))
    }
}
