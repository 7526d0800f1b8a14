//! References: where they stand and what they lead to.

use crate::source::Place;

/// A `$ref` (or `$dynamicRef`, `$recursiveRef`) and its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The object that holds the keyword.
    pub holder: Place,
    pub keyword: &'static str,
    /// The reference as written.
    pub text: String,
    pub target: Target,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Place(Place),
    /// A metaschema of JSON Schema itself, by its URI.
    Metaschema(String),
    Unresolved(RefFault),
}

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefFault {
    /// An address on the web or elsewhere outside: never fetched.
    Remote,
    /// A path that leaves the project.
    Outside,
    /// No such file and no such `$id`; the nearest names that exist.
    NoDocument { near: Vec<String> },
    /// The document is there, the pointer or anchor is not; the nearest names that exist.
    NoPlace { document: Place, near: Vec<String> },
    /// The pointer has an escape that RFC 6901 does not know.
    BadPointer,
    /// The document is there and could not be parsed.
    Unparsed(Place),
}

/// A use of a schema: "used by".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// A reference in another schema, or in another part of the same.
    Schema(Place),
    /// The payload or headers of a message: document and message, by number.
    Message(usize, usize),
}
