//! What a bundle is made of, and the address of each place in it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::is_kept;
use crate::dialect::Dialect;
use crate::model::{Reference, Target};
use crate::resolve::{Resolved, fragment, uri_of_file};
use crate::source::{Node, Place, join, pointer_holds};

/// A schema of the bundle.
pub struct Part {
    pub place: Place,
    /// Its name among the definitions; empty for the root.
    pub key: String,
    /// Its address, where the parts stay resources.
    pub uri: String,
}

/// The parts of a bundle.
pub struct Embedded {
    /// The root first, the others in the order of their places.
    pub parts: Vec<Part>,
    /// Where the root's draft keeps definitions.
    pub keyword: &'static str,
    /// Whether the parts stay resources with an address.
    pub resources: bool,
    numbers: HashMap<Place, usize>,
}

impl Embedded {
    /// The parts of the bundle of a schema, a document or a place in one.
    pub fn new(resolved: &Resolved, root: Place) -> Embedded {
        let mut places = needed(resolved, &root);
        places.remove(&root);
        let dialect = resolved.dialect_of(&root);
        let keyword = if dialect < Dialect::Draft201909 { "definitions" } else { "$defs" };
        let own = resolved.project.sources.node(&join_root(&root, keyword)).map(Node::members).unwrap_or_default();
        let mut keys: BTreeSet<String> = own.iter().map(|member| member.key.to_string()).collect();
        let mut parts = vec![Part { uri: root_uri(resolved, &root), place: root, key: String::new() }];
        for place in places {
            let name = resolved.project.sources.display(&place);
            let mut key = name.clone();
            let mut number = 2;
            while !keys.insert(key.clone()) {
                key = format!("{name}-{number}");
                number += 1;
            }
            parts.push(Part { uri: uri_of_file(&name), place, key });
        }
        let resources = parts.iter().any(|part| needs_resources(resolved, &part.place, dialect));
        let numbers = parts.iter().enumerate().map(|(number, part)| (part.place.clone(), number)).collect();
        Embedded { parts, keyword, resources, numbers }
    }

    /// The reference that leads to a place of the bundle.
    pub fn reference_to(&self, resolved: &Resolved, place: &Place) -> Option<String> {
        let part = self.part_of(place)?;
        if !self.resources {
            let part_pointer = match part.key.as_str() {
                "" => String::new(),
                key => join(&format!("/{}", self.keyword), key),
            };
            return Some(format!(
                "#{}{}",
                fragment(&part_pointer),
                fragment(place.pointer.strip_prefix(&*part.place.pointer)?)
            ));
        }
        let (uri, pointer) = self.resource_of(resolved, part, &place.pointer);
        Some(match place.pointer.strip_prefix(&pointer)? {
            "" => uri,
            below => format!("{uri}#{}", fragment(below)),
        })
    }

    /// The innermost resource that holds a pointer of a part: its address and its own pointer.
    pub fn resource_of(&self, resolved: &Resolved, part: &Part, pointer: &str) -> (String, String) {
        let facts = resolved.facts.get(&part.place.source);
        let resource = facts.map_or("", |facts| facts.resource_of(pointer));
        if resource.len() <= part.place.pointer.len() {
            return (part.uri.clone(), part.place.pointer.clone());
        }
        let uri = format!("{}/{}", part.uri.trim_end_matches('#'), fragment(resource.trim_start_matches('/')));
        (uri, resource.to_owned())
    }

    /// The part that holds a place.
    pub fn part_of(&self, place: &Place) -> Option<&Part> {
        let mut place = place.clone();
        loop {
            if let Some(number) = self.numbers.get(&place) {
                return Some(&self.parts[*number]);
            }
            let end = place.pointer.rfind('/')?;
            place.pointer.truncate(end);
        }
    }
}

fn join_root(root: &Place, keyword: &str) -> Place {
    Place::new(root.source, join(&root.pointer, keyword))
}

/// The root's own `$id` where it is an address, else one of ours.
fn root_uri(resolved: &Resolved, root: &Place) -> String {
    match resolved.facts.get(&root.source).filter(|_| root.pointer.is_empty()) {
        Some(facts) => facts.base.trim_end_matches('#').to_owned(),
        None => uri_of_file(&resolved.project.sources.display(root)),
    }
}

/// All that is reached from the root: documents that are schemas as a whole, of others the outermost places. What a schema document has below
/// something that bundles leave out is embedded apart.
fn needed(resolved: &Resolved, root: &Place) -> BTreeSet<Place> {
    let mut found = BTreeSet::from([root.clone()]);
    let mut open = vec![root.clone()];
    while let Some(place) = open.pop() {
        for reference in references_in(resolved, &place) {
            let Target::Place(target) = &reference.target else { continue };
            let target = if is_schema(resolved, target) && is_kept(resolved, target) {
                Place::root(target.source)
            } else {
                target.clone()
            };
            if found.insert(target.clone()) {
                open.push(target);
            }
        }
    }
    // In the order of places what holds another comes before it, though not always right before it.
    let all = found.clone();
    found.retain(|place| !has_ancestor(&all, place) || (is_schema(resolved, place) && !is_kept(resolved, place)));
    found
}

fn is_schema(resolved: &Resolved, place: &Place) -> bool {
    resolved.facts.get(&place.source).is_some_and(|facts| facts.is_schema)
}

fn has_ancestor(all: &BTreeSet<Place>, place: &Place) -> bool {
    let mut above = place.clone();
    while let Some(end) = above.pointer.rfind('/') {
        above.pointer.truncate(end);
        if all.contains(&above) {
            return true;
        }
    }
    false
}

/// The references whose holders stand at a place or below it.
pub fn references_in<'a>(resolved: &'a Resolved, place: &'a Place) -> impl Iterator<Item = &'a Reference> {
    let all = resolved.references_of(place.source);
    let start = all.partition_point(|reference| reference.holder.pointer < place.pointer);
    let begun = all[start..].iter().take_while(|reference| reference.holder.pointer.starts_with(&place.pointer));
    begun.map(Arc::as_ref).filter(|reference| pointer_holds(&place.pointer, &reference.holder.pointer))
}

/// Whether pointers alone don't say what a part means: it is of another draft, or asks by which way it was reached.
fn needs_resources(resolved: &Resolved, place: &Place, dialect: Dialect) -> bool {
    let names_dialect = |pointer: &String| {
        let holder = Place::new(place.source, pointer.clone());
        let stated = resolved.project.sources.node(&holder).and_then(|node| node.get("$schema")).and_then(Node::as_str);
        pointer_holds(&place.pointer, pointer)
            && stated.and_then(Dialect::from_schema_uri).is_some_and(|it| it != dialect)
    };
    resolved.dialect_of(place) != dialect
        || references_in(resolved, place).any(|reference| reference.keyword != "$ref")
        || resolved.facts.get(&place.source).is_some_and(|facts| facts.id_holders.iter().any(names_dialect))
}
