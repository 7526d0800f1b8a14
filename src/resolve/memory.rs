//! What earlier runs have found sources to be made of, by content.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::walk::{Anatomy, Root, anatomy};
use crate::dialect::Dialect;
use crate::load::address;
use crate::model::Project;
use crate::source::{Source, SourceId};

/// What earlier runs have found; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Memory(HashMap<Key, Kept>);

/// The address of a source that is kept, and how it is read.
type Key = (usize, Dialect, bool);

/// While the source is kept, its address stands for its content.
type Kept = (Arc<Source>, Arc<Anatomy>);

impl Memory {
    /// The anatomies of the sources to walk, which are remembered instead of those of the run before.
    pub fn anatomies(&mut self, project: &Project, roots: Vec<Root>) -> HashMap<SourceId, Arc<Anatomy>> {
        let known = &self.0;
        let walk = |root: Root| {
            let source = project.sources.share(root.source);
            let key = (address(source), root.dialect, root.is_schema);
            let kept = known.get(&key).cloned();
            (root.source, key, kept.unwrap_or_else(|| (Arc::clone(source), Arc::new(anatomy(project, &root)))))
        };
        let all: Vec<(SourceId, Key, Kept)> = roots.into_par_iter().map(walk).collect();
        let anatomies = all.iter().map(|(source, _, (_, anatomy))| (*source, Arc::clone(anatomy))).collect();
        self.0 = all.into_iter().map(|(_, key, kept)| (key, kept)).collect();
        anatomies
    }
}
