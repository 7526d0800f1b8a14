//! Walks the keywords of a schema: its references, nested `$id`s, anchors and embedded examples, by position and not by name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::asyncapi::{Position, data_reference, formats, shape_of, walk as walk_document};
use super::uri;
use crate::dialect::Dialect;
use crate::keyword::{Subschemas, lookup, subschemas};
use crate::load::{is_schema, referred};
use crate::model::{Project, Schema};
use crate::source::{Kind, Node, SourceId, join, pointer_holds};

/// Where a walk begins.
#[derive(Clone, Debug)]
pub struct Root {
    pub source: SourceId,
    pub dialect: Dialect,
    /// Whether the whole source is a schema; else it is an AsyncAPI document or a part.
    pub is_schema: bool,
    /// How an AsyncAPI document is read, or a part of one.
    pub of_document: bool,
    /// Whether it is walked from where references lead to it.
    pub is_referred: bool,
}

impl Root {
    /// A schema document.
    pub fn schema(schema: &Schema) -> Root {
        Root { source: schema.source, dialect: schema.dialect, is_schema: true, of_document: false, is_referred: false }
    }

    /// An AsyncAPI document, whose own schema object is draft-07 with additions.
    pub fn document(source: SourceId) -> Root {
        Root { source, dialect: Dialect::Draft7, is_schema: false, of_document: true, is_referred: false }
    }
}

/// What a source with schemas in it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub dialect: Dialect,
    pub is_schema: bool,
    /// The base URI of the document: its root `$id`, resolved, or its file.
    pub base: String,
    /// Embedded resources: the pointer of the schema that has an `$id`, and that `$id` resolved.
    pub resources: Vec<(String, String)>,
    /// Anchors: the resource's pointer and the name, and where the anchor stands.
    pub anchors: BTreeMap<(String, String), String>,
    pub links: Vec<Link>,
    /// Members of `examples`, `example` and `default`: the schema's pointer and the value's.
    pub embedded: Vec<Embedded>,
    /// The pointers of `$id`s in schema position, for the copy that is validated with.
    pub id_holders: Vec<String>,
    /// The pointers of schemas with `pattern` or `patternProperties`, for the same.
    pub patterns: BTreeSet<String>,
    /// The pointers of schemas with a keyword of [`LONG_NUMBERS`] that holds a number of which 64 bits hold but the beginning, for the same.
    pub long_numbers: BTreeSet<String>,
    /// Schemas in an AsyncAPI document whose format names a draft, by pointer.
    pub formats: HashMap<String, Dialect>,
    /// Schemas in an AsyncAPI document that name a dialect of their own, by pointer.
    pub dialects: Vec<(String, Dialect)>,
    /// The pointers of what was walked in a source that is no schema as a whole.
    pub seen: HashSet<String>,
}

impl Facts {
    fn new(dialect: Dialect, is_schema: bool, base: String) -> Facts {
        Facts {
            dialect,
            is_schema,
            base,
            resources: Vec::new(),
            anchors: BTreeMap::new(),
            links: Vec::new(),
            embedded: Vec::new(),
            id_holders: Vec::new(),
            patterns: BTreeSet::new(),
            long_numbers: BTreeSet::new(),
            formats: HashMap::new(),
            dialects: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// The dialect of the schema at a pointer: that of the source, or of the schema around it that names its own.
    pub fn dialect_at(&self, pointer: &str) -> Dialect {
        let holding = self.dialects.iter().filter(|(schema, _)| pointer_holds(schema, pointer));
        holding.max_by_key(|(schema, _)| schema.len()).map_or(self.dialect, |(_, dialect)| *dialect)
    }

    /// The pointer of the innermost resource that holds `pointer`; empty for the document itself.
    pub fn resource_of(&self, pointer: &str) -> &str {
        let holding = self.resources.iter().map(|(resource, _)| resource.as_str());
        let holding = holding.filter(|resource| pointer_holds(resource, pointer));
        holding.max_by_key(|resource| resource.len()).unwrap_or_default()
    }
}

/// A reference before it is resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub holder: String,
    pub keyword: &'static str,
    pub text: String,
    /// The pointer of the resource that it stands in.
    pub resource: String,
    pub base: String,
    /// What it is to AsyncAPI, if it stands in a document of that or in a part of one.
    pub position: Option<Position>,
}

/// A value that a schema gives as an example or as its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedded {
    pub schema: String,
    pub pointer: String,
    pub is_default: bool,
}

/// The sources to walk: schema documents, AsyncAPI documents, parts.
pub fn roots(project: &Project) -> Vec<Root> {
    let schemas = project.schemas.iter().map(Root::schema);
    let documents = project.documents.iter().map(|document| Root::document(document.source));
    let of_documents = parts_of_documents(project);
    let parts = project.parts.iter().map(|part| part_root(project, *part, of_documents.contains(part)));
    schemas.chain(documents).chain(parts).collect()
}

/// A part is a schema if it looks like one; what names no dialect has that of its catalog, or of the AsyncAPI document that leads to it.
fn part_root(project: &Project, part: SourceId, of_document: bool) -> Root {
    let source = project.sources.get(part);
    let schema = source.root().filter(|root| is_schema(root));
    let stated = schema.and_then(|root| root.get("$schema")).and_then(Node::as_str).and_then(Dialect::from_schema_uri);
    let catalogs = &project.config.catalogs;
    let own = catalogs
        .iter()
        .filter(|catalog| catalog.relative(&source.file).is_some())
        .max_by_key(|catalog| catalog.path.len());
    let usual = match own.or(catalogs.first()) {
        Some(catalog) if !of_document => catalog.dialect,
        _ => Dialect::Draft7,
    };
    Root { source: part, dialect: stated.unwrap_or(usual), is_schema: schema.is_some(), of_document, is_referred: true }
}

/// The parts that AsyncAPI documents lead to, directly or by way of others.
fn parts_of_documents(project: &Project) -> HashSet<SourceId> {
    let mut found = HashSet::new();
    if project.parts.is_empty() {
        return found;
    }
    let mut open: Vec<SourceId> = project.documents.iter().map(|document| document.source).collect();
    while let Some(source) = open.pop() {
        for file in referred(project, project.sources.get(source)) {
            let part = project.sources.find(&file).filter(|part| project.parts.contains(part));
            open.extend(part.filter(|part| found.insert(*part)));
        }
    }
    found
}

/// The facts of a source.
pub fn facts(project: &Project, root: &Root) -> Facts {
    let source = project.sources.get(root.source);
    let mut facts = Facts::new(root.dialect, root.is_schema, uri::of_file(&source.name));
    let Some(node) = source.root() else { return facts };
    let base = facts.base.clone();
    if root.is_schema {
        let start = Visit { pointer: String::new(), dialect: root.dialect, resource: String::new(), base };
        walk_schema(&mut facts, node, start);
        facts.base = facts.resources.first().filter(|(p, _)| p.is_empty()).map_or(facts.base, |(_, id)| id.clone());
    } else if root.of_document {
        facts.formats = formats(source);
        // A part of a document is walked from where the document refers to it.
        if let Some((shape, version)) = shape_of(node).filter(|_| !root.is_referred) {
            walk_document(&mut facts, node, "", Position { shape, version });
        }
    } else {
        walk_plain(&mut facts, node, String::new(), &base);
    }
    facts
}

/// Where a schema stands while it is walked.
#[derive(Clone)]
pub struct Visit {
    pub pointer: String,
    pub dialect: Dialect,
    pub resource: String,
    pub base: String,
}

/// Walks a schema and all below it, with a list of its own rather than the call stack.
pub fn walk_schema(facts: &mut Facts, root: &Node, start: Visit) {
    let mut open = vec![(root, start)];
    while let Some((node, mut visit)) = open.pop() {
        // The parts of a document may be met on several ways.
        if !node.is_object() || (!facts.is_schema && !facts.seen.insert(visit.pointer.clone())) {
            continue;
        }
        visit_schema(facts, node, &mut visit);
        for subschema in subschemas(node, visit.dialect) {
            let pointer = format!("{}{}", visit.pointer, subschema.pointer());
            open.push((subschema.node, Visit { pointer, ..visit.clone() }));
        }
    }
}

fn visit_schema(facts: &mut Facts, node: &Node, visit: &mut Visit) {
    let text = |key: &str| node.get(key).and_then(Node::as_str);
    let own = text("$schema").and_then(Dialect::from_schema_uri);
    let hidden = visit.dialect.ref_hides_siblings() && text("$ref").is_some();
    if !hidden || visit.pointer.is_empty() {
        let identifier = text(own.unwrap_or(visit.dialect).id_keyword()).or_else(|| {
            // A schema in draft-04 that says `$id` means what later drafts mean by it.
            visit.pointer.is_empty().then(|| text("$id")).flatten()
        });
        if let Some(identifier) = identifier {
            read_identifier(facts, identifier, visit, own);
        }
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = text(keyword) {
                let key = (visit.resource.clone(), name.to_owned());
                facts.anchors.entry(key).or_insert_with(|| visit.pointer.clone());
            }
        }
    }
    note_translated(facts, node, &visit.pointer);
    for keyword in ["$ref", "$dynamicRef", "$recursiveRef"] {
        if let Some(reference) = text(keyword) {
            facts.links.push(Link {
                holder: visit.pointer.clone(),
                keyword,
                text: reference.to_owned(),
                resource: visit.resource.clone(),
                base: visit.base.clone(),
                position: None,
            });
        }
    }
    for member in node.members() {
        let pointer = || join(&visit.pointer, &member.key);
        let embedded = |pointer, is_default| Embedded { schema: visit.pointer.clone(), pointer, is_default };
        // In a document of AsyncAPI an example may stand elsewhere; in a schema it is data.
        let mut refer = |pointer: String, node: &Node| {
            let text = data_reference(node).filter(|_| !facts.is_schema).map(str::to_owned);
            facts.links.extend(text.map(|text| Link {
                holder: pointer,
                keyword: "$ref",
                text,
                resource: visit.resource.clone(),
                base: visit.base.clone(),
                position: None,
            }));
        };
        match (&*member.key, &member.value.kind) {
            ("examples", Kind::Array(items)) => {
                let list = pointer();
                items.iter().enumerate().for_each(|(index, item)| refer(format!("{list}/{index}"), item));
                facts.embedded.extend((0..items.len()).map(|index| embedded(format!("{list}/{index}"), false)));
            }
            ("example", _) => {
                refer(pointer(), &member.value);
                facts.embedded.push(embedded(pointer(), false));
            }
            // What stands beside a reference is ignored there, so that nothing is said of a default.
            ("default", _) if !hidden => facts.embedded.push(embedded(pointer(), true)),
            _ => {}
        }
    }
}

/// The keywords that hold numbers, or values, against an instance.
pub const LONG_NUMBERS: [&str; 7] =
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "const", "enum"];

/// Notes what the copy has in another form.
fn note_translated(facts: &mut Facts, node: &Node, pointer: &str) {
    if LONG_NUMBERS.iter().any(|keyword| node.get(keyword).is_some_and(Node::has_long_number)) {
        facts.long_numbers.insert(pointer.to_owned());
    }
    let is_text = node.get("pattern").is_some_and(|pattern| pattern.as_str().is_some());
    if is_text || node.get("patternProperties").is_some_and(Node::is_object) {
        facts.patterns.insert(pointer.to_owned());
    }
}

/// An `$id` begins a resource; one that is only a fragment is an anchor of drafts up to 7.
fn read_identifier(facts: &mut Facts, identifier: &str, visit: &mut Visit, own: Option<Dialect>) {
    facts.id_holders.push(visit.pointer.clone());
    if let Some(name) = identifier.strip_prefix('#') {
        if !name.is_empty() {
            let key = (visit.resource.clone(), name.to_owned());
            facts.anchors.entry(key).or_insert_with(|| visit.pointer.clone());
        }
        return;
    }
    visit.base = uri::resolve(&visit.base, identifier);
    visit.resource.clone_from(&visit.pointer);
    visit.dialect = own.unwrap_or(visit.dialect);
    facts.resources.push((visit.pointer.clone(), visit.base.clone()));
    if let Some((_, name)) = identifier.split_once('#')
        && !name.is_empty()
        && !name.starts_with('/')
    {
        facts.anchors.insert((visit.resource.clone(), name.to_owned()), visit.pointer.clone());
    }
}

/// Collects the references of a document that is no schema as a whole. What stands in examples, extensions and values is data.
pub fn walk_plain(facts: &mut Facts, root: &Node, pointer: String, base: &str) {
    let mut open = vec![(root, pointer)];
    while let Some((node, pointer)) = open.pop() {
        if let Some(text) = node.get("$ref").and_then(Node::as_str) {
            let (text, resource) = (text.to_owned(), String::new());
            facts.links.push(Link {
                holder: pointer.clone(),
                keyword: "$ref",
                text,
                resource,
                base: base.to_owned(),
                position: None,
            });
        }
        // Below `properties` there are names, not keywords.
        let named = pointer.ends_with("/properties") || pointer.ends_with("/schemas") || pointer.ends_with("/messages");
        if !named {
            note_translated(facts, node, &pointer);
        }
        for member in node.members() {
            let data = ["examples", "example", "default", "const", "enum"].contains(&&*member.key);
            if (data && !named) || member.key.starts_with("x-") {
                continue;
            }
            open.push((&member.value, join(&pointer, &member.key)));
        }
        for (index, item) in node.items().iter().enumerate() {
            open.push((item, format!("{pointer}/{index}")));
        }
    }
}

/// Whether `pointer` leads to a schema from the root of one, by keywords alone.
pub fn is_schema_position(root: &Node, pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    let mut node = Some(root);
    while let Some(token) = tokens.next() {
        let name = crate::source::unescape_token(token);
        let value = node.and_then(|node| node.get(&name));
        node = match (lookup(&name).subschemas, value) {
            (Subschemas::One, value) => value,
            (Subschemas::OneOrList, Some(value)) if !value.is_array() => Some(value),
            (Subschemas::None, _) | (_, None) => return false,
            (_, Some(value)) => match tokens.next() {
                Some(token) => value.pointer(&format!("/{token}")),
                None => return false,
            },
        };
    }
    node.is_some()
}
