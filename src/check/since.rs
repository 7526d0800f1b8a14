//! What rules about changes have in common, since an earlier state and between versions that stand side by side.

use super::Subject;
use crate::config::Compatibility;
use crate::diagnostic::{At, Finding, Part, Severity};
use crate::differ::{Change, Step, Verdict};
use crate::source::Place;

/// What changed since the earlier state, if there is one.
pub fn changes<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Change> {
    let site = subject.site;
    site.since.iter().flat_map(|since| &since.changes)
}

/// Where site.toml asks for the history of the repository.
pub fn asked_at(subject: &Subject) -> Option<At> {
    let project = &subject.site.proved.resolved.project;
    let span = project.config.changes.from_git?;
    Some(At::span(&project.sources, project.sources.find(crate::config::FILE)?, span))
}

/// Whether an event type or a schema is gone.
pub fn is_removal(change: &Change) -> bool {
    change.new.is_none() && matches!(change.kind, "type" | "schema")
}

/// The steps between versions side by side of which the later one says by its number that nothing breaks, each with what its catalog
/// promises. Of a version that the tree no longer has nothing can be mended.
pub fn promised<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a Step, &'a Compatibility)> {
    let site = subject.site;
    let resolved = &site.proved.resolved;
    site.history.promised().filter(|step| step.change.place.is_some()).filter_map(|step| {
        let catalog = resolved.lineages.get(step.lineage)?.catalog;
        Some((step, &resolved.project.config.catalogs.get(catalog)?.compatibility))
    })
}

/// What a step is, in words: `version 1.1.0 of order`, and what it comes after.
pub fn named(step: &Step) -> (String, String) {
    let (old, new) = step.change.versions.clone().unwrap_or_default();
    let shown = |version: Option<String>| version.unwrap_or_else(|| "current".to_owned());
    (format!("version {} of {}", shown(new), step.change.name), shown(old))
}

/// A finding at its level, if the catalog promises what it is about; else at a lower one, since the promise is assumed.
pub fn at_level(finding: Finding, compatibility: &Compatibility, lower: Severity) -> Finding {
    let severity = if compatibility.is_stated { finding.severity } else { lower };
    Finding { severity, ..finding }
}

/// Where to mend a change: at the keyword that breaks, else where it stands, else the file that is gone.
pub fn at(subject: &Subject, change: &Change) -> At {
    let sources = &subject.site.proved.resolved.project.sources;
    let Some(place) = &change.place else {
        let old = change.old.as_deref().unwrap_or_default();
        return At::file(old.split('#').next().unwrap_or_default());
    };
    let breaking = change.facts.iter().find(|fact| fact.breaks == Some(true));
    if let Some(place) = breaking.and_then(|fact| fact.place.as_ref()) {
        return At::place(sources, place, Part::Key);
    }
    let pointer = breaking.map(|fact| fact.pointer.as_str()).unwrap_or_default();
    At::place(sources, &Place::new(place.source, format!("{}{pointer}", place.pointer)), Part::Key)
}

/// The events that prove what breaks, in words, those that count.
pub fn events(change: &Change) -> Vec<String> {
    let counting = change.verdicts.iter().filter(|ruling| change.counts(ruling));
    let events = counting.filter_map(|ruling| match &ruling.verdict {
        Verdict::Breaks { witness, because } => {
            let because = because.iter().take(3).map(|it| it.message.as_str()).collect::<Vec<_>>().join("; ");
            Some(format!("an event that proves it ({}): {witness}: {because}", ruling.direction.name()))
        }
        _ => None,
    });
    events.collect()
}
