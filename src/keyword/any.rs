//! Keywords about values of whatever type.

use super::subject::{Subject, Wording};
use super::words::{code, text};
use super::{BASE, EVERY_DRAFT, Keyword, Run, StatementKind, enumeration};
use crate::dialect::Dialect::{Draft6, Draft202012};
use crate::source::Node;

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword {
        name: "type",
        label: "Type",
        kind: StatementKind::Type,
        drafts: EVERY_DRAFT,
        expects: "a type or a list of types",
        wording: types,
        ..BASE
    },
    Keyword {
        name: "enum",
        label: "Values",
        kind: StatementKind::Values,
        drafts: EVERY_DRAFT,
        expects: "a list of values",
        wording: enumeration::wording,
        ..BASE
    },
    Keyword {
        name: "const",
        label: "Value",
        kind: StatementKind::Values,
        drafts: Some(Draft6..=Draft202012),
        wording: constant,
        ..BASE
    },
];

fn types<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    type_words(subject.fact.value).map(Wording::from)
}

/// The words for a value of `type`: `string, integer or null`; `None` where it is neither a name nor a list of names.
pub(super) fn type_words(value: &Node) -> Option<Vec<Run>> {
    let names = match value.as_str() {
        Some(name) => vec![name],
        None => value.strings()?,
    };
    if names.is_empty() {
        return Some(vec![text("none: nothing is allowed")]);
    }
    let known = |name: &str| ["array", "boolean", "integer", "null", "number", "object", "string"].contains(&name);
    let word = |name: &str| if known(name) { vec![text(name)] } else { vec![code(name), text(" (not a JSON type)")] };
    Some(super::words::listed(names.into_iter().map(word), "or"))
}

fn constant<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    Some(vec![text("always "), subject.json(subject.fact.value)].into())
}
