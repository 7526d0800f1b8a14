//! What rules about changes since an earlier state have in common.

use super::Subject;
use crate::diagnostic::{At, Part};
use crate::differ::{Change, Verdict};
use crate::source::Place;

/// What changed since the earlier state, if there is one.
pub fn changes<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Change> {
    let site = subject.site;
    site.since.iter().flat_map(|since| &since.changes)
}

/// Whether an event type or a schema is gone.
pub fn is_removal(change: &Change) -> bool {
    change.new.is_none() && matches!(change.kind, "type" | "schema")
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
