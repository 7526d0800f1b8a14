//! Keywords about numbers.

use std::borrow::Cow;

use super::subject::{Subject, Wording, present};
use super::words::{text, within};
use super::{BASE, EVERY_DRAFT, Keyword, StatementKind};
use crate::dialect::Dialect;

const NUMERIC: Keyword = Keyword {
    label: "Range",
    kind: StatementKind::Constraint,
    drafts: EVERY_DRAFT,
    applies_to: Some("number"),
    expects: "a number",
    wording: range,
    ..BASE
};

const EXCLUSIVE: Keyword = Keyword { expects: "a number (in draft-04, true or false)", ..NUMERIC };

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword { name: "minimum", ..NUMERIC },
    Keyword { name: "exclusiveMinimum", needs: Some("minimum"), ..EXCLUSIVE },
    Keyword { name: "maximum", ..NUMERIC },
    Keyword { name: "exclusiveMaximum", needs: Some("maximum"), ..EXCLUSIVE },
    Keyword { name: "multipleOf", label: "Step", wording: multiple_of, ..NUMERIC },
];

/// An exclusive bound: in draft-04 a flag on the inclusive one, a bound of its own since.
enum Exclusive<'a> {
    Flag(bool),
    Bound(Cow<'a, str>),
}

/// All bounds together: `between 1 and 65535`, `more than 0 and at most 10`.
fn range<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let least = subject.number("minimum");
    let more = exclusive(subject, "exclusiveMinimum");
    let most = subject.number("maximum");
    let less = exclusive(subject, "exclusiveMaximum");
    let keywords = present([
        ("minimum", least.is_some()),
        ("exclusiveMinimum", more.is_some()),
        ("maximum", most.is_some()),
        ("exclusiveMaximum", less.is_some()),
    ]);
    let words = if more.is_none() && less.is_none() {
        within(least.as_deref(), most.as_deref())
    } else {
        let lower = side(least.as_deref(), more, "at least", "more than");
        let upper = side(most.as_deref(), less, "at most", "less than");
        lower.into_iter().chain(upper).collect::<Vec<_>>().join(" and ")
    };
    Some(Wording { keywords, ..text(words).into() })
}

fn exclusive<'a>(subject: &Subject<'_, 'a>, name: &str) -> Option<Exclusive<'a>> {
    if subject.schema.dialect > Dialect::Draft4 {
        return subject.number(name).map(Exclusive::Bound);
    }
    subject.peer(name)?.as_bool().map(Exclusive::Flag)
}

/// The bounds on one side. A flag that changes nothing is stated, too.
fn side(limit: Option<&str>, exclusive: Option<Exclusive>, from: &str, beyond: &str) -> Option<String> {
    Some(match (limit, exclusive) {
        (None, None) => return None,
        (Some(limit), None) => format!("{from} {limit}"),
        (Some(limit), Some(Exclusive::Flag(true))) => format!("{beyond} {limit}"),
        (Some(limit), Some(Exclusive::Flag(false))) => format!("{from} {limit} ({limit} itself is allowed)"),
        (None, Some(Exclusive::Flag(true))) => "the bound itself is not allowed".to_owned(),
        (None, Some(Exclusive::Flag(false))) => "the bound itself is allowed".to_owned(),
        (None, Some(Exclusive::Bound(bound))) => format!("{beyond} {bound}"),
        (Some(limit), Some(Exclusive::Bound(bound))) => format!("{from} {limit} and {beyond} {bound}"),
    })
}

fn multiple_of<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    Some(text(format!("multiple of {}", subject.number("multipleOf")?)).into())
}
