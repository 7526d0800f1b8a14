//! Counts of events, in all and by type.

use std::collections::HashMap;

use serde::Serialize;

/// How many types are counted apart, and the longest name of one; the rest is counted together, so that no input fills the memory.
const LISTED: usize = 10_000;
const LONGEST: usize = 255;

/// The name under which types are counted that are not counted apart.
const OTHERS: &str = "…";

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Valid,
    /// Not accepted by its schema, or nothing that could be asked about: not JSON, or its schema is no schema.
    Invalid,
    /// No schema is known for its type, or it has none.
    UnknownType,
}

/// Events by outcome, in all and by type.
#[derive(Debug, Default)]
pub struct Tally {
    pub all: TypeTally,
    /// By name, in the order in which the names came up; the empty name has the events without a type.
    types: Vec<(Box<str>, TypeTally)>,
    numbers: HashMap<Box<str>, usize>,
}

/// Events by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TypeTally {
    pub events: u64,
    pub valid: u64,
    pub invalid: u64,
    pub unknown_type: u64,
}

impl TypeTally {
    fn of(outcome: Outcome) -> TypeTally {
        let count = |own| u64::from(outcome == own);
        TypeTally {
            events: 1,
            valid: count(Outcome::Valid),
            invalid: count(Outcome::Invalid),
            unknown_type: count(Outcome::UnknownType),
        }
    }

    fn add(&mut self, other: TypeTally) {
        self.events += other.events;
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.unknown_type += other.unknown_type;
    }
}

impl Tally {
    /// Counts an event.
    pub fn count(&mut self, event_type: Option<&str>, outcome: Outcome) {
        let one = TypeTally::of(outcome);
        self.all.add(one);
        self.add_type(event_type.unwrap_or_default(), one);
    }

    /// Adds the counts of events that came later.
    pub fn add(&mut self, later: Tally) {
        self.all.add(later.all);
        for (name, counts) in &later.types {
            self.add_type(name, *counts);
        }
    }

    fn add_type(&mut self, name: &str, counts: TypeTally) {
        let number = self.numbers.get(name).copied();
        let number = number.unwrap_or_else(|| {
            let full = name.len() > LONGEST || self.types.len() >= LISTED;
            let name = if full { OTHERS } else { name };
            *self.numbers.entry(name.into()).or_insert_with(|| {
                self.types.push((name.into(), TypeTally::default()));
                self.types.len() - 1
            })
        });
        self.types[number].1.add(counts);
    }

    /// The counts of each type, by name.
    pub fn by_type(&self) -> Vec<(&str, TypeTally)> {
        let mut types: Vec<(&str, TypeTally)> = self.types.iter().map(|(name, counts)| (&**name, *counts)).collect();
        types.sort_by_key(|(name, _)| *name);
        types
    }

    /// Whether some event is not valid.
    pub fn has_bad(&self) -> bool {
        self.all.valid < self.all.events
    }
}
