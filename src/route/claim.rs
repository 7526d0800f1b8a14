//! Who claims which path: one map, case folded, so that no page overwrites another in silence.

use std::collections::HashMap;

use super::path::short_hash;
use crate::source::{Place, SourceId};

/// Two sources that claim one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub path: String,
    pub first: Option<SourceId>,
    pub second: SourceId,
    /// Where the two stand, if they are parts of their sources.
    pub places: Option<(Place, Place)>,
}

/// The claims so far.
#[derive(Debug, Default)]
pub struct Claims {
    /// The source that has a path and the ending of its file; `None` for the site itself.
    taken: HashMap<String, Option<(SourceId, String)>>,
    pub clashes: Vec<Clash>,
}

impl Claims {
    /// Keeps a path for the site itself.
    pub fn reserve(&mut self, path: &str) {
        self.taken.insert(path.to_owned(), None);
    }

    /// Whether nobody has claimed the path.
    pub fn is_free(&self, path: &str) -> bool {
        !self.taken.contains_key(path)
    }

    /// The path that a source gets. The second ending of one name gets its ending into the path; any other second claim is a clash, and the
    /// source still gets a page, under a path of its own.
    pub fn claim(&mut self, source: SourceId, path: &str, ending: &str) -> String {
        if self.is_free(path) {
            self.taken.insert(path.to_owned(), Some((source, ending.to_owned())));
            return path.to_owned();
        }
        let first = self.taken[path].clone();
        let with_ending = format!("{}.{ending}/", path.trim_end_matches('/'));
        let other_ending = first.as_ref().is_some_and(|(_, first)| first != ending);
        if other_ending && self.is_free(&with_ending) {
            self.taken.insert(with_ending.clone(), Some((source, ending.to_owned())));
            return with_ending;
        }
        self.clashes.push(Clash {
            path: path.to_owned(),
            first: first.map(|(first, _)| first),
            second: source,
            places: None,
        });
        let distinct = self.numbered(path);
        self.taken.insert(distinct.clone(), Some((source, ending.to_owned())));
        distinct
    }

    /// The first free one of `path-2/`, `path-3/` …
    fn numbered(&self, path: &str) -> String {
        let numbered = (2..).map(|number| format!("{}-{number}/", path.trim_end_matches('/')));
        numbered.into_iter().find(|path| self.is_free(path)).unwrap_or_default()
    }

    /// A path for a name that is no source: made distinct by a hash of the name.
    pub fn claim_distinct(&mut self, path: &str, name: &str) -> String {
        let path = if self.is_free(path) {
            path.to_owned()
        } else {
            format!("{}-{}/", path.trim_end_matches('/'), short_hash(name))
        };
        self.taken.insert(path.clone(), None);
        path
    }
}
