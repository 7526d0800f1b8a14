//! How a step from a version to the next is named, linked and judged.

use serde::Serialize;

use crate::differ::{Change, Outcome, Step};
use crate::model::{Lineage, LineageVersion, Standing};
use crate::page::Anchor;
use crate::page::link::Links;
use crate::page::words;
use crate::route::{Site, segment};

/// The title of a lineage's page.
pub fn title(site: &Site, lineage: usize) -> String {
    let name = site.proved.resolved.lineages.get(lineage).map(|lineage| lineage.name.as_str()).unwrap_or_default();
    words::short(name).to_owned()
}

/// The anchor of what changed with a version, on the page of its lineage.
pub fn anchor(lineage: &Lineage, version: usize) -> String {
    format!("v-{}", name(lineage, version))
}

/// The anchor of a step, which may leave versions out: what changed since a version leads to the newest.
pub fn step_anchor(lineage: &Lineage, step: &Step) -> String {
    if step.is_next() {
        anchor(lineage, step.new)
    } else if step.new + 1 == lineage.versions.len() {
        format!("since-{}", name(lineage, step.old))
    } else {
        format!("from-{}-to-{}", name(lineage, step.old), name(lineage, step.new))
    }
}

fn name(lineage: &Lineage, version: usize) -> String {
    segment(lineage.versions.get(version).map(LineageVersion::name).unwrap_or_default())
}

/// What changed from a version to another: the link to it, called after the later one, and what it comes to.
#[derive(Debug, Serialize)]
pub struct StepOutcome {
    pub link: Anchor,
    pub state: &'static str,
    pub label: &'static str,
}

/// What changed with a step.
pub fn step_outcome(links: &Links<'_>, step: &Step) -> Option<StepOutcome> {
    let lineage = links.site.proved.resolved.lineages.get(step.lineage)?;
    let address = format!("{}#{}", links.site.routes.lineages.get(step.lineage)?, step_anchor(lineage, step));
    let text = lineage.versions.get(step.new)?.name().to_owned();
    let (state, label) = outcome(step);
    Some(StepOutcome { link: Anchor { text, href: links.to(&address) }, state, label })
}

/// The address of a version: the page of its schema or document, or what its text was.
pub fn version_address<'a>(site: &'a Site, version: &LineageVersion) -> Option<&'a String> {
    match version.schema {
        Standing::Now(schema) => site.routes.schemas.get(schema),
        Standing::Past(number) => site.routes.past.get(&number),
        Standing::Document(number) => site.routes.documents.get(number),
    }
}

/// The link to a version.
pub fn version_link(links: &Links<'_>, version: &LineageVersion) -> Anchor {
    let href = version_address(links.site, version).map(|url| links.to(url));
    Anchor { text: version.name().to_owned(), href: href.unwrap_or_default() }
}

/// The address of what changed with a version.
pub fn step_address(site: &Site, lineage: usize, version: usize) -> Option<String> {
    let found = site.proved.resolved.lineages.get(lineage)?;
    Some(format!("{}#{}", site.routes.lineages.get(lineage)?, anchor(found, version)))
}

/// The link to what changed with a version.
pub fn step_link(links: &Links<'_>, lineage: usize, version: usize) -> Option<Anchor> {
    let site = links.site;
    let text = site.proved.resolved.lineages.get(lineage)?.versions.get(version)?.name().to_owned();
    Some(Anchor { text, href: links.to(&step_address(site, lineage, version)?) })
}

/// The class and the words for what a step comes to.
pub fn outcome(step: &Step) -> (&'static str, &'static str) {
    match step.change.outcome() {
        Outcome::Breaks if step.bump.promises() => ("bad", "breaks, and its number says that it doesn't"),
        _ => outcome_of(&step.change),
    }
}

/// The same for a change by itself.
pub fn outcome_of(change: &Change) -> (&'static str, &'static str) {
    match change.outcome() {
        Outcome::Breaks => ("open", "breaks"),
        Outcome::Open => ("open", "undecided"),
        Outcome::Safe if change.facts.is_empty() => ("good", "says the same"),
        Outcome::Safe => ("good", "safe"),
    }
}
