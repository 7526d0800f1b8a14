//! The search index: what can be found, under which terms, in files small enough to be fetched while somebody types.
//!
//! Every name is filed under each of its parts together with what follows: `order_placed` under `orderplaced` and `placed`. All terms in
//! order are cut into shards, so that whatever begins with the letters typed so far stands in one shard or in neighbours. Letters that begin
//! more than a few shards hold have a digest: the best of each kind. `search/index.js` says where each shard begins. The files are
//! classic scripts, since a page on a disk may load scripts and nothing else.
//!
//! A site of any size is searched in at most [`FILES`] files: what the index of a large site leaves out, `extent.rs` decides and says.
//!
//! `static/search.js` is the other half: it splits names the same way.
//!
//! The index is sorted, not inverted. Posting lists would need a second fetch for the names, and a common word would have a list of any
//! length.

mod asyncapi;
mod entry;
mod extent;
mod field;
mod guide;
mod schema;
mod shard;
mod term;

use serde_json::json;

use crate::page::Links;
use crate::route::Site;
use entry::{Entry, Kind};
use extent::Extent;
use shard::Index;

/// The folder of the index in the site.
pub const FOLDER: &str = "search/";

/// How many files the index has at most.
const FILES: usize = 300;

/// Lists the entries of one kind.
type List = fn(&Links<'_>, Extent) -> Vec<Entry>;

/// What can be found: each kind with what readers call it and what lists its entries, in the order in which groups of equal merit stand.
static KINDS: &[(Kind, &str, List)] = &[
    (Kind::Type, "Event types", |links, _| schema::types(links)),
    (Kind::Schema, "Schemas", |links, _| schema::schemas(links)),
    (Kind::Field, "Fields", field::fields),
    (Kind::Definition, "Definitions", |links, _| schema::definitions(links)),
    (Kind::Value, "Values", field::values),
    (Kind::Channel, "Channels", |links, _| asyncapi::channels(links)),
    (Kind::Message, "Messages", |links, _| asyncapi::messages(links)),
    (Kind::Operation, "Operations", |links, _| asyncapi::operations(links)),
    (Kind::Document, "AsyncAPI documents", |links, _| asyncapi::documents(links)),
    (Kind::Guide, "Guides", |links, _| guide::guides(links)),
    (Kind::Heading, "Headings", |links, _| guide::headings(links)),
    (Kind::Catalog, "Catalogs", |links, _| schema::catalogs(links)),
    (Kind::Changes, "Changes", |links, _| schema::changes(links)),
];

/// The files of the index: paths and contents.
pub fn files(site: &Site) -> Vec<(String, String)> {
    // Links in the index begin at the site's root; the script knows where that is.
    let links = Links::new(site, "");
    let (extent, index) = fitting(&links);
    let kinds: Vec<&str> = KINDS.iter().map(|(_, label, _)| *label).collect();
    let head =
        json!({ "kinds": kinds, "shards": index.begins, "digests": index.digested, "without": extent.left_out() });
    let mut files = vec![file("index", &head.to_string())];
    files.extend(index.shards.iter().enumerate().map(|(number, shard)| file(&number.to_string(), shard)));
    files.extend(index.digests.iter().enumerate().map(|(number, digest)| file(&format!("d{number}"), digest)));
    files
}

/// The index of most that fits into [`FILES`] files; the one of least where none does.
fn fitting(links: &Links<'_>) -> (Extent, Index) {
    let (least, more) = (Extent::Beginnings, &extent::MORE);
    let fits = more.iter().find_map(|extent| {
        let entries = entries(links, *extent);
        // Cutting sorts every row, which is not worth it where their size alone says that they are too many.
        let index = (shard::size(&entries) <= FILES * shard::SHARD).then(|| shard::cut(&entries))?;
        (index.files() < FILES).then_some((*extent, index))
    });
    fits.unwrap_or_else(|| (least, shard::cut(&entries(links, least))))
}

fn entries(links: &Links<'_>, extent: Extent) -> Vec<Entry> {
    let mut entries: Vec<Entry> = KINDS.iter().flat_map(|(_, _, list)| list(links, extent)).collect();
    entries.retain(|entry| !entry.href.is_empty());
    if extent == Extent::Beginnings {
        entries = entries.into_iter().map(|entry| entry.under(0)).collect();
    }
    entries
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
