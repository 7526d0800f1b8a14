//! The home page: the catalogs, their numbers, what is wrong.

use serde::Serialize;

use super::Anchor;
use super::link::Links;
use crate::diagnostic::{Findings, Severity};
use crate::model::Verdict;
use crate::prose::{Html, inline};
use crate::route::Site;

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
    pub rejected: usize,
    pub failed: usize,
    pub unchecked: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub problems: String,
    pub types_href: String,
    pub guides: Vec<Anchor>,
}

/// A catalog with its numbers.
#[derive(Debug, Serialize)]
pub struct CatalogCard {
    pub title: String,
    pub href: String,
    pub owner: Option<String>,
    pub summary: String,
    pub schemas: usize,
    pub types: usize,
    pub examples: usize,
    pub documents: usize,
    pub sample: Vec<Anchor>,
}

/// The view of the home page.
pub fn view(site: &Site, findings: &Findings, links: &Links<'_>) -> HomeView {
    let proved = &site.proved;
    let project = &proved.resolved.project;
    let config = &project.config;
    let outcome = |expected: bool, verdict: Verdict| {
        let pairs = project.examples.iter().zip(&proved.proofs).enumerate();
        pairs
            .filter(|(n, (example, proof))| {
                example.expect_invalid == expected && proof.verdict == verdict && !proved.is_failed(*n)
            })
            .count()
    };
    let failed = (0..project.examples.len()).filter(|number| proved.is_failed(*number)).count();
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
        types: site.types.len(),
        examples: project.examples.len(),
        valid: outcome(false, Verdict::Valid),
        rejected: outcome(true, Verdict::Invalid),
        failed,
        unchecked: proved.proofs.iter().filter(|proof| proof.verdict == Verdict::Unchecked).count(),
        errors: findings.count(Severity::Error),
        warnings: findings.count(Severity::Warning),
        notes: findings.count(Severity::Note),
        problems: links.to("problems/"),
        types_href: links.to("types/"),
        guides: super::guide::guides(site, links, None).into_iter().map(|guide| guide.link).collect(),
    }
}

fn card(site: &Site, number: usize, links: &Links<'_>) -> CatalogCard {
    let project = &site.proved.resolved.project;
    let catalog = &project.config.catalogs[number];
    let types: Vec<&String> =
        site.proved.resolved.types.iter().filter(|found| found.catalog == number).map(|found| &found.name).collect();
    let sample = types.iter().take(4).filter_map(|name| {
        let url = site.types.get(*name)?;
        Some(Anchor { text: (*name).clone(), href: links.to(url) })
    });
    let summary = summary(site, number);
    CatalogCard {
        title: catalog.title.clone(),
        href: links.to(&site.catalogs[number]),
        owner: catalog.owner.clone(),
        summary: shorten(&summary),
        schemas: project.schemas.iter().filter(|schema| schema.catalog == number).count(),
        types: types.len(),
        examples: project.examples.iter().filter(|example| example.catalog == number).count(),
        documents: project.documents.iter().filter(|document| document.catalog == number).count(),
        sample: sample.collect(),
    }
}

/// What a catalog is about: its README says it, else its first guide, else its first AsyncAPI document.
fn summary(site: &Site, number: usize) -> String {
    let project = &site.proved.resolved.project;
    let mut pages: Vec<_> = project.pages.iter().filter(|page| page.catalog == number).collect();
    pages.sort_by_key(|page| (page.path != "README", page.order.unwrap_or(i64::MAX), page.path.clone()));
    let of_page = pages.first().and_then(|page| page.description.clone());
    let documents = project.documents.iter().filter(|document| document.catalog == number);
    let of_document =
        || documents.filter_map(|document| document.description.as_deref()).map(crate::prose::plain).next();
    of_page.or_else(of_document).unwrap_or_default()
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
