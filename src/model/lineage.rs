//! Versions of one thing: they stand side by side in the tree, or the history of the repository has them.

use crate::date::Date;

/// Schema documents that are versions of one thing, or AsyncAPI documents that are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lineage {
    pub catalog: usize,
    /// What it is called: its path without the version, or the event type whose versions the registry names.
    pub name: String,
    /// The oldest first; there are two at least.
    pub versions: Vec<LineageVersion>,
}

/// One version of a lineage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageVersion {
    /// As it is written, without a `v`; `None` for what states no number.
    pub label: Option<String>,
    /// What readers call it: its number, with the revision of the repository where a later version has the same number, or has none.
    pub name: String,
    pub schema: Standing,
    /// Other documents of the same version, such as the one that is called current; they stand in the tree.
    pub also: Vec<usize>,
    /// Whether the history of the repository says since when it is there, and since when that is.
    pub dated: Option<Option<Date>>,
}

/// Where the document of a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// In the tree: the number of the schema document.
    Now(usize),
    /// In an earlier revision of the repository: the number of what the schema or the AsyncAPI document was then.
    Past(usize),
    /// In the tree: the number of the AsyncAPI document.
    Document(usize),
}

impl Standing {
    /// The number of the schema document, if it is one that stands in the tree.
    pub fn now(self) -> Option<usize> {
        match self {
            Standing::Now(number) => Some(number),
            Standing::Past(_) | Standing::Document(_) => None,
        }
    }
}

impl LineageVersion {
    /// What readers call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All documents of it.
    pub fn standings(&self) -> impl Iterator<Item = Standing> + '_ {
        [self.schema].into_iter().chain(self.also.iter().copied().map(Standing::Now))
    }

    /// All its schema documents that stand in the tree, by number.
    pub fn schemas(&self) -> impl Iterator<Item = usize> + '_ {
        self.schema.now().into_iter().chain(self.also.iter().copied())
    }
}

impl Lineage {
    /// The newest version, if it is a schema document that stands in the tree: its number.
    pub fn newest(&self) -> Option<usize> {
        self.versions.last()?.schema.now()
    }
}
