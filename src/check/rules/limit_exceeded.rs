//! An input that goes past one of the limits.

use crate::check::{Check, Find, Subject, chain, problems, references, rejected, since};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::model::Skip;
use crate::resolve::CHAIN_LIMIT;
use crate::route::Site;
use crate::source::{Fault, MAX_BYTES};
use crate::tree::Gap;

static RULE: Rule = Rule {
    code: "limit-exceeded",
    severity: Severity::Error,
    summary: "an input that goes past one of the limits",
    explanation: r#"Anybody's pull request may be built, so what an input may cost is bounded: arrays and objects nest 128 deep at most, a file
has 16 MiB, a chain of references 256 steps, YAML's aliases expand to ten times their input, and a pattern takes 100,000
steps on one text. What goes past a limit is neither read nor proved; it never passes in silence. A pattern that backtracks
is mended by repeating what can't match in two ways.

Bad:

```json
{ "type": "string", "pattern": "^(?:(a+)\\1?)*c$" }
```

Good:

```json
{ "type": "string", "pattern": "^a*c$" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find), Find::Ties(long_chains)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let site = subject.site;
    let mut findings = problems::findings(subject, &RULE, Fault::Limit);
    findings.extend(large_files(site));
    findings.extend(costly_proofs(site));
    findings.extend(long_history(subject));
    findings
}

fn large_files(site: &Site) -> impl Iterator<Item = Finding> {
    site.proved.resolved.project.skipped.iter().filter_map(|skipped| {
        let Skip::TooLarge(size) = skipped.why else { return None };
        let message = format!("the file has {size} bytes, more than {} MiB, and is not read", MAX_BYTES >> 20);
        Some(Finding::new(&RULE, At::file(&skipped.file), message).with_help("split it, or exclude it in site.toml"))
    })
}

fn long_history(subject: &Subject) -> Option<Finding> {
    let mut gaps = subject.site.proved.resolved.past.gaps.iter();
    let why = gaps.find_map(|gap| if let Gap::Limit(why) = gap { Some(why) } else { None })?;
    let message = format!("the history of the repository is too long: {why}, and what is older is left out");
    let finding = Finding::new(&RULE, since::asked_at(subject)?, message);
    Some(finding.with_help("name the days of older versions in their notes"))
}

fn costly_proofs(site: &Site) -> impl Iterator<Item = Finding> {
    let project = &site.proved.resolved.project;
    let examples = project.examples.iter().map(|example| &example.place).zip(site.proved.proofs.iter());
    let defaults = site.proved.resolved.defaults.iter().map(|it| &it.place).zip(site.proved.defaults.iter());
    examples
        .chain(defaults)
        .filter_map(|(place, proof)| proof.limit.as_ref().map(|limit| rejected::finding(project, &RULE, place, limit)))
}

fn long_chains(Subject { site, steps, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let chains = chain::longer_than(resolved, steps, CHAIN_LIMIT).into_iter().map(|(start, length)| {
        let message = format!("{length} references follow one another, more than {CHAIN_LIMIT}");
        let at = references::at(&resolved.project.sources, &resolved.references[start]);
        Finding::new(&RULE, at, message).with_help("refer to the end of the chain")
    });
    chains.collect()
}
