//! Walks schemas by keyword, fast: rules that look at every keyword of thousands of schemas go through it.

use std::collections::{HashMap, HashSet};

use crate::keyword::{self, Key, Keyword, Subschemas};
use crate::resolve::Resolved;
use crate::source::{Kind, Node, Place, escape_token};

/// The table of keywords by name, for many look-ups.
pub struct Keywords(HashMap<&'static str, &'static Keyword>);

impl Keywords {
    /// The whole table.
    pub fn new() -> Keywords {
        Keywords(keyword::all().map(|keyword| (keyword.name, keyword)).collect())
    }

    /// The keyword of this name.
    pub fn get(&self, name: &str) -> Option<&'static Keyword> {
        self.0.get(name).copied()
    }

    /// The names of all keywords.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        keyword::all().map(|keyword| keyword.name)
    }
}

/// A schema that is not part of another: a document, or what an AsyncAPI document holds.
pub struct Root {
    pub place: Place,
    pub catalog: usize,
    /// Whether it is a schema document.
    pub is_document: bool,
}

/// All schemas that are not part of another, schema documents first, in the order of their names.
pub fn roots(resolved: &Resolved) -> Vec<Root> {
    let project = &resolved.project;
    let documents = project.schemas.iter();
    let mut roots: Vec<Root> = documents
        .map(|schema| Root { place: Place::root(schema.source), catalog: schema.catalog, is_document: true })
        .collect();
    let mut known: HashSet<Place> = HashSet::new();
    for document in &project.documents {
        let components = Place::new(document.source, "/components/schemas");
        let named = project.sources.node(&components).map(Node::members).unwrap_or_default();
        let named = named.iter().map(|member| below(&components, &member.key));
        let carried = document.messages.iter().flat_map(|message| [&message.payload, &message.headers]);
        for place in named.chain(carried.flatten().cloned()) {
            if resolved.schema_of(place.source).is_none() && known.insert(place.clone()) {
                roots.push(Root { place, catalog: document.catalog, is_document: false });
            }
        }
    }
    roots
}

fn below(place: &Place, key: &str) -> Place {
    Place::new(place.source, crate::source::join(&place.pointer, key))
}

/// A schema of a walk and the step that leads to it.
pub struct Visit<'a> {
    pub node: &'a Node,
    /// The number of the schema that it is part of; the root is part of itself.
    pub parent: usize,
    /// The keyword below which it sits; empty for the root.
    pub keyword: &'static str,
    pub key: Key<'a>,
}

/// Every object in schema position from a root on, parents before their parts.
pub struct Walk<'a>(pub Vec<Visit<'a>>);

impl<'a> Walk<'a> {
    /// Walks the schema at `root`.
    pub fn of(keywords: &Keywords, root: &'a Node) -> Walk<'a> {
        let mut visits = vec![Visit { node: root, parent: 0, keyword: "", key: Key::Whole }];
        let mut next = 0;
        while next < visits.len() {
            for member in visits[next].node.members() {
                let Some(keyword) = keywords.get(&member.key) else { continue };
                let mut visit = |key, node: &'a Node| {
                    if node.is_object() {
                        visits.push(Visit { node, parent: next, keyword: keyword.name, key });
                    }
                };
                match (keyword.subschemas, &member.value.kind) {
                    (Subschemas::None, _) => {}
                    (Subschemas::List | Subschemas::OneOrList, Kind::Array(items)) => {
                        items.iter().enumerate().for_each(|(index, item)| visit(Key::Index(index), item));
                    }
                    (Subschemas::Map | Subschemas::MapOfSchemasOrNames, Kind::Object(members)) => {
                        members.iter().for_each(|member| visit(Key::Name(&member.key), &member.value));
                    }
                    (Subschemas::One | Subschemas::OneOrList, _) => visit(Key::Whole, &member.value),
                    _ => {}
                }
            }
            next += 1;
        }
        Walk(visits)
    }

    /// The pointer from the walk's root to one of its schemas.
    pub fn pointer(&self, mut number: usize) -> String {
        let mut steps = Vec::new();
        while number != 0 {
            let visit = &self.0[number];
            match visit.key {
                Key::Whole => {}
                Key::Name(name) => steps.push(escape_token(name)),
                Key::Index(index) => steps.push(index.to_string()),
            }
            steps.push(escape_token(visit.keyword));
            number = visit.parent;
        }
        steps.iter().rev().flat_map(|step| ["/", step.as_str()]).collect()
    }
}
