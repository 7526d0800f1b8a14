//! Schemas as controllers of clusters publish them: one document each, all objects inline and deep, 50 kB on average, the longest 1.7 MB.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::random::Random;
use super::{pretty, put};

/// How long documents are, in bytes, and how many of a hundred are so long: 50 kB on average.
const LENGTHS: [(usize, usize); 5] = [(6_000, 45), (20_000, 30), (60_000, 15), (160_000, 7), (420_000, 3)];

/// The longest; the first of each thousand is.
const LONGEST: usize = 1_700_000;

/// Writes `schemas` schemas into a folder.
pub fn write(folder: &Path, schemas: usize) {
    for number in 0..schemas {
        let mut random = Random::of(&format!("resource {number}"));
        let chance = random.below(100);
        let mut sum = 0;
        let length = LENGTHS.iter().find(|(_, share)| {
            sum += share;
            chance < sum
        });
        let length =
            if number % 1_000 == 0 && schemas >= 100 { LONGEST } else { length.map_or(6_000, |(length, _)| *length) };
        let schema = resource(&mut random, number, length);
        put(folder, &format!("schemas/group-{}/kind{number}.json", number / 50), &pretty(&schema));
    }
}

fn resource(random: &mut Random, number: usize, length: usize) -> Value {
    // Objects are filled until the text is about as long as it should be: the sum is kept while it grows.
    let mut left = length as isize;
    let mut spec = Map::new();
    while left > 0 {
        let name = name(random, spec.len());
        let schema = property(random, 0, &mut left);
        spec.insert(name, schema);
    }
    let status = json!({
        "type": "object",
        "description": "What was observed last.",
        "properties": {
            "phase": { "type": "string", "enum": ["Pending", "Running", "Failed"] },
            "observedGeneration": { "type": "integer", "format": "int64" },
        },
    });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("Kind{number}"),
        "description": random.sentence(14),
        "type": "object",
        "required": ["spec"],
        "properties": {
            "apiVersion": { "type": "string", "description": "The version of the schema of this object." },
            "kind": { "type": "string", "description": "What this object stands for." },
            "metadata": { "type": "object" },
            "spec": { "type": "object", "description": "What is wanted.", "properties": spec },
            "status": status,
        },
    })
}

/// A property that takes some of the length that is left.
fn property(random: &mut Random, depth: usize, left: &mut isize) -> Value {
    let words = random.between(8, 40);
    let description = random.sentence(words);
    // Each line is indented as deep as it stands.
    let indent = 8 + depth * 6;
    *left -= (description.len() + 60 + 3 * indent) as isize;
    let kind = random.below(10);
    if depth < 9 && kind < 4 && *left > 0 {
        let mut properties = Map::new();
        for _ in 0..random.between(2, 6) {
            let name = name(random, properties.len());
            let schema = property(random, depth + 1, left);
            properties.insert(name, schema);
        }
        *left -= (60 + 4 * indent) as isize;
        let first = properties.keys().next().cloned();
        let object = json!({ "type": "object", "properties": properties, "required": [first] });
        return match kind {
            0 => json!({ "description": description, "type": "array", "items": object }),
            _ => with(object, &description),
        };
    }
    let scalar = match kind % 5 {
        0 => json!({ "type": "integer", "format": "int32", "minimum": 0 }),
        1 => json!({ "type": "boolean", "default": false }),
        2 => json!({ "type": "string", "enum": ["Always", "IfNotPresent", "Never"] }),
        3 => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        _ => json!({ "type": "string", "maxLength": 253, "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" }),
    };
    with(scalar, &description)
}

fn with(schema: Value, description: &str) -> Value {
    let mut own = Map::new();
    own.insert("description".to_owned(), json!(description));
    own.extend(schema.as_object().cloned().unwrap_or_default());
    Value::Object(own)
}

fn name(random: &mut Random, number: usize) -> String {
    let stem = random
        .one(&["template", "selector", "limits", "policy", "claim", "probe", "source", "target", "volume", "window"]);
    format!("{stem}{number}")
}
