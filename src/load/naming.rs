//! What file names say: names without endings, versions.

use crate::version::in_segment;

/// A path without its last ending: `a/b.example.json` gives `a/b.example`.
pub fn stem(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    match path[name..].rfind('.') {
        Some(dot) if dot > 0 => &path[..name + dot],
        _ => path,
    }
}

/// A path without the ending of JSON or YAML, whatever its kind, and then `.schema`.
pub fn without_endings(path: &str) -> &str {
    let lower = path.to_ascii_lowercase();
    let cut = [".json", ".yaml", ".yml", ".jsonc", ".json5", ".jsonl", ".ndjson"]
        .iter()
        .find(|ending| lower.ends_with(**ending))
        .map_or(0, |ending| ending.len());
    let path = &path[..path.len() - cut];
    path.strip_suffix(".schema").filter(|rest| !rest.is_empty() && !rest.ends_with('/')).unwrap_or(path)
}

/// The last segment of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The names of files that stand for their folder, the one that counts first.
pub const FOLDER_PAGES: [&str; 6] = ["README.md", "index.md", "index.mdx", "README.mdx", "readme.md", "Readme.md"];

/// Whether a page of this name, without its ending, stands for its folder.
pub fn is_folder_page(stem: &str) -> bool {
    FOLDER_PAGES.iter().any(|name| self::stem(name) == stem)
}

/// The version that a path (of an `$id` or of a file) carries in its last two segments: `change/1.2.0`, `journal-v1.0`, `v2/order`.
pub fn version_in(path: &str) -> Option<String> {
    path.rsplit('/').take(2).find_map(version_of_segment)
}

fn version_of_segment(segment: &str) -> Option<String> {
    in_segment(without_endings(segment.trim_end_matches('#'))).map(|(_, version)| version.to_owned())
}

/// What a file may be called after: its name without endings, and what of it stands before each `.`, `_`, `-` and `$`, longest first.
pub fn beginnings(name: &str) -> impl Iterator<Item = &str> {
    let stem = without_endings(name);
    let ends = stem.char_indices().rev().filter(|(_, c)| "._-$".contains(*c)).map(|(end, _)| end);
    [stem.len()].into_iter().chain(ends).map(|end| &stem[..end])
}

/// What a version is ordered by: its numbers, from the first on.
pub fn version_order(version: &str) -> Vec<u64> {
    version.split(['.', '-', '+']).map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_ids_and_names() {
        assert_eq!(version_in("/mediawiki/page/change/1.2.0").as_deref(), Some("1.2.0"));
        assert_eq!(version_in("https://eddn.edcd.io/schemas/journal/1#").as_deref(), Some("1"));
        assert_eq!(version_in("schemas/journal-v1.0.json").as_deref(), Some("1.0"));
        assert_eq!(version_in("v2/order.json").as_deref(), Some("2"));
        assert_eq!(version_in("com.acme/click/jsonschema/1-0-2").as_deref(), Some("1-0-2"));
        assert_eq!(version_in("order-1.2.json").as_deref(), Some("1.2"));
        assert_eq!(version_in("base/base_event.json"), None);
        assert_eq!(version_in("sha256.json"), None);
    }

    #[test]
    fn endings_are_cut() {
        assert_eq!(without_endings("a/order.schema.json"), "a/order");
        assert_eq!(without_endings("a/.schema.json"), "a/.schema");
        assert_eq!(without_endings("a/order.v1.yaml"), "a/order.v1");
        assert_eq!(stem("a/order.bad.invalid.json"), "a/order.bad.invalid");
    }
}
