//! Which pages a file is made of: those of catalogs, and of event types with all that they need.

use std::collections::BTreeSet;

use crate::page::{Page, Subject, catalog_of, pages};
use crate::route::{About, Site};
use crate::spelling::nearest;

/// The kinds of pages, in the order in which they stand.
pub const KINDS: [&str; 5] = ["Catalogs", "Guides", "Event types", "Schemas", "AsyncAPI"];

/// A name that is neither a catalog nor an event type, and the one that may have been meant.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown {
    pub name: String,
    pub near: Option<String>,
}

/// The pages of these catalogs, by their ids, and of these event types: with a type come its schemas, what these refer to, and the messages
/// that carry it.
///
/// # Errors
/// A name is that of nothing.
pub fn chosen(site: &Site, names: &[String]) -> Result<Vec<Page>, Unknown> {
    let resolved = &site.proved.resolved;
    let catalogs = &resolved.project.config.catalogs;
    let mut wanted = Wanted::default();
    for name in names {
        let catalog = catalogs.iter().position(|catalog| catalog.id == *name);
        if let Some(number) = catalog {
            wanted.catalogs.insert(number);
        } else if resolved.types_named(name).next().is_some() {
            wanted.add_type(site, name);
        } else {
            let types = resolved.types.iter().map(|found| found.name.as_str());
            let near = nearest(name, catalogs.iter().map(|catalog| catalog.id.as_str()).chain(types));
            return Err(Unknown { name: name.clone(), near: near.map(str::to_owned) });
        }
    }
    let mut pages: Vec<Page> = pages(site).into_iter().filter(|page| wanted.has(site, &page.subject)).collect();
    pages.sort_by_key(|page| rank(&page.subject));
    Ok(pages)
}

/// The number of a subject's kind in [`KINDS`].
pub fn rank(subject: &Subject) -> usize {
    match subject {
        Subject::Catalog(_) => 0,
        Subject::Guide(_) => 1,
        Subject::Type(_) => 2,
        Subject::Schema(_) | Subject::Definition(_) => 3,
        _ => 4,
    }
}

/// What was asked for, by numbers and names.
#[derive(Default)]
struct Wanted<'a> {
    catalogs: BTreeSet<usize>,
    types: BTreeSet<&'a str>,
    schemas: BTreeSet<usize>,
    messages: BTreeSet<(usize, usize)>,
}

impl<'a> Wanted<'a> {
    fn add_type(&mut self, site: &'a Site, name: &'a str) {
        let resolved = &site.proved.resolved;
        for (_, found) in resolved.types_named(name) {
            self.types.insert(&found.name);
            self.messages.extend(&found.messages);
            for schema in &found.schemas {
                let needed = &resolved.closure(resolved.project.schemas[*schema].source).sources;
                self.schemas.extend(needed.iter().filter_map(|source| resolved.schema_of(*source)));
            }
        }
    }

    fn has(&self, site: &Site, subject: &Subject) -> bool {
        let of_catalog = catalog_of(site, subject).is_some_and(|catalog| self.catalogs.contains(&catalog));
        match subject {
            Subject::Type(name) => {
                let mut found = site.proved.resolved.types_named(name);
                self.types.contains(name.as_str()) || found.any(|(_, found)| self.catalogs.contains(&found.catalog))
            }
            Subject::Schema(number) => of_catalog || self.schemas.contains(number),
            Subject::Definition(number) => {
                of_catalog || self.schemas.contains(&site.routes.definitions[*number].schema)
            }
            Subject::Sheet(document, index, _) => {
                let mut parts = site.routes.sheets[*document][*index].parts();
                let is_meant = |about: &About| match about {
                    About::Message(message) => self.messages.contains(&(*document, *message)),
                    _ => false,
                };
                of_catalog || parts.any(|(about, _)| is_meant(about))
            }
            Subject::Catalog(_) | Subject::Document(_) | Subject::Guide(_) => of_catalog,
            _ => false,
        }
    }
}
