//! What schema documents were at earlier revisions of the repository, as far as the tree no longer has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Resolved;
use crate::date::Date;
use crate::model::{Schema, Standing};
use crate::source::Source;
use crate::tree::{FileDates, Gap};

/// The past of a project, as the history of its repository has it.
#[derive(Debug, Default)]
pub struct Past {
    /// In the order of their files, and of one file the oldest first.
    pub versions: Vec<PastVersion>,
    /// The revisions that they stand in, each with no more than they need.
    pub states: Vec<Arc<Resolved>>,
    /// Since which revision a file of the tree is what it is, where it was something else before.
    pub heads: BTreeMap<String, Since>,
    /// Since when files are there.
    pub dates: FileDates,
    /// Why some of it may be missing.
    pub gaps: Vec<Gap>,
}

/// What a schema document was.
#[derive(Debug)]
pub struct PastVersion {
    /// What its file is called now, or was last.
    pub file: String,
    /// What it was called then.
    pub path: String,
    pub since: Since,
    /// The number of its revision among the states, and of the document in that.
    pub state: usize,
    pub schema: usize,
}

/// Since when something is what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// The tag or the commit, as readers call it; `None` for what was not committed, or has no tag yet.
    pub revision: Option<String>,
    pub date: Option<Date>,
}

impl Resolved {
    /// A schema document of a version, and the state that it stands in.
    pub fn standing(&self, standing: Standing) -> Option<(&Resolved, &Schema)> {
        let (state, number) = match standing {
            Standing::Now(number) => (self, number),
            Standing::Past(number) => {
                let version = self.past.versions.get(number)?;
                (&**self.past.states.get(version.state)?, version.schema)
            }
            Standing::Document(_) => return None,
        };
        Some((state, state.project.schemas.get(number)?))
    }

    /// The text of a document of a version.
    pub fn source_of(&self, standing: Standing) -> Option<&Source> {
        if let Standing::Document(number) = standing {
            return Some(self.project.sources.get(self.project.documents.get(number)?.source));
        }
        let (state, schema) = self.standing(standing)?;
        Some(state.project.sources.get(schema.source))
    }
}
