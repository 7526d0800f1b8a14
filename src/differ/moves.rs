//! Properties that are called otherwise, stand elsewhere or are of another type: one sentence for what is one change.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Fact;
use super::shown::{SILENT, dotted, shown};
use crate::source::join;

/// How many properties are looked at that came with others.
const LOOKED_AT: usize = 1_000;

/// What is another type altogether, in words: no value of the one is of the other.
pub fn retyped(old: &Map<String, Value>, new: &Map<String, Value>) -> Option<String> {
    let (one, other) = (types(old.get("type")?)?, types(new.get("type")?)?);
    let overlap = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
        one.iter().any(|name| other.contains(name) || (*name == "integer" && other.contains("number")))
    };
    let is_other = !one.is_empty() && !other.is_empty() && !overlap(&one, &other) && !overlap(&other, &one);
    let shown = |schema: &Map<String, Value>| shown(&schema["type"]);
    is_other.then(|| format!("retyped {} → {}", shown(old), shown(new)))
}

fn types(value: &Value) -> Option<BTreeSet<&str>> {
    match value {
        Value::String(name) => Some(BTreeSet::from([name.as_str()])),
        Value::Array(names) => names.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// What a schema says, but for what readers alone are told.
fn without_annotations(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let kept = members.iter().filter(|(key, _)| !SILENT.contains(&key.as_str()));
    Value::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect())
}

/// Whether a schema says so much that another which says the same is hardly another.
fn says_much(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| members.len() > 1)
}

/// A name as it is in all ways to write it: `customerId` and `customer_id`.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Properties that have another name: what they say is the same, and it is much or the names are one, written otherwise. Only what can be no
/// other counts.
pub fn renamed(
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    gone: &[&String],
    fresh: &[&String],
) -> Vec<(String, String)> {
    if gone.is_empty() || gone.len() * fresh.len() > LOOKED_AT {
        return Vec::new();
    }
    let is_like = |from: &String, to: &String| {
        let (Some(one), Some(other)) = (old.get(from), new.get(to)) else { return false };
        let is_written_alike = one == other && says_much(one);
        let (one, other) = (without_annotations(one), without_annotations(other));
        is_written_alike || (one == other && (says_much(&one) || plain(from) == plain(to)))
    };
    let pairs = gone.iter().flat_map(|from| fresh.iter().map(move |to| (*from, *to)));
    let pairs: Vec<(&String, &String)> = pairs.filter(|(from, to)| is_like(from, to)).collect();
    let is_only =
        |pair: &&(&String, &String)| pairs.iter().filter(|other| other.0 == pair.0 || other.1 == pair.1).count() == 1;
    pairs.iter().filter(is_only).map(|(from, to)| ((*from).clone(), (*to).clone())).collect()
}

/// Properties that are gone from one object and new in another.
#[derive(Default)]
pub struct Moves {
    /// The number of the fact, the name, what it says.
    left: Vec<(usize, String, Value)>,
    arrived: Vec<Arrived>,
}

struct Arrived {
    /// The number of the fact that tells it; none if it came with another.
    fact: Option<usize>,
    name: String,
    schema: Value,
    label: String,
}

impl Moves {
    /// Remembers a property that is gone.
    pub fn leaves(&mut self, fact: usize, name: &str, schema: Option<&Value>) {
        self.left.extend(schema.map(|schema| (fact, name.to_owned(), without_annotations(schema))));
    }

    /// Remembers a property that is new, and those that came with it.
    pub fn arrives(&mut self, fact: Option<usize>, name: &str, schema: Option<&Value>, pointer: &str, label: &str) {
        let Some(schema) = schema.filter(|_| self.arrived.len() < LOOKED_AT) else { return };
        let arrived =
            Arrived { fact, name: name.to_owned(), schema: without_annotations(schema), label: label.to_owned() };
        self.arrived.push(arrived);
        // The depth is bounded by that of the parsers.
        for (inner, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            self.arrives(None, inner, Some(schema), &join(pointer, inner), &dotted(label, inner));
        }
    }

    /// Says of what is gone here and new there under the same name, saying the same, that it was moved. It is judged as gone: events have it
    /// where it was.
    pub fn apply(self, facts: &mut Vec<Fact>) {
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for (number, name, schema) in &self.left {
            let is_same = |it: &&Arrived| it.name == *name && it.schema == *schema;
            let mut found = self.arrived.iter().filter(is_same);
            let (Some(to), None) = (found.next(), found.next()) else { continue };
            let is_only = self.left.iter().filter(|(_, other, left)| other == name && left == schema).count() == 1;
            let Some(fact) = facts.get_mut(*number).filter(|fact| is_only && fact.message.ends_with(GONE)) else {
                continue;
            };
            let stem = fact.message.trim_end_matches(GONE);
            fact.message = format!("{stem}moved to `{}`", to.label);
            told.extend(to.fact);
        }
        let mut number = 0;
        facts.retain(|_| {
            number += 1;
            !told.contains(&(number - 1))
        });
    }
}

/// How the sentence about a property that is gone ends.
const GONE: &str = "the property is gone";
