//! The front of the changes: the newest of all, and where those of each schema are.

use std::cmp::Reverse;

use serde::Serialize;

use super::row::{StepRow, row};
use super::step::title;
use crate::differ::Step;
use crate::model::LineageVersion;
use crate::page::Anchor;
use crate::page::link::Links;
use crate::words::counted;

/// How many changes the page lists, and how many lineages: it must not grow with the site.
const NEWEST: usize = 100;
const LISTED: usize = 4_000;

/// The path of the feed in the site, which is there where addresses and days are known.
pub const FEED: &str = "changes/feed.xml";

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct ChangesView {
    pub title: String,
    /// In which order the changes stand.
    pub order: &'static str,
    /// The same for programs, where there is a feed.
    pub feed: Option<String>,
    pub newest: Vec<NewestRow>,
    /// How many changes are not among them.
    pub more: usize,
    /// What of each catalog has versions.
    pub catalogs: Vec<CatalogChanges>,
}

/// A change in the list of all.
#[derive(Debug, Serialize)]
pub struct NewestRow {
    pub lineage: Anchor,
    pub catalog: String,
    pub step: StepRow,
}

/// What of a catalog has versions.
#[derive(Debug, Serialize)]
pub struct CatalogChanges {
    pub link: Anchor,
    /// What is promised of its versions, in words.
    pub promise: String,
    pub lineages: Vec<LineageRow>,
    pub more: usize,
}

/// A thing with versions.
#[derive(Debug, Serialize)]
pub struct LineageRow {
    pub link: Anchor,
    /// `1.0.0, 1.1.0 and 2.0.0`, or the first and the last of many.
    pub versions: String,
}

/// The changes of all catalogs.
pub fn front(links: &Links<'_>) -> ChangesView {
    let catalogs = links.site.proved.resolved.project.config.catalogs.len();
    let with_versions = (0..catalogs).map(|number| of_catalog(links, number, LISTED / catalogs.max(1)));
    view(links, "Changes".to_owned(), None, with_versions.filter(|catalog| !catalog.lineages.is_empty()).collect())
}

/// The changes of one catalog.
pub fn catalog(links: &Links<'_>, number: usize) -> ChangesView {
    let title = links.site.proved.resolved.project.config.catalogs.get(number).map(|catalog| catalog.title.clone());
    view(links, title.unwrap_or_default(), Some(number), vec![of_catalog(links, number, LISTED)])
}

fn view(links: &Links<'_>, title: String, catalog: Option<usize>, catalogs: Vec<CatalogChanges>) -> ChangesView {
    let steps = sorted(links, catalog);
    let is_dated = steps.iter().any(|step| links.site.history.date(step.lineage, step.new).is_some());
    let order = if is_dated {
        "The newest stand first; those without a date come after them, by name and version."
    } else {
        "No version has a date, so they stand by name and version, the latest version first. The note of a version may name its day (`date` in the front matter of `changes/<name>/<version>.md`)."
    };
    let newest: Vec<NewestRow> = steps.iter().take(NEWEST).filter_map(|step| newest_row(links, step)).collect();
    let has_feed = is_dated && !links.site.proved.resolved.project.config.site.base_url.is_empty();
    let feed = has_feed.then(|| links.to(FEED));
    ChangesView { title, order, feed, more: steps.len() - newest.len(), newest, catalogs }
}

/// The last changes, as many as are wanted: of what has no day nobody can say that it came last.
pub fn newest(links: &Links<'_>, count: usize) -> Vec<NewestRow> {
    let dated = sorted(links, None).into_iter();
    let dated = dated.filter(|step| links.site.history.date(step.lineage, step.new).is_some());
    dated.take(count).filter_map(|step| newest_row(links, step)).collect()
}

/// The steps from each version to the next, newest first.
pub fn sorted<'a>(links: &Links<'a>, catalog: Option<usize>) -> Vec<&'a Step> {
    let history = &links.site.history;
    let lineages = &links.site.proved.resolved.lineages;
    let is_own = |step: &&Step| {
        let of = lineages.get(step.lineage).map(|lineage| lineage.catalog);
        step.is_next() && catalog.is_none_or(|catalog| of == Some(catalog))
    };
    let mut steps: Vec<&Step> = history.steps.iter().filter(is_own).collect();
    steps.sort_by_key(|step| (Reverse(history.date(step.lineage, step.new)), step.lineage, Reverse(step.new)));
    steps
}

fn newest_row(links: &Links<'_>, step: &Step) -> Option<NewestRow> {
    let resolved = &links.site.proved.resolved;
    let lineage = resolved.lineages.get(step.lineage)?;
    Some(NewestRow {
        lineage: Anchor {
            text: title(links.site, step.lineage),
            href: links.to(links.site.routes.lineages.get(step.lineage)?),
        },
        catalog: resolved.project.config.catalogs.get(lineage.catalog)?.title.clone(),
        step: row(links, step)?,
    })
}

fn of_catalog(links: &Links<'_>, number: usize, most: usize) -> CatalogChanges {
    let site = links.site;
    let resolved = &site.proved.resolved;
    let catalog = &resolved.project.config.catalogs[number];
    let own = resolved.lineages.iter().zip(&site.routes.lineages).enumerate();
    let own = own.filter(|(_, (lineage, _))| lineage.catalog == number);
    let mut rows = own.map(|(at, (lineage, url))| {
        let names: Vec<&str> = lineage.versions.iter().map(LineageVersion::name).collect();
        let versions = match names.as_slice() {
            [first, .., last] if names.len() > 4 => {
                format!("{first} to {last}, {}", counted(names.len(), "version"))
            }
            names => crate::words::listed(names.iter().map(|name| (*name).to_owned())),
        };
        LineageRow { link: Anchor { text: title(site, at), href: links.to(url) }, versions }
    });
    let lineages: Vec<LineageRow> = rows.by_ref().take(most).collect();
    let more = rows.count();
    let href = links.to(&format!("changes/{}/", catalog.id));
    let promise = promise(&catalog.compatibility);
    CatalogChanges { link: Anchor { text: catalog.title.clone(), href }, promise, lineages, more }
}

/// What a catalog promises of its versions, in words; empty where it says nothing.
pub fn promise(compatibility: &crate::config::Compatibility) -> String {
    use crate::config::Mode;
    let mode = match compatibility.mode {
        Mode::Backward => "readers of a version take the events of the one before",
        Mode::Forward => "readers of the version before take the events of a new one",
        Mode::Full => "readers of a version and of the one before take the events of both",
        Mode::None => "a version may break what the one before took",
    };
    let is_told = compatibility.is_stated;
    let months = compatibility
        .support_months
        .map(|months| format!("what is called deprecated is kept for {}", counted(usize::from(months), "month")));
    let mode = is_told.then(|| format!("{mode}, but for major versions"));
    let parts: Vec<String> = mode.into_iter().chain(months).collect();
    if parts.is_empty() { String::new() } else { format!("Promised: {}.", parts.join("; ")) }
}
