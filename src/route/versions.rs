//! The addresses of the pages of versions, and of the texts of those that the tree no longer has.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::Claims;
use super::{RAW, path, segment};
use crate::config::Catalog;
use crate::model::{Lineage, Standing};
use crate::prove::Proved;
use crate::source::{Format, Source};

/// The folder of the pages of versions.
pub const CHANGES: &str = "changes/";

/// The address of what changed in a catalog.
pub fn changes_of(catalog: &Catalog) -> String {
    format!("{CHANGES}{}/", catalog.id)
}

/// The addresses of the pages of versions.
pub fn lineages(proved: &Proved, claims: &mut Claims) -> Vec<String> {
    let resolved = &proved.resolved;
    let catalogs = &resolved.project.config.catalogs;
    catalogs.iter().for_each(|catalog| claims.reserve(&changes_of(catalog)));
    let url = |lineage: &Lineage| {
        let above = catalogs.get(lineage.catalog).map(changes_of).unwrap_or_default();
        let newest = lineage.versions.last().map(|version| version.schema);
        let schema = newest.and_then(|newest| resolved.standing(newest)).map(|(_, schema)| schema.path.clone());
        // Two of one name are told apart by their files.
        let file = schema.or_else(|| Some(resolved.source_of(newest?)?.file.clone())).unwrap_or_default();
        claims.claim_distinct(&format!("{above}{}/", path::segments(&lineage.name)), &file)
    };
    resolved.lineages.iter().map(url).collect()
}

/// The files of the texts that versions had, by the number of what they were: each in the folder of its lineage.
pub fn past(proved: &Proved, lineages: &[String]) -> BTreeMap<usize, String> {
    let resolved = &proved.resolved;
    let (mut past, mut known) = (BTreeMap::new(), BTreeSet::new());
    for (lineage, url) in resolved.lineages.iter().zip(lineages) {
        for version in &lineage.versions {
            let Standing::Past(number) = version.schema else { continue };
            let Some(source) = resolved.source_of(version.schema) else { continue };
            let name = format!("{RAW}{url}{}", segment(version.name()));
            let ending = text_ending(source);
            // Names that differ in more than an address may have are told apart by their numbers.
            let alone = known.insert(name.clone()).then(|| format!("{name}.{ending}"));
            past.insert(number, alone.unwrap_or_else(|| format!("{name}.{number}.{ending}")));
        }
    }
    past
}

/// A schema's own text keeps its ending; a fence's gets that of its language.
pub fn text_ending(source: &Source) -> &'static str {
    match (source.format, ending(&source.file)) {
        (Format::Yaml, "yml") => "yml",
        (Format::Yaml, _) => "yaml",
        (Format::Jsonc, _) => "jsonc",
        (Format::Json5, _) => "json5",
        _ => "json",
    }
}

/// The file of a schema's own text, by its address.
pub fn raw_path(url: &str, source: &Source) -> String {
    format!("{RAW}{}.{}", url.trim_end_matches('/'), text_ending(source))
}

/// What a file is called after the last dot.
pub fn ending(file: &str) -> &str {
    file.rsplit('.').next().unwrap_or("json")
}
