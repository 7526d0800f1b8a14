//! Walks every schema by keyword, once for all rules, and fast: there may be thousands.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::Resolved;
use crate::keyword::{self, Key, Keyword, Subschemas};
use crate::source::{Kind, Member, Node, Place, escape_token};

/// A schema that is not part of another: a document, or what an AsyncAPI document holds.
pub struct Root {
    pub place: Place,
    pub catalog: usize,
    /// Whether it is a schema document.
    pub is_document: bool,
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

/// Every object in schema position below a root.
pub struct Walk<'a> {
    pub root: Root,
    /// The schemas, each after the one that it is part of.
    pub visits: Vec<Visit<'a>>,
    /// Members that are no keyword, with the number of the schema that has them.
    pub unknown: Vec<(usize, &'a Member)>,
}

/// Walks all schemas that are not part of another: schema documents first, in the order of their names.
pub fn walk_all(resolved: &Resolved) -> Vec<Walk<'_>> {
    let keywords = keywords();
    let sources = &resolved.project.sources;
    roots(resolved).into_par_iter().filter_map(|root| Some(walk(&keywords, sources.node(&root.place)?, root))).collect()
}

impl Walk<'_> {
    /// The place of one of the schemas.
    pub fn place(&self, mut number: usize) -> Place {
        let mut steps = Vec::new();
        while number != 0 {
            let visit = &self.visits[number];
            match visit.key {
                Key::Whole => {}
                Key::Name(name) => steps.push(escape_token(name)),
                Key::Index(index) => steps.push(index.to_string()),
            }
            steps.push(escape_token(visit.keyword));
            number = visit.parent;
        }
        let below: String = steps.iter().rev().flat_map(|step| ["/", step.as_str()]).collect();
        Place::new(self.root.place.source, format!("{}{below}", self.root.place.pointer))
    }
}

/// The table of keywords by name, for many look-ups.
fn keywords() -> HashMap<&'static str, &'static Keyword> {
    keyword::all().map(|keyword| (keyword.name, keyword)).collect()
}

fn roots(resolved: &Resolved) -> Vec<Root> {
    let project = &resolved.project;
    let documents = project.schemas.iter();
    let mut roots: Vec<Root> = documents
        .map(|schema| Root { place: Place::root(schema.source), catalog: schema.catalog, is_document: true })
        .collect();
    let mut known: HashSet<&Place> = HashSet::new();
    for document in &project.documents {
        for place in document.schemas.iter().filter(|place| known.insert(place)) {
            roots.push(Root { place: place.clone(), catalog: document.catalog, is_document: false });
        }
    }
    roots
}

fn walk<'a>(keywords: &HashMap<&'static str, &'static Keyword>, node: &'a Node, root: Root) -> Walk<'a> {
    let mut visits = vec![Visit { node, parent: 0, keyword: "", key: Key::Whole }];
    let mut unknown = Vec::new();
    let mut parent = 0;
    while parent < visits.len() {
        for member in visits[parent].node.members() {
            let Some(keyword) = keywords.get(&*member.key) else {
                unknown.push((parent, member));
                continue;
            };
            let mut visit = |key, node: &'a Node| {
                if node.is_object() {
                    visits.push(Visit { node, parent, keyword: keyword.name, key });
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
        parent += 1;
    }
    Walk { root, visits, unknown }
}
