//! What the rules found in the last run in the parts of a site, by content: a run asks anew what is not the same.
//!
//! A part has a key, such as the place of a schema, and a print of all that was looked at to find what it says. Findings name sources by their
//! numbers, and rules ask site.toml; should the sources be others or site.toml another, which is rare, all is forgotten.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::first_use::Use;
use super::steps::Step;
use super::structure::Fault;
use crate::diagnostic::Finding;
use crate::model::Project;
use crate::resolve::Root;
use crate::source::{Place, Source, SourceId};

/// What the rules found in the last run; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Memory {
    pub(super) sources: Kept<SourceId, Vec<Finding>>,
    pub(super) schemas: Kept<Root, Said>,
    pub(super) documents: Kept<SourceId, Vec<Finding>>,
    /// What is wrong with the structure of documents, by the numbers of their parts.
    pub(super) structures: Kept<SourceId, Vec<(usize, Vec<Fault>)>>,
    pub(super) examples: Kept<Place, Vec<Finding>>,
    pub(super) steps: Kept<SourceId, Vec<Step>>,
    /// The sources of the last run, by number: while they are kept, prints stand for what they hold.
    all: Vec<Arc<Source>>,
}

/// What a schema says by itself.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub findings: Vec<Finding>,
    /// Names that may be reported, with the number of the rule in the table.
    pub uses: Vec<(usize, Use)>,
}

impl Memory {
    /// Begins a run over a project.
    pub(super) fn begin(&mut self, project: &Project) {
        let is_same = |before: &Arc<Source>, now: &Arc<Source>| {
            Arc::ptr_eq(before, now) || (before.name == now.name && now.file != crate::config::FILE)
        };
        let mut pairs = self.all.iter().zip(project.sources.all());
        if self.all.len() != project.sources.len() || !pairs.all(|(before, now)| is_same(before, now)) {
            *self = Memory::default();
        }
        self.all = project.sources.all().cloned().collect();
    }
}

/// What was found for each key, with the print of what that depends on, in the order in which it was asked.
#[derive(Debug)]
pub(super) struct Kept<K, V>(Vec<(K, u64, Arc<V>)>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Kept<K, V> {
        Kept(Vec::new())
    }
}

impl<K: Eq + Hash + Send + Sync, V: Send + Sync> Kept<K, V> {
    /// What was found for each key if its print is the same, else what `find` finds; nothing else is kept for the next run.
    pub fn all<T: Send>(&mut self, asked: Vec<(K, u64, T)>, find: impl Fn(T) -> V + Sync) -> Vec<Arc<V>> {
        let known = &self.0;
        // Nearly always the same is asked in the same order.
        let numbers: OnceLock<HashMap<&K, usize>> = OnceLock::new();
        let number_of = |key: &K| {
            let numbers =
                numbers.get_or_init(|| known.iter().enumerate().map(|(number, kept)| (&kept.0, number)).collect());
            numbers.get(key).and_then(|number| known.get(*number))
        };
        let one = |(number, (key, print, asked)): (usize, (K, u64, T))| {
            let kept = known.get(number).filter(|kept| kept.0 == key).or_else(|| number_of(&key));
            let kept = kept.filter(|(_, of, _)| *of == print).map(|(_, _, found)| Arc::clone(found));
            (key, print, kept.unwrap_or_else(|| Arc::new(find(asked))))
        };
        self.0 = asked.into_par_iter().enumerate().map(one).collect();
        self.0.iter().map(|(_, _, found)| Arc::clone(found)).collect()
    }
}
