//! Versions and their changes: the front of `changes/`, a page for each lineage, the list of versions on other pages, and what home says.

mod ends;
mod feed;
mod front;
mod history;
mod row;
mod versions;

pub use ends::{End, ends};
pub use feed::{FEED, feed};
pub use front::{ChangesView, NewestRow, catalog, front, newest};
pub use history::{HistoryView, view};
pub use versions::{VersionsView, versions, versions_of};

use super::Anchor;
use super::link::Links;
use crate::differ::{Outcome, Step};
use crate::model::Lineage;
use crate::route::{Site, segment};

/// The title of a lineage's page.
pub fn title(site: &Site, lineage: usize) -> String {
    let name = site.proved.resolved.lineages.get(lineage).map(|lineage| lineage.name.as_str()).unwrap_or_default();
    super::words::short(name).to_owned()
}

/// The anchor of a version on the page of its lineage.
fn anchor(lineage: &Lineage, version: usize) -> String {
    let name = lineage.versions.get(version).map(|version| version.name()).unwrap_or_default();
    format!("v-{}", segment(name))
}

/// The address of what changed with a version.
fn step_address(site: &Site, lineage: usize, version: usize) -> Option<String> {
    let found = site.proved.resolved.lineages.get(lineage)?;
    Some(format!("{}#{}", site.routes.lineages.get(lineage)?, anchor(found, version)))
}

/// The link to what changed with a version.
fn step_link(links: &Links<'_>, lineage: usize, version: usize) -> Option<Anchor> {
    let site = links.site;
    let text = site.proved.resolved.lineages.get(lineage)?.versions.get(version)?.name().to_owned();
    Some(Anchor { text, href: links.to(&step_address(site, lineage, version)?) })
}

/// The class and the words for what a step comes to.
fn outcome(step: &Step) -> (&'static str, &'static str) {
    match step.change.outcome() {
        Outcome::Breaks if step.bump.promises() => ("bad", "breaks, and its number says that it doesn't"),
        Outcome::Breaks => ("open", "breaks"),
        Outcome::Open => ("open", "undecided"),
        Outcome::Safe if step.change.facts.is_empty() => ("good", "says the same"),
        Outcome::Safe => ("good", "safe"),
    }
}
