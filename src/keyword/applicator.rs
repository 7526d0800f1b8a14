//! Keywords that combine schemas for the same value.

use super::enumeration::constants;
use super::subject::{Subject, Wording};
use super::subschema::by_number;
use super::words::{counted, text};
use super::{BASE, EVERY_DRAFT, Keyword, Run, StatementKind, Subschema, Subschemas};
use crate::dialect::Dialect::{Draft7, Draft202012};
use crate::source::Kind;

const COMBINED: Keyword = Keyword {
    kind: StatementKind::Shapes,
    drafts: EVERY_DRAFT,
    subschemas: Subschemas::List,
    expects: "a list of schemas",
    role: |subschema| by_number("shape", subschema),
    ..BASE
};

const CONDITION: Keyword = Keyword {
    label: "Condition",
    kind: StatementKind::Shapes,
    drafts: Some(Draft7..=Draft202012),
    subschemas: Subschemas::One,
    expects: "a schema",
    wording: super::condition::wording,
    ..BASE
};

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword { name: "allOf", label: "All of", wording: all_of, role: part, ..COMBINED },
    Keyword { name: "oneOf", label: "One of", wording: |subject| choice(subject, "exactly one of"), ..COMBINED },
    Keyword { name: "anyOf", label: "Any of", wording: |subject| choice(subject, "at least one of"), ..COMBINED },
    Keyword {
        name: "not",
        label: "Not",
        kind: StatementKind::Shapes,
        drafts: EVERY_DRAFT,
        subschemas: Subschemas::One,
        expects: "a schema",
        wording: |subject| either(subject, "must not fit this shape", "nothing is allowed", "anything is allowed"),
        role: |_| vec![text("not")],
        ..BASE
    },
    Keyword { name: "if", role: |_| vec![text("if")], ..CONDITION },
    Keyword { name: "then", needs: Some("if"), role: |_| vec![text("then")], ..CONDITION },
    Keyword { name: "else", needs: Some("if"), role: |_| vec![text("else")], ..CONDITION },
];

/// Words for a keyword that takes one schema: for a shape that is shown below, for `true` and for `false`.
pub(super) fn either<'a>(subject: &Subject<'_, 'a>, shape: &str, anything: &str, nothing: &str) -> Option<Wording<'a>> {
    match subject.fact.value.kind {
        Kind::Object(_) => Some(shape.into()),
        Kind::Bool(true) => Some(anything.into()),
        Kind::Bool(false) => Some(nothing.into()),
        _ => None,
    }
}

/// How many schemas a list has, in words; `None` if the value is no list.
fn branches(subject: &Subject, unit: super::words::Unit) -> Option<String> {
    let value = subject.fact.value;
    value.is_array().then(|| counted(&value.items().len().to_string(), unit))
}

fn all_of<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let parts = branches(subject, ["part", "parts"])?;
    Some(text(if parts == "1 part" { "all of this".to_owned() } else { format!("all of {parts}") }).into())
}

/// `part 2 of 3`
fn part(subschema: &Subschema) -> Vec<Run> {
    if subschema.count == 1 { vec![text("part")] } else { by_number("part", subschema) }
}

fn choice<'a>(subject: &Subject<'_, 'a>, quantity: &str) -> Option<Wording<'a>> {
    let shapes = branches(subject, ["shape", "shapes"])?;
    let members = constants(subject.fact.name, subject.fact.value, subject.schema.dialect, subject.digits);
    if members.is_empty() {
        return Some(text(format!("{quantity} {shapes}")).into());
    }
    let values = branches(subject, ["value", "values"])?;
    Some(Wording { members, ..text(format!("{quantity} {values}")).into() })
}
