//! What changed between two AsyncAPI documents that are versions of one thing, as one change that has parts.

use super::asyncapi::versions;
use super::{Change, Fact, State};
use crate::config::Mode;
use crate::model::Lineage;
use crate::source::Place;

/// The change from a version to a later one, and the changes of the parts that it is made of.
pub fn composed(
    state: &State<'_>,
    lineage: &Lineage,
    (old, one): (usize, usize),
    (new, other): (usize, usize),
) -> Option<(Change, Vec<Change>)> {
    let project = &state.resolved.project;
    let (from, to) = (project.documents.get(one)?, project.documents.get(other)?);
    let parts = versions(state, one, other);
    let display = |document: &crate::model::Document| project.sources.display(&Place::root(document.source));
    let mut change = Change::new("document", lineage.name.clone(), Some(display(from)), Some(display(to)));
    let label = |at: usize| lineage.versions.get(at).and_then(|version| version.label.clone());
    change.versions = Some((label(old), label(new)));
    change.place = Some(Place::root(to.source));
    change.strict = super::compatibility(state, lineage.catalog).strict;
    // What counts of a part counts of the whole.
    change.mode = if parts.iter().all(|part| part.mode == Mode::None) { Mode::None } else { Mode::Full };
    for part in &parts {
        let own = part.facts.iter().map(|fact| Fact { message: said(part, fact), ..fact.clone() });
        change.facts.extend(own);
        change.verdicts.extend(part.verdicts.iter().filter(|ruling| part.counts(ruling)).cloned());
        change.reaches.add(&part.reaches);
    }
    Some((change, parts))
}

/// What a fact of a part says of the whole.
fn said(part: &Change, fact: &Fact) -> String {
    match part.kind {
        "document" => fact.message.clone(),
        kind => format!("{kind} {}: {}", part.name, fact.message),
    }
}
