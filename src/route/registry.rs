//! Schemas at the addresses that their `$id`s state, where these lie under the address of the site: who follows an `$id` finds the schema.

use std::collections::{BTreeMap, HashSet};

use super::{BUNDLED, CODE, PROBLEMS, RAW, Site};

/// Folders of the site in which nothing else is put.
const OWN: [&str; 10] = ["types/", "map/", "fields/", "guides/", PROBLEMS, "changes/", "search/", RAW, BUNDLED, CODE];

/// Folders and files of the theme and of the site as a whole.
const WHOLE: [&str; 8] = [
    "static",
    "index.html",
    "404.html",
    "catalog.json",
    "catalog.schema.json",
    "llms.txt",
    "sitemap.xml",
    "robots.txt",
];

/// The longest name of a file, in bytes.
const LONGEST: usize = 100;

/// The path below the site's root at which each schema, by number, stands by its `$id`. A path that a page has, or that an earlier schema
/// claims, stays with it, and so does one that not every system can have as a file's.
pub fn addresses(site: &Site) -> BTreeMap<usize, String> {
    let project = &site.proved.resolved.project;
    let base = project.config.site.base_url.as_str();
    let mut found = BTreeMap::new();
    if base.is_empty() {
        return found;
    }
    let (mut taken, mut files): (HashSet<String>, HashSet<String>) = Default::default();
    let own = [&site.routes.catalogs, &site.routes.schemas, &site.routes.documents];
    let definitions = site.routes.definitions.iter().map(|definition| &definition.url);
    let folders = site.routes.folders.iter().map(|folder| &folder.url);
    let sheets = site.routes.sheets.iter().flatten().map(|sheet| &sheet.url);
    for url in own.into_iter().flatten().chain(definitions).chain(folders).chain(sheets) {
        // A page is a folder, and so is each folder around it.
        taken.extend(url.match_indices('/').map(|(end, _)| url[..end].to_owned()));
    }
    for (number, schema) in project.schemas.iter().enumerate() {
        let stated = schema.id.as_deref().and_then(|id| id.trim_end_matches('#').strip_prefix(base));
        let Some(path) = stated.filter(|path| is_path(path)) else { continue };
        let key = path.to_ascii_lowercase();
        // A file and a folder can't have one name, nor two files names that differ in the case of a letter.
        let mut around = key.match_indices('/').map(|(end, _)| &key[..end]);
        if taken.contains(&key) || around.any(|folder| files.contains(folder)) {
            continue;
        }
        files.insert(key.clone());
        taken.extend(key.match_indices('/').map(|(end, _)| key[..end].to_owned()));
        taken.insert(key);
        found.insert(number, path.to_owned());
    }
    found
}

/// Whether every system and host takes the path for a file's, and no folder of the site has it.
fn is_path(path: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    let is_name = |name: &str| {
        !name.is_empty()
            && name.len() <= LONGEST
            && name.chars().all(is_sign)
            && !name.starts_with('.')
            && !name.ends_with('.')
            && !super::is_device(name)
    };
    let lower = path.to_ascii_lowercase();
    let is_own = OWN.iter().any(|folder| lower.starts_with(folder) || lower == folder.trim_end_matches('/'))
        || WHOLE.iter().any(|name| lower == *name || lower.split('/').next() == Some(name));
    path.split('/').all(is_name) && !is_own && !lower.ends_with("/index.html")
}
