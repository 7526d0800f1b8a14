//! The objects of AsyncAPI documents by kind, for the rules that the specification states beside its structure.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::asyncapi::{Object, Version};
use crate::diagnostic::{At, Finding, Part, Rule};
use crate::model::Document;
use crate::resolve::Resolved;
use crate::source::{Node, Place, SourceId, join};

/// An object of a document.
pub struct Found<'a> {
    pub document: &'a Document,
    pub version: Version,
    pub place: &'a Place,
    pub node: &'a Node,
}

/// The objects of one kind, each once, in the order of documents.
pub fn objects<'a>(resolved: &'a Resolved, kind: &'static Object) -> Vec<Found<'a>> {
    let mut seen: HashSet<&Place> = HashSet::new();
    let mut found = Vec::new();
    for document in resolved.project.documents.iter() {
        let Some(version) = document.asyncapi else { continue };
        for part in document.parts.iter().filter(|part| std::ptr::eq(part.object, kind)) {
            if let Some(node) = resolved.project.sources.node(&part.place)
                && seen.insert(&part.place)
            {
                found.push(Found { document, version, place: &part.place, node });
            }
        }
    }
    found
}

/// The place of a member.
pub fn below(place: &Place, key: &str) -> Place {
    Place::new(place.source, join(&place.pointer, key))
}

/// Where the value at a place stands, for a finding.
pub fn value_at(resolved: &Resolved, place: &Place) -> At {
    At::place(&resolved.project.sources, place, Part::Value)
}

/// Where the key of a place stands, for a finding.
pub fn key_at(resolved: &Resolved, place: &Place) -> At {
    At::place(&resolved.project.sources, place, Part::Key)
}

/// The names in braces of an address, in their order: `{userId}`. Query and fragment belong to it.
pub fn braced(address: &str) -> Vec<&str> {
    let starts = address.match_indices('{').map(|(start, _)| &address[start + 1..]);
    let mut names: Vec<&str> = starts.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    let mut seen = HashSet::new();
    names.retain(|name| !name.contains('{') && seen.insert(*name));
    names
}

/// The value of a member, by following the reference that may stand there.
pub fn member<'a>(resolved: &'a Resolved, place: &Place, key: &str) -> Option<(Place, &'a Node)> {
    let place = resolved.follow(&below(place, key))?;
    let node = resolved.project.sources.node(&place)?;
    Some((place, node))
}

/// A finding for each text of the field `key` that an object of this kind has as well as another one of the same document.
pub fn repeated(resolved: &Resolved, rule: &'static Rule, kind: &'static Object, key: &str) -> Vec<Finding> {
    let mut first: HashMap<(SourceId, &str), &Place> = HashMap::new();
    let mut findings = Vec::new();
    for found in objects(resolved, kind) {
        let Some(text) = found.node.get(key).and_then(Node::as_str) else { continue };
        match first.entry((found.document.source, text)) {
            Entry::Vacant(entry) => {
                entry.insert(found.place);
            }
            Entry::Occupied(entry) => {
                let message = format!("{} is the {key} of another one as well", super::words::quoted(text));
                let finding = Finding::new(rule, value_at(resolved, &below(found.place, key)), message);
                let label = value_at(resolved, &below(entry.get(), key));
                findings.push(finding.with_label(label, "the other one is here").with_help("rename one of them"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_in_braces_are_found_once() {
        assert_eq!(super::braced("users/{id}/orders/{order}/{id}"), ["id", "order"]);
        assert_eq!(super::braced("{}/{open"), [""]);
        assert!(super::braced("plain").is_empty());
    }
}
