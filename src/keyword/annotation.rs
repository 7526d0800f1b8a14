//! Keywords that inform and do not constrain.

use super::subject::{Subject, Wording};
use super::words::{prose, text};
use super::{BASE, EVERY_DRAFT, Keyword, Run, StatementKind};
use crate::dialect::Dialect::{Draft6, Draft7, Draft201909, Draft202012};
use crate::source::Kind;

const ANNOTATION: Keyword = Keyword { kind: StatementKind::Annotation, drafts: EVERY_DRAFT, ..BASE };

const FLAG: Keyword =
    Keyword { kind: StatementKind::Flag, drafts: Some(Draft7..=Draft202012), expects: "true or false", ..BASE };

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword {
        name: "title",
        label: "Title",
        expects: "a text",
        wording: |subject| Some(prose(subject.text()?, Run::Text).into()),
        ..ANNOTATION
    },
    Keyword {
        name: "description",
        label: "Description",
        expects: "a text",
        wording: |subject| Some(prose(subject.text()?, Run::Markdown).into()),
        ..ANNOTATION
    },
    Keyword { name: "default", label: "Default", ..ANNOTATION },
    Keyword {
        name: "examples",
        label: "Examples",
        drafts: Some(Draft6..=Draft202012),
        expects: "a list of values",
        wording: examples,
        ..ANNOTATION
    },
    Keyword {
        name: "deprecated",
        label: "Deprecated",
        drafts: Some(Draft201909..=Draft202012),
        wording: |subject| flag(subject, "deprecated", "not deprecated"),
        ..FLAG
    },
    Keyword {
        name: "readOnly",
        label: "Access",
        wording: |subject| flag(subject, "read-only", "not read-only"),
        ..FLAG
    },
    Keyword {
        name: "writeOnly",
        label: "Access",
        wording: |subject| flag(subject, "write-only", "not write-only"),
        ..FLAG
    },
];

/// Words for a keyword that is `true` or `false`.
pub(super) fn flag<'a>(subject: &Subject<'_, 'a>, yes: &str, no: &str) -> Option<Wording<'a>> {
    Some(if subject.flag()? { yes } else { no }.into())
}

/// One line for each value.
fn examples<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Array(values) = &subject.fact.value.kind else { return None };
    if values.is_empty() {
        return Some(text("none").into());
    }
    let lines: Vec<_> = values.iter().map(|value| [subject.json(value)]).collect();
    Some(lines.join(&Run::Break).into())
}
