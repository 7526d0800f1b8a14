//! What a step is in one row of a list.

use serde::Serialize;

use super::step::{outcome, step_link};
use crate::differ::Step;
use crate::page::Anchor;
use crate::page::link::Links;
use crate::page::words::message;
use crate::prose::Html;
use crate::version::Bump;

/// How many sentences a row has.
const FACTS: usize = 3;

/// A version and what changed with it, in a row.
#[derive(Debug, Serialize)]
pub struct StepRow {
    pub version: Anchor,
    pub after: String,
    pub date: Option<String>,
    pub bump: &'static str,
    pub state: &'static str,
    pub label: &'static str,
    pub facts: Vec<Html>,
    pub more: usize,
}

/// The row of a step.
pub fn row(links: &Links<'_>, step: &Step) -> Option<StepRow> {
    let site = links.site;
    let lineage = site.proved.resolved.lineages.get(step.lineage)?;
    let (state, label) = outcome(step);
    Some(StepRow {
        version: step_link(links, step.lineage, step.new)?,
        after: lineage.versions.get(step.old)?.name().to_owned(),
        date: site.history.date(step.lineage, step.new).map(|date| date.to_string()),
        bump: bump(step.bump),
        state,
        label,
        facts: step.change.facts.iter().take(FACTS).map(|fact| message(&fact.message)).collect(),
        more: step.change.facts.len().saturating_sub(FACTS),
    })
}

/// The word for what a number says; empty where it says nothing.
pub fn bump(bump: Bump) -> &'static str {
    match bump {
        Bump::Silent => "",
        bump => bump.word(),
    }
}
