//! The addresses of the pages of versions.

use super::claim::Claims;
use super::path;
use crate::config::Catalog;
use crate::model::Lineage;
use crate::prove::Proved;

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
        let newest = lineage.versions.last().map(|version| version.schema).unwrap_or_default();
        // Two of one name are told apart by their files.
        let file = resolved.project.schemas.get(newest).map(|schema| schema.path.clone()).unwrap_or_default();
        claims.claim_distinct(&format!("{above}{}/", path::segments(&lineage.name)), &file)
    };
    resolved.lineages.iter().map(url).collect()
}
