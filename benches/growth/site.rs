//! Pages, site.toml, and what holds for the whole site.

use serde_json::json;

use crate::Kind;
use crate::project::{Project, list, object, one, schema};

pub const KINDS: &[Kind] = &[
    ("pages", 50, pages),
    ("page-links", 200, page_links),
    ("dead-links", 200, dead_links),
    ("dead-page-links", 50, dead_page_links),
    ("headings", 200, headings),
    ("fences", 50, fences),
    ("findings-over-pages", 30, findings_over_pages),
    ("waivers", 20, waivers),
    ("unused-waivers", 20, unused_waivers),
    ("catalogs", 10, catalogs),
    ("formats", 20, formats),
];

/// A project of pages has a contract to speak of.
fn contract() -> Project {
    one(json!({ "type": "object", "properties": { "n": { "type": "integer" } } }))
}

/// Pages that each refer to the next.
fn pages(size: usize) -> Project {
    contract().each(size, |n| {
        let next = (n + 1) % size;
        (
            format!("guide/page-{n}.md"),
            format!("# Page {n}\n\nSome words, and [the next](page-{next}.md#words).\n\n## Words\n\nMore.\n"),
        )
    })
}

/// Links of one page.
fn page_links(size: usize) -> Project {
    let links: String = (0..size).map(|n| format!("- [schema {n}](schemas/s{}.json)\n", n % 20)).collect();
    Project::of("guide.md", format!("# Guide\n\n{links}"))
        .each(20, |n| (format!("schemas/s{n}.json"), schema(json!({ "type": "string" })).to_string()))
}

/// Links of one page that lead nowhere, to files like those that are there.
fn dead_links(size: usize) -> Project {
    let links: String = (0..size).map(|n| format!("- [schema {n}](schemas/schema-numbre-{n}.json)\n")).collect();
    let schemas =
        |n: usize| (format!("schemas/schema-number-{n}.json"), schema(json!({ "type": "string" })).to_string());
    Project::of("guide.md", format!("# Guide\n\n{links}")).each(size, schemas)
}

/// Pages, each with such a link to a heading of another.
fn dead_page_links(size: usize) -> Project {
    contract().each(size, |n| {
        (
            format!("guide/page-{n}.md"),
            format!("# Page {n}\n\n[The first](page-0.md#wrods-{n})\n\n## Words {n}\n\nMore.\n"),
        )
    })
}

/// Headings of one name.
fn headings(size: usize) -> Project {
    contract().and("guide.md", format!("# Guide\n\n{}", "## Words\n\nSome words.\n\n".repeat(size)))
}

/// Examples in fences.
fn fences(size: usize) -> Project {
    let fence = |n: usize| format!("## Event {n}\n\n```json example=schemas/s.json\n{{ \"n\": {n} }}\n```\n\n");
    let text: String = (0..size).map(fence).collect();
    contract().and("guide.md", format!("# Guide\n\n{text}"))
}

/// Schemas, each with a mistake and an example that shows another.
fn findings_over_pages(size: usize) -> Project {
    let keywords = || json!({ "type": "object", "properties": { "n": { "type": "integer", "minimun": 1 } } });
    let schemas = |n: usize| (format!("schemas/s{n}.json"), schema(keywords()).to_string());
    Project::default()
        .each(size, schemas)
        .each(size, |n| (format!("examples/s{n}/e.json"), json!({ "n": "text" }).to_string()))
}

fn allow(rule: &str, n: usize, pointer: &str) -> String {
    format!(
        "[[check.allow]]\nrule = \"{rule}\"\nfile = \"schemas/s.json\"\npointer = \"/properties/p{n}{pointer}\"\nreason = \"it stays\"\n\n"
    )
}

/// A waiver for each finding.
fn waivers(size: usize) -> Project {
    let allowed: String = (0..size).map(|n| allow("unknown-keyword", n, "/minimun")).collect();
    one(json!({ "properties": object(size, |n| (format!("p{n}"), json!({ "minimun": 1 }))) })).and("site.toml", allowed)
}

/// Waivers of which none allows anything.
fn unused_waivers(size: usize) -> Project {
    let allowed: String = (0..size).map(|n| allow("invalid-example", n, "/examples/0")).collect();
    one(json!({ "properties": object(size, |n| (format!("p{n}"), json!({ "minimun": 1 }))) })).and("site.toml", allowed)
}

/// Catalogs of one schema each.
fn catalogs(size: usize) -> Project {
    let text: String = (0..size)
        .map(|n| format!("[[catalog]]\nid = \"c{n}\"\ntitle = \"Catalog {n}\"\npath = \"catalogs/c{n}\"\n\n"))
        .collect();
    let schemas = |n: usize| {
        (format!("catalogs/c{n}/s.json"), schema(json!({ "type": "object", "properties": { "n": {} } })).to_string())
    };
    Project::of("site.toml", text).each(size, schemas)
}

/// Formats of one's own, each used.
fn formats(size: usize) -> Project {
    let text: String =
        (0..size).map(|n| format!("f{n} = {{ pattern = \"^a{n}$\", description = \"Words.\" }}\n")).collect();
    let properties = object(size, |n| {
        (
            format!("p{n}"),
            json!({ "type": "string", "format": format!("f{n}"), "examples": list(1, |_| json!(format!("a{n}"))) }),
        )
    });
    one(json!({ "properties": properties })).and("site.toml", format!("[check.formats]\n{text}"))
}
