//! A way to mend what a finding tells, as data: what of the text is to be another one. `fix/` makes edits of it, for the command and for editors.

use serde_json::Value;

use super::At;
use crate::source::{SourceId, Span};
use crate::spelling::Meant;

/// A way to mend what a finding tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a help says it.
    pub title: String,
    pub changes: Vec<Change>,
    /// Whether nobody could have intended what stands there: it is applied without being looked at. What is more likely meant is not safe,
    /// and what the author has to choose is none.
    pub is_safe: bool,
    /// Whether by it something is read that could not be, so that more may come to light.
    pub reveals: bool,
}

/// What a span of a source is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub source: SourceId,
    pub span: Span,
    pub new: New,
}

/// What comes in the place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum New {
    /// A scalar, in the notation of the one that stands there.
    Value(Value),
    /// A text as it is.
    Written(String),
}

impl Fix {
    /// One that writes what was meant in the place of a name; `None` where the finding points at no text.
    pub fn of_name(at: &At, meant: &Meant) -> Option<Fix> {
        Fix::of_value(at, Value::from(meant.name.as_str())).map(|fix| Fix { is_safe: meant.is_slip, ..fix })
    }

    /// The same in more places, which have the same text and the same fault.
    pub fn also<'a>(&mut self, places: impl IntoIterator<Item = &'a (SourceId, Span)>) {
        if let Some(first) = self.changes.first().cloned() {
            let change = |(source, span): &(SourceId, Span)| Change { source: *source, span: *span, ..first.clone() };
            self.changes.extend(places.into_iter().map(change));
        }
    }

    /// One that writes another scalar in the place of a value, which is not safe.
    pub fn of_value(at: &At, value: Value) -> Option<Fix> {
        let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let title = format!("write `{written}`");
        let change = Change { source: at.source?, span: at.span, new: New::Value(value) };
        Some(Fix { title, changes: vec![change], is_safe: false, reveals: false })
    }
}
