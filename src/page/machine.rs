//! `catalog.json`: the whole catalog for machines (contract, section 5).

use std::collections::HashMap;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::Page;
use super::changes::version_address;
use crate::asyncapi::typed::Action;
use crate::config::Catalog;
use crate::coverage::Tally;
use crate::diagnostic::{Findings, Severity};
use crate::model::Standing;
use crate::route::{About, Site};
use crate::source::Span;

/// What describes it, as a JSON Schema: published beside it.
pub const CATALOG_SCHEMA: &str = include_str!("catalog.schema.json");

/// The document, pretty-printed. Its entries are made one by one as they are written: there may be a hundred thousand.
pub fn catalog_json(site: &Site, findings: &Findings, pages: &[Page]) -> Vec<u8> {
    let mut text = Vec::new();
    // Writing plain data of our own into memory can't fail.
    let _ = write(site, findings, pages, &mut serde_json::Serializer::pretty(&mut text));
    text.push(b'\n');
    text
}

fn write<S: Serializer>(site: &Site, findings: &Findings, pages: &[Page], to: S) -> Result<S::Ok, S::Error> {
    let mut document = to.serialize_map(None)?;
    document.serialize_entry("schemabook", env!("CARGO_PKG_VERSION"))?;
    document.serialize_entry("catalogs", &Each(|| catalogs(site)))?;
    document.serialize_entry("schemas", &Each(|| schemas(site)))?;
    document.serialize_entry("types", &Each(|| types(site)))?;
    document.serialize_entry("examples", &Each(|| examples(site)))?;
    document.serialize_entry("documents", &Each(|| documents(site)))?;
    document.serialize_entry("channels", &Each(|| channels(site)))?;
    document.serialize_entry("operations", &Each(|| operations(site)))?;
    document.serialize_entry("messages", &Each(|| messages(site)))?;
    let page = |page: &Page| json!({ "url": page.url, "title": page.title, "kind": page.subject.kind() });
    document.serialize_entry("pages", &Each(|| pages.iter().map(page)))?;
    let counts = [Severity::Error, Severity::Warning, Severity::Note];
    let counts = counts.map(|severity| (severity.name(), Value::from(findings.count(severity))));
    document
        .serialize_entry("counts", &serde_json::Map::from_iter(counts.map(|(name, count)| (name.to_owned(), count))))?;
    document.end()
}

/// A list whose entries are made as they are written.
struct Each<F>(F);

impl<I: Iterator<Item: Serialize>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

fn catalogs(site: &Site) -> impl Iterator<Item = Value> {
    let catalogs = site.proved.resolved.project.config.catalogs.iter().zip(&site.routes.catalogs);
    let catalogs = catalogs.zip(site.coverage.of_catalogs(&site.proved));
    catalogs.map(|((catalog, url), sum)| catalog_entry(catalog, url, &sum))
}

fn catalog_entry(catalog: &Catalog, url: &str, sum: &Tally) -> Value {
    json!({ "id": catalog.id, "title": catalog.title, "url": url, "coverage": sum.as_json() })
}

fn id(site: &Site, catalog: usize) -> &str {
    &site.proved.resolved.project.config.catalogs[catalog].id
}

/// Of how many versions each has the list of all; of more the newest has it alone.
const VERSIONS: usize = 100;

/// What has other versions, with the number of its lineage.
fn versioned(site: &Site) -> HashMap<Standing, usize> {
    let lineages = site.proved.resolved.lineages.iter().enumerate();
    let known = lineages.flat_map(|(number, lineage)| {
        let count = lineage.versions.len();
        let left_out = if count > VERSIONS { count - 1 } else { 0 };
        lineage.versions[left_out..].iter().flat_map(move |it| it.standings().map(move |own| (own, number)))
    });
    known.collect()
}

/// An entry with the versions of what it is about, the newest first, if it has others.
fn with_versions(site: &Site, lineage: Option<&usize>, mut entry: Value) -> Value {
    let found = lineage.and_then(|number| Some((*number, site.proved.resolved.lineages.get(*number)?)));
    if let (Some((number, lineage)), Some(entry)) = (found, entry.as_object_mut()) {
        let versions = lineage.versions.iter().enumerate().rev().map(|(at, version)| {
            let date = site.history.date(number, at).map(|date| date.to_string());
            json!({ "version": version.name(), "date": date, "url": version_address(site, version) })
        });
        entry.insert("versions".to_owned(), versions.collect());
    }
    entry
}

fn schemas(site: &Site) -> impl Iterator<Item = Value> {
    let project = &site.proved.resolved.project;
    let schemas = project.schemas.iter().zip(&site.routes.schemas).enumerate();
    let versioned = versioned(site);
    schemas.map(move |(number, (schema, url))| {
        let source = project.sources.get(schema.source);
        let start = source.root().map_or(Span::default(), |root| root.span);
        let entry = json!({
            "catalog": id(site, schema.catalog),
            "file": source.name,
            "line": source.position(start.start).line,
            "url": url,
            "id": schema.id,
            "title": schema.title,
            "dialect": schema.dialect.name(),
            "version": schema.version,
            "types": schema.types,
            "deprecated": schema.deprecated,
        });
        with_versions(site, versioned.get(&Standing::Now(number)), entry)
    })
}

fn types(site: &Site) -> impl Iterator<Item = Value> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    resolved.types.iter().map(move |found| {
        let registered = found.registered.map(|number| &project.registered[number]);
        let schemas = found.schemas.iter().map(|number| &project.sources.get(project.schemas[*number].source).name);
        let channels = found.channels.iter().map(|(document, channel)| {
            let document = &project.documents[*document];
            let channel = &document.channels[*channel];
            channel.address.as_ref().unwrap_or(&channel.id)
        });
        let mut channels: Vec<&String> = channels.collect();
        channels.sort();
        channels.dedup();
        json!({
            "catalog": id(site, found.catalog),
            "name": found.name,
            "url": site.routes.types.get(&found.name),
            "schemas": schemas.collect::<Vec<_>>(),
            "registered": registered.is_some(),
            "deprecated": registered.is_some_and(|entry| entry.deprecated.is_some()),
            "channels": channels,
        })
    })
}

fn examples(site: &Site) -> impl Iterator<Item = Value> {
    let proved = &site.proved;
    let project = &proved.resolved.project;
    project.examples.iter().zip(proved.proofs.iter()).enumerate().map(move |(number, (example, proof))| {
        let source = project.sources.get(example.place.source);
        let start = project.sources.node(&example.place).map_or(Span::default(), |node| node.span);
        let (file, pointer) = source.outermost(&example.place.pointer);
        json!({
            "file": file,
            "pointer": pointer,
            "line": source.position(start.start).line,
            "kind": example.kind.name(),
            "schema": example.schema().map(|schema| project.sources.display(schema)),
            "expected": if example.expect_invalid { "invalid" } else { "valid" },
            "verdict": proof.verdict.name(),
            "url": site.example_address(number),
        })
    })
}

fn documents(site: &Site) -> impl Iterator<Item = Value> {
    let project = &site.proved.resolved.project;
    let documents = project.whole_documents().iter().zip(&site.routes.documents).enumerate();
    let versioned = versioned(site);
    documents.map(move |(number, (document, url))| {
        let entry = json!({
            "catalog": id(site, document.catalog),
            "file": project.sources.get(document.source).name,
            "url": url,
            "asyncapi": document.version,
            "title": document.title,
            "version": document.info_version,
        });
        with_versions(site, versioned.get(&Standing::Document(number)), entry)
    })
}

fn channels(site: &Site) -> impl Iterator<Item = Value> {
    let project = &site.proved.resolved.project;
    project.documents.iter().enumerate().flat_map(move |(number, document)| {
        let file = &project.sources.get(document.source).name;
        document.channels.iter().enumerate().map(move |(index, channel)| {
            let url = site.sheet(number, &About::Channel(index));
            json!({ "document": file, "id": channel.id, "address": channel.address, "url": url })
        })
    })
}

fn operations(site: &Site) -> impl Iterator<Item = Value> {
    let project = &site.proved.resolved.project;
    project.documents.iter().flat_map(move |document| {
        let file = &project.sources.get(document.source).name;
        document.operations.iter().map(move |operation| {
            json!({
                "document": file,
                "id": operation.id,
                "action": operation.action.map(Action::word),
                "channel": operation.channel.map(|channel| &document.channels[channel].id),
                "messages": operation.messages.iter().map(|message| &document.messages[*message].id).collect::<Vec<_>>(),
            })
        })
    })
}

fn messages(site: &Site) -> impl Iterator<Item = Value> {
    let project = &site.proved.resolved.project;
    project.documents.iter().enumerate().flat_map(move |(number, document)| {
        let file = &project.sources.get(document.source).name;
        document.messages.iter().enumerate().map(move |(index, message)| {
            json!({
                "document": file,
                "id": message.id,
                "name": message.name,
                "url": site.sheet(number, &About::Message(index)),
                "payload": message.payload.as_ref().map(|place| project.sources.display(place)),
            })
        })
    })
}
