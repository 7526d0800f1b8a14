//! The dictionary of fields: each property name with everything that the schemas say about it.

use std::sync::Arc;

use crate::source::Place;

/// A property name, over all schemas.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    /// What it is said to hold, the most frequent first.
    pub readings: Vec<FieldReading>,
    /// The catalogs in which some of it excludes another part.
    pub disagreements: Vec<Disagreement>,
    /// Fields whose names differ in case and separators only, by number: `orderId`, `order_id`.
    pub also: Vec<usize>,
}

/// One of the things that a property name is said to hold, and the properties of which that is said.
#[derive(Clone, Debug)]
pub struct FieldReading {
    pub reading: Reading,
    /// In the order of catalogs, then of schemas.
    pub uses: Vec<Arc<FieldUse>>,
}

/// A property of a schema. What a schema says of one path in several places is one use, unless it is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldUse {
    pub catalog: usize,
    /// The schema document, or the schema of an AsyncAPI document, that the property is in.
    pub root: Place,
    /// The property's own schema.
    pub place: Place,
}

impl FieldUse {
    /// The pointer from the root to the property's schema.
    pub fn below(&self) -> &str {
        self.place.pointer.strip_prefix(&*self.root.pointer).unwrap_or_default()
    }
}

/// What sort of value a schema describes, as far as that matters to those who read the value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading {
    pub types: Types,
    pub format: Option<Box<str>>,
}

/// A set of JSON types, `null` left out: whether a value may be missing is another question. The empty set is that of a schema which
/// does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Types(u8);

const NAMES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];
const INTEGER: u8 = 1 << 2;
const NUMBER: u8 = 1 << 3;

impl Types {
    /// The set of one type; empty for `null` and for what is no type.
    pub fn of(name: &str) -> Types {
        NAMES.iter().position(|known| *known == name).map_or(Types(0), |bit| Types(1 << bit))
    }

    /// The names of the types, in alphabetical order.
    pub fn names(self) -> Vec<&'static str> {
        let all = NAMES.iter().enumerate().filter(|(bit, _)| self.0 & (1 << bit) != 0);
        all.map(|(_, name)| *name).collect()
    }

    /// Whether nothing is said.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of them are read at a glance: no array and no object.
    pub fn are_scalars(self) -> bool {
        let wholes = Types::of("array").0 | Types::of("object").0;
        !self.is_empty() && self.0 & wholes == 0
    }

    /// What is in either; beside numbers, integers need no mention.
    pub fn or(self, other: Types) -> Types {
        let either = self.0 | other.0;
        Types(if either & NUMBER == 0 { either } else { either & !INTEGER })
    }

    /// What is in both; an integer is a number.
    pub fn and(self, other: Types) -> Types {
        let whole = |set: u8| if set & NUMBER == 0 { set } else { set | INTEGER };
        Types(whole(self.0) & whole(other.0)).or(Types(0))
    }
}

/// A catalog in which a name is said to hold things that exclude one another.
#[derive(Clone, Debug)]
pub struct Disagreement {
    pub catalog: usize,
    /// How many schemas say each of these, by the number of the reading; the most frequent first.
    pub readings: Vec<(usize, usize)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_a_number() {
        let (integer, number, string) = (Types::of("integer"), Types::of("number"), Types::of("string"));
        assert_eq!(integer.and(number), integer);
        assert_eq!(number.and(number), number);
        assert_eq!(integer.or(string).and(number), integer);
        assert_eq!(integer.or(number), number);
        assert!(string.and(number).is_empty());
        assert_eq!(string.or(integer).names(), ["integer", "string"]);
    }
}
