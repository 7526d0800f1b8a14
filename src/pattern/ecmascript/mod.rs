//! Patterns as ECMA-262 reads them with the flag `u`, translated for Rust's engines: one translation for ours and for jsonschema's.
//!
//! Patterns are written in that part of the syntax which Rust's engines read in the same way, so that jsonschema's own translation finds
//! nothing to change. The copy of a schema has the translations, names in `patternProperties` included; pointers into the copy and back
//! go through `prove/translate.rs`, so that what is said of a pattern names it as it is written. An engine of ECMAScript's (regress) has
//! no bound of steps: it is the oracle of a test.

mod class;
mod escape;
mod parse;
mod property;
mod references;
mod relaxed;
mod syntax;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;

pub use relaxed::relaxed;

/// A translated pattern that matches nowhere.
pub const NEVER: &str = r"[^\u{0}-\u{10FFFF}]";

/// Why a pattern decides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is no pattern of ECMAScript: the reason.
    Wrong(String),
    /// It is one, but no engine here reads it as ECMAScript does: the reason.
    Unread(String),
}

impl Unusable {
    /// A pattern that would be compiled to more than [`super::SIZE_LIMIT`].
    pub fn too_large() -> Unusable {
        Unusable::Unread(format!("it would take more than {} MB", super::SIZE_LIMIT >> 20))
    }
}

impl fmt::Display for Unusable {
    /// What there is to say behind the pattern.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unusable::Wrong(reason) => write!(out, "is no regular expression of ECMAScript: {reason}"),
            Unusable::Unread(reason) => write!(out, "can't be evaluated: {reason}"),
        }
    }
}

/// The pattern in a form that is its own translation by jsonschema.
pub fn translated(pattern: &str) -> Result<String, Unusable> {
    let syntax = parse::parse(pattern)?;
    write::write(&syntax.body, &references::references(&syntax)?)
}

/// Whether the text is a pattern of ECMAScript with the flag `u`, be it read here or not.
pub fn is_pattern(text: &str) -> bool {
    !matches!(parse::parse(text), Err(Unusable::Wrong(_)))
}
