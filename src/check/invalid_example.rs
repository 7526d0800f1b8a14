//! An example that its schema rejects.

use super::Check;
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{ExampleKind, Verdict};
use crate::route::Site;
use crate::source::Place;

static RULE: Rule = Rule {
    code: "invalid-example",
    severity: Severity::Error,
    summary: "an example that its schema rejects",
    explanation: "Readers copy examples. One that the schema rejects teaches them a mistake: mend the example, or the schema if the example is \
                  right. An example that is meant to be rejected says so, by its name (`x.invalid.json`), its folder (`invalid/`) or the \
                  front matter of the page beside it (`expect: invalid`).",
};

pub const CHECK: Check = Check { rule: &RULE, find };

fn find(site: &Site) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let rejected = project.examples.iter().zip(&site.proved.proofs).filter(|(example, proof)| {
        example.kind != ExampleKind::Message && !example.expect_invalid && proof.verdict == Verdict::Invalid
    });
    let findings = rejected.flat_map(|(example, proof)| {
        proof.failures.iter().map(|failure| {
            let place = Place::new(example.place.source, format!("{}{}", example.place.pointer, failure.mend));
            let part = if failure.on_key { Part::Key } else { Part::Value };
            let mut finding = Finding::new(&RULE, At::place(&project.sources, &place, part), failure.message.clone());
            finding.help.clone_from(&failure.help);
            if let Some(schema) = &failure.schema {
                let label = format!("`{}` of the schema is here", failure.keyword);
                finding = finding.with_label(At::place(&project.sources, schema, Part::Key), label);
            }
            finding
        })
    });
    findings.collect()
}
