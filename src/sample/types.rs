//! The types of JSON as a set.

use serde_json::Value;

/// Some of the types; a number is an integer or a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    pub const NONE: Types = Types(0);
    pub const NULL: Types = Types(1);
    pub const BOOLEAN: Types = Types(2);
    pub const INTEGER: Types = Types(4);
    pub const FRACTION: Types = Types(8);
    pub const STRING: Types = Types(16);
    pub const ARRAY: Types = Types(32);
    pub const OBJECT: Types = Types(64);
    pub const NUMBER: Types = Types(12);
    pub const ALL: Types = Types(127);

    /// The type of a name; none where nobody knows it.
    pub fn of_name(name: &str) -> Types {
        match name {
            "null" => Types::NULL,
            "boolean" => Types::BOOLEAN,
            "integer" => Types::INTEGER,
            "number" => Types::NUMBER,
            "string" => Types::STRING,
            "array" => Types::ARRAY,
            "object" => Types::OBJECT,
            "any" => Types::ALL,
            _ => Types::NONE,
        }
    }

    /// The type of a value.
    pub fn of(value: &Value) -> Types {
        match value {
            Value::Null => Types::NULL,
            Value::Bool(_) => Types::BOOLEAN,
            Value::Number(number) if !number.is_f64() => Types::INTEGER,
            Value::Number(number) if number.as_f64().is_some_and(|it| it.fract() == 0.0) => Types::INTEGER,
            Value::Number(_) => Types::FRACTION,
            Value::String(_) => Types::STRING,
            Value::Array(_) => Types::ARRAY,
            Value::Object(_) => Types::OBJECT,
        }
    }

    /// Those of either.
    pub fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// Those of both.
    pub fn and(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    /// Whether one of them is among the others.
    pub fn meets(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }
}
