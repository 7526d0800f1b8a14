//! A schema as the last dialect spells it, so that two of different dialects are compared by what they say.

use serde_json::{Map, Value};

use crate::dialect::Dialect;
use crate::keyword::{Subschemas, lookup};

/// The schema, spelt as 2020-12 does. The recursion is bounded by the depth that the parsers allow.
pub fn modern(schema: &Value, dialect: Dialect) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    if dialect.ref_hides_siblings()
        && let Some(reference) = members.get("$ref")
    {
        return Value::Object(Map::from_iter([("$ref".to_owned(), renamed(reference))]));
    }
    let of = |value: &Value| modern(value, dialect);
    let mut made = Map::new();
    for (key, value) in members {
        let keyword = lookup(key);
        let value = match (keyword.subschemas, value) {
            (Subschemas::Map, Value::Object(inner)) if keyword.is_in(dialect) => {
                inner.iter().map(|(name, value)| (name.clone(), of(value))).collect()
            }
            (Subschemas::List, Value::Array(items)) if keyword.is_in(dialect) => items.iter().map(of).collect(),
            (Subschemas::One | Subschemas::OneOrList, value) if keyword.is_in(dialect) => of(value),
            _ => value.clone(),
        };
        let value = if key == "$ref" { renamed(&value) } else { value };
        let key = if key == "definitions" && value.is_object() { "$defs" } else { key };
        made.insert(key.to_owned(), value);
    }
    if dialect < Dialect::Draft202012 {
        tuples(&mut made, dialect);
    }
    if dialect < Dialect::Draft201909 {
        dependencies(&mut made, dialect);
    }
    if dialect == Dialect::Draft4 {
        for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            match made.get(exclusive) {
                Some(Value::Bool(true)) => {
                    if let Some(value) = made.shift_remove(bound) {
                        made.insert(exclusive.to_owned(), value);
                    } else {
                        made.shift_remove(exclusive);
                    }
                }
                Some(Value::Bool(false)) => drop(made.shift_remove(exclusive)),
                _ => {}
            }
        }
    }
    Value::Object(made)
}

/// A reference to a definition by the name of the later dialects.
fn renamed(reference: &Value) -> Value {
    reference.as_str().map_or_else(|| reference.clone(), |text| Value::from(by_later_name(text)))
}

/// A pointer to a definition by the name that later dialects have for where they stand.
pub fn by_later_name(pointer: &str) -> String {
    pointer.replace("/definitions/", "/$defs/")
}

/// Items by their position have a keyword of their own.
fn tuples(made: &mut Map<String, Value>, dialect: Dialect) {
    let rest = made.get("additionalItems").cloned();
    // Beside one schema for all items `additionalItems` says nothing.
    if let Some(Value::Array(items)) = made.get("items") {
        let items: Value = items.iter().map(|item| modern(item, dialect)).collect();
        made.shift_remove("items");
        made.insert("prefixItems".to_owned(), items);
        if let Some(rest) = rest {
            made.insert("items".to_owned(), rest);
        }
    }
    made.shift_remove("additionalItems");
}

/// What a name depends on, names or a schema.
fn dependencies(made: &mut Map<String, Value>, dialect: Dialect) {
    let Some(Value::Object(all)) = made.shift_remove("dependencies") else { return };
    let (names, schemas): (Map<String, Value>, Map<String, Value>) =
        all.into_iter().partition(|(_, value)| value.is_array() || value.is_string());
    let names: Map<String, Value> = names
        .into_iter()
        .map(|(name, value)| (name, if value.is_string() { Value::Array(vec![value]) } else { value }))
        .collect();
    let schemas: Map<String, Value> =
        schemas.into_iter().map(|(name, value)| (name, modern(&value, dialect))).collect();
    for (key, map) in [("dependentRequired", names), ("dependentSchemas", schemas)] {
        if !map.is_empty() {
            made.insert(key.to_owned(), Value::Object(map));
        }
    }
}
