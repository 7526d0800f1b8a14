//! Versions of one thing that stand side by side in the tree.

/// Schema documents that are versions of one thing.
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
    /// As it is written, without a `v`; `None` for what is called the current one and has no number.
    pub label: Option<String>,
    /// Its schema document, by number.
    pub schema: usize,
    /// Other documents of the same version, such as the one that is called current.
    pub also: Vec<usize>,
}

impl LineageVersion {
    /// What readers call it.
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or("current")
    }

    /// All its schema documents, by number.
    pub fn schemas(&self) -> impl Iterator<Item = usize> + '_ {
        [self.schema].into_iter().chain(self.also.iter().copied())
    }
}
