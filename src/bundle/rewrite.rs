//! The copy of a part with its references led into the bundle.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::embedded::{Embedded, Part, references_in};
use super::node;
use super::plain::{self, is_kept};
use crate::dialect::Dialect;
use crate::keyword::{Digits, Subschemas, lookup};
use crate::model::{Reference, Target};
use crate::resolve::Resolved;
use crate::source::{Kind, Member, Node, Place, Source, Span, join, pointer_holds};

/// What is done to one object.
#[derive(Default)]
struct Edit {
    without: Vec<&'static str>,
    with: Vec<(&'static str, String)>,
}

/// What is done to the objects of a part, by their pointers in their source.
pub struct Rewriting<'a> {
    resolved: &'a Resolved,
    place: &'a Place,
    edits: BTreeMap<String, Edit>,
}

impl<'a> Rewriting<'a> {
    /// What has to be done to a schema that is a bundle by itself: it names its dialect.
    pub fn alone(resolved: &'a Resolved, place: &'a Place) -> Rewriting<'a> {
        let dialect = resolved.dialect_of(place).uri().to_owned();
        let edit = Edit { without: Vec::new(), with: vec![("$schema", dialect)] };
        Rewriting { resolved, place, edits: BTreeMap::from([(place.pointer.clone(), edit)]) }
    }

    /// What has to be done to a part of the bundle.
    pub fn new(resolved: &'a Resolved, embedded: &Embedded, part: &'a Part) -> Rewriting<'a> {
        let mut edits: BTreeMap<String, Edit> = BTreeMap::new();
        let place = &part.place;
        for reference in references_in(resolved, place) {
            if let Some(text) = text_of(resolved, embedded, reference) {
                edits.entry(reference.holder.pointer.clone()).or_default().with.push((reference.keyword, text));
            }
        }
        let is_root = part.key.is_empty();
        let dialect = resolved.dialect_of(place);
        let own = edits.entry(place.pointer.clone()).or_default();
        if embedded.resources {
            own.with.push((dialect.id_keyword(), part.uri.clone()));
        } else if !is_root {
            own.without.push("$schema");
        }
        if embedded.resources || is_root {
            own.with.push(("$schema", dialect.uri().to_owned()));
        }
        if let Some(facts) = resolved.facts.get(&place.source) {
            let below = |pointer: &&String| pointer_holds(&place.pointer, pointer) && **pointer != place.pointer;
            for pointer in facts.id_holders.iter().filter(below) {
                let edit = edits.entry(pointer.clone()).or_default();
                if embedded.resources {
                    let (uri, resource) = embedded.resource_of(resolved, part, pointer);
                    if resource == *pointer {
                        edit.with.push((dialect.id_keyword(), uri));
                    }
                } else {
                    edit.without.extend_from_slice(identifiers(dialect));
                }
            }
            if !embedded.resources {
                for pointer in facts.anchors.values().filter(|pointer| pointer_holds(&place.pointer, pointer)) {
                    edits.entry(pointer.clone()).or_default().without.extend(["$anchor", "$dynamicAnchor"]);
                }
                if !is_root {
                    edits.entry(place.pointer.clone()).or_default().without.extend_from_slice(identifiers(dialect));
                }
            }
        }
        Rewriting { resolved, place, edits }
    }

    /// The copy of the part.
    pub fn apply(&self, numbers: &mut Numbers, source: &Source, root: &Node) -> Node {
        self.schema(numbers, source, root, &self.place.pointer)
    }

    /// The copy of a schema. The recursion is bounded by the depth that the parsers allow.
    fn schema(&self, numbers: &mut Numbers, source: &Source, original: &Node, pointer: &str) -> Node {
        let Kind::Object(members) = &original.kind else { return numbers.copy(source, original) };
        let dialect = self.resolved.dialect_of(&Place::new(self.place.source, pointer));
        let untouched = Edit::default();
        let edit = self.edits.get(pointer).unwrap_or(&untouched);
        let mut copies = Vec::with_capacity(members.len());
        let new = edit.with.iter().filter(|(key, _)| original.get(key).is_none());
        copies.extend(new.map(|(key, text)| member(key, string(text))));
        let mut pattern = None;
        for it in members {
            if let Some((key, text)) = edit.with.iter().find(|(key, _)| **key == *it.key) {
                copies.push(member(key, string(text)));
            } else if is_kept(it, original, dialect) && !edit.without.contains(&&*it.key) {
                if let Some(name) = it.value.as_str().filter(|_| &*it.key == "format") {
                    let format = plain::format(&self.resolved.project.config.check, dialect, name);
                    pattern = format.pattern;
                    if !format.is_kept {
                        continue;
                    }
                }
                let value = self.below(numbers, source, it, &join(pointer, &it.key));
                copies.push(member(&it.key, value));
            }
        }
        if let Some(text) = pattern {
            add_pattern(&mut copies, text);
        }
        if original.get("nullable").and_then(Node::as_bool) == Some(true)
            && self.resolved.is_openapi_3_0(self.place.source)
        {
            allow_null(&mut copies);
        }
        node(Kind::Object(copies.into()))
    }

    /// The copy of what a keyword holds: its schemas as schemas, all else as it is.
    fn below(&self, numbers: &mut Numbers, source: &Source, holder: &Member, pointer: &str) -> Node {
        use Subschemas::{List, Map, MapOfSchemasOrNames, One, OneOrList};
        match (lookup(&holder.key).subschemas, &holder.value.kind) {
            (List | OneOrList, Kind::Array(items)) => {
                let items = items.iter().enumerate();
                let items =
                    items.map(|(index, item)| self.schema(numbers, source, item, &format!("{pointer}/{index}")));
                node(Kind::Array(items.collect()))
            }
            (Map | MapOfSchemasOrNames, Kind::Object(members)) => {
                let members = members.iter();
                let members =
                    members.map(|it| member(&it.key, self.schema(numbers, source, &it.value, &join(pointer, &it.key))));
                node(Kind::Object(members.collect()))
            }
            (One | OneOrList, _) => self.schema(numbers, source, &holder.value, pointer),
            _ => numbers.copy(source, &holder.value),
        }
    }
}

/// Adds a pattern to a schema, which may have one.
fn add_pattern(members: &mut Vec<Member>, text: &str) {
    let pattern = member("pattern", string(text));
    if members.iter().all(|it| &*it.key != "pattern") {
        return members.push(pattern);
    }
    let further = node(Kind::Object(vec![pattern].into()));
    match members.iter_mut().find(|it| &*it.key == "allOf").map(|it| &mut it.value.kind) {
        Some(Kind::Array(parts)) => parts.push(further),
        _ => members.push(member("allOf", node(Kind::Array(vec![further])))),
    }
}

/// Adds null to the type that `nullable` stood beside (OpenAPI 3.0.3, Schema Object).
fn allow_null(members: &mut [Member]) {
    let value = members.iter_mut().find(|it| &*it.key == "type").map(|it| &mut it.value);
    if let Some(value) = value.filter(|value| value.as_str().is_some()) {
        let own = std::mem::replace(value, string("null"));
        *value = node(Kind::Array(vec![own, string("null")]));
    }
}

/// The reference as it has to be in the bundle; `None` where it stays as it is written.
fn text_of(resolved: &Resolved, embedded: &Embedded, reference: &Reference) -> Option<String> {
    match &reference.target {
        // It is always `#`, and means a place by the way that led to it.
        _ if reference.keyword == "$recursiveRef" => None,
        Target::Place(place) if reference.keyword == "$dynamicRef" => {
            dynamic_anchor(resolved, embedded, reference, place).or_else(|| embedded.reference_to(resolved, place))
        }
        Target::Place(place) => embedded.reference_to(resolved, place),
        Target::Metaschema(uri) => Some(uri.clone()),
        Target::Unresolved(_) => None,
    }
}

/// The anchor that a `$dynamicRef` names: only by its name it stays dynamic.
fn dynamic_anchor(resolved: &Resolved, embedded: &Embedded, reference: &Reference, place: &Place) -> Option<String> {
    let (_, name) = reference.text.split_once('#')?;
    let anchors = &resolved.facts.get(&place.source)?.anchors;
    anchors.iter().find(|((_, anchor), pointer)| anchor == name && **pointer == place.pointer)?;
    let (uri, _) = embedded.resource_of(resolved, embedded.part_of(place)?, &place.pointer);
    Some(format!("{uri}#{name}"))
}

/// The keywords that name a schema in a dialect; a root may say `$id` in draft-04 as well.
fn identifiers(dialect: Dialect) -> &'static [&'static str] {
    if dialect == Dialect::Draft4 { &["id", "$id"] } else { &["$id"] }
}

/// A member that stands in no text.
pub fn member(key: &str, value: Node) -> Member {
    Member { key: key.into(), key_span: Span::default(), value }
}

fn string(text: &str) -> Node {
    node(Kind::String(text.into()))
}

/// The digits of the numbers of several sources: a copied number has the place of its digits for a span.
#[derive(Default)]
pub struct Numbers(Vec<String>);

impl Numbers {
    /// The copy of a value as a whole. The recursion is bounded by the depth that the parsers allow.
    pub fn copy(&mut self, source: &Source, original: &Node) -> Node {
        match &original.kind {
            Kind::Number(_) => {
                let start = self.0.len() as u32;
                self.0.push(source.json_digits(original).into_owned());
                Node { span: Span { start, end: start }, kind: original.kind.clone() }
            }
            Kind::Array(items) => node(Kind::Array(items.iter().map(|item| self.copy(source, item)).collect())),
            Kind::Object(members) => {
                let members = members.iter().map(|it| member(&it.key, self.copy(source, &it.value)));
                node(Kind::Object(members.collect()))
            }
            kind => node(kind.clone()),
        }
    }
}

impl Digits for Numbers {
    fn digits<'a>(&'a self, number: &'a Node) -> Cow<'a, str> {
        self.0.get(number.span.start as usize).map(String::as_str).unwrap_or_default().into()
    }
}
