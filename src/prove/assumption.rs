//! What can't be told of schemas, and what is assumed of it.
//!
//! A reference that leads nowhere and a pattern that can't be used are proved both ways: once as if they allowed everything, once as if
//! they allowed nothing. If the verdict is the same, it stands; otherwise the example is `unchecked`.

/// What is assumed of what can't be told: where a reference leads that leads nowhere, what a pattern matches that no engine reads. Where a
/// verdict is the same under all assumptions, it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// It allows everything.
    Everything,
    /// It allows nothing; where names are matched, it matches each of them, or none.
    Nothing { names_match: bool },
}

impl Assumption {
    /// All that a verdict is to be the same under, beside [`Assumption::Everything`].
    pub const NOTHING: [Assumption; 2] =
        [Assumption::Nothing { names_match: false }, Assumption::Nothing { names_match: true }];
}

/// What can't be told of the schemas in some sources.
#[derive(Clone, Copy, Default)]
pub struct Open {
    pub references: bool,
    pub patterns: bool,
    /// Whether numbers take part of which 64 bits hold but the beginning.
    pub numbers: bool,
}

impl Open {
    /// Whether there is something.
    pub fn is_any(self) -> bool {
        self.references || self.patterns || self.numbers
    }

    /// The assumptions that a verdict has to hold under as well.
    pub fn assumptions(self) -> &'static [Assumption] {
        let needed = if self.patterns { Assumption::NOTHING.len() } else { usize::from(self.is_any()) };
        &Assumption::NOTHING[..needed]
    }

    /// What a verdict depends on where it does not hold.
    pub fn cause(self) -> String {
        let causes = [
            (self.references, "a reference that leads nowhere"),
            (self.patterns, "a pattern that can't be used"),
            (self.numbers, "a number with too many digits to be compared"),
        ];
        causes.into_iter().filter(|(is_open, _)| *is_open).map(|(_, cause)| cause).collect::<Vec<_>>().join(", or on ")
    }
}
