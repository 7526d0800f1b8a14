//! A counterexample that fails for another reason than the one stated.

use super::words::visible;
use super::{Check, rejected};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::Failure;
use crate::route::Site;

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

pub const CHECK: Check = Check { rule: &RULE, find };

fn find(site: &Site) -> Vec<Finding> {
    let numbers = 0..site.proved.proofs.len();
    numbers.filter_map(|number| finding(site, number)).collect()
}

fn finding(site: &Site, number: usize) -> Option<Finding> {
    let (missing, extra) = site.proved.wrong_reason(number)?;
    let project = &site.proved.resolved.project;
    let example = &project.examples[number];
    let (because, place) = example.because.as_ref()?;
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!(
            "it does not fail {}",
            missing.iter().map(|reason| visible(reason)).collect::<Vec<_>>().join(", ")
        ));
    }
    if !extra.is_empty() {
        parts.push(format!(
            "it fails {}, which is not stated",
            extra.iter().map(|reason| visible(reason)).collect::<Vec<_>>().join(", ")
        ));
    }
    let failures = &site.proved.proofs[number].failures;
    let message = parts.join("; ");
    let mut finding = Finding::new(&RULE, At::place(&project.sources, place, Part::Value), message);
    let stated =
        |failure: &&Failure| because.iter().any(|reason| reason.at == failure.at && reason.keyword == failure.keyword);
    for failure in failures.iter().filter(|failure| !stated(failure)).take(LABELS) {
        finding = finding.with_label(rejected::at(project, example, failure), failure.message.clone());
    }
    Some(finding.with_help(format!("if the example is right, state: {}", statement(failures))))
}

/// How many failures are shown.
const LABELS: usize = 5;

/// What to write for these failures.
fn statement(failures: &[Failure]) -> String {
    let mut reasons: Vec<String> =
        failures.iter().map(|failure| format!("{{ at: {:?}, keyword: {} }}", failure.at, failure.keyword)).collect();
    reasons.sort();
    reasons.dedup();
    format!("because: [{}]", reasons.join(", "))
}
