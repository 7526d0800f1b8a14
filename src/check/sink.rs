//! Applies configured levels and settles the order of findings.

use crate::diagnostic::{Finding, Findings};
use crate::model::Project;

/// The findings at their configured levels, without those that are off, ordered by file, place and rule.
pub fn settle(found: Vec<Finding>, project: &Project) -> Findings {
    let levels = &project.config.check.rules;
    let mut all: Vec<Finding> = found
        .into_iter()
        .filter_map(|mut finding| {
            if let Some(level) = levels.iter().find(|level| level.code == finding.rule.code) {
                finding.severity = level.level?;
            }
            Some(finding)
        })
        .collect();
    let position = |finding: &Finding| {
        let position = finding.at.source.map(|source| project.sources.position(source, finding.at.span));
        position.map_or((0, 0), |position| (position.line, position.column))
    };
    all.sort_by_cached_key(|finding| {
        (finding.at.file.clone(), position(finding), finding.rule.code, finding.message.clone())
    });
    // What several places lead to, a file that is read twice or a schema that two walks meet, is said once.
    all.dedup_by(|b, a| a.rule.code == b.rule.code && a.at == b.at && a.message == b.message);
    Findings { all, ..Findings::default() }
}
