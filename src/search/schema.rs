//! Event types, schemas, their definitions, and the catalogs they are in.

use std::collections::BTreeMap;

use super::asyncapi;
use super::entry::{Entry, Kind};
use crate::page::{Links, schema_title};
use crate::source::{Node, Place, join};
use crate::words::counted;

pub fn types(links: &Links<'_>) -> Vec<Entry> {
    let resolved = &links.site.proved.resolved;
    let mut catalogs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for known in resolved.types.iter() {
        catalogs.entry(&known.name).or_default().push(&resolved.project.config.catalogs[known.catalog].title);
    }
    let entries = links.site.routes.types.iter().map(|(name, url)| {
        let catalogs = catalogs.get(&**name).map(|titles| titles.join(", ")).unwrap_or_default();
        Entry::new(Kind::Type, name, &catalogs, links.to(url))
    });
    entries.collect()
}

pub fn schemas(links: &Links<'_>) -> Vec<Entry> {
    let project = &links.site.proved.resolved.project;
    let documents = project.schemas.iter().enumerate().map(|(number, schema)| {
        let title = schema_title(links.site, number);
        let catalog = &project.config.catalogs[schema.catalog].title;
        let href = links.to(&links.site.routes.schemas[number]);
        if title == schema.name {
            return Entry::new(Kind::Schema, &title, catalog, href);
        }
        Entry::new(Kind::Schema, &title, &format!("{} · {catalog}", schema.name), href).or(&schema.name)
    });
    documents.chain(asyncapi::schemas(links)).collect()
}

pub fn definitions(links: &Links<'_>) -> Vec<Entry> {
    let project = &links.site.proved.resolved.project;
    let mut entries = Vec::new();
    for (number, schema) in project.schemas.iter().enumerate() {
        let root = project.sources.get(schema.source).root();
        for keyword in ["$defs", "definitions"] {
            let members = root.and_then(|root| root.get(keyword)).map(Node::members).unwrap_or_default();
            for member in members.iter().filter(|member| member.value.is_object()) {
                let place = Place::new(schema.source, join(&format!("/{keyword}"), &member.key));
                let href = links.to_place(&place).unwrap_or_default();
                entries.push(Entry::new(Kind::Definition, &member.key, &schema_title(links.site, number), href));
            }
        }
    }
    entries
}

pub fn catalogs(links: &Links<'_>) -> Vec<Entry> {
    let catalogs = links.site.proved.resolved.project.config.catalogs.iter().zip(&links.site.routes.catalogs);
    catalogs
        .map(|(catalog, url)| Entry::new(Kind::Catalog, &catalog.title, "", links.to(url)).or(&catalog.id))
        .collect()
}

/// What has versions, by its name.
pub fn changes(links: &Links<'_>) -> Vec<Entry> {
    let resolved = &links.site.proved.resolved;
    let lineages = resolved.lineages.iter().zip(&links.site.routes.lineages);
    let entries = lineages.map(|(lineage, url)| {
        let catalog = &resolved.project.config.catalogs[lineage.catalog].title;
        let context = format!("{} · {catalog}", counted(lineage.versions.len(), "version"));
        let name = lineage.name.rsplit('/').next().unwrap_or(&lineage.name);
        Entry::new(Kind::Changes, name, &context, links.to(url)).or(&lineage.name)
    });
    entries.collect()
}
