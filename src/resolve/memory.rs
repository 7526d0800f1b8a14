//! What earlier runs have found sources to be made of, by content.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Resolved;
use super::fields::fields;
use super::walk::{Anatomy, Root, anatomy};
use crate::dialect::Dialect;
use crate::load::address;
use crate::model::{Field, Project, Reference, Target};
use crate::source::{Source, SourceId};

/// What earlier runs have found; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Memory {
    anatomies: HashMap<Key, Kept>,
    dictionary: Option<Dictionary>,
}

/// All fields, with what they were found in: the sources by number, but for those that no schema is in or refers to, and where
/// references lead.
#[derive(Debug)]
struct Dictionary {
    sources: Vec<Option<Arc<Source>>>,
    references: Vec<Reference>,
    fields: Arc<[Field]>,
}

/// The address of a source that is kept, and how it is read.
type Key = (usize, Dialect, bool);

/// While the source is kept, its address stands for its content.
type Kept = (Arc<Source>, Arc<Anatomy>);

impl Memory {
    /// The anatomies of the sources to walk, which are remembered instead of those of the run before.
    pub fn anatomies(&mut self, project: &Project, roots: Vec<Root>) -> HashMap<SourceId, Arc<Anatomy>> {
        let known = &self.anatomies;
        let walk = |root: Root| {
            let source = project.sources.share(root.source);
            let key = (address(source), root.dialect, root.is_schema);
            let kept = known.get(&key).cloned();
            (root.source, key, kept.unwrap_or_else(|| (Arc::clone(source), Arc::new(anatomy(project, &root)))))
        };
        let all: Vec<(SourceId, Key, Kept)> = roots.into_par_iter().map(walk).collect();
        let anatomies = all.iter().map(|(source, _, (_, anatomy))| (*source, Arc::clone(anatomy))).collect();
        self.anatomies = all.into_iter().map(|(_, key, kept)| (key, kept)).collect();
        anatomies
    }

    /// The dictionary of fields, which is made anew if a schema, an AsyncAPI document or a part is another.
    pub fn fields(&mut self, resolved: &Resolved) -> Arc<[Field]> {
        let project = &resolved.project;
        let examples = project.examples.iter().map(|example| example.place.source);
        let mut unread: HashSet<SourceId> = examples.chain(project.pages.iter().map(|page| page.source)).collect();
        unread.retain(|source| !resolved.anatomies.contains_key(source));
        for reference in &resolved.references {
            if let Target::Place(place) = &reference.target {
                unread.remove(&place.source);
            }
        }
        let numbered = project.sources.iter().map(|(id, _)| (id, project.sources.share(id)));
        let read = numbered.map(|(id, source)| Some(source).filter(|_| !unread.contains(&id)).cloned());
        let sources: Vec<Option<Arc<Source>>> = read.collect();
        let addresses = |sources: &[Option<Arc<Source>>]| -> Vec<Option<usize>> {
            sources.iter().map(|source| source.as_ref().map(address)).collect()
        };
        let same = |kept: &&Dictionary| {
            addresses(&kept.sources) == addresses(&sources) && kept.references == resolved.references
        };
        if let Some(kept) = self.dictionary.as_ref().filter(same) {
            return Arc::clone(&kept.fields);
        }
        let fields: Arc<[Field]> = fields(resolved).into();
        let references = resolved.references.clone();
        self.dictionary = Some(Dictionary { sources, references, fields: Arc::clone(&fields) });
        fields
    }
}
