//! The type catalog: every event type of every catalog.

use serde::Serialize;

use super::Anchor;
use super::link::Links;
use crate::route::Site;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct TypesView {
    pub catalogs: Vec<CatalogTypes>,
    pub total: usize,
}

/// The types of one catalog.
#[derive(Debug, Serialize)]
pub struct CatalogTypes {
    pub anchor: String,
    pub catalog: Anchor,
    pub types: Vec<TypeRow>,
}

/// One event type in a table.
#[derive(Debug, Serialize)]
pub struct TypeRow {
    pub link: Anchor,
    /// The name in two parts: what it shares with its neighbours, and its last segment.
    pub prefix: String,
    pub last: String,
    pub summary: String,
    pub owner: String,
    pub schemas: Vec<Anchor>,
    pub examples: usize,
    pub channels: Vec<String>,
    pub deprecated: bool,
    pub registered: bool,
}

/// The view of the type catalog.
pub fn view(site: &Site, links: &Links<'_>) -> TypesView {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let catalogs = project.config.catalogs.iter().enumerate().filter_map(|(number, catalog)| {
        let types = resolved.types.iter().filter(|found| found.catalog == number);
        let types: Vec<TypeRow> = types
            .filter_map(|found| {
                let entry = found.registered.map(|index| &project.registered[index]);
                let schemas = found.schemas.iter().map(|schema| Anchor {
                    text: project.schemas[*schema].name.clone(),
                    href: links.to(&site.schemas[*schema]),
                });
                let channels = found.channels.iter().map(|(document, channel)| {
                    let channel = &project.documents[*document].channels[*channel];
                    channel.address.clone().unwrap_or_else(|| channel.id.clone())
                });
                let mut channels: Vec<String> = channels.collect();
                channels.sort();
                channels.dedup();
                let split = found.name.rfind(['.', ':', '/']).map_or(0, |at| at + 1);
                Some(TypeRow {
                    prefix: found.name[..split].to_owned(),
                    last: found.name[split..].to_owned(),
                    link: Anchor { text: found.name.clone(), href: links.to(site.types.get(&found.name)?) },
                    summary: entry.and_then(|entry| entry.summary.clone()).unwrap_or_default(),
                    owner: entry
                        .and_then(|entry| entry.owner.clone())
                        .or_else(|| catalog.owner.clone())
                        .unwrap_or_default(),
                    schemas: schemas.collect(),
                    examples: found.examples.len(),
                    channels,
                    deprecated: entry.is_some_and(|entry| entry.deprecated.is_some()),
                    registered: entry.is_some(),
                })
            })
            .collect();
        let catalog = Anchor { text: catalog.title.clone(), href: links.to(&site.catalogs[number]) };
        (!types.is_empty()).then_some(CatalogTypes { anchor: format!("c-{number}"), catalog, types })
    });
    TypesView { catalogs: catalogs.collect(), total: site.types.len() }
}
