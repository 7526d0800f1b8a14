//! The versions of what a page is about, each with a link to what changed with it.

use serde::Serialize;

use super::row::bump;
use super::step::{outcome, step_link, version_link};
use crate::page::Anchor;
use crate::page::link::Links;

/// How many versions a page lists; the page of all has the rest.
const LISTED: usize = 12;

/// The versions, newest first.
#[derive(Debug, Serialize)]
pub struct VersionsView {
    pub rows: Vec<VersionRow>,
    pub more: usize,
    /// The page of all versions and what changed between them.
    pub all: Anchor,
}

/// A version.
#[derive(Debug, Serialize)]
pub struct VersionRow {
    /// The page of its schema.
    pub schema: Anchor,
    /// Whether the page is about this version.
    pub is_here: bool,
    pub date: Option<String>,
    pub deprecated: bool,
    /// What changed with it, if there is one before it.
    pub change: Option<VersionChange>,
}

/// What a version is after the one before it.
#[derive(Debug, Serialize)]
pub struct VersionChange {
    pub href: String,
    pub bump: &'static str,
    pub state: &'static str,
    pub label: &'static str,
}

/// The versions of a schema document, if it has others.
pub fn versions(links: &Links<'_>, schema: usize) -> Option<VersionsView> {
    of_lineage(links, |own| own == schema)
}

/// The versions of a thing that has several schemas, such as an event type.
pub fn versions_of(links: &Links<'_>, schemas: &[usize]) -> Option<VersionsView> {
    // Each of them may be the one that a reader has: none is told from the others.
    let found = of_lineage(links, |own| schemas.contains(&own))?;
    let rows = found.rows.into_iter().map(|row| VersionRow { is_here: false, ..row });
    Some(VersionsView { rows: rows.collect(), ..found })
}

fn of_lineage(links: &Links<'_>, is_here: impl Fn(usize) -> bool) -> Option<VersionsView> {
    let site = links.site;
    let resolved = &site.proved.resolved;
    let mut lineages = resolved.lineages.iter().enumerate();
    let (number, lineage) =
        lineages.find(|(_, lineage)| lineage.versions.iter().any(|version| version.schemas().any(&is_here)))?;
    let rows = lineage.versions.iter().enumerate().rev().take(LISTED).map(|(at, version)| {
        let step = site.history.of(number).find(|step| step.new == at);
        let change = step.and_then(|step| {
            let (state, label) = outcome(step);
            let href = step_link(links, number, at)?.href;
            Some(VersionChange { href, bump: bump(step.bump), state, label })
        });
        VersionRow {
            schema: version_link(links, version),
            is_here: version.schemas().any(&is_here),
            date: site.history.date(number, at).map(|date| date.to_string()),
            deprecated: resolved.standing(version.schema).is_some_and(|(_, schema)| schema.deprecated),
            change,
        }
    });
    let rows: Vec<VersionRow> = rows.collect();
    Some(VersionsView {
        more: lineage.versions.len() - rows.len(),
        rows,
        all: Anchor { text: "what changed between them".to_owned(), href: links.to(site.routes.lineages.get(number)?) },
    })
}
