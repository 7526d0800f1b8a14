//! Keywords that name schemas and refer to them.

use super::subject::{Subject, Wording};
use super::subschema::by_name;
use super::words::{code, counted, literal, prose, text};
use super::{BASE, EVERY_DRAFT, Keyword, Run, StatementKind, Subschemas};
use crate::dialect::Dialect::{self, Draft4, Draft6, Draft7, Draft201909, Draft202012};
use crate::source::Kind;

const REFERENCE: Keyword = Keyword {
    label: "Refers to",
    kind: StatementKind::Reference,
    drafts: EVERY_DRAFT,
    expects: "a reference to a schema",
    wording: |subject| Some(Run::Ref(subject.text()?.to_owned()).into()),
    ..BASE
};

const IDENTITY: Keyword = Keyword {
    label: "Identifier",
    kind: StatementKind::Identity,
    drafts: EVERY_DRAFT,
    expects: "a URI reference",
    wording: |subject| Some(literal(subject.text()?).into()),
    ..BASE
};

const ANCHOR: Keyword = Keyword { label: "Anchor", expects: "a name", ..IDENTITY };

const DEFINITIONS: Keyword = Keyword {
    label: "Definitions",
    kind: StatementKind::Definitions,
    drafts: EVERY_DRAFT,
    subschemas: Subschemas::Map,
    expects: "an object that holds schemas",
    wording: definitions,
    role: by_name,
    ..BASE
};

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword { name: "$ref", ..REFERENCE },
    Keyword { name: "$dynamicRef", drafts: Some(Draft202012..=Draft202012), wording: dynamic, ..REFERENCE },
    Keyword { name: "$recursiveRef", drafts: Some(Draft201909..=Draft201909), wording: dynamic, ..REFERENCE },
    Keyword { name: "$schema", label: "Dialect", expects: "the URI of a metaschema", wording: dialect, ..IDENTITY },
    Keyword { name: "$id", drafts: Some(Draft6..=Draft202012), ..IDENTITY },
    Keyword { name: "id", drafts: Some(Draft4..=Draft4), ..IDENTITY },
    Keyword { name: "$anchor", drafts: Some(Draft201909..=Draft202012), ..ANCHOR },
    Keyword { name: "$dynamicAnchor", label: "Dynamic anchor", drafts: Some(Draft202012..=Draft202012), ..ANCHOR },
    Keyword {
        name: "$recursiveAnchor",
        label: "Recursive anchor",
        drafts: Some(Draft201909..=Draft201909),
        expects: "true or false",
        wording: recursive_anchor,
        ..IDENTITY
    },
    Keyword {
        name: "$vocabulary",
        label: "Vocabularies",
        drafts: Some(Draft201909..=Draft202012),
        expects: "an object that says for each vocabulary whether it is required",
        wording: vocabularies,
        ..IDENTITY
    },
    Keyword {
        name: "$comment",
        label: "Note to maintainers",
        kind: StatementKind::Note,
        drafts: Some(Draft7..=Draft202012),
        expects: "a text",
        wording: |subject| Some(prose(subject.text()?, Run::Text).into()),
        ..BASE
    },
    Keyword { name: "$defs", drafts: Some(Draft201909..=Draft202012), ..DEFINITIONS },
    // The metaschemas since 2019-09 still have it.
    Keyword { name: "definitions", ..DEFINITIONS },
];

/// The target of a dynamic reference depends on the way that validation took.
fn dynamic<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let anchor = if subject.fact.name == "$dynamicRef" { "$dynamicAnchor" } else { "$recursiveAnchor" };
    let target = Run::Ref(subject.text()?.to_owned());
    let why = [text(", or the outermost schema that extends it by the same "), code(anchor)];
    Some([target].into_iter().chain(why).collect::<Vec<_>>().into())
}

fn dialect<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let uri = subject.text()?;
    let known = Dialect::from_schema_uri(uri).map(|dialect| text(format!(" ({})", dialect.title())));
    Some([literal(uri)].into_iter().chain(known).collect::<Vec<_>>().into())
}

fn recursive_anchor<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let open = "schemas that extend this one take its place where it refers to itself";
    super::annotation::flag(subject, open, "no schema takes its place where it refers to itself")
}

fn vocabularies<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Object(members) = &subject.fact.value.kind else { return None };
    if members.is_empty() {
        return Some("none".into());
    }
    let lines = members.iter().map(|member| {
        let use_ = if member.value.as_bool()? { " (required)" } else { " (optional)" };
        Some([literal(&member.key), text(use_)])
    });
    Some(lines.collect::<Option<Vec<_>>>()?.join(&Run::Break).into())
}

fn definitions<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Object(members) = &subject.fact.value.kind else { return None };
    Some(text(counted(&members.len().to_string(), ["definition", "definitions"])).into())
}
