//! Reads a revision, as far as some of its files need it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::States;
use super::held::Held;
use super::wanted::Wanted;
use crate::load::load;
use crate::model::{RefFault, Target};
use crate::resolve::{Resolved, resolve};
use crate::tree::Timeline;

/// How many files are read in all for what they refer to.
pub const FILES: usize = 100_000;

/// What reads revisions.
pub struct Reader<'a> {
    pub states: &'a mut States,
    pub resolved: &'a Resolved,
    pub held: &'a Held<'a>,
    /// How many files may still be read.
    pub left: usize,
}

impl Reader<'_> {
    /// A revision, as far as some files of it need it; `None` if all revisions together would need too much.
    pub fn state(&mut self, timeline: &mut Timeline, wanted: &[Wanted]) -> Option<Arc<Resolved>> {
        let revision = wanted.first()?.revision;
        let there = timeline.files_at(revision);
        let mut files: BTreeSet<String> = BTreeSet::new();
        for wanted in wanted {
            let Some((thread, _)) = wanted.of(timeline) else { continue };
            files.insert(thread.path.clone());
            let others = self.held.refers_to(&thread.path).into_iter();
            files.extend(others.filter(|path| there.contains_key(path.as_str())));
        }
        let all: BTreeSet<String> = there.keys().map(|path| (*path).to_owned()).collect();
        let key = (revision, files);
        if let Some(known) = self.states.get(&key) {
            return Some(Arc::clone(known));
        }
        let mut state = self.read(timeline, revision, key.1.clone())?;
        // What is referred to by a name that the tree no longer knows is found where everything is looked at.
        if all.len() > key.1.len() && lacks_documents(&state) {
            state = self.read(timeline, revision, all)?;
        }
        let state = Arc::new(state);
        self.states.insert(key, Arc::clone(&state));
        Some(state)
    }

    fn read(&mut self, timeline: &mut Timeline, revision: usize, files: BTreeSet<String>) -> Option<Resolved> {
        let tree = timeline.at(revision, files)?;
        let project = load((*self.resolved.project.config).clone(), &tree, None);
        self.left = self.left.checked_sub(project.files)?;
        Some(resolve(project))
    }
}

/// Whether something refers to a document that is not there.
fn lacks_documents(state: &Resolved) -> bool {
    let is_lacking =
        |target: &Target| matches!(target, Target::Unresolved(RefFault::NoDocument { .. } | RefFault::Remote));
    state.references.iter().any(|reference| is_lacking(&reference.target))
}
