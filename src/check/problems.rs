//! Findings made of what the parsers recorded in a source.

use std::collections::{BTreeSet, HashSet};

use super::Subject;
use super::cache::Incremental;
use crate::diagnostic::{At, Change, Finding, Fix, New, Rule};
use crate::model::Project;
use crate::source::{Fault, Problem, SourceId, Sources, visible};

/// The problems of one kind, in all sources.
pub fn findings(subject: &Subject, rule: &'static Rule, fault: Fault) -> Vec<Finding> {
    let project = &subject.site.proved.resolved.project;
    let is_here = |id: &SourceId| project.sources.get(*id).problems.iter().any(|problem| problem.fault == fault);
    let here: Vec<SourceId> = subject.problematic.iter().copied().filter(is_here).collect();
    let refused = if fault.refuses() && !here.is_empty() { rightly_refused(project) } else { HashSet::new() };
    let mut findings = Vec::new();
    for id in here.into_iter().filter(|id| !refused.contains(id)) {
        let source = project.sources.get(id);
        for problem in source.problems.iter().filter(|problem| problem.fault == fault) {
            // Of a text that is refused for its keys alone it is known what stands where.
            let pointer = source.telling_root().map(|root| root.pointer_at(problem.span.start)).unwrap_or_default();
            let (_, pointer) = source.outermost(&pointer);
            let at = At { pointer, ..At::span(&project.sources, id, problem.span) };
            let mut finding = Finding::new(rule, at, visible(&problem.message));
            if let Some((span, message)) = &problem.label {
                finding = finding.with_label(At::span(&project.sources, id, *span), visible(message));
            }
            finding.help = problem.help.as_deref().map(visible);
            finding.fix = fix(id, problem);
            findings.push(finding);
        }
    }
    findings
}

/// The edit that mends a problem of a source.
pub fn fix(source: SourceId, problem: &Problem) -> Option<Fix> {
    let rewrite = problem.rewrite.as_ref()?;
    let change = Change { source, span: rewrite.span, new: New::Written(rewrite.text.clone()) };
    let title = problem.help.as_deref().map(visible).unwrap_or_default();
    Some(Fix { title, changes: vec![change], is_safe: rewrite.is_safe, reveals: problem.fault.refuses() })
}

/// The sources in whose text the parsers found something to tell.
pub fn problematic(sources: &Sources, incremental: Option<&Incremental<'_>>) -> BTreeSet<SourceId> {
    let is_problematic = |id: SourceId| !sources.get(id).problems.is_empty();
    match incremental {
        Some(incremental) => incremental.renewed(&incremental.last.problematic, is_problematic),
        None => sources.iter().map(|(id, _)| id).filter(|id| is_problematic(*id)).collect(),
    }
}

/// Counterexamples that can't be parsed: they are rejected, as they should be.
fn rightly_refused(project: &Project) -> HashSet<SourceId> {
    let refused = project.examples.iter().filter(|example| example.unparsed && example.expect_invalid);
    refused.map(|example| example.place.source).collect()
}
