//! What a source holds, in short: who looks for something rare passes by all sources that can't have it.

use std::collections::HashSet;

use super::{Kind, Node};

/// What there is anywhere in a source.
#[derive(Clone, Debug, Default)]
pub struct Extract {
    /// The keys of all objects.
    pub keys: HashSet<Box<str>>,
    /// Whether some text holds both a colon and what a link of Markdown begins or ends with.
    pub may_link: bool,
}

/// The extract of some values.
pub fn extract(documents: &[Node]) -> Extract {
    let (mut keys, mut may_link) = (HashSet::new(), false);
    documents.iter().for_each(|node| read(node, &mut keys, &mut may_link));
    Extract { keys: keys.into_iter().map(Box::from).collect(), may_link }
}

/// Whether a text may hold a link with an address that names its scheme.
pub fn may_link(text: &str) -> bool {
    text.contains(':') && ["](", "]:", "<"].iter().any(|link| text.contains(link))
}

/// Calls itself as deep as inputs may nest.
fn read<'a>(node: &'a Node, keys: &mut HashSet<&'a str>, links: &mut bool) {
    match &node.kind {
        Kind::Array(items) => items.iter().for_each(|item| read(item, keys, links)),
        Kind::Object(members) => {
            for member in members {
                keys.insert(&member.key);
                read(&member.value, keys, links);
            }
        }
        Kind::String(text) => *links |= may_link(text),
        _ => {}
    }
}
