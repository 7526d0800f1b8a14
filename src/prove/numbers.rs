//! Keywords about numbers of which 64 bits hold but the beginning: where such a number takes part, these stand in the place of jsonschema's,
//! which know numbers as doubles.
//!
//! They cost nothing elsewhere. What would take too long to divide is one more thing that can't be told.

use std::cmp::Ordering;

use jsonschema::{Keyword, ValidationError};
use serde_json::{Map, Value, json};

use super::assumption::Assumption;
use super::effort::Watched;
use super::spanned::{Options, Spanned};
use crate::resolve::LONG_NUMBERS;
use crate::source::{Decimal, Format, Kind, Member, Node, Source};

/// The keywords that compare whole values.
const VALUES: [&str; 2] = ["const", "enum"];

/// What a value is in the copy of a schema that JSON's numbers of 64 bits don't hold: an object with this key, and the value as JSON.
const WRITTEN: &str = "x-schemabook-written";

/// A number of which nothing can be told.
const UNKNOWN: &str = "1e999999999999999999";

/// Puts the digits of such numbers into the copy of a schema.
pub fn write(copy: &mut Map<String, Value>, schema: &Node) {
    for keyword in LONG_NUMBERS {
        if let Some(value) = schema.get(keyword).filter(|value| value.has_long_number()) {
            copy.insert(keyword.to_owned(), json!({ WRITTEN: text(value) }));
        }
    }
}

/// A value as JSON, with all digits. The recursion is bounded by the depth that the parsers allow.
fn text(value: &Node) -> String {
    let listed = |parts: Vec<String>| parts.join(",");
    match &value.kind {
        Kind::Number(number) => number.exact().map_or_else(|| UNKNOWN.to_owned(), |exact| exact.to_string()),
        Kind::Array(items) => format!("[{}]", listed(items.iter().map(text).collect())),
        Kind::Object(members) => {
            let member = |member: &Member| format!("{}:{}", Value::from(&*member.key), text(&member.value));
            format!("{{{}}}", listed(members.iter().map(member).collect()))
        }
        _ => value.to_value().to_string(),
    }
}

/// Whether a schema has such a number in a value, not only in a bound.
pub fn is_in_value(schema: &Node) -> bool {
    VALUES.iter().any(|keyword| schema.get(keyword).is_some_and(Node::has_long_number))
}

/// A validator's options with these keywords, and with those for values if `values` says that some schema has such a number in one. What
/// can't be told is what the assumption makes of it.
pub fn apply(mut options: Options<'_>, assumption: Assumption, values: bool) -> Options<'_> {
    for keyword in LONG_NUMBERS.into_iter().filter(|keyword| values || !VALUES.contains(keyword)) {
        options = options.with_keyword(keyword, move |schema, value, _| {
            Ok(Box::new(Exact::new(keyword, schema, value, assumption)))
        });
    }
    options
}

/// A keyword that compares numbers by their digits.
struct Exact {
    test: Test,
    /// The keyword of the latest draft that says the same.
    name: &'static str,
    assumption: Assumption,
}

/// What a keyword asks of an instance; of a number that can't be told nothing is known.
enum Test {
    Nothing,
    Bound { limit: Option<Decimal>, is_met_by: fn(Ordering) -> bool },
    Multiple(Option<Decimal>),
    AnyOf(Vec<Node>),
}

impl Exact {
    fn new(keyword: &'static str, schema: &Map<String, Value>, value: &Value, assumption: Assumption) -> Exact {
        let value = written(value);
        let number = match value.as_ref().map(|value| &value.kind) {
            Some(Kind::Number(number)) => Some(number.exact()),
            _ => None,
        };
        // In draft-04 a flag beside the bound says that it is out of bounds itself.
        let is_out = |flag: &str| schema.get(flag).and_then(Value::as_bool) == Some(true);
        let name = match keyword {
            "minimum" if is_out("exclusiveMinimum") => "exclusiveMinimum",
            "maximum" if is_out("exclusiveMaximum") => "exclusiveMaximum",
            _ => keyword,
        };
        let is_met_by: fn(Ordering) -> bool = match name {
            "minimum" => Ordering::is_ge,
            "maximum" => Ordering::is_le,
            "exclusiveMinimum" => Ordering::is_gt,
            _ => Ordering::is_lt,
        };
        let test = match (name, number, value) {
            ("const", _, Some(value)) => Test::AnyOf(vec![value]),
            ("enum", _, Some(values)) => Test::AnyOf(values.items().to_vec()),
            ("multipleOf", Some(divisor), _) => Test::Multiple(divisor),
            (_, Some(limit), _) => Test::Bound { limit, is_met_by },
            _ => Test::Nothing,
        };
        Exact { test, name, assumption }
    }

    /// What the keyword says of an instance; `None` if that can't be told.
    fn verdict(&self, instance: &Node) -> Option<bool> {
        match (&self.test, &instance.kind) {
            (Test::AnyOf(values), _) => any_is_same(values, instance),
            (Test::Bound { limit, is_met_by }, Kind::Number(number)) => {
                Some(is_met_by(number.exact()?.cmp(limit.as_ref()?)))
            }
            (Test::Multiple(divisor), Kind::Number(number)) => number.exact()?.is_multiple_of(divisor.as_ref()?),
            _ => Some(true),
        }
    }
}

impl<'i> Keyword<'i, Spanned> for Exact {
    fn validate(&self, instance: Watched<'i>) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) { Ok(()) } else { Err(ValidationError::custom(self.name)) }
    }

    fn is_valid(&self, instance: Watched<'i>) -> bool {
        let values = if let Test::AnyOf(values) = &self.test { values.as_slice() } else { &[] };
        // Where no more may be looked at, what is said does not count.
        if !values.iter().all(|value| instance.take(value.count() as u64)) {
            return false;
        }
        self.verdict(instance.node).unwrap_or(self.assumption == Assumption::Everything)
    }
}

/// The value of a keyword in the copy, with all its digits.
fn written(value: &Value) -> Option<Node> {
    let text = match value.get(WRITTEN).and_then(Value::as_str) {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    };
    Source::from_file("", Format::Json, text.into_bytes()).root().cloned()
}

/// Whether one of the values is the instance; `None` if that can't be told.
fn any_is_same(values: &[Node], instance: &Node) -> Option<bool> {
    let mut undecided = false;
    for value in values {
        match is_same(value, instance) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => undecided = true,
        }
    }
    if undecided { None } else { Some(false) }
}

/// Whether both are the same value of JSON, as JSON Schema compares them: `1` and `1.0` are. The recursion is bounded by the depth that the
/// parsers allow.
fn is_same(one: &Node, other: &Node) -> Option<bool> {
    match (&one.kind, &other.kind) {
        (Kind::Number(one), Kind::Number(other)) => Some(one.exact()? == other.exact()?),
        (Kind::Array(ones), Kind::Array(others)) if ones.len() == others.len() => {
            all(ones.iter().zip(others).map(|(one, other)| is_same(one, other)))
        }
        (Kind::Object(ones), Kind::Object(others)) if ones.len() == others.len() => {
            all(ones.iter().map(|one| other.get(&one.key).map_or(Some(false), |other| is_same(&one.value, other))))
        }
        (Kind::Array(_) | Kind::Object(_), _) => Some(false),
        (one, other) => Some(one == other),
    }
}

/// Whether all hold; `None` if that can't be told.
fn all(verdicts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut undecided = false;
    for verdict in verdicts {
        match verdict {
            Some(true) => {}
            Some(false) => return Some(false),
            None => undecided = true,
        }
    }
    if undecided { None } else { Some(true) }
}
