//! The search index: what can be found, under which terms, in files small enough to be fetched while somebody types.
//!
//! Every name is filed under each of its parts together with what follows: `order_placed` under `orderplaced` and `placed`. All terms in
//! order are cut into shards, so that whatever begins with the letters typed so far stands in one shard or in neighbours. Letters that begin
//! more than a few shards hold have a digest: the best of each kind. `search/index.js` says where each shard begins. The files are
//! classic scripts, since a page on a disk may load scripts and nothing else.
//!
//! `static/search.js` is the other half: it splits names the same way.
//!
//! The index is sorted, not inverted. Posting lists would need a second fetch for the names, and a common word would have a list of any
//! length.

mod asyncapi;
mod entry;
mod field;
mod guide;
mod schema;
mod shard;
mod term;

use serde_json::json;

use crate::page::Links;
use crate::route::Site;
use entry::{Entry, Kind};

/// The folder of the index in the site.
pub const FOLDER: &str = "search/";

/// Lists the entries of one kind.
type List = fn(&Links<'_>) -> Vec<Entry>;

/// What can be found: each kind with what readers call it and what lists its entries, in the order in which groups of equal merit stand.
static KINDS: &[(Kind, &str, List)] = &[
    (Kind::Type, "Event types", schema::types),
    (Kind::Schema, "Schemas", schema::schemas),
    (Kind::Field, "Fields", field::fields),
    (Kind::Definition, "Definitions", schema::definitions),
    (Kind::Value, "Values", field::values),
    (Kind::Channel, "Channels", asyncapi::channels),
    (Kind::Message, "Messages", asyncapi::messages),
    (Kind::Operation, "Operations", asyncapi::operations),
    (Kind::Document, "AsyncAPI documents", asyncapi::documents),
    (Kind::Guide, "Guides", guide::guides),
    (Kind::Heading, "Headings", guide::headings),
    (Kind::Catalog, "Catalogs", schema::catalogs),
];

/// The files of the index: paths and contents.
pub fn files(site: &Site) -> Vec<(String, String)> {
    // Links in the index begin at the site's root; the script knows where that is.
    let links = Links::new(site, "");
    let mut entries: Vec<Entry> = KINDS.iter().flat_map(|(_, _, list)| list(&links)).collect();
    entries.retain(|entry| !entry.href.is_empty());
    let kinds: Vec<&str> = KINDS.iter().map(|(_, label, _)| *label).collect();
    let index = shard::cut(&entries);
    let mut files =
        vec![file("index", &json!({ "kinds": kinds, "shards": index.begins, "digests": index.digested }).to_string())];
    files.extend(index.shards.iter().enumerate().map(|(number, shard)| file(&number.to_string(), shard)));
    files.extend(index.digests.iter().enumerate().map(|(number, digest)| file(&format!("d{number}"), digest)));
    files
}

fn file(name: &str, content: &str) -> (String, String) {
    (format!("{FOLDER}{name}.js"), format!("schemabookSearch({:?},{content});\n", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_numbered_by_the_table() {
        for (number, (kind, ..)) in KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, number);
        }
    }
}
