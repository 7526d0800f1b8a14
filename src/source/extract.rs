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

/// The document that a reference names, without the fragment.
#[derive(Clone, Debug)]
pub struct Named {
    pub document: Box<str>,
    /// Whether it stands where schemas give values, or says what a schema is written in.
    pub is_data: bool,
}

/// Keywords below which schemas give values, and the one that says what they are written in.
const DATA: [&str; 6] = ["examples", "example", "default", "const", "enum", "$schema"];

/// The extract of some values.
pub fn extract(documents: &[Node]) -> Extract {
    let (mut keys, mut may_link) = (HashSet::new(), false);
    documents.iter().for_each(|node| read(node, &mut keys, &mut may_link));
    Extract { keys: keys.into_iter().map(Box::from).collect(), may_link }
}

/// What `$ref` and `$schema` say wherever they stand in some values.
pub fn references(documents: &[Node]) -> Box<[Named]> {
    let mut references = Vec::new();
    documents.iter().for_each(|node| read_references(node, false, &mut references));
    references.into()
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

/// The same for references.
fn read_references(node: &Node, is_data: bool, references: &mut Vec<Named>) {
    for member in node.members() {
        let is_data = is_data || DATA.contains(&&*member.key);
        if let ("$ref" | "$schema", Kind::String(text)) = (&*member.key, &member.value.kind) {
            let document = text.split('#').next().unwrap_or_default().into();
            references.push(Named { document, is_data });
        }
        read_references(&member.value, is_data, references);
    }
    node.items().iter().for_each(|item| read_references(item, is_data, references));
}
