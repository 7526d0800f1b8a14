//! Findings made of what the parsers recorded in a source.

use std::collections::HashSet;

use crate::diagnostic::{At, Finding, Rule};
use crate::model::Project;
use crate::route::Site;
use crate::source::{Fault, SourceId, visible};

/// The problems of one kind, in all sources.
pub fn findings(site: &Site, rule: &'static Rule, fault: Fault) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let refused = if fault.refuses() { rightly_refused(project) } else { HashSet::new() };
    let mut findings = Vec::new();
    for (id, source) in project.sources.iter().filter(|(id, _)| !refused.contains(id)) {
        for problem in source.problems.iter().filter(|problem| problem.fault == fault) {
            let at = At::span(&project.sources, id, problem.span);
            let mut finding = Finding::new(rule, at, visible(&problem.message));
            if let Some((span, message)) = &problem.label {
                finding = finding.with_label(At::span(&project.sources, id, *span), visible(message));
            }
            finding.help = problem.help.as_deref().map(visible);
            findings.push(finding);
        }
    }
    findings
}

/// Counterexamples that can't be parsed: they are rejected, as they should be.
fn rightly_refused(project: &Project) -> HashSet<SourceId> {
    let refused = project.examples.iter().filter(|example| example.unparsed && example.expect_invalid);
    refused.map(|example| example.place.source).collect()
}
