//! Findings made of the failures of examples that should be valid.

use crate::diagnostic::{At, Finding, Part, Rule};
use crate::model::{Example, Failure, Project, Verdict};
use crate::route::Site;
use crate::source::Place;

use super::words::quoted;

/// A finding for each failure of the examples that `counts` chooses.
pub fn findings(site: &Site, rule: &'static Rule, counts: fn(&Example) -> bool) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let proofs = project.examples.iter().zip(site.proved.proofs.iter());
    let rejected = proofs
        .filter(|(example, proof)| !example.expect_invalid && proof.verdict == Verdict::Invalid && counts(example));
    rejected
        .flat_map(|(example, proof)| proof.failures.iter().map(|f| finding(project, rule, &example.place, f)))
        .collect()
}

/// The finding for one failure of the value at `place`: at what is to mend, with a label on the keyword that refuses it.
pub fn finding(project: &Project, rule: &'static Rule, place: &Place, failure: &Failure) -> Finding {
    let mut finding = Finding::new(rule, at(project, place, failure), failure.message.clone());
    finding.help.clone_from(&failure.help);
    match &failure.schema {
        Some(schema) => {
            let label = format!("{} of the schema is here", quoted(&failure.keyword));
            finding.with_label(At::place(&project.sources, schema, Part::Key), label)
        }
        None => finding,
    }
}

/// Where a failure of the value at `place` is to be mended.
pub fn at(project: &Project, place: &Place, failure: &Failure) -> At {
    let (_, pointer) = project.sources.get(place.source).outermost(&format!("{}{}", place.pointer, failure.mend));
    At { pointer, ..At::span(&project.sources, place.source, failure.span) }
}
