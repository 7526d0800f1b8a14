//! The page of one catalog: its schemas by folder, its types, documents and guides.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Anchor;
use super::guide::{GuideLink, guides};
use super::home::shorten;
use super::link::Links;
use super::map::{Composition, of_catalog};
use crate::code::LANGUAGES;
use crate::coverage::Tally;
use crate::prose::plain;
use crate::route::{ROWS, Site, folder_anchor};
use crate::source::Node;
use crate::words::counted;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct CatalogView {
    pub title: String,
    pub owner: Option<String>,
    /// What the examples exercise of all schemas; `None` where there is nothing to exercise.
    pub coverage: Option<CatalogCoverage>,
    /// Which of its schemas are made of which.
    pub composition: Option<Composition>,
    pub groups: Vec<Group>,
    /// The folders of the schemas, where these are too many for the page.
    pub folders: Vec<FolderRow>,
    pub types: Vec<Row>,
    /// The list of the types, where they are too many for the page.
    pub all_types: Option<Anchor>,
    /// The files that have its types as code.
    pub code: Vec<Anchor>,
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

/// A folder whose schemas have a list of their own.
#[derive(Debug, Serialize)]
pub struct FolderRow {
    pub anchor: String,
    pub link: Anchor,
    pub count: usize,
}

/// A thing with a page: its name, what it is, a remark.
#[derive(Debug, Serialize)]
pub struct Row {
    pub link: Anchor,
    pub name: String,
    pub summary: String,
    /// The channels that carry it.
    pub channels: Vec<String>,
    /// Whether it is deprecated, or lacks something.
    pub state: &'static str,
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

/// The files that have the event types of a catalog as code.
fn code_files(links: &Links<'_>, catalog: usize) -> Vec<Anchor> {
    let files = LANGUAGES.iter().filter_map(|language| {
        let path = links.site.code(catalog, language)?;
        Some(Anchor { text: language.name.to_owned(), href: links.to(&path) })
    });
    files.collect()
}

/// The view of the catalog `number`.
pub fn view(site: &Site, number: usize, links: &Links<'_>) -> CatalogView {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let catalog = &project.config.catalogs[number];
    let mut groups: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let folders = site.routes.folders.iter().filter(|page| page.catalog == number);
    if folders.clone().next().is_none() {
        for (index, schema) in project.schemas.iter().enumerate().filter(|(_, schema)| schema.catalog == number) {
            groups.entry(schema.folder().to_owned()).or_default().push(schema_row(site, index, links));
        }
    }
    let folders = folders.filter(|page| page.part == 0).map(|page| FolderRow {
        anchor: folder_anchor(&page.folder),
        link: Anchor {
            text: if page.folder.is_empty() { "Schemas".to_owned() } else { page.folder.clone() },
            href: links.to(&page.url),
        },
        count: site
            .routes
            .folders
            .iter()
            .filter(|other| (other.catalog, &other.folder) == (number, &page.folder))
            .map(|other| other.schemas.len())
            .sum(),
    });
    let types = resolved.types.iter().filter(|found| found.catalog == number).filter_map(|found| {
        let url = site.routes.types.get(&found.name)?;
        let registered = found.registered.map(|index| &project.registered[index]);
        Some(Row {
            link: Anchor { text: found.name.clone(), href: links.to(url) },
            name: found.name.clone(),
            summary: registered.and_then(|entry| entry.summary.clone()).unwrap_or_default(),
            channels: channels_of(site, std::iter::once(found.name.as_str())),
            state: match registered.is_some_and(|entry| entry.deprecated.is_some()) {
                true => "deprecated",
                false if found.schemas.is_empty() => "no schema",
                false => "",
            },
            note: counted(found.examples.len(), "example"),
        })
    });
    let types: Vec<Row> = types.collect();
    let all_types = (types.len() > ROWS)
        .then(|| Anchor { text: format!("All {} event types", types.len()), href: links.to("types/") });
    let documents = project.documents.iter().enumerate().filter(|(_, document)| document.catalog == number);
    let documents = documents.map(|(index, document)| Row {
        link: Anchor { text: document.title.clone(), href: links.to(&site.routes.documents[index]) },
        name: document.path.clone(),
        summary: shorten(&plain(document.description.as_deref().unwrap_or_default())),
        channels: Vec::new(),
        state: "",
        note: if document.is_part { "part of AsyncAPI".to_owned() } else { format!("AsyncAPI {}", document.version) },
    });
    let orphans = project.examples.iter().enumerate().filter(|(_, e)| e.catalog == number && e.schema().is_none());
    let orphans = orphans.map(|(index, example)| Row {
        link: Anchor { text: project.sources.display(&example.place), href: links.to(&site.example_address(index)) },
        name: String::new(),
        summary: site.proved.proofs[index].note.clone().unwrap_or_default(),
        channels: Vec::new(),
        state: "",
        note: String::new(),
    });
    CatalogView {
        title: catalog.title.clone(),
        owner: catalog.owner.clone(),
        coverage: site.coverage.of_catalogs(&site.proved).get(number).and_then(CatalogCoverage::of),
        composition: of_catalog(links, number),
        groups: groups
            .into_iter()
            .map(|(name, schemas)| Group { anchor: folder_anchor(&name), name, schemas })
            .collect(),
        folders: folders.collect(),
        types: if all_types.is_some() { Vec::new() } else { types },
        all_types,
        code: code_files(links, number),
        documents: documents.collect(),
        guides: guides(site, links, Some(number)),
        orphans: orphans.collect(),
    }
}

/// The row of a schema.
pub fn schema_row(site: &Site, index: usize, links: &Links<'_>) -> Row {
    let project = &site.proved.resolved.project;
    let schema = &project.schemas[index];
    let described = project
        .sources
        .get(schema.source)
        .root()
        .and_then(|root| ["description", "markdownDescription"].iter().find_map(|key| root.get(key)));
    Row {
        link: Anchor { text: super::schema_title(site, index), href: links.to(&site.routes.schemas[index]) },
        name: schema.name.clone(),
        summary: shorten(&plain(described.and_then(Node::as_str).unwrap_or_default())),
        channels: channels_of(site, schema.types.iter().map(String::as_str)),
        state: if schema.deprecated { "deprecated" } else { "" },
        note: counted(site.examples_of(schema.source).len(), "example"),
    }
}

/// The channels that carry event types of these names, by address, each once.
fn channels_of<'a>(site: &Site, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let resolved = &site.proved.resolved;
    let types = names.flat_map(|name| resolved.types_named(name));
    let channels = types.flat_map(|(_, found)| &found.channels).map(|(document, channel)| {
        let channel = &resolved.project.documents[*document].channels[*channel];
        channel.address.clone().unwrap_or_else(|| channel.id.clone())
    });
    let distinct: BTreeSet<String> = channels.collect();
    let mut shown: Vec<String> = distinct.into_iter().collect();
    if shown.len() > CHANNELS {
        let more = shown.len() - CHANNELS;
        shown.truncate(CHANNELS);
        shown.push(format!("{more} more"));
    }
    shown
}

/// How many channels stand in a row.
const CHANNELS: usize = 3;
