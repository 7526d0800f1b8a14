//! Ways from a page to those around it: its ancestors, its neighbours on the same shelf, the sections of its catalog.
//!
//! A shelf holds the pages that stand side by side: the schemas of a folder, the messages of a document, the guides of a catalog. A
//! page shows a bounded part of its shelf, whatever the number of pages.

use std::collections::HashMap;

use serde::Serialize;

use super::guide;
use super::link::Links;
use super::{Anchor, Page, Subject, schema_title, sheet};
use crate::route::{About, CHANGES, Site, changes_of, folder_anchor};

/// How many neighbours a page shows on either side.
const NEIGHBOURS: usize = 3;

/// All shelves of a site. It is made once, since every page asks it.
pub struct Navigation {
    shelves: Vec<Shelf>,
    /// The shelf of a page and its position there, by the page's address.
    at: HashMap<String, (usize, usize)>,
    /// The sections that each catalog's page has, with the number of their entries.
    sections: Vec<Vec<(&'static str, &'static str, usize)>>,
}

/// Pages side by side, in reading order.
struct Shelf {
    name: String,
    /// Where all of them are listed.
    address: String,
    pages: Vec<(String, String)>,
}

/// The part of a shelf that a page shows.
#[derive(Debug, Serialize)]
pub struct Neighbours {
    pub all: Anchor,
    pub pages: Vec<Neighbour>,
    /// How many more there are.
    pub more: usize,
}

/// A page beside this one, or this one.
#[derive(Debug, Serialize)]
pub struct Neighbour {
    pub link: Anchor,
    /// The segments of its name, so that a long one breaks between them.
    pub segments: Vec<String>,
    pub is_current: bool,
}

/// A section of a catalog's page.
#[derive(Debug, Serialize)]
pub struct Section {
    pub link: Anchor,
    pub count: usize,
}

impl Navigation {
    /// Puts the pages of a site on their shelves.
    pub fn new(site: &Site, pages: &[Page]) -> Navigation {
        let guides: HashMap<usize, usize> =
            guide::order(site, None).into_iter().enumerate().map(|(position, number)| (number, position)).collect();
        let mut sorted: Vec<(usize, &Page)> = pages.iter().map(|page| (rank(&guides, &page.subject), page)).collect();
        sorted.sort_by_key(|(rank, _)| *rank);
        let mut shelves: Vec<Shelf> = Vec::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut at = HashMap::new();
        for (_, page) in sorted {
            let Some(home) = shelf(site, &page.subject) else { continue };
            let number = *numbers.entry(home.href.clone()).or_insert_with(|| {
                shelves.push(Shelf { name: home.text, address: home.href, pages: Vec::new() });
                shelves.len() - 1
            });
            at.insert(page.url.clone(), (number, shelves[number].pages.len()));
            shelves[number].pages.push((page.title.clone(), page.url.clone()));
        }
        let catalogs = site.proved.resolved.project.config.catalogs.len();
        Navigation { shelves, at, sections: (0..catalogs).map(|catalog| sections(site, catalog)).collect() }
    }

    /// What stands around the page, if it stands on a shelf with others.
    pub(super) fn neighbours(&self, links: &Links<'_>, url: &str) -> Option<Neighbours> {
        let (shelf, position) = self.shelf_of(url)?;
        let start = position.saturating_sub(NEIGHBOURS);
        let end = shelf.pages.len().min(position + NEIGHBOURS + 1);
        let pages = shelf.pages[start..end].iter().enumerate().map(|(index, page)| Neighbour {
            link: link(links, page),
            segments: page.0.split_inclusive(['.', ':', '/', '_']).map(str::to_owned).collect(),
            is_current: start + index == position,
        });
        let all = Anchor { text: shelf.name.clone(), href: links.to(&shelf.address) };
        let more = shelf.pages.len() - (end - start);
        (shelf.pages.len() > 1).then(|| Neighbours { all, pages: pages.collect(), more })
    }

    /// The pages before and after a page.
    pub(super) fn turn(&self, links: &Links<'_>, url: &str) -> (Option<Anchor>, Option<Anchor>) {
        let Some((shelf, position)) = self.shelf_of(url) else { return (None, None) };
        let page = |position: Option<usize>| Some(link(links, shelf.pages.get(position?)?));
        (page(position.checked_sub(1)), page(position.checked_add(1)))
    }

    /// The sections of a catalog's page.
    pub(super) fn sections(&self, links: &Links<'_>, catalog: usize) -> Vec<Section> {
        let url = &links.site.routes.catalogs[catalog];
        let section = |(text, anchor, count): &(&str, &str, usize)| {
            let href = links.to(&format!("{url}#{anchor}"));
            Section { link: Anchor { text: (*text).to_owned(), href }, count: *count }
        };
        self.sections[catalog].iter().map(section).collect()
    }

    fn shelf_of(&self, url: &str) -> Option<(&Shelf, usize)> {
        let (shelf, position) = self.at.get(url)?;
        Some((&self.shelves[*shelf], *position))
    }
}

fn link(links: &Links<'_>, (title, url): &(String, String)) -> Anchor {
    Anchor { text: title.clone(), href: links.to(url) }
}

/// Where a page stands on its shelf if not by its address: what authors put in order keeps it.
fn rank(guides: &HashMap<usize, usize>, subject: &Subject) -> usize {
    match subject {
        Subject::Catalog(number) => *number,
        Subject::Sheet(_, index, _) => *index,
        Subject::Guide(number) => guides.get(number).copied().unwrap_or_default(),
        _ => 0,
    }
}

/// The shelf of a page: its name, and the address at which all of it is listed.
pub(super) fn shelf(site: &Site, subject: &Subject) -> Option<Anchor> {
    let project = &site.proved.resolved.project;
    let (text, href) = match subject {
        Subject::Catalog(_) => ("Catalogs".to_owned(), String::new()),
        Subject::Schema(number) => {
            let schema = &project.schemas[*number];
            let folder = schema.folder();
            // Those that stand in no folder come first on the catalog's page.
            let (name, anchor) = match folder {
                "" => ("Schemas", "schemas".to_owned()),
                _ => (folder, folder_anchor(folder)),
            };
            (name.to_owned(), format!("{}#{anchor}", site.routes.catalogs[schema.catalog]))
        }
        Subject::Definition(number) => {
            let schema = site.routes.definitions[*number].schema;
            (
                format!("Definitions of {}", schema_title(site, schema)),
                format!("{}#definitions", site.routes.schemas[schema]),
            )
        }
        Subject::Document(number) => {
            let catalog = project.documents[*number].catalog;
            ("AsyncAPI documents".to_owned(), format!("{}#documents", site.routes.catalogs[catalog]))
        }
        Subject::Sheet(number, index, _) => {
            let part = site.routes.sheets[*number][*index].parts().next();
            let (name, anchor) = match part?.0 {
                About::Channel(_) => ("Channels", "channels"),
                About::Operation(_) => ("Operations", "operations"),
                About::Message(_) => ("Messages", "messages"),
                About::Schema(_) => ("Schemas", "schemas"),
                _ => ("Servers, security, components", "others"),
            };
            (name.to_owned(), format!("{}#{anchor}", site.routes.documents[*number]))
        }
        Subject::Guide(number) => {
            ("Guides".to_owned(), format!("{}#guides", site.routes.catalogs[project.pages[*number].catalog]))
        }
        Subject::Type(_) => ("Event types".to_owned(), "types/".to_owned()),
        Subject::History(number) => {
            let catalog = &project.config.catalogs[site.proved.resolved.lineages[*number].catalog];
            (format!("Changes of {}", catalog.title), changes_of(catalog))
        }
        Subject::Map(Some(_)) => ("Channels by address".to_owned(), "map/#groups".to_owned()),
        Subject::FieldNames(_) => ("Fields".to_owned(), "fields/".to_owned()),
        _ => return None,
    };
    Some(Anchor { text, href })
}

fn sections(site: &Site, catalog: usize) -> Vec<(&'static str, &'static str, usize)> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let counts = [
        ("Guides", "guides", project.pages.iter().filter(|page| page.catalog == catalog).count()),
        ("Schemas", "schemas", project.schemas.iter().filter(|schema| schema.catalog == catalog).count()),
        ("Event types", "types", resolved.types.iter().filter(|found| found.catalog == catalog).count()),
        ("AsyncAPI", "documents", project.documents.iter().filter(|document| document.catalog == catalog).count()),
    ];
    counts.into_iter().filter(|(_, _, count)| *count > 0).collect()
}

/// The ancestors of a page, from the home page down, and itself at the end.
pub(super) fn crumbs(links: &Links<'_>, page: &Page, catalog: Option<usize>) -> Vec<Anchor> {
    let site = links.site;
    let project = &site.proved.resolved.project;
    let to = |text: &str, url: &str| Anchor { text: text.to_owned(), href: links.to(url) };
    let mut crumbs = vec![to("Home", "")];
    if let Some(number) = catalog {
        crumbs.push(to(&project.config.catalogs[number].title, &site.routes.catalogs[number]));
    }
    match page.subject {
        Subject::Home => return Vec::new(),
        Subject::Definition(number) => {
            let schema = site.routes.definitions[number].schema;
            crumbs.push(to(&schema_title(site, schema), &site.routes.schemas[schema]));
        }
        Subject::Sheet(number, ..) => {
            crumbs.push(to(sheet::document_title(&project.documents[number]), &site.routes.documents[number]));
        }
        Subject::Map(Some(_)) => crumbs.push(to("Channel map", "map/")),
        Subject::Changes(Some(_)) | Subject::History(_) => crumbs.push(to("Changes", CHANGES)),
        _ => {}
    }
    // A schema's folder, a document's list of messages: unless the page above is no more than that.
    if let Some(shelf) = shelf(site, &page.subject)
        && !matches!(page.subject, Subject::Catalog(_) | Subject::Definition(_) | Subject::Map(_))
    {
        crumbs.push(to(&shelf.text, &shelf.href));
    }
    crumbs.push(to(&page.title, &page.url));
    crumbs
}
