//! What a schema lacks, made on demand: an example, a counterexample that one of its keywords refuses, each proved and put where the conventions
//! look for it.

use std::iter::repeat_with;

use serde_json::{Value, json};

use super::cursor::{Cursor, cursors};
use super::project::Project;
use super::protocol::{Range, Uri};
use super::words::code;
use crate::keyword::lookup;
use crate::model::Schema;
use crate::route::Site;
use crate::sample::{Named, Pair, Sampler, Thing, accepted, folder, has_example, schema_file};
use crate::source::Place;

/// The kind of these actions: they are no fixes of findings.
pub const ADD: &str = "refactor.add";

/// How many names are tried for a file before there is none.
const NAMES: usize = 100;

/// What a schema lacks.
enum Missing {
    Example,
    /// One that a keyword of a schema refuses.
    Counterexample(Place, String),
}

impl Missing {
    fn title(&self) -> String {
        match self {
            Missing::Example => "Add an example".to_owned(),
            Missing::Counterexample(_, keyword) => format!("Add a counterexample that {} refuses", code(keyword)),
        }
    }
}

impl Project {
    /// What can be added for the schema under the cursor: without the files, where the client asks for them when it is chosen.
    pub(super) fn additions(&self, site: &Site, uri: &Uri, file: &str, within: Range) -> Vec<Value> {
        let asked = json!({ "textDocument": { "uri": uri }, "position": within.start });
        let cursors = cursors(&site.proved.resolved.project.sources, file, within.start, self.encoding);
        let Some(cursor) = cursors.first().filter(|_| self.creates && !self.is_broken(file)) else { return Vec::new() };
        let action = |missing: &Missing| {
            let title = missing.title();
            let (key, value) = match self.resolves {
                true => ("data", asked.clone()),
                false => ("edit", self.addition(site, cursor, &title).ok()?),
            };
            Some(json!({ "title": title, "kind": ADD, key: value }))
        };
        missing(site, cursor).iter().filter_map(action).collect()
    }

    /// The files of what is added by a title.
    ///
    /// # Errors
    /// It is there by now, or none was found.
    pub(super) fn addition(&self, site: &Site, cursor: &Cursor<'_>, title: &str) -> Result<Value, String> {
        let missing = missing(site, cursor).into_iter().find(|missing| missing.title() == title);
        let missing = missing.ok_or("it is there by now")?;
        let root = Place::root(cursor.place.source);
        let schema = schema_file(&site.proved.resolved, &root).ok_or("the schema is no file by now")?;
        Ok(self.created(&files(site, &root, schema, &missing)?))
    }
}

/// What the schema under the cursor lacks: an example, asked for at its beginning, or one that the keyword there refuses.
fn missing(site: &Site, cursor: &Cursor<'_>) -> Vec<Missing> {
    let root = Place::root(cursor.place.source);
    if schema_file(&site.proved.resolved, &root).is_none() {
        return Vec::new();
    }
    let is_asked = cursor.place.pointer.matches('/').count() <= 1 && !has_example(&site.proved, &root);
    let unbroken = cursor.member().filter(|_| cursor.in_key).filter(|(schema, keyword)| {
        let thing = Thing::Keyword(lookup(keyword).name);
        let list = site.coverage.list(&site.proved, schema.source);
        list.items.iter().any(|item| item.schema == *schema && item.thing == thing && item.hits == 0)
    });
    let example = is_asked.then_some(Missing::Example);
    example.into_iter().chain(unbroken.map(|(schema, keyword)| Missing::Counterexample(schema, keyword))).collect()
}

fn files(site: &Site, root: &Place, schema: &Schema, missing: &Missing) -> Result<Vec<(String, String)>, String> {
    let proved = &site.proved;
    let values = site.values.get(proved, schema.catalog);
    let sampler = Sampler::new(&proved.resolved, &proved.faults, root).with_values(values);
    let folder = folder(&proved.resolved, schema);
    let mut named = Named::new(&folder);
    let taken = || "all names for it are taken".to_owned();
    match missing {
        Missing::Example => {
            let sample = sampler.complete().or_else(|_| sampler.minimal())?;
            let pair = free(site, || named.example("complete", &sample)).ok_or_else(taken)?;
            Ok(vec![(format!("{}.json", pair.stem), pair.json)])
        }
        Missing::Counterexample(place, keyword) => {
            let found = sampler.counterexample(&accepted(proved, root), place, keyword);
            let found = found.ok_or_else(|| format!("no value was found that {} alone refuses", code(keyword)))?;
            let pair = free(site, || named.counterexample(&found)).ok_or_else(taken)?;
            // The words come first: they say that it is to be refused.
            Ok(vec![(format!("{}.md", pair.stem), pair.words), (format!("{}.json", pair.stem), pair.json)])
        }
    }
}

/// The first of the samples whose names are those of no file.
fn free(site: &Site, sample: impl FnMut() -> Pair) -> Option<Pair> {
    let sources = &site.proved.resolved.project.sources;
    let is_free =
        |pair: &Pair| [".json", ".md"].iter().all(|end| sources.find(&format!("{}{end}", pair.stem)).is_none());
    repeat_with(sample).take(NAMES).find(is_free)
}
