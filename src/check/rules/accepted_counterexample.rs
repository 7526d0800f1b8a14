//! A counterexample that its schema accepts.

use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::Verdict;

static RULE: Rule = Rule {
    code: "accepted-counterexample",
    severity: Severity::Error,
    summary: "a counterexample that its schema accepts",
    explanation: r#"A counterexample shows what the schema forbids. If the schema accepts it, the rule that it stands for is not there: a
keyword is missing, mistyped or sits in the wrong place. That is the reason to write counterexamples. Mend the schema; or,
if the schema is right, rename the example.

Bad, `examples/order/negative-total.invalid.json` and a schema that lets it pass:

```json
{ "type": "object", "properties": { "total": { "type": "number" } } }
```

Good:

```json
{ "type": "object", "properties": { "total": { "type": "number", "minimum": 0 } } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let proofs = project.examples.iter().zip(site.proved.proofs.iter());
    let accepted = proofs.filter(|(example, proof)| example.expect_invalid && proof.verdict == Verdict::Valid);
    let findings = accepted.map(|(example, _)| {
        let at = At::place(&project.sources, &example.place, Part::Value);
        let finding = Finding::new(&RULE, at, "it is meant to be rejected, and its schema accepts it")
            .with_help("let the schema forbid what this shows, or rename the example if it is right");
        match example.schema() {
            Some(schema) => {
                finding.with_label(At::place(&project.sources, schema, Part::Value), "this schema accepts it")
            }
            None => finding,
        }
    });
    findings.collect()
}
