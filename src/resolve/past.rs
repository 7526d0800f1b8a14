//! What schemas and AsyncAPI documents were at earlier revisions of the repository, as far as the tree no longer has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Resolved;
use crate::date::Date;
use crate::model::{Document, Schema, Standing};
use crate::source::{Source, SourceId};
use crate::tree::{FileDates, Gap};

/// The past of a project, as the history of its repository has it.
#[derive(Debug, Default)]
pub struct Past {
    /// In the order of their names, and of one name the oldest first.
    pub versions: Vec<PastVersion>,
    /// The revisions that they stand in, each with no more than they need.
    pub states: Vec<Arc<Resolved>>,
    /// Since which revision a source of the tree is what it is, where it was something else before.
    pub heads: BTreeMap<String, Since>,
    /// Since when files are there.
    pub dates: FileDates,
    /// Why some of it may be missing.
    pub gaps: Vec<Gap>,
}

/// What a schema or an AsyncAPI document was.
#[derive(Debug)]
pub struct PastVersion {
    /// What its source is called now, or was last: a file, or a part of one.
    pub name: String,
    pub since: Since,
    /// The number of its revision among the states.
    pub state: usize,
    pub whole: Whole,
}

/// What has versions in a state, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whole {
    Schema(usize),
    Document(usize),
}

impl Whole {
    /// The source that it is.
    pub fn source(self, resolved: &Resolved) -> Option<SourceId> {
        let project = &resolved.project;
        match self {
            Whole::Schema(number) => project.schemas.get(number).map(|schema| schema.source),
            Whole::Document(number) => project.documents.get(number).map(|document| document.source),
        }
    }
}

/// Since when something is what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// The tag or the commit, as readers call it; `None` for what was not committed, or has no tag yet.
    pub revision: Option<String>,
    pub date: Option<Date>,
}

impl Resolved {
    /// What a version is, and the state that it stands in.
    pub fn whole(&self, standing: Standing) -> Option<(&Resolved, Whole)> {
        Some(match standing {
            Standing::Now(number) => (self, Whole::Schema(number)),
            Standing::Document(number) => (self, Whole::Document(number)),
            Standing::Past(number) => {
                let version = self.past.versions.get(number)?;
                (&**self.past.states.get(version.state)?, version.whole)
            }
        })
    }

    /// A schema document of a version, and the state that it stands in.
    pub fn standing(&self, standing: Standing) -> Option<(&Resolved, &Schema)> {
        match self.whole(standing)? {
            (state, Whole::Schema(number)) => Some((state, state.project.schemas.get(number)?)),
            (_, Whole::Document(_)) => None,
        }
    }

    /// An AsyncAPI document of a version, and the state that it stands in.
    pub fn document_standing(&self, standing: Standing) -> Option<(&Resolved, &Document)> {
        match self.whole(standing)? {
            (state, Whole::Document(number)) => Some((state, state.project.documents.get(number)?)),
            (_, Whole::Schema(_)) => None,
        }
    }

    /// The text of a document of a version.
    pub fn source_of(&self, standing: Standing) -> Option<&Source> {
        let (state, whole) = self.whole(standing)?;
        Some(state.project.sources.get(whole.source(state)?))
    }

    /// The schema document or the whole AsyncAPI document of the tree that a source is.
    pub fn whole_of(&self, source: SourceId) -> Option<Standing> {
        let document = || self.project.whole_documents().iter().position(|document| document.source == source);
        self.schema_of(source).map(Standing::Now).or_else(|| document().map(Standing::Document))
    }
}
