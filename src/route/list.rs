//! Lists that are too long for one page: of event types, and of the schemas of a catalog by folder.

use std::collections::BTreeMap;

use super::claim::Claims;
use super::path;
use crate::model::Project;

/// How many rows a page lists.
pub const ROWS: usize = 500;

/// A page of the schemas of one folder.
#[derive(Clone, Debug)]
pub struct FolderPage {
    pub catalog: usize,
    pub folder: String,
    /// The schemas that it lists, by number.
    pub schemas: Vec<usize>,
    /// Which of the folder's pages it is, from 0.
    pub part: usize,
    pub url: String,
}

/// The addresses of the pages of so many event types; there is at least one.
pub(super) fn type_lists(count: usize, claims: &mut Claims) -> Vec<String> {
    let more = (2..=count.div_ceil(ROWS)).map(|number| {
        let name = format!("types/{number}/");
        claims.claim_distinct(&name, &name)
    });
    std::iter::once("types/".to_owned()).chain(more).collect()
}

/// The pages of the folders of those catalogs that have more schemas than one page lists.
pub(super) fn folder_pages(project: &Project, ids: &[&str], claims: &mut Claims) -> Vec<FolderPage> {
    let mut found = Vec::new();
    for (catalog, id) in ids.iter().enumerate() {
        let mut folders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, schema) in project.schemas.iter().enumerate().filter(|(_, schema)| schema.catalog == catalog) {
            folders.entry(schema.folder()).or_default().push(number);
        }
        if folders.values().map(Vec::len).sum::<usize>() <= ROWS {
            continue;
        }
        for (folder, schemas) in folders {
            let place = if folder.is_empty() { "schemas".to_owned() } else { path::segments(folder) };
            for (part, schemas) in schemas.chunks(ROWS).enumerate() {
                let number = if part == 0 { String::new() } else { format!("{}/", part + 1) };
                let url = claims.claim_distinct(&format!("{id}/{place}/{number}"), &format!("{folder} {part}"));
                found.push(FolderPage { catalog, folder: folder.to_owned(), schemas: schemas.to_vec(), part, url });
            }
        }
    }
    found
}
