//! Examples.

use serde_json::{Value, json};

use crate::Kind;
use crate::project::{Project, list, object, one, proved};

pub const KINDS: &[Kind] = &[
    ("example-files", 50, example_files),
    ("example-items", 500, example_items),
    ("wrong-items", 200, wrong_items),
    ("wrong-files", 50, wrong_files),
    ("embedded-examples", 200, embedded),
    ("costly-examples", 10, costly),
    ("because", 200, because),
    ("defaults", 200, defaults),
    ("deprecated-uses", 200, deprecated_uses),
    ("array-examples", 100, array_examples),
    ("orphans", 50, orphans),
    ("long-text", 1000, long_text),
];

const NUMBERS: &str = "schemas/s.json";

fn numbers() -> Project {
    one(json!({ "type": "object", "properties": { "n": { "type": "integer" } } }))
}

/// Files that are examples of one schema.
fn example_files(size: usize) -> Project {
    numbers().each(size, |n| (format!("examples/s/e{n}.json"), json!({ "n": n }).to_string()))
}

/// One example of many items.
fn example_items(size: usize) -> Project {
    proved(
        json!({ "type": "array", "items": { "properties": { "n": { "type": "integer" } } } }),
        list(size, |n| json!({ "n": n })),
    )
}

/// One example in which all items are wrong.
fn wrong_items(size: usize) -> Project {
    proved(json!({ "type": "array", "items": { "type": "string" } }), list(size, |n| json!(n)))
}

/// Examples that are all wrong.
fn wrong_files(size: usize) -> Project {
    numbers().each(size, |n| (format!("examples/s/e{n}.json"), json!({ "n": format!("{n}") }).to_string()))
}

/// Examples that stand in their schema.
fn embedded(size: usize) -> Project {
    one(json!({ "properties": { "n": { "type": "integer" } }, "examples": list(size, |n| json!({ "n": n })) }))
}

/// Examples of a few bytes, each of which takes long to prove.
fn costly(size: usize) -> Project {
    let value = (0..6).fold(json!(1), |inner, _| json!({ "v": inner }));
    let level = |n: usize| {
        let next = json!({ "properties": { "v": { "$ref": format!("#/$defs/d{}", n + 1) } } });
        (
            format!("d{n}"),
            if n == 6 { json!({ "type": "string" }) } else { json!({ "oneOf": list(10, |_| next.clone()) }) },
        )
    };
    one(json!({ "$ref": "#/$defs/d0", "$defs": object(7, level), "examples": list(size, |_| value.clone()) }))
}

/// A counterexample with many reasons, none of which is stated, and as many that are stated and wrong.
fn because(size: usize) -> Project {
    let reasons: String = (0..size).map(|n| format!("  - {{ at: \"/{n}\", keyword: enum }}\n")).collect();
    let schema = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "array", "items": { "type": "string" } });
    Project::of(NUMBERS, schema)
        .and("examples/s/e.invalid.json", list(size, |_| json!(1)))
        .and("examples/s/e.invalid.md", format!("---\nexpect: invalid\nbecause:\n{reasons}---\n"))
}

/// Defaults that are all wrong.
fn defaults(size: usize) -> Project {
    one(
        json!({ "properties": object(size, |n| (format!("p{n}"), json!({ "type": "integer", "default": format!("{n}") }))) }),
    )
}

/// An example that uses what nobody should.
fn deprecated_uses(size: usize) -> Project {
    let properties = object(size, |n| (format!("p{n}"), json!({ "type": "integer", "deprecated": true })));
    proved(json!({ "properties": properties }), object(size, |n| (format!("p{n}"), json!(n))))
}

/// A file whose array is as many examples.
fn array_examples(size: usize) -> Project {
    let event = |n: usize| -> Value { json!({ "n": n, "text": "words" }) };
    numbers().and("examples/s/many.json", list(size, event))
}

/// Examples without a schema.
fn orphans(size: usize) -> Project {
    numbers().each(size, |n| (format!("examples/other-{n}/e{n}.json"), json!({ "n": n }).to_string()))
}

/// Texts that patterns look at.
fn long_text(size: usize) -> Project {
    proved(json!({ "pattern": "^(a|aa)+$", "maxLength": 10 }), json!("a".repeat(size * 10) + "b"))
}
