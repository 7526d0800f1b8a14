//! What is said otherwise in a schema, a sentence for each keyword at its pointer, by the names that readers of events know.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::moves::{Moves, renamed, retyped};
use super::shown::{SILENT, dotted, shown};
use super::{Edit, Fact};
use crate::source::join;
use crate::words::listed;

/// How many sentences are made of one schema.
const FACTS: usize = 200;

/// Keywords that hold schemas by name, and those that hold one.
const MAPS: [&str; 6] = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];
const SINGLE: [&str; 12] = [
    "additionalProperties",
    "propertyNames",
    "items",
    "additionalItems",
    "contains",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
];
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// The facts in which two schemas differ.
pub fn facts(old: &Value, new: &Value) -> Vec<Fact> {
    let mut words = Words { facts: Vec::new(), unlisted: 0, moves: Moves::default() };
    words.schema(old, new, "", "");
    std::mem::take(&mut words.moves).apply(&mut words.facts);
    drop_implied_by_renaming(&mut words.facts);
    if words.unlisted > 0 {
        let message = format!("{} more", words.unlisted);
        words.facts.push(Fact::new(message, None));
    }
    words.facts
}

/// Takes out what a property that has another name is required by: its sentence says it, where both names were and are.
fn drop_implied_by_renaming(facts: &mut Vec<Fact>) {
    let implied: Vec<(String, [String; 2])> = facts
        .iter()
        .filter_map(|fact| match &fact.edit {
            Edit::Rename { required, implied, .. } => Some((required.clone(), implied.clone())),
            _ => None,
        })
        .collect();
    for (pointer, messages) in implied {
        let is_implied = |fact: &Fact| fact.pointer == pointer && messages.contains(&fact.message);
        if facts.iter().filter(|fact| is_implied(fact)).count() == messages.len() {
            facts.retain(|fact| !is_implied(fact));
        }
    }
}

fn required_now(name: &str) -> String {
    format!("`{name}`: required now")
}

fn not_required(name: &str) -> String {
    format!("`{name}`: no longer required")
}

struct Words {
    facts: Vec<Fact>,
    unlisted: usize,
    moves: Moves,
}

/// The kind of a schema in a word or two.
fn kind(schema: &Value) -> String {
    match schema.get("type").or_else(|| schema.get("$ref")) {
        Some(kind) => format!(" ({})", shown(kind)),
        None => String::new(),
    }
}

impl Words {
    fn say(&mut self, pointer: &str, label: &str, message: &str) {
        self.say_of(pointer, Edit::Whole, label, message);
    }

    fn say_of(&mut self, pointer: &str, edit: Edit, label: &str, message: &str) {
        let message = if label.is_empty() { message.to_owned() } else { format!("`{label}`: {message}") };
        self.say_as(pointer, edit, message);
    }

    fn say_as(&mut self, pointer: &str, edit: Edit, message: String) {
        if self.facts.len() >= FACTS {
            self.unlisted += 1;
            return;
        }
        self.facts.push(Fact { pointer: pointer.to_owned(), message, breaks: None, place: None, edit });
    }

    /// The recursion is bounded by the depth that the parsers allow.
    fn schema(&mut self, old: &Value, new: &Value, pointer: &str, label: &str) {
        if old == new {
            return;
        }
        let (Value::Object(one), Value::Object(other)) = (old, new) else {
            let message = format!("{} → {}", shown(old), shown(new));
            return self.say(pointer, label, &message);
        };
        if let Some(message) = retyped(one, other).filter(|_| !pointer.is_empty()) {
            return self.say(pointer, label, &message);
        }
        let mut keys: Vec<&String> = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))).collect();
        keys.retain(|key| !SILENT.contains(&key.as_str()) && one.get(*key) != other.get(*key));
        for key in keys {
            self.keyword(key, one.get(key), other.get(key), &join(pointer, key), label);
        }
    }

    fn keyword(&mut self, key: &str, old: Option<&Value>, new: Option<&Value>, pointer: &str, label: &str) {
        let empty = Map::new();
        let map = |value: Option<&'_ Value>| value.and_then(Value::as_object).cloned();
        if MAPS.contains(&key) && [old, new].into_iter().flatten().all(Value::is_object) {
            let (one, other) = (map(old).unwrap_or(empty.clone()), map(new).unwrap_or(empty));
            return self.members(key, &one, &other, pointer, label);
        }
        match (key, old, new) {
            ("required", _, _) => self.required(old, new, pointer, label),
            ("enum", Some(Value::Array(one)), Some(Value::Array(other))) => {
                let missing = |of: &[Value], from: &[Value]| -> Vec<String> {
                    of.iter().filter(|value| !from.contains(value)).map(shown).collect()
                };
                let (gone, fresh) = (missing(one, other), missing(other, one));
                // What is gone and what is new are judged apart.
                let kept: Vec<Value> = one.iter().filter(|value| other.contains(value)).cloned().collect();
                let more: Vec<Value> = one.iter().chain(other.iter().filter(|it| !one.contains(it))).cloned().collect();
                if !gone.is_empty() {
                    let message = format!("no longer one of its values: {}", listed(gone));
                    self.say_of(pointer, Edit::Value(kept.into()), label, &message);
                }
                if !fresh.is_empty() {
                    let message = format!("one more of its values: {}", listed(fresh));
                    self.say_of(pointer, Edit::Value(more.into()), label, &message);
                }
            }
            (_, Some(one), Some(other)) if SINGLE.contains(&key) && one.is_object() && other.is_object() => {
                let below = match key {
                    "items" => format!("{label}[]"),
                    "additionalProperties" => dotted(label, "*"),
                    _ => label.to_owned(),
                };
                self.schema(one, other, pointer, &below);
            }
            (_, Some(Value::Array(one)), Some(Value::Array(other)))
                if LISTS.contains(&key) && one.len() == other.len() =>
            {
                for (at, (one, other)) in one.iter().zip(other).enumerate() {
                    self.schema(one, other, &format!("{pointer}/{at}"), label);
                }
            }
            (_, Some(Value::Array(one)), Some(Value::Array(other))) if LISTS.contains(&key) => {
                self.say(pointer, label, &format!("{key} has {} → {} schemas", one.len(), other.len()));
            }
            ("deprecated", _, new) => {
                let is_deprecated = new.and_then(Value::as_bool) == Some(true);
                let message = if is_deprecated { "deprecated now" } else { "no longer deprecated" };
                self.say(pointer, label, message);
            }
            (_, Some(one), Some(other)) => {
                self.say(pointer, label, &format!("{key} {} → {}", shown(one), shown(other)));
            }
            (_, None, Some(other)) => self.say(pointer, label, &format!("{key} {}, which is new", shown(other))),
            (_, Some(one), None) => self.say(pointer, label, &format!("{key} {} is gone", shown(one))),
            (_, None, None) => {}
        }
    }

    /// A property that has another name, and is required as it was.
    fn rename(&mut self, pointer: &str, label: &str, (from, to): (&str, &str), schema: Option<&Value>) {
        let edits = vec![(join(pointer, from), None), (join(pointer, to), schema.cloned())];
        let above = pointer.strip_suffix("/properties").unwrap_or_default();
        let implied = [required_now(&dotted(label, to)), not_required(&dotted(label, from))];
        let (required, from_name, to_name) = (join(above, "required"), from.to_owned(), to.to_owned());
        let edit = Edit::Rename { edits, required, from: from_name, to: to_name, implied };
        let message = format!("renamed to `{}`", dotted(label, to));
        self.say_of(&join(pointer, to), edit, &dotted(label, from), &message);
    }

    fn required(&mut self, old: Option<&Value>, new: Option<&Value>, pointer: &str, label: &str) {
        let names = |value: Option<&Value>| -> BTreeSet<String> {
            let names = value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        };
        let (one, other) = (names(old), names(new));
        // Each name is judged by itself.
        let edit = |names: BTreeSet<&String>| Edit::Value(names.into_iter().cloned().collect::<Vec<String>>().into());
        for name in other.difference(&one) {
            let edit = edit(one.iter().chain([name]).collect());
            self.say_as(pointer, edit, required_now(&dotted(label, name)));
        }
        for name in one.difference(&other) {
            let edit = edit(one.iter().filter(|own| *own != name).collect());
            self.say_as(pointer, edit, not_required(&dotted(label, name)));
        }
    }

    fn members(&mut self, key: &str, old: &Map<String, Value>, new: &Map<String, Value>, pointer: &str, label: &str) {
        let mut gone: Vec<&String> = old.keys().filter(|name| !new.contains_key(*name)).collect();
        let mut fresh: Vec<&String> = new.keys().filter(|name| !old.contains_key(*name)).collect();
        let named = |name: &str| match key {
            "$defs" | "definitions" => format!("#{name}"),
            _ => dotted(label, name),
        };
        if key == "properties" {
            for (from, to) in renamed(old, new, &gone, &fresh) {
                self.rename(pointer, label, (&from, &to), new.get(&to));
                gone.retain(|name| **name != from);
                fresh.retain(|name| **name != to);
            }
        }
        let noun = match key {
            "properties" => "property",
            "$defs" | "definitions" => "definition",
            _ => "schema",
        };
        for name in gone {
            if key == "properties" {
                self.moves.leaves(self.facts.len(), name, old.get(name));
            }
            self.say(&join(pointer, name), &named(name), &format!("the {noun} is gone"));
        }
        for name in fresh {
            if key == "properties" {
                self.moves.arrives(Some(self.facts.len()), name, new.get(name), &join(pointer, name), &named(name));
            }
            let kind = new.get(name).map(kind).unwrap_or_default();
            self.say(&join(pointer, name), &named(name), &format!("the {noun} is new{kind}"));
        }
        for (name, one) in old {
            if let Some(other) = new.get(name) {
                self.schema(one, other, &join(pointer, name), &named(name));
            }
        }
    }
}
