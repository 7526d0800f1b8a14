//! What changed between two AsyncAPI documents that are versions of one thing, as one change that has parts.

use super::asyncapi::versions;
use super::{Change, Fact, State};
use crate::config::Mode;
use crate::model::Lineage;
use crate::source::Place;

/// An AsyncAPI document of a version.
#[derive(Clone, Copy)]
pub struct Composite<'s, 'a> {
    pub state: &'s State<'a>,
    /// The number of the document in that state, and of the version in its lineage.
    pub number: usize,
    pub version: usize,
    /// Whether it stands in the tree.
    pub is_now: bool,
}

/// The change from a version to a later one, and the changes of the parts that it is made of; with how many steps of the `left` it took.
pub fn composed<'a>(
    lineage: &Lineage,
    old: &Composite<'_, 'a>,
    new: &Composite<'_, 'a>,
    left: u64,
) -> (Option<(Change, Vec<Change>)>, u64) {
    let (parts, steps) = versions((old.state, old.number), (new.state, new.number), left);
    (whole(lineage, old, new, parts), steps)
}

/// The change of the whole, with those of its parts.
fn whole<'a>(
    lineage: &Lineage,
    old: &Composite<'_, 'a>,
    new: &Composite<'_, 'a>,
    mut parts: Vec<Change>,
) -> Option<(Change, Vec<Change>)> {
    let root = |side: &Composite<'_, 'a>| {
        let document = side.state.resolved.project.documents.get(side.number)?;
        Some(Place::root(document.source))
    };
    let (from, to) = (root(old)?, root(new)?);
    // What the tree does not have nobody can be led to, or mend.
    for part in parts.iter_mut().filter(|_| !new.is_now) {
        part.place = None;
        part.facts.iter_mut().for_each(|fact| fact.place = None);
    }
    let display = |state: &State<'_>, place| Some(state.resolved.project.sources.display(place));
    let (one, other) = (display(old.state, &from), display(new.state, &to));
    let mut change = Change::new("document", lineage.name.clone(), one, other);
    let label = |at: usize| lineage.versions.get(at).and_then(|version| version.label.clone());
    change.versions = Some((label(old.version), label(new.version)));
    change.place = Some(to).filter(|_| new.is_now);
    change.strict = super::compatibility(new.state, lineage.catalog).strict;
    // What counts of a part counts of the whole.
    change.mode = if parts.iter().all(|part| part.mode == Mode::None) { Mode::None } else { Mode::Full };
    for part in &parts {
        let own = part.facts.iter().map(|fact| Fact { message: sentence(part, fact), ..fact.clone() });
        change.facts.extend(own);
        change.verdicts.extend(part.verdicts.iter().filter(|ruling| part.counts(ruling)).cloned());
        change.reaches.add(&part.reaches);
    }
    Some((change, parts))
}

/// A fact of a part as a sentence on the whole.
fn sentence(part: &Change, fact: &Fact) -> String {
    match part.kind {
        "document" => fact.message.clone(),
        kind => format!("{kind} {}: {}", part.name, fact.message),
    }
}
