//! Schemas with much of one keyword.

use serde_json::{Value, json};

use crate::Kind;
use crate::project::{Project, list, object, one, proved, schema};

pub const KINDS: &[Kind] = &[
    ("schemas", 50, schemas),
    ("properties", 500, properties),
    ("nested", 20, nested),
    ("enum", 500, operands),
    ("enum-objects", 100, operands_of_objects),
    ("const", 200, constants),
    ("required", 100, required),
    ("property-names", 200, property_names),
    ("pattern-properties", 50, pattern_properties),
    ("dependent-schemas", 100, dependent_schemas),
    ("dependent-required", 100, dependent_required),
    ("conditions", 100, conditions),
    ("all-of", 100, all_of),
    ("one-of", 50, one_of),
    ("unevaluated", 100, unevaluated),
    ("unevaluated-items", 100, unevaluated_items),
    ("definitions-with-findings", 100, definitions_with_findings),
    ("properties-with-findings", 200, properties_with_findings),
    ("unknown-keywords", 200, unknown_keywords),
    ("titles", 20, titles),
    ("same-titles", 50, same_titles),
    ("versions", 20, versions),
];

fn text(n: usize) -> (String, Value) {
    (format!("p{n}"), json!({ "type": "string" }))
}

/// Honest schemas.
fn schemas(size: usize) -> Project {
    Project::default().each(size, |n| {
        let keywords = json!({ "title": format!("Schema {n}"), "type": "object", "properties": object(8, text), "required": ["p1"] });
        (format!("schemas/s{n}.json"), schema(keywords).to_string())
    })
}

/// One schema of many properties.
fn properties(size: usize) -> Project {
    one(
        json!({ "properties": object(size, |n| (format!("p{n}"), json!({ "type": "string", "description": "Some *words*." }))) }),
    )
}

/// Properties, each as deep as files allow.
fn nested(size: usize) -> Project {
    let deep =
        |n| (0..30).fold(json!({ "type": "string" }), |inner, _| json!({ "properties": { format!("of_{n}"): inner } }));
    one(json!({ "properties": object(size, |n| (format!("p{n}"), deep(n))) }))
}

/// Many operands, and an example of each.
fn operands(size: usize) -> Project {
    let words = list(size, |n| json!(format!("word-{n}")));
    proved(json!({ "type": "array", "items": { "enum": words } }), list(size, |n| json!(format!("word-{n}"))))
}

/// Operands that are objects.
fn operands_of_objects(size: usize) -> Project {
    one(json!({ "enum": list(size, |n| object(8, |m| (format!("p{m}"), json!([n, m])))) }))
}

/// A constant of many members, and an example that is none.
fn constants(size: usize) -> Project {
    let constant = object(size, |n| (format!("p{n}"), json!(n)));
    proved(
        json!({ "properties": { "v": { "const": constant } } }),
        json!({ "v": object(size, |n| (format!("p{n}"), json!(n + 1))) }),
    )
}

/// Objects that lack many names each.
fn required(size: usize) -> Project {
    let names = list(size, |n| json!(format!("p{n}")));
    proved(json!({ "type": "array", "items": { "required": names } }), list(size, |_| json!({})))
}

/// Names that are none of those that are listed.
fn property_names(size: usize) -> Project {
    let names = list(size, |n| json!(format!("name-{n}")));
    proved(json!({ "propertyNames": { "enum": names } }), object(size, |n| (format!("nmae-{n}"), json!(1))))
}

/// Patterns, each of which looks at each name.
fn pattern_properties(size: usize) -> Project {
    let patterns = object(size, |n| (format!("^p{n}_"), json!({ "type": "string" })));
    proved(
        json!({ "patternProperties": patterns, "additionalProperties": false }),
        object(size, |n| (format!("p{n}_x"), json!("v"))),
    )
}

/// What holds when a name is there.
fn dependent_schemas(size: usize) -> Project {
    let schemas = object(size, |n| (format!("p{n}"), json!({ "required": [format!("q{n}")] })));
    proved(
        json!({ "properties": object(size, text), "dependentSchemas": schemas }),
        object(size, |n| (format!("p{n}"), json!("v"))),
    )
}

/// Names that need others.
fn dependent_required(size: usize) -> Project {
    let names = object(size, |n| (format!("p{n}"), json!([format!("q{n}"), format!("r{n}")])));
    proved(json!({ "dependentRequired": names }), object(size, |n| (format!("p{n}"), json!("v"))))
}

/// Conditions beside one another.
fn conditions(size: usize) -> Project {
    let condition =
        |n| json!({ "if": { "properties": { "kind": { "const": n } } }, "then": { "required": [format!("p{n}")] } });
    proved(
        json!({ "properties": { "kind": { "type": "integer" } }, "allOf": list(size, condition) }),
        json!({ "kind": 1 }),
    )
}

/// Many parts that all hold.
fn all_of(size: usize) -> Project {
    let part = |n| json!({ "title": format!("Part {n}"), "properties": { format!("p{n}"): { "type": "string" } }, "required": [format!("p{n}")] });
    proved(json!({ "allOf": list(size, part) }), json!({}))
}

/// Alternatives, and a value of none of them.
fn one_of(size: usize) -> Project {
    let branch = |n| json!({ "properties": { "kind": { "const": format!("k{n}") }, "v": { "type": "integer" } }, "required": ["kind"] });
    proved(json!({ "oneOf": list(size, branch) }), json!({ "kind": "k7", "v": "text" }))
}

/// Parts that all look at all members, none of which they know.
fn unevaluated(size: usize) -> Project {
    let part = |n| json!({ "properties": { format!("a{n}"): {} } });
    proved(
        json!({ "allOf": list(size, part), "unevaluatedProperties": false }),
        object(size, |n| (format!("b{n}"), json!(1))),
    )
}

/// The same of items.
fn unevaluated_items(size: usize) -> Project {
    let part = |n| json!({ "contains": { "const": n } });
    proved(json!({ "anyOf": list(size, part), "unevaluatedItems": false }), list(size, |n| json!(n + 1)))
}

/// Definitions, each with a mistake.
fn definitions_with_findings(size: usize) -> Project {
    one(json!({ "$defs": object(size, |n| (format!("d{n}"), json!({ "type": "strnig" }))) }))
}

/// Properties, each with a mistake.
fn properties_with_findings(size: usize) -> Project {
    one(json!({ "properties": object(size, |n| (format!("p{n}"), json!({ "type": "strnig" }))) }))
}

/// Keywords that nobody knows.
fn unknown_keywords(size: usize) -> Project {
    let mut keywords = object(size, |n| (format!("discription{n}"), json!("words")));
    keywords["type"] = json!("object");
    one(keywords)
}

/// Titles that are as long as there are schemas.
fn titles(size: usize) -> Project {
    Project::default().each(size, |n| {
        let keywords = json!({ "title": "word ".repeat(size), "type": "object", "properties": object(2, text) });
        (format!("schemas/s{n}.json"), schema(keywords).to_string())
    })
}

/// Schemas that have one title.
fn same_titles(size: usize) -> Project {
    Project::default().each(size, |n| {
        (
            format!("schemas/folder-{n}/order.json"),
            schema(json!({ "title": "Order", "type": "object", "properties": object(2, text) })).to_string(),
        )
    })
}

/// Versions of one schema.
fn versions(size: usize) -> Project {
    Project::default().each(size, |n| {
        let keywords = json!({ "title": "Order", "type": "object", "properties": { "number": { "maximum": n } } });
        (format!("schemas/order/1.{n}.0.json"), schema(keywords).to_string())
    })
}
