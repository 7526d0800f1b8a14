//! Why the two readings of a pair differ: what an event that is taken but not declared runs into. Each is one kind of sentence.

use super::{Judged, Verdict};

/// What the new version says that only events meet which hold more than the old one declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Undeclared {
    /// A property is declared whose name an open object could hold with any value.
    Declared,
    /// An open object is closed.
    Closed,
    /// What may be called how is limited.
    Named,
    /// How many properties there may be is limited.
    Counted,
    /// A property that was not declared asks for others, or for the shape of the whole.
    Dependent,
    /// A combination of schemas looks at what was not declared.
    Combined,
    /// The one is decided, and the other is not.
    Undecided,
}

impl Undeclared {
    /// The sentence.
    pub fn words(self) -> &'static str {
        match self {
            Undeclared::Declared => "a property is declared whose name an open object could hold with another value",
            Undeclared::Closed => "an open object is closed to properties that it did not declare",
            Undeclared::Named => "the names of properties that it did not declare are limited",
            Undeclared::Counted => "the number of properties is limited, those that it did not declare among them",
            Undeclared::Dependent => "a property that it did not declare asks for others",
            Undeclared::Combined => "a combination of schemas looks at properties that it did not declare",
            Undeclared::Undecided => "by one reading it is undecided",
        }
    }
}

/// Why the readings differ; `None` where they don't.
pub fn strict_alone(judged: &Judged) -> Option<Undeclared> {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Safe => 0,
        Verdict::Open(_) => 1,
        Verdict::Breaks { .. } => 2,
    };
    if rank(&judged.strict) == rank(&judged.declared) {
        return None;
    }
    let (Verdict::Breaks { because, .. }, Verdict::Safe) = (&judged.strict, &judged.declared) else {
        return Some(Undeclared::Undecided);
    };
    let kinds = because.iter().map(|(_, keyword)| match keyword.as_str() {
        "additionalProperties" | "unevaluatedProperties" => Undeclared::Closed,
        "propertyNames" => Undeclared::Named,
        "maxProperties" => Undeclared::Counted,
        "dependencies" | "dependentRequired" | "dependentSchemas" | "required" => Undeclared::Dependent,
        "anyOf" | "oneOf" | "not" | "if" => Undeclared::Combined,
        _ => Undeclared::Declared,
    });
    // What closes an object says more than what follows from it.
    kinds.min_by_key(|kind| match kind {
        Undeclared::Closed => 0,
        Undeclared::Named | Undeclared::Counted => 1,
        Undeclared::Dependent => 2,
        Undeclared::Combined => 3,
        Undeclared::Declared | Undeclared::Undecided => 4,
    })
}
