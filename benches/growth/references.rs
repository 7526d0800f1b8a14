//! References, and what is found by following them.

use serde_json::{Value, json};

use crate::Kind;
use crate::project::{Project, list, object, one, proved, schema, to};

pub const KINDS: &[Kind] = &[
    ("references", 500, references),
    ("reference-chain", 200, chain),
    ("reference-files", 50, files),
    ("reference-ids", 50, ids),
    ("reference-anchors", 200, anchors),
    ("shared-definition", 200, shared),
    ("shared-file", 50, shared_file),
    ("bundles", 30, bundles),
    ("dynamic-references", 4, dynamic),
    ("dynamic-overrides", 50, overrides),
    ("loops", 50, loops),
    ("loop-of-files", 50, loop_of_files),
    ("loops-in-definitions", 100, loops_in_definitions),
    ("pointers", 20, pointers),
    ("dangling-pointers", 100, dangling_pointers),
    ("dangling-files", 100, dangling_files),
];

/// Each property has a definition of its own.
fn references(size: usize) -> Project {
    one(json!({
        "properties": object(size, |n| (format!("p{n}"), to(format!("#/$defs/d{n}")))),
        "$defs": object(size, |n| (format!("d{n}"), json!({ "type": "string", "description": "Some words." }))),
    }))
}

/// Each definition refers to the next.
fn chain(size: usize) -> Project {
    let step = |n| if n + 1 == size { json!({ "type": "string" }) } else { to(format!("#/$defs/d{}", n + 1)) };
    proved(json!({ "$ref": "#/$defs/d0", "$defs": object(size, |n| (format!("d{n}"), step(n))) }), json!("text"))
}

/// Each file refers to the next.
fn files(size: usize) -> Project {
    Project::default().each(size, |n| {
        let next = if n + 1 == size { json!({ "type": "string" }) } else { to(format!("s{}.json", n + 1)) };
        (format!("schemas/s{n}.json"), schema(json!({ "properties": { "next": next } })).to_string())
    })
}

/// The same by the names that schemas give themselves.
fn ids(size: usize) -> Project {
    let id = |n| format!("https://contracts.example/s{n}");
    Project::default().each(size, |n| {
        let keywords = json!({ "$id": id(n), "properties": { "next": to(id((n + 1) % size)) } });
        (format!("schemas/s{n}.json"), schema(keywords).to_string())
    })
}

/// By anchors.
fn anchors(size: usize) -> Project {
    one(json!({
        "properties": object(size, |n| (format!("p{n}"), to(format!("#a{n}")))),
        "$defs": object(size, |n| (format!("d{n}"), json!({ "$anchor": format!("a{n}"), "type": "string" }))),
    }))
}

/// One definition is used by all properties.
fn shared(size: usize) -> Project {
    let definition = json!({ "title": "Money", "type": "integer" });
    let properties = object(size, |n| (format!("p{n}"), to("#/$defs/money")));
    one(json!({ "properties": properties, "$defs": { "money": definition } }))
}

/// One file is used by all others.
fn shared_file(size: usize) -> Project {
    let money = schema(json!({ "title": "Money", "type": "integer" }));
    Project::of("schemas/money.json", money).each(size, |n| {
        (format!("schemas/s{n}.json"), schema(json!({ "properties": { "price": to("money.json") } })).to_string())
    })
}

/// All schemas use one large part.
fn bundles(size: usize) -> Project {
    let properties = object(size, |n| (format!("p{n}"), json!({ "type": "string", "description": "Some words." })));
    Project::of("schemas/part.json", schema(json!({ "properties": properties }))).each(size, |n| {
        (format!("schemas/s{n}.json"), schema(json!({ "properties": { "part": to("part.json") } })).to_string())
    })
}

/// Resources with the same dynamic anchor, each of which leads to all others.
fn dynamic(size: usize) -> Project {
    let resource = |n: usize| {
        let others = list(size, |other| to(format!("https://contracts.example/r{other}")));
        let keywords = json!({
            "$id": format!("https://contracts.example/r{n}"), "$dynamicAnchor": "node",
            "properties": { "next": { "$dynamicRef": "#node" } }, "anyOf": others,
        });
        (format!("r{n}"), keywords)
    };
    let keywords = json!({
        "$id": "https://contracts.example/all", "properties": { "v": to("https://contracts.example/r0") }, "$defs": object(size, resource),
    });
    proved(keywords, json!({ "v": { "next": { "next": {} } } }))
}

/// Schemas that each fill the hole of one shared schema.
fn overrides(size: usize) -> Project {
    let list = schema(json!({
        "$id": "https://contracts.example/list", "type": "array", "items": { "$dynamicRef": "#item" },
        "$defs": { "hole": { "$dynamicAnchor": "item", "not": {} } },
    }));
    let project = Project::of("schemas/list.json", list).each(size, |n| {
        let keywords = json!({
            "$id": format!("https://contracts.example/list-{n}"), "$ref": "list",
            "$defs": { "item": { "$dynamicAnchor": "item", "type": "integer" } },
        });
        (format!("schemas/list-{n}.json"), schema(keywords).to_string())
    });
    project.each(size, |n| (format!("examples/list-{n}/e.json"), json!([1, 2, n]).to_string()))
}

/// A schema that is itself, many times over.
fn loops(size: usize) -> Project {
    one(json!({ "oneOf": list(size, |_| to("#")) }))
}

/// Files in a circle, which an event can go round.
fn loop_of_files(size: usize) -> Project {
    Project::default().each(size, |n| {
        let next = to(format!("s{}.json", (n + 1) % size));
        (format!("schemas/s{n}.json"), schema(json!({ "allOf": [next], "type": "object" })).to_string())
    })
}

/// Definitions in which each is made of itself.
fn loops_in_definitions(size: usize) -> Project {
    one(json!({
        "$defs": object(size, |n| (format!("d{n}"), json!({ "required": [format!("p{n}")], "allOf": [to(format!("#/$defs/d{n}"))] }))),
        "properties": object(size, |n| (format!("p{n}"), to(format!("#/$defs/d{n}")))),
    }))
}

/// Pointers as long as files allow, to as many places.
fn pointers(size: usize) -> Project {
    let deep = |n: usize| {
        (0..30).fold(json!({ "type": "string" }), |inner, _| json!({ "properties": { format!("of_{n}"): inner } }))
    };
    let pointer = |n: usize| format!("#/$defs/d{n}{}", format!("/properties/of_{n}").repeat(30));
    one(json!({
        "$defs": object(size, |n| (format!("d{n}"), deep(n))),
        "properties": object(size, |n| (format!("p{n}"), to(pointer(n)))),
    }))
}

/// Names of definitions, each mistyped.
fn dangling_pointers(size: usize) -> Project {
    one(json!({
        "$defs": object(size, |n| (format!("definition_number_{n}"), json!({}))),
        "properties": object(size, |n| (format!("p{n}"), to(format!("#/$defs/definition_numbre_{n}x")))),
    }))
}

/// Names of files, each mistyped.
fn dangling_files(size: usize) -> Project {
    Project::default().each(size, |n| {
        let next: Value = to(format!("schema_numbre_{n}x.json"));
        (format!("schemas/schema_number_{n}.json"), schema(json!({ "properties": { "next": next } })).to_string())
    })
}
