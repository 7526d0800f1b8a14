//! The page of one catalog: its schemas by folder, its types, documents and guides.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Anchor;
use super::guide::{GuideLink, guides};
use super::home::shorten;
use super::link::Links;
use crate::coverage::Tally;
use crate::prose::plain;
use crate::route::{Site, folder_anchor};
use crate::source::Node;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct CatalogView {
    pub title: String,
    pub owner: Option<String>,
    /// What the examples exercise of all schemas; `None` where there is nothing to exercise.
    pub coverage: Option<CatalogCoverage>,
    pub groups: Vec<Group>,
    pub types: Vec<Row>,
    pub documents: Vec<Row>,
    pub guides: Vec<GuideLink>,
    pub orphans: Vec<Row>,
}

/// The schemas of one folder.
#[derive(Debug, Serialize)]
pub struct Group {
    pub anchor: String,
    pub name: String,
    pub schemas: Vec<Row>,
}

/// A thing with a page: its name, what it is, a remark.
#[derive(Debug, Serialize)]
pub struct Row {
    pub link: Anchor,
    pub name: String,
    pub summary: String,
    pub note: String,
}

/// What the examples of a catalog exercise.
#[derive(Debug, Serialize)]
pub struct CatalogCoverage {
    pub percent: String,
    pub exercised: usize,
    pub total: usize,
}

impl CatalogCoverage {
    fn of(tally: &Tally) -> Option<CatalogCoverage> {
        let all = tally.all();
        let (percent, exercised, total) = (all.percent(), all.exercised, all.total);
        (total > 0).then_some(CatalogCoverage { percent, exercised, total })
    }
}

/// The view of the catalog `number`.
pub fn view(site: &Site, number: usize, links: &Links<'_>) -> CatalogView {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let catalog = &project.config.catalogs[number];
    let mut groups: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for (index, schema) in project.schemas.iter().enumerate().filter(|(_, schema)| schema.catalog == number) {
        let described = project
            .sources
            .get(schema.source)
            .root()
            .and_then(|root| ["description", "markdownDescription"].iter().find_map(|key| root.get(key)));
        let count = site.examples_of(schema.source).len();
        groups.entry(schema.folder().to_owned()).or_default().push(Row {
            link: Anchor { text: super::schema_title(site, index), href: links.to(&site.routes.schemas[index]) },
            name: schema.name.clone(),
            summary: shorten(&plain(described.and_then(Node::as_str).unwrap_or_default())),
            note: if count == 1 { "1 example".to_owned() } else { format!("{count} examples") },
        });
    }
    let types = resolved.types.iter().filter(|found| found.catalog == number).filter_map(|found| {
        let url = site.routes.types.get(&found.name)?;
        let registered = found.registered.map(|index| &project.registered[index]);
        Some(Row {
            link: Anchor { text: found.name.clone(), href: links.to(url) },
            name: found.name.clone(),
            summary: registered.and_then(|entry| entry.summary.clone()).unwrap_or_default(),
            note: if found.schemas.is_empty() { "no schema".to_owned() } else { String::new() },
        })
    });
    let documents = project.documents.iter().enumerate().filter(|(_, document)| document.catalog == number);
    let documents = documents.map(|(index, document)| Row {
        link: Anchor { text: document.title.clone(), href: links.to(&site.routes.documents[index]) },
        name: document.path.clone(),
        summary: shorten(&plain(document.description.as_deref().unwrap_or_default())),
        note: if document.is_part { "part of AsyncAPI".to_owned() } else { format!("AsyncAPI {}", document.version) },
    });
    let orphans = project.examples.iter().enumerate().filter(|(_, e)| e.catalog == number && e.schema().is_none());
    let orphans = orphans.map(|(index, example)| Row {
        link: Anchor { text: project.sources.display(&example.place), href: links.to(&site.example_address(index)) },
        name: String::new(),
        summary: site.proved.proofs[index].note.clone().unwrap_or_default(),
        note: String::new(),
    });
    CatalogView {
        title: catalog.title.clone(),
        owner: catalog.owner.clone(),
        coverage: site.coverage.of_catalogs(&site.proved).get(number).and_then(CatalogCoverage::of),
        groups: groups
            .into_iter()
            .map(|(name, schemas)| Group { anchor: folder_anchor(&name), name, schemas })
            .collect(),
        types: types.collect(),
        documents: documents.collect(),
        guides: guides(site, links, Some(number)),
        orphans: orphans.collect(),
    }
}
