//! The home page: the catalogs, their numbers, what is wrong.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::changes::{End, NewestRow, ends, newest};
use super::guide::guides;
use super::link::Links;
use super::problem::found;
use super::{Anchor, Picture, overview};
use crate::diagnostic::Findings;
use crate::model::{EventType, Page};
use crate::prose::{Html, first_paragraph, inline, plain};
use crate::prove::Outcomes;
use crate::route::Site;
use crate::words::counted;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct HomeView {
    pub title: String,
    pub description: Html,
    pub catalogs: Vec<CatalogCard>,
    pub schemas: usize,
    pub types: usize,
    pub examples: usize,
    pub valid: usize,
    /// How many of the valid ones only the envelope of their catalog speaks of.
    pub by_envelope: usize,
    pub rejected: usize,
    pub failed: usize,
    pub unchecked: usize,
    /// How many findings there are, in words; `None` for none.
    pub found: Option<String>,
    /// The outcomes of the examples as parts of a bar of 100.
    pub bar: Vec<Stretch>,
    pub documents: usize,
    pub channels: usize,
    pub used: Vec<UsedType>,
    /// What changed last, and what ends soonest.
    pub newest: Vec<NewestRow>,
    pub ends: Vec<End>,
    /// The channel map, to be shown small.
    pub picture: Option<Picture>,
    pub guides: Vec<GuideGroup>,
}

/// A part of a bar.
#[derive(Debug, Serialize)]
pub struct Stretch {
    pub class: &'static str,
    pub start: f64,
    pub width: f64,
}

/// An event type that much speaks of.
#[derive(Debug, Serialize)]
pub struct UsedType {
    pub link: Anchor,
    pub catalog: String,
    pub channels: usize,
    pub messages: usize,
    pub examples: usize,
}

/// The first guides of a catalog.
#[derive(Debug, Serialize)]
pub struct GuideGroup {
    pub all: Anchor,
    pub guides: Vec<Anchor>,
    pub more: usize,
}

/// How many types, changes and ends, and how many guides of a catalog the page lists: it must not grow with the site.
const USED: usize = 8;
const CHANGES: usize = 5;
const GUIDES: usize = 8;

/// A catalog with its numbers.
#[derive(Debug, Serialize)]
pub struct CatalogCard {
    pub title: String,
    pub href: String,
    pub owner: Option<String>,
    pub summary: String,
    /// What it holds, in words.
    pub numbers: String,
}

/// The view of the home page.
pub fn view(site: &Site, findings: &Findings, links: &Links<'_>) -> HomeView {
    let proved = &site.proved;
    let project = &proved.resolved.project;
    let config = &project.config;
    let Outcomes { total, valid, invalid_as_expected: rejected, failed, unchecked, by_envelope } = Outcomes::of(proved);
    HomeView {
        title: config.site.title.clone(),
        description: config
            .site
            .description
            .as_deref()
            .map(|text| inline(text, &links.prose("site.toml")))
            .unwrap_or_default(),
        catalogs: (0..config.catalogs.len()).map(|number| card(site, number, links)).collect(),
        schemas: project.schemas.len(),
        types: site.routes.types.len(),
        examples: total,
        valid,
        by_envelope,
        rejected,
        failed,
        unchecked,
        bar: bar(&[("good", valid), ("refused", rejected), ("open", unchecked), ("bad", failed)]),
        documents: project.whole_documents().len(),
        channels: proved.resolved.graph.channel_of.values().collect::<BTreeSet<_>>().len(),
        used: used(site, links),
        newest: newest(links, CHANGES),
        ends: ends(links, |_| true).into_iter().take(CHANGES).collect(),
        picture: overview(links),
        found: found(findings),
        guides: (0..config.catalogs.len()).filter_map(|number| guide_group(site, number, links)).collect(),
    }
}

/// Counts as stretches of a bar of 100, in their order.
fn bar(counts: &[(&'static str, usize)]) -> Vec<Stretch> {
    let sum: usize = counts.iter().map(|(_, count)| count).sum();
    let mut start = 0.0;
    let mut stretches = Vec::new();
    for (class, count) in counts.iter().filter(|(_, count)| *count > 0) {
        let width = (*count as f64 * 1000.0 / sum as f64).round() / 10.0;
        stretches.push(Stretch { class, start, width });
        start += width;
    }
    stretches
}

/// The types that most channels, messages and examples speak of.
fn used(site: &Site, links: &Links<'_>) -> Vec<UsedType> {
    let resolved = &site.proved.resolved;
    let mut types: Vec<&EventType> = resolved.types.iter().collect();
    types.sort_by_key(|found| Reverse((found.channels.len(), found.messages.len(), found.examples.len())));
    types.retain(|found| found.channels.len() + found.messages.len() + found.examples.len() > 0);
    let row = |found: &EventType| {
        let url = site.routes.types.get(&found.name)?;
        Some(UsedType {
            link: Anchor { text: found.name.clone(), href: links.to(url) },
            catalog: resolved.project.config.catalogs[found.catalog].title.clone(),
            channels: found.channels.len(),
            messages: found.messages.len(),
            examples: found.examples.len(),
        })
    };
    types.into_iter().take(USED).filter_map(row).collect()
}

fn guide_group(site: &Site, catalog: usize, links: &Links<'_>) -> Option<GuideGroup> {
    let mut guides = guides(site, links, Some(catalog));
    let more = guides.len().saturating_sub(GUIDES);
    guides.truncate(GUIDES);
    let all = Anchor {
        text: site.proved.resolved.project.config.catalogs[catalog].title.clone(),
        href: links.to(&format!("{}#guides", site.routes.catalogs[catalog])),
    };
    let guides: Vec<Anchor> = guides.into_iter().map(|guide| guide.link).collect();
    (!guides.is_empty()).then_some(GuideGroup { all, guides, more })
}

fn card(site: &Site, number: usize, links: &Links<'_>) -> CatalogCard {
    let project = &site.proved.resolved.project;
    let catalog = &project.config.catalogs[number];
    let summary = summary(site, number);
    let types = site.proved.resolved.types.iter();
    let holds = [
        (project.schemas.iter().filter(|schema| schema.catalog == number).count(), "schema"),
        (types.filter(|found| found.catalog == number).count(), "event type"),
        (project.examples.iter().filter(|example| example.catalog == number).count(), "example"),
    ];
    let documents = project.whole_documents().iter().filter(|document| document.catalog == number).count();
    let documents = (documents > 0).then(|| counted(documents, "AsyncAPI document"));
    let numbers = holds.into_iter().map(|(count, noun)| counted(count, noun)).chain(documents);
    let numbers: Vec<String> = numbers.collect();
    CatalogCard {
        title: catalog.title.clone(),
        href: links.to(&site.routes.catalogs[number]),
        owner: catalog.owner.clone(),
        summary: shorten(&summary),
        numbers: numbers.join(" · "),
    }
}

/// What a catalog is about: its README says it, else its first guide, else its first AsyncAPI document.
fn summary(site: &Site, number: usize) -> String {
    let project = &site.proved.resolved.project;
    let mut pages: Vec<_> = project.pages.iter().filter(|page| page.catalog == number).collect();
    pages.sort_by_key(|page| (page.path != "README", page.order.unwrap_or(i64::MAX), page.path.clone()));
    let of_page = pages.first().and_then(|page| page.description.clone().or_else(|| begins(site, page)));
    let documents = project.documents.iter().filter(|document| document.catalog == number);
    let of_document = || documents.filter_map(|document| document.description.as_deref()).map(plain).next();
    of_page.or_else(of_document).unwrap_or_default()
}

/// The first paragraph of a page, without its marks.
fn begins(site: &Site, page: &Page) -> Option<String> {
    let text = &site.proved.resolved.project.sources.get(page.source).text;
    first_paragraph(text.get(page.body as usize..)?)
}

/// The first sentence, at most 200 characters.
pub fn shorten(text: &str) -> String {
    let sentence = text.split_inclusive(". ").next().unwrap_or_default().trim();
    if sentence.chars().count() <= 200 {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(200).collect();
    format!("{}…", cut.trim_end())
}
