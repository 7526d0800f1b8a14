//! Where something stands in a text.

/// A byte range in the text of the source that a node was read from; `start` is inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}
