//! `catalog.json`: the whole catalog for machines (contract, section 5).

use serde_json::{Value, json};

use super::Page;
use crate::asyncapi::typed::Action;
use crate::config::Catalog;
use crate::coverage::Tally;
use crate::diagnostic::{Findings, Severity};
use crate::route::{About, Site};
use crate::source::Span;

/// The document, pretty-printed.
pub fn catalog_json(site: &Site, findings: &Findings, pages: &[Page]) -> String {
    let project = &site.proved.resolved.project;
    let catalogs = project.config.catalogs.iter().zip(&site.routes.catalogs);
    let catalogs = catalogs.zip(site.coverage.of_catalogs(&site.proved));
    let document = json!({
        "schemabook": env!("CARGO_PKG_VERSION"),
        "catalogs": catalogs.map(|((catalog, url), sum)| catalog_entry(catalog, url, &sum)).collect::<Vec<_>>(),
        "schemas": schemas(site),
        "types": types(site),
        "examples": examples(site),
        "documents": documents(site),
        "channels": channels(site),
        "operations": operations(site),
        "messages": messages(site),
        "pages": pages.iter().map(|page| json!({ "url": page.url, "title": page.title, "kind": page.subject.kind() })).collect::<Vec<_>>(),
        "counts": {
            "error": findings.count(Severity::Error),
            "warning": findings.count(Severity::Warning),
            "note": findings.count(Severity::Note),
        },
    });
    format!("{document:#}\n")
}

fn catalog_entry(catalog: &Catalog, url: &str, sum: &Tally) -> Value {
    json!({ "id": catalog.id, "title": catalog.title, "url": url, "coverage": sum.as_json() })
}

fn id(site: &Site, catalog: usize) -> &str {
    &site.proved.resolved.project.config.catalogs[catalog].id
}

fn schemas(site: &Site) -> Vec<Value> {
    let project = &site.proved.resolved.project;
    let schemas = project.schemas.iter().zip(&site.routes.schemas);
    schemas
        .map(|(schema, url)| {
            let source = project.sources.get(schema.source);
            let start = source.root().map_or(Span::default(), |root| root.span);
            json!({
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
            })
        })
        .collect()
}

fn types(site: &Site) -> Vec<Value> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let types = resolved.types.iter().map(|found| {
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
    });
    types.collect()
}

fn examples(site: &Site) -> Vec<Value> {
    let proved = &site.proved;
    let project = &proved.resolved.project;
    let examples = project.examples.iter().zip(proved.proofs.iter()).enumerate().map(|(number, (example, proof))| {
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
    });
    examples.collect()
}

fn documents(site: &Site) -> Vec<Value> {
    let project = &site.proved.resolved.project;
    let documents = project.whole_documents().iter().zip(&site.routes.documents).map(|(document, url)| {
        json!({
            "catalog": id(site, document.catalog),
            "file": project.sources.get(document.source).name,
            "url": url,
            "asyncapi": document.version,
            "title": document.title,
            "version": document.info_version,
        })
    });
    documents.collect()
}

fn channels(site: &Site) -> Vec<Value> {
    let project = &site.proved.resolved.project;
    let all = project.documents.iter().enumerate().flat_map(|(number, document)| {
        let file = &project.sources.get(document.source).name;
        document.channels.iter().enumerate().map(move |(index, channel)| {
            let url = site.sheet(number, &About::Channel(index));
            json!({ "document": file, "id": channel.id, "address": channel.address, "url": url })
        })
    });
    all.collect()
}

fn operations(site: &Site) -> Vec<Value> {
    let project = &site.proved.resolved.project;
    let all = project.documents.iter().flat_map(|document| {
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
    });
    all.collect()
}

fn messages(site: &Site) -> Vec<Value> {
    let project = &site.proved.resolved.project;
    let all = project.documents.iter().enumerate().flat_map(|(number, document)| {
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
    });
    all.collect()
}
