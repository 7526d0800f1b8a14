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

use super::Node;
use super::problem::{Problem, Problems};

/// An error on its way up.
type Result<T> = std::result::Result<T, Box<Problem>>;

/// The documents of a stream, none for one without content. An error in one, now in `problems`, refuses all.
pub(super) fn parse(text: &str, problems: &mut Problems) -> Vec<Node> {
    let documents = events::read(text).and_then(|stream| compose::compose(&stream, problems));
    documents.unwrap_or_else(|problem| {
        problems.push(*problem);
        Vec::new()
    })
}
