//! A generated project: N event schemas of about 6 kB over a shared envelope, two examples each, an AsyncAPI document for each 40.

#![allow(dead_code, reason = "each bench uses its part")]

pub mod events;
mod random;
pub mod resources;
mod system;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A folder that is removed when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Writes a project of `events` events into a folder of its own.
pub fn write(events: usize) -> Folder {
    let folder = Folder(std::env::temp_dir().join(format!("schemabook-bench-{}-{events}", std::process::id())));
    write_into(folder.path(), events);
    folder
}

/// Writes a project of `events` events into a folder, which stays.
pub fn write_into(folder: &Path, events: usize) {
    put(folder, "schemas/shared/envelope.json", &envelope().to_string());
    for number in 0..events {
        let (domain, name) = (number / 40, format!("event_{number}"));
        put(folder, &format!("schemas/domain_{domain}/{name}.json"), &pretty(&schema(domain, number)));
        for (example, full) in [("full", true), ("minimal", false)] {
            let path = format!("examples/domain_{domain}/{name}/{example}.json");
            put(folder, &path, &pretty(&instance(domain, number, full)));
        }
    }
    for domain in 0..events.div_ceil(40) {
        put(folder, &format!("asyncapi/domain_{domain}.yaml"), &document(domain, events));
    }
}

/// Writes a system of `channels` channels in 25 documents into a folder of its own.
pub fn write_system(channels: usize) -> Folder {
    let folder =
        Folder(std::env::temp_dir().join(format!("schemabook-bench-{}-system-{channels}", std::process::id())));
    for (name, text) in system::documents(channels, 25) {
        put(&folder.0, &name, &text);
    }
    folder
}

/// The same with schemas that lead back to themselves: an event may carry any value beside what is known of it.
pub fn write_recursive(events: usize) -> Folder {
    let folder =
        Folder(std::env::temp_dir().join(format!("schemabook-bench-{}-recursive-{events}", std::process::id())));
    write_into(folder.path(), events);
    for number in 0..events {
        let domain = number / 40;
        let path = format!("schemas/domain_{domain}/event_{number}.json");
        put(folder.path(), &path, &pretty(&recursive(schema(domain, number))));
    }
    folder
}

fn recursive(mut schema: Value) -> Value {
    schema["$defs"] = json!({ "any": { "anyOf": [
        { "type": ["null", "boolean", "number", "string"] },
        { "type": "array", "items": { "$ref": "#/$defs/any" } },
        { "type": "object", "additionalProperties": { "$ref": "#/$defs/any" } },
    ] } });
    schema["properties"]["data"]["properties"]["more"] =
        json!({ "$ref": "#/$defs/any", "description": "What else is known." });
    schema
}

/// An event of a recursive schema.
pub fn recursive_instance(domain: usize, number: usize) -> Value {
    let mut instance = instance(domain, number, true);
    instance["data"]["more"] = json!({ "list": [1, { "text": "x" }], "none": null });
    instance
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a temporary folder can be written to");
    fs::write(path, text).expect("a temporary file can be written");
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn envelope() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Envelope",
        "description": "What every event carries.",
        "type": "object",
        "required": ["id", "type", "time"],
        "properties": {
            "id": { "type": "string", "format": "uuid", "description": "Identity of the event." },
            "type": { "type": "string", "description": "Name of the event." },
            "time": { "type": "string", "format": "date-time", "description": "When it happened." },
        },
    })
}

/// Twenty-four properties in four shapes.
fn schema(domain: usize, number: usize) -> Value {
    let properties = (0..24).map(|field| {
        let schema = match field % 4 {
            0 => json!({ "type": "string", "minLength": 1, "maxLength": 80, "description": format!("Text **{field}** of the event.") }),
            1 => json!({ "type": "integer", "minimum": 0, "maximum": 1000 + field, "description": "A count." }),
            2 => json!({ "type": "string", "enum": ["open", "closed", "pending"], "description": "A state." }),
            _ => json!({ "type": "array", "maxItems": 9, "items": { "type": "string", "pattern": "^[a-z]+$" }, "description": "Labels." }),
        };
        (format!("field_{field}"), schema)
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Event {number}"),
        "description": "Published when something happened.\n\n1. It is read once.\n2. It is kept.",
        "allOf": [{ "$ref": "../shared/envelope.json" }],
        "required": ["data"],
        "properties": {
            "type": { "const": format!("domain_{domain}.event_{number}") },
            "data": {
                "type": "object",
                "description": "What happened.",
                "required": ["field_0", "field_1"],
                "additionalProperties": false,
                "properties": properties.collect::<serde_json::Map<_, _>>(),
            },
        },
        "unevaluatedProperties": false,
    })
}

/// An event; `full` ones have all properties.
pub fn instance(domain: usize, number: usize, full: bool) -> Value {
    let fields = (0..if full { 24 } else { 2 }).map(|field| {
        let value = match field % 4 {
            0 => json!("text"),
            1 => json!(number % 1000),
            2 => json!("open"),
            _ => json!(["a", "b"]),
        };
        (format!("field_{field}"), value)
    });
    json!({
        "id": "0190a3c5-7e5b-7c1a-9d2e-3f4a5b6c7d8e",
        "type": format!("domain_{domain}.event_{number}"),
        "time": "2026-01-31T09:30:00Z",
        "data": fields.collect::<serde_json::Map<_, _>>(),
    })
}

fn document(domain: usize, events: usize) -> String {
    let mut text = format!("asyncapi: 3.0.0\ninfo:\n  title: Domain {domain}\n  version: 1.0.0\nchannels:\n");
    for number in domain * 40..events.min(domain * 40 + 40) {
        text.push_str(&format!(
            "  event_{number}:\n    address: domain.{domain}.{number}\n    messages:\n      event_{number}:\n        name: domain_{domain}.event_{number}\n        payload:\n          $ref: '../schemas/domain_{domain}/event_{number}.json'\n"
        ));
    }
    text
}
