//! YAML 1.2, composed from the events of `granit-parser` into the same tree as JSON.
//!
//! The events become a flat list of items first, and the list becomes trees: so nothing recurses, an alias is a place
//! in the list, and the limit on expansion knows how large the input is.

mod compose;
mod events;
mod fault;
mod place;
mod scalar;

#[cfg(test)]
mod tests;

use super::problem::{Problem, Problems};
use super::{Kind, Node, Span};

/// An error on its way up.
type Result<T> = std::result::Result<T, Box<Problem>>;

/// The documents of a stream; one without content is null. An error in one, now in `problems`, refuses all.
pub(super) fn parse(text: &str, problems: &mut Problems) -> Vec<Node> {
    match events::read(text).and_then(|stream| compose::compose(&stream, problems)) {
        Ok(documents) if documents.is_empty() => vec![Node { span: Span::default(), kind: Kind::Null }],
        Ok(documents) => documents,
        Err(problem) => {
            problems.push(*problem);
            Vec::new()
        }
    }
}
