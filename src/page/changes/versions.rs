//! The versions of what a page is about, each with a link to what changed with it.

use serde::Serialize;

use super::row::bump;
use super::step::{StepOutcome, outcome, step_link, step_outcome, version_link};
use crate::model::{Lineage, Standing};
use crate::page::Anchor;
use crate::page::link::Links;

/// How many versions a page lists; the page of all has the rest.
const LISTED: usize = 12;

/// How many fields are named that came with one version.
const FIELDS: usize = 40;

/// The versions, newest first.
#[derive(Debug, Serialize)]
pub struct VersionsView {
    pub rows: Vec<VersionRow>,
    pub more: usize,
    /// The page of all versions and what changed between them.
    pub all: Anchor,
    /// The fields that came after the first version, by the version that brought them.
    pub fields: Vec<NewFields>,
    /// The first version, which has all others.
    pub first: String,
}

/// The fields that a version brought.
#[derive(Debug, Serialize)]
pub struct NewFields {
    pub version: String,
    pub paths: Vec<String>,
    pub more: usize,
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
    /// What changed since, up to the newest.
    pub since: Option<StepOutcome>,
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
    of_lineage(links, |own| own == Standing::Now(schema))
}

/// Those of an AsyncAPI document.
pub fn versions_of_document(links: &Links<'_>, document: usize) -> Option<VersionsView> {
    of_lineage(links, |own| own == Standing::Document(document))
}

/// The versions of a thing that has several schemas, such as an event type.
pub fn versions_of(links: &Links<'_>, schemas: &[usize]) -> Option<VersionsView> {
    // Each of them may be the one that a reader has: none is told from the others.
    let found = of_lineage(links, |own| own.now().is_some_and(|own| schemas.contains(&own)))?;
    let rows = found.rows.into_iter().map(|row| VersionRow { is_here: false, ..row });
    Some(VersionsView { rows: rows.collect(), ..found })
}

fn of_lineage(links: &Links<'_>, is_here: impl Fn(Standing) -> bool) -> Option<VersionsView> {
    let site = links.site;
    let resolved = &site.proved.resolved;
    let mut lineages = resolved.lineages.iter().enumerate();
    let (number, lineage) =
        lineages.find(|(_, lineage)| lineage.versions.iter().any(|version| version.standings().any(&is_here)))?;
    let newest = lineage.versions.len() - 1;
    let rows = lineage.versions.iter().enumerate().rev().take(LISTED).map(|(at, version)| {
        let step = site.history.of(number).find(|step| step.new == at);
        let change = step.and_then(|step| {
            let (state, label) = outcome(step);
            let href = step_link(links, number, at)?.href;
            Some(VersionChange { href, bump: bump(step.bump), state, label })
        });
        VersionRow {
            schema: version_link(links, version),
            is_here: version.standings().any(&is_here),
            date: site.history.date(number, at).map(|date| date.to_string()),
            deprecated: resolved.standing(version.schema).is_some_and(|(_, schema)| schema.deprecated),
            change,
            since: site.history.between(number, at, newest).and_then(|step| step_outcome(links, step)),
        }
    });
    let rows: Vec<VersionRow> = rows.collect();
    let here = lineage.versions.iter().rposition(|version| version.standings().any(&is_here)).unwrap_or(newest);
    Some(VersionsView {
        more: lineage.versions.len() - rows.len(),
        rows,
        all: Anchor { text: "what changed between them".to_owned(), href: links.to(site.routes.lineages.get(number)?) },
        fields: fields(links, number, lineage, here),
        first: lineage.versions.first()?.name().to_owned(),
    })
}

/// The fields of a version that the first one lacks, by the version that brought them.
fn fields(links: &Links<'_>, number: usize, lineage: &Lineage, here: usize) -> Vec<NewFields> {
    let known = links.site.history.fields.get(number).map(Vec::as_slice).unwrap_or_default();
    let own = known.iter().filter(|field| field.first <= here && field.until.is_none_or(|until| until > here));
    let versions = lineage.versions.iter().enumerate().take(here + 1).skip(1);
    let brought = versions.map(|(at, version)| {
        let paths: Vec<&String> = own.clone().filter(|field| field.first == at).map(|field| &field.path).collect();
        NewFields {
            version: version.name().to_owned(),
            more: paths.len().saturating_sub(FIELDS),
            paths: paths.into_iter().take(FIELDS).cloned().collect(),
        }
    });
    brought.filter(|fields| !fields.paths.is_empty()).collect()
}
