//! Applies configured levels and waivers, and settles the order of findings.

use rayon::prelude::*;

use super::unused_waiver;
use super::waiver::{Cover, Waiver};
use crate::diagnostic::{At, Finding, Findings};
use crate::model::Project;
use crate::source::Span;

/// The findings at their configured levels, without those that are off or waived, ordered by file, place and rule. A waiver that allows
/// nothing is a finding as well.
pub fn settle(found: Vec<Finding>, waivers: &[Waiver<'_>], project: &Project) -> Findings {
    let levels = &project.config.check.rules;
    let level_of = |code: &str| levels.iter().find(|level| level.code == code).map(|level| level.level);
    let at_its_level = |mut finding: Finding| {
        if let Some(level) = level_of(finding.rule.code) {
            finding.severity = level?;
        }
        Some(finding)
    };
    let mut all: Vec<Finding> = found.into_iter().filter_map(at_its_level).collect();
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
    let unused = waivers.iter().zip(used).filter(|(waiver, used)| !used && level_of(waiver.rule) != Some(None));
    let unused = unused_waiver::findings(unused.map(|(waiver, _)| waiver));
    if !unused.is_empty() {
        all.extend(unused.into_iter().filter_map(at_its_level));
        order(&mut all, project);
    }
    Findings { all, waived, known: 0 }
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
