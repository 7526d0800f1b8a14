//! Patterns and globs, the lowest module: regular expressions of ECMAScript with a bounded cost, path globs with captures.

mod ecmascript;
mod guess;
mod language;
mod linear;
mod path;

pub use ecmascript::{NEVER, Unusable, is_pattern, translated};
pub use guess::{Guess, Guesser};
pub use language::{Language, Texts, Wanted, shortest};
pub use linear::{Linear, linear};
pub use path::{Captures, Globs, PathPattern};

/// How many backtracking steps a pattern may take on one text before it is given up (contract, section 7).
pub const BACKTRACK_LIMIT: usize = 100_000;

/// How many bytes what a pattern is compiled to may take.
pub const SIZE_LIMIT: usize = 10 << 20;

/// A regular expression of a schema or of site.toml, compiled with a bounded cost.
#[derive(Clone, Debug)]
pub struct Pattern(fancy_regex::Regex);

/// Why a pattern gave no answer: it took too many steps on this text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooCostly;

impl Pattern {
    /// Compiles `text`, a pattern of ECMA-262 with the flag `u`; the error says why that can't be done.
    pub fn new(text: &str) -> Result<Pattern, Unusable> {
        fancy_regex::RegexBuilder::new(&translated(text)?)
            .backtrack_limit(BACKTRACK_LIMIT)
            .delegate_size_limit(SIZE_LIMIT)
            .build()
            .map(Pattern)
            .map_err(|_| Unusable::too_large())
    }

    /// Whether the pattern matches somewhere in `text`.
    pub fn matches(&self, text: &str) -> Result<bool, TooCostly> {
        self.0.is_match(text).map_err(|_| TooCostly)
    }
}
