//! What the rules found in the last run in the parts of a site, by content: a run asks anew what is not the same.
//!
//! A part has a key, such as the place of a schema, and a print of all that was looked at to find what it says. Findings name sources by their
//! numbers, and rules ask site.toml; should the sources be others or site.toml another, which is rare, all is forgotten.

use std::sync::Arc;

use super::first_use::Use;
use super::steps::Step;
use super::structure::Fault;
use crate::diagnostic::Finding;
use crate::model::Project;
use crate::resolve::{Kept, Root};
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
