//! The keywords of dialects that a project defines itself.

use std::collections::BTreeSet;

use super::Resolved;
use crate::source::{Node, SourceId};

impl Resolved {
    /// The keywords that the dialect of a schema document declares: the properties that its metaschema, and what that is made of in the
    /// project, say something of. Empty where the dialect is none of the project's own.
    pub fn own_keywords(&self, source: SourceId) -> BTreeSet<&str> {
        let Some(own) = self.own_dialect(source) else { return BTreeSet::new() };
        let roots = self.closure(own).sources.iter().filter_map(|source| self.project.sources.get(*source).root());
        roots.flat_map(declared).collect()
    }
}

/// The properties of a metaschema and of the schemas in it.
fn declared(root: &Node) -> Vec<&str> {
    let mut names = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let properties = node.get("properties").map(Node::members).unwrap_or_default();
        names.extend(properties.iter().map(|member| &*member.key));
        open.extend(node.items());
        open.extend(node.members().iter().map(|member| &member.value));
    }
    names
}
