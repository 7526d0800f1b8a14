//! Applies configured levels and waivers, and settles the order of findings.
//!
//! Waivers are settled here, after every rule has spoken: rules do not know of them. So they are counted, and one that allows nothing is
//! a finding.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::rules::unused_waiver;
use super::waiver::{Cover, Waiver};
use crate::diagnostic::{At, Finding, Findings, Severity};
use crate::model::Project;
use crate::source::Span;

/// The findings at their configured levels, without those that are off or waived, ordered by file, place and rule. A waiver that allows
/// nothing is a finding as well.
pub fn settle(found: Vec<Finding>, waivers: &[Waiver<'_>], project: &Project) -> Findings {
    let mut all: Vec<Finding> = found.into_iter().filter_map(|finding| at_its_level(finding, project)).collect();
    order(&mut all, project);
    let mut used = vec![false; waivers.len()];
    let mut waived = Vec::new();
    let mut cover = Cover::new(waivers, &project.sources);
    all.retain(|finding| {
        let covering = cover.of(finding);
        covering.iter().for_each(|number| used[*number] = true);
        waived.extend(covering.first().map(|number| (finding.clone(), waivers[*number].reason.to_owned())));
        covering.is_empty()
    });
    // A rule that is off finds nothing that a waiver could allow.
    let is_off = |waiver: &Waiver<'_>| level_of(waiver.rule, project) == Some(None);
    let unused = waivers.iter().zip(used).filter(|(waiver, used)| !used && !is_off(waiver));
    let unused = unused_waiver::findings(&project.sources, unused.map(|(waiver, _)| waiver));
    if !unused.is_empty() {
        all.extend(unused.into_iter().filter_map(|finding| at_its_level(finding, project)));
        order(&mut all, project);
    }
    Findings::new(all.into_iter().map(Arc::new).collect(), waived, 0)
}

/// The same where nothing is waived and no finding is another than `before` but in some files. What the rules `found` are all findings.
pub fn settle_again<'a>(
    before: &Arc<Findings>,
    files: &BTreeSet<&str>,
    found: impl Iterator<Item = &'a Finding>,
    project: &Project,
) -> Arc<Findings> {
    if files.is_empty() {
        return Arc::clone(before);
    }
    let is_here = |finding: &Finding| files.contains(finding.at.file.as_str());
    let here = found.filter(|finding| is_here(finding)).cloned();
    let mut here: Vec<Finding> = here.filter_map(|finding| at_its_level(finding, project)).collect();
    order(&mut here, project);
    let mut here = here.into_iter().map(Arc::new).peekable();
    let mut all = Vec::with_capacity(before.all.len());
    for finding in before.all.iter().filter(|finding| !is_here(finding)) {
        while let Some(earlier) = here.next_if(|new| new.at.file < finding.at.file) {
            all.push(earlier);
        }
        all.push(Arc::clone(finding));
    }
    all.extend(here);
    Arc::new(Findings::new(all, Vec::new(), 0))
}

/// What site.toml says of a rule: nothing, another level, or that it is off.
fn level_of(code: &str, project: &Project) -> Option<Option<Severity>> {
    project.config.check.rules.iter().find(|level| level.code == code).map(|level| level.level)
}

fn at_its_level(mut finding: Finding, project: &Project) -> Option<Finding> {
    if let Some(level) = level_of(finding.rule.code, project) {
        finding.severity = level?;
    }
    Some(finding)
}

/// What several places lead to is said once: a file that is read twice, a schema that two walks meet, a text that aliases of YAML repeat.
fn order(all: &mut Vec<Finding>, project: &Project) {
    let placed = |finding: Finding| {
        let position = finding.at.source.map(|source| project.sources.position(source, finding.at.span));
        (position.map_or((0, 0), |position| (position.line, position.column)), finding)
    };
    let mut ordered: Vec<((u32, u32), Finding)> = std::mem::take(all).into_par_iter().map(placed).collect();
    ordered.par_sort_by(|(position, a), (other, b)| {
        (&a.at.file, position, a.rule.code, &a.message).cmp(&(&b.at.file, other, b.rule.code, &b.message))
    });
    all.extend(ordered.into_iter().map(|(_, finding)| finding));
    let same_text = |a: &At, b: &At| a.file == b.file && a.source == b.source && a.span == b.span;
    // Where nothing of the text is meant, the pointer tells places apart.
    let same = |a: &At, b: &At| a == b || (a.span != Span::default() && same_text(a, b));
    all.dedup_by(|b, a| a.rule.code == b.rule.code && same(&a.at, &b.at) && a.message == b.message);
}
