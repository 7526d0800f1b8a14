//! Walks a schema by keyword, once for all rules, and fast: there may be thousands.

use std::collections::HashSet;
use std::ops::Range;

use super::Resolved;
use crate::keyword::{Key, Subschemas, lookup};
use crate::model::Schema;
use crate::source::{Kind, Member, Node, Place, escape_token};

/// A schema that is not part of another: a document, or what an AsyncAPI document holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Root {
    pub place: Place,
    pub catalog: usize,
    /// Whether it is a schema document.
    pub is_document: bool,
}

impl Root {
    /// A schema document.
    pub fn document(schema: &Schema) -> Root {
        Root { place: Place::root(schema.source), catalog: schema.catalog, is_document: true }
    }
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
    /// The keys of its source: a rule that looks for a rare keyword passes by most walks.
    pub keys: &'a HashSet<Box<str>>,
    /// The schemas, each after the one that it is part of, in the order of those.
    pub visits: Vec<Visit<'a>>,
    /// Members that are no keyword, with the number of the schema that has them.
    pub unknown: Vec<(usize, &'a Member)>,
}

impl<'a> Walk<'a> {
    /// Walks the schema at a root; `None` if nothing stands there.
    pub fn from(resolved: &'a Resolved, root: Root) -> Option<Walk<'a>> {
        let sources = &resolved.project.sources;
        let (visits, unknown) = walk(sources.node(&root.place)?);
        Some(Walk { keys: &sources.get(root.place.source).extract().keys, root, visits, unknown })
    }
}

impl Walk<'_> {
    /// The numbers of the schemas that are part of one.
    pub fn children(&self, number: usize) -> Range<usize> {
        let below = |end: usize| self.visits.partition_point(|visit| visit.parent < end).max(1);
        below(number)..below(number + 1)
    }

    /// The place of one of the schemas.
    pub fn place(&self, mut number: usize) -> Place {
        let mut steps = Vec::new();
        while number != 0 {
            let visit = &self.visits[number];
            match visit.key {
                Key::Whole => {}
                Key::Name(name) => steps.push(escape_token(name)),
                Key::Index(index) => steps.push(index.to_string().into()),
            }
            steps.push(visit.keyword.into());
            number = visit.parent;
        }
        let below: String = steps.iter().rev().flat_map(|step| ["/", step]).collect();
        Place::new(self.root.place.source, format!("{}{below}", self.root.place.pointer))
    }
}

/// All schemas that are not part of another: schema documents first, in the order of their names.
pub fn roots(resolved: &Resolved) -> Vec<Root> {
    let project = &resolved.project;
    let mut roots: Vec<Root> = project.schemas.iter().map(Root::document).collect();
    let mut known: HashSet<&Place> = HashSet::new();
    for document in project.documents.iter() {
        for place in document.schemas.iter().filter(|place| known.insert(place)) {
            roots.push(Root { place: place.clone(), catalog: document.catalog, is_document: false });
        }
    }
    roots
}

fn walk<'a>(node: &'a Node) -> (Vec<Visit<'a>>, Vec<(usize, &'a Member)>) {
    let mut visits = vec![Visit { node, parent: 0, keyword: "", key: Key::Whole }];
    let mut unknown = Vec::new();
    let mut parent = 0;
    while parent < visits.len() {
        for member in visits[parent].node.members() {
            let keyword = lookup(&member.key);
            if keyword.is_unknown() {
                unknown.push((parent, member));
                continue;
            }
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
    (visits, unknown)
}
