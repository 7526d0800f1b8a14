//! What a schema lacks, made on demand: an example, a counterexample that one of its keywords refuses, each proved and put where the conventions
//! look for it.

use std::iter::repeat_with;

use serde_json::{Value, json};

use super::cursor::{Cursor, cursors};
use super::project::Project;
use super::protocol::Range;
use super::words::code;
use crate::keyword::lookup;
use crate::route::Site;
use crate::sample::{Named, Pair, Sampler, Thing, accepted, folder, has_example, schema_file};
use crate::source::Place;

/// The kind of these actions: they are no fixes of findings.
pub const ADD: &str = "refactor.add";

/// How many names are tried for a file before there is none.
const NAMES: usize = 100;

impl Project {
    /// What can be added for the schema under the cursor.
    pub(super) fn additions(&self, site: &Site, file: &str, within: Range) -> Vec<Value> {
        let resolved = &site.proved.resolved;
        let cursors = cursors(&resolved.project.sources, file, within.start, self.encoding);
        let Some(cursor) = cursors.first().filter(|_| self.creates && !self.is_broken(file)) else { return Vec::new() };
        let root = Place::root(cursor.place.source);
        let Some(schema) = schema_file(resolved, &root) else { return Vec::new() };
        let values = site.values.get(&site.proved, schema.catalog);
        let sampler = Sampler::new(resolved, &site.proved.faults, &root).with_values(values);
        let folder = folder(resolved, schema);
        let made = [example(site, &root, cursor, &sampler, &folder), counterexample(site, cursor, &sampler, &folder)];
        let action = |(title, files): (String, Vec<(String, String)>)| json!({ "title": title, "kind": ADD, "edit": self.created(&files) });
        made.into_iter().flatten().map(action).collect()
    }
}

/// An example for a schema that has none, asked for at its beginning: what to say, and the files.
fn example(
    site: &Site,
    root: &Place,
    cursor: &Cursor<'_>,
    sampler: &Sampler<'_>,
    folder: &str,
) -> Option<(String, Vec<(String, String)>)> {
    let is_asked = cursor.place.pointer.matches('/').count() <= 1;
    if !is_asked || has_example(&site.proved, root) {
        return None;
    }
    let sample = sampler.complete().or_else(|_| sampler.minimal()).ok()?;
    let mut named = Named::new(folder);
    let pair = free(site, || named.example("complete", &sample))?;
    let file = format!("{}.json", pair.stem);
    Some((format!("Add an example: {}", code(&file)), vec![(file, pair.json)]))
}

/// A counterexample for the keyword under the cursor, if none is refused by it yet.
fn counterexample(
    site: &Site,
    cursor: &Cursor<'_>,
    sampler: &Sampler<'_>,
    folder: &str,
) -> Option<(String, Vec<(String, String)>)> {
    let (schema, keyword) = cursor.member().filter(|_| cursor.in_key)?;
    let thing = Thing::Keyword(lookup(&keyword).name);
    let list = site.coverage.list(&site.proved, schema.source);
    list.items.iter().find(|item| item.schema == schema && item.thing == thing && item.hits == 0)?;
    let examples = accepted(&site.proved, &Place::root(schema.source));
    let found = sampler.counterexample(&examples, &schema, &keyword)?;
    let mut named = Named::new(folder);
    let pair = free(site, || named.counterexample(&found))?;
    let file = format!("{}.json", pair.stem);
    let title = format!("Add a counterexample that {} refuses: {}", code(&keyword), code(&file));
    // The words come first: they say that it is to be refused.
    Some((title, vec![(format!("{}.md", pair.stem), pair.words), (file, pair.json)]))
}

/// The first of the samples whose names are those of no file.
fn free(site: &Site, sample: impl FnMut() -> Pair) -> Option<Pair> {
    let sources = &site.proved.resolved.project.sources;
    let is_free =
        |pair: &Pair| [".json", ".md"].iter().all(|end| sources.find(&format!("{}{end}", pair.stem)).is_none());
    repeat_with(sample).take(NAMES).find(is_free)
}
