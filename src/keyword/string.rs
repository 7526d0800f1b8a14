//! Keywords about strings.

use super::subject::{Subject, Wording};
use super::words::{literal, text};
use super::{BASE, EVERY_DRAFT, Keyword, StatementKind, format};

const STRING: Keyword = Keyword {
    label: "Length",
    kind: StatementKind::Constraint,
    drafts: EVERY_DRAFT,
    applies_to: Some("string"),
    expects: "a number of characters",
    wording: length,
    ..BASE
};

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword { name: "minLength", ..STRING },
    Keyword { name: "maxLength", ..STRING },
    Keyword { name: "pattern", label: "Pattern", expects: "a regular expression", wording: pattern, ..STRING },
    // A format may be about any type, as `int32` is.
    Keyword {
        name: "format",
        label: "Format",
        applies_to: None,
        expects: "the name of a format",
        wording: gloss,
        ..STRING
    },
];

fn length<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    subject.count("minLength", "maxLength", ["character", "characters"])
}

fn pattern<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    Some(vec![text("matches "), literal(subject.text()?)].into())
}

fn gloss<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let name = subject.text()?;
    let mut words = vec![literal(name)];
    words.extend(format::gloss(name).map(|gloss| text(format!(" ({gloss})"))));
    Some(words.into())
}
