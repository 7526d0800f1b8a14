//! Keywords about objects.

use std::collections::HashSet;

use super::applicator::either;
use super::subject::{Subject, Wording};
use super::subschema::{by_keyword, by_name, is_schema};
use super::words::{counted, literal, name, names, text};
use super::{BASE, EVERY_DRAFT, Key, Keyword, Run, StatementKind, Subschema, Subschemas};
use crate::dialect::Dialect::{Draft6, Draft201909, Draft202012};
use crate::source::{Kind, Member, Node};

const OBJECT: Keyword = Keyword {
    label: "Number of properties",
    kind: StatementKind::Constraint,
    drafts: EVERY_DRAFT,
    applies_to: Some("object"),
    expects: "a number of properties",
    wording: size,
    ..BASE
};

const SHAPES: Keyword = Keyword {
    kind: StatementKind::Shapes,
    subschemas: Subschemas::Map,
    expects: "an object that holds schemas",
    role: by_name,
    ..OBJECT
};

const SHAPE: Keyword = Keyword { subschemas: Subschemas::One, expects: "a schema", ..SHAPES };

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword {
        name: "required",
        label: "Required",
        kind: StatementKind::Presence,
        expects: "a list of names",
        wording: required,
        ..OBJECT
    },
    Keyword {
        name: "dependentRequired",
        label: "Dependencies",
        kind: StatementKind::Presence,
        drafts: Some(Draft201909..=Draft202012),
        expects: "an object that holds lists of names",
        wording: dependencies,
        ..OBJECT
    },
    Keyword { name: "minProperties", ..OBJECT },
    Keyword { name: "maxProperties", ..OBJECT },
    Keyword { name: "properties", label: "Properties", wording: properties, ..SHAPES },
    Keyword { name: "patternProperties", label: "Properties by pattern", wording: patterns, role: matching, ..SHAPES },
    Keyword {
        name: "additionalProperties",
        label: "Other properties",
        wording: other_properties,
        role: |subschema| vec![text(if has_named(subschema.parent) { "other properties" } else { "each property" })],
        ..SHAPE
    },
    Keyword {
        name: "unevaluatedProperties",
        label: "Remaining properties",
        drafts: Some(Draft201909..=Draft202012),
        wording: remaining_properties,
        role: |_| vec![text("properties not described otherwise")],
        ..SHAPE
    },
    Keyword {
        name: "propertyNames",
        label: "Property names",
        drafts: Some(Draft6..=Draft202012),
        wording: |subject| {
            either(subject, "each fits this shape", "may be anything", "none is allowed: no properties at all")
        },
        role: |_| vec![text("property names")],
        ..SHAPE
    },
    Keyword {
        name: "dependentSchemas",
        label: "Dependencies",
        drafts: Some(Draft201909..=Draft202012),
        wording: dependencies,
        role: when_present,
        ..SHAPES
    },
    Keyword {
        // The metaschemas since 2019-09 still have it, and validators still read it.
        name: "dependencies",
        label: "Dependencies",
        subschemas: Subschemas::MapOfSchemasOrNames,
        expects: "an object that holds schemas or lists of names",
        wording: dependencies,
        role: when_present,
        ..SHAPES
    },
];

fn size<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    subject.count("minProperties", "maxProperties", ["property", "properties"])
}

/// All names, and which of them are not described.
fn required<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let required = subject.names()?;
    if required.is_empty() {
        return Some("no property".into());
    }
    let described = subject.schema.node.get("properties").map(Node::members).unwrap_or_default();
    let described: HashSet<&str> = described.iter().map(|member| &*member.key).collect();
    let unnamed: Vec<&str> = required.iter().copied().filter(|name| !described.contains(name)).collect();
    let is_other = unnamed.len() == required.len();
    let mut words = names(required, "and");
    if !unnamed.is_empty() && !described.is_empty() {
        words.push(text(if is_other {
            ", not among the named properties"
        } else {
            "; not among the named properties: "
        }));
        words.extend(names(if is_other { Vec::new() } else { unnamed }, "and"));
    }
    Some(words.into())
}

fn properties<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Object(members) = &subject.fact.value.kind else { return None };
    Some(text(counted(&members.len().to_string(), ["named property", "named properties"])).into())
}

fn patterns<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Object(members) = &subject.fact.value.kind else { return None };
    Some(text(counted(&members.len().to_string(), ["pattern of names", "patterns of names"])).into())
}

fn other_properties<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let none = if has_named(subject.schema.node) { "no other properties" } else { "no properties at all" };
    either(subject, "each fits this shape", "allowed, with any value", none)
}

fn remaining_properties<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let none = "no properties but those that this schema or one of its parts describes";
    either(subject, "each not described otherwise fits this shape", "allowed, with any value", none)
}

/// Whether some properties are described by name or pattern, so that there are others.
fn has_named(schema: &Node) -> bool {
    ["properties", "patternProperties"]
        .into_iter()
        .filter_map(|name| schema.get(name))
        .any(|node| !node.members().is_empty())
}

fn matching(subschema: &Subschema) -> Vec<Run> {
    match subschema.key {
        Key::Name(pattern) => vec![text("properties matching "), literal(pattern)],
        _ => by_keyword(subschema),
    }
}

fn when_present(subschema: &Subschema) -> Vec<Run> {
    match subschema.key {
        Key::Name(key) => vec![text("when "), name(key), text(" is present")],
        _ => by_keyword(subschema),
    }
}

/// One line for each property on which something depends.
fn dependencies<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Object(members) = &subject.fact.value.kind else { return None };
    let takes_names = subject.fact.keyword.name != "dependentSchemas";
    let takes_schemas = subject.fact.keyword.name != "dependentRequired";
    let sentence = |Member { key, value, .. }: &Member| {
        let mut words = vec![text("when "), name(key), text(" is present, ")];
        match value.strings() {
            Some(required) if takes_names && required.is_empty() => words.push(text("nothing more is required")),
            Some(required) if takes_names => {
                let verb = if required.len() == 1 { " is required" } else { " are required" };
                words.extend(names(required, "and"));
                words.push(text(verb));
            }
            _ if takes_schemas && is_schema(value) => words.push(text("the object must fit this shape")),
            _ => return None,
        }
        Some(words)
    };
    let sentences: Vec<_> = members.iter().filter_map(sentence).collect();
    match sentences.len() {
        0 if members.is_empty() => Some("none".into()),
        // What is neither is stated after the sentences, but only where schemas are expected.
        said if said < members.len() && (said == 0 || !takes_schemas) => None,
        _ => Some(sentences.join(&Run::Break).into()),
    }
}
