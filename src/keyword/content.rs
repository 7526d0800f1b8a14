//! Keywords about what a string holds.

use super::applicator::either;
use super::subject::{Subject, Wording, present};
use super::words::{literal, text};
use super::{BASE, Keyword, StatementKind, Subschemas};
use crate::dialect::Dialect::{Draft7, Draft201909, Draft202012};

const CONTENT: Keyword = Keyword {
    label: "Content",
    kind: StatementKind::Constraint,
    drafts: Some(Draft7..=Draft202012),
    applies_to: Some("string"),
    wording: content,
    ..BASE
};

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword { name: "contentMediaType", expects: "the name of a media type", ..CONTENT },
    Keyword { name: "contentEncoding", expects: "the name of an encoding", ..CONTENT },
    Keyword {
        name: "contentSchema",
        label: "Decoded content",
        kind: StatementKind::Shapes,
        drafts: Some(Draft201909..=Draft202012),
        needs: Some("contentMediaType"),
        subschemas: Subschemas::One,
        expects: "a schema",
        wording: decoded,
        role: |_| vec![text("decoded content")],
        ..CONTENT
    },
];

/// `application/json`, encoded as `base64`.
fn content<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let media_type = subject.peer("contentMediaType").and_then(|node| node.as_str());
    let encoding = subject.peer("contentEncoding").and_then(|node| node.as_str());
    let keywords = present([("contentMediaType", media_type.is_some()), ("contentEncoding", encoding.is_some())]);
    let mut words: Vec<_> = media_type.map(literal).into_iter().collect();
    if let Some(encoding) = encoding {
        words.push(text(if words.is_empty() { "encoded as " } else { ", encoded as " }));
        words.push(literal(encoding));
    }
    Some(Wording { keywords, ..words.into() })
}

fn decoded<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    either(subject, "fits this shape", "may be anything", "cannot be: nothing is allowed")
}
