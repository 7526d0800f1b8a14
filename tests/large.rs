//! Schemas that are long, that refer to themselves, or that refer to the next level twice on every level: their pages grow with what is
//! written, not with what it could be expanded to, none is past 1 MiB, and every link leads somewhere.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use support::{Folder, files_of, run};

/// The longest page (contract, section 4).
const LONGEST: usize = 1 << 20;

#[test]
fn a_long_schema_is_split_by_definition_at_the_same_anchors() {
    let definitions = |count: usize| -> Value {
        let each = (0..count).map(|number| {
            let next = (number + 1) % count;
            let definition = json!({
                "description": format!("Definition {number}, which refers to the next, the last one to the first."),
                "type": "object",
                "properties": { "next": { "$ref": format!("#/$defs/d{next}") }, "size": { "type": "integer", "minimum": number } },
                "examples": [{ "size": number }],
            });
            (format!("d{number}"), definition)
        });
        json!({ "title": "Long", "$ref": "#/$defs/d0", "$defs": each.collect::<serde_json::Map<_, _>>() })
    };
    let short = pages(&definitions(3));
    let long = pages(&definitions(3000));
    assert_eq!(of_schema(&short).count(), 1, "a short schema is one page");
    assert_eq!(of_schema(&long).count(), 3001, "of a long one, each definition is a page");
    let (url, _) = short.iter().find(|(url, _)| url.ends_with("x/index.html")).expect("the schema has a page");
    assert_eq!(dead_links(&long), Vec::<String>::new());
    for (url, html) in &long {
        assert!(html.len() <= LONGEST, "{url} has {} bytes", html.len());
    }
    let definition = &long[&url.replace("x/index.html", "x/d1/index.html")];
    let kept = ids(&short[url]).into_iter().filter(|id| id.starts_with("p/$defs/d1"));
    for id in kept {
        assert!(ids(definition).contains(&id), "the anchor {id} stays what it was");
    }
    assert!(definition.contains("e-x.schema.json!23/!24defs/d1/examples/0"), "its example stands on its page");
}

#[test]
fn what_many_schemas_refer_to_is_not_written_with_each_of_them() {
    let shared = json!({ "$defs": { "words": { "description": "word ".repeat(40_000) } } });
    let folder = Folder::with(&[("schemas/shared.json", &shared.to_string())]);
    for number in 0..60 {
        let schema = json!({ "title": format!("Schema {number}"), "$ref": "shared.json#/$defs/words" });
        folder.write(&format!("schemas/s{number:02}.json"), &schema.to_string());
    }
    let out = Folder::new();
    assert_eq!(run(folder.path(), &["build", "--out", &out.path().to_string_lossy()]).code, Some(0));
    let files = files_of(out.path());
    let bundles: usize =
        files.iter().filter(|(path, _)| path.starts_with("bundled/")).map(|(_, text)| text.len()).sum();
    assert!(bundles < 50 * 200_000 + 61 * 100_000, "{bundles} bytes");
    let pages = files.iter().filter(|(path, _)| path.starts_with("catalog/s") && path.ends_with("/index.html"));
    let (with, without): (Vec<_>, Vec<_>) =
        pages.partition(|(_, html)| String::from_utf8_lossy(html).contains(">bundled</a>"));
    assert!(with.len() > 5 && without.len() > 5, "{} have a bundle, {} have none", with.len(), without.len());
    assert!(without.iter().all(|(_, html)| String::from_utf8_lossy(html).contains("not bundled")), "each says so");
}

#[test]
fn fan_out_and_recursion_cost_no_more_than_what_is_written() {
    let doubled = |levels: usize| -> Value {
        let each = (0..levels).map(|level| {
            let next = json!({ "$ref": format!("#/$defs/level{}", level + 1) });
            let shapes = json!({ "oneOf": [next, next], "allOf": [next, next] });
            (format!("level{level}"), json!({ "properties": { "left": next, "right": next, "either": shapes } }))
        });
        let mut definitions: serde_json::Map<_, _> = each.collect();
        definitions.insert(format!("level{levels}"), json!({ "type": "string", "examples": ["x"] }));
        let recursive =
            json!({ "anyOf": [{ "type": "array" }, { "type": "null" }], "items": { "$ref": "#/$defs/tree" } });
        definitions.insert("tree".to_owned(), recursive);
        json!({ "properties": { "left": { "$ref": "#/$defs/level0" }, "self": { "$ref": "#" } }, "$defs": definitions })
    };
    let size = |levels| {
        let pages = pages(&doubled(levels));
        assert_eq!(dead_links(&pages), Vec::<String>::new());
        of_schema(&pages).map(|(_, html)| html.len()).sum::<usize>()
    };
    let (fifteen, thirty) = (size(15), size(30));
    assert!(thirty < fifteen * 2, "{thirty} bytes for 30 levels, {fifteen} for 15");
}

/// A choice of all events of a system, as a bus or a store has it, is held whole against each event, however many there are.
#[test]
fn thousands_of_events_are_proved_against_a_choice_of_hundreds() {
    let definition = |number: usize| -> Value {
        let texts =
            (0..20).map(|text| (format!("text{text}"), json!({ "type": "string", "pattern": "^(?!x)[a-z ]{1,40}$" })));
        let mut properties: serde_json::Map<_, _> = texts.collect();
        properties.insert("type".to_owned(), json!({ "const": format!("event{number}") }));
        json!({ "type": "object", "properties": properties, "required": ["type"] })
    };
    let event = |number: usize| -> Value {
        let texts = (0..20).map(|text| (format!("text{text}"), json!("what was said")));
        let mut event: serde_json::Map<_, _> = texts.collect();
        event.insert("type".to_owned(), json!(format!("event{}", number % 300)));
        Value::Object(event)
    };
    let mut events: Vec<Value> = (0..4000).map(event).collect();
    events[2000]["text7"] = json!("xylophone");
    let definitions = (0..300).map(|number| (format!("event{number}"), definition(number)));
    let choices = (0..300).map(|number| json!({ "$ref": format!("#/$defs/event{number}") }));
    let schema = json!({
        "oneOf": choices.collect::<Vec<_>>(),
        "$defs": definitions.collect::<serde_json::Map<_, _>>(),
        "examples": events,
    });
    let folder = Folder::with(&[("all.schema.json", &schema.to_string())]);
    let checked = run(folder.path(), &["check"]);
    assert!(checked.out.contains("4000 examples: 3999 valid"), "{}", checked.out);
    assert!(checked.out.contains("nearest is shape 201: `\"xylophone\"` does not match"), "{}", checked.out);
}

/// What would take the square of what is written is told its limit, whether the values fit none of the alternatives or too many.
#[test]
fn thousands_of_alternatives_are_no_square_for_thousands_of_numbers() {
    for (keyword, number) in [("anyOf", 1), ("oneOf", 100_000)] {
        let alternatives: Vec<Value> = (0..5000).map(|more| json!({ "minimum": 10_000 + more })).collect();
        let schema = json!({ keyword: alternatives, "examples": vec![number; 5000] });
        let folder = Folder::with(&[("all.schema.json", &schema.to_string())]);
        let checked = run(folder.path(), &["check"]);
        assert!(checked.out.contains("error[limit-exceeded]"), "{keyword}: {}", checked.out);
        assert!(checked.out.contains("5000 examples: 0 valid"), "{keyword}: {}", checked.out);
    }
}

#[test]
fn no_field_leads_behind_the_end_of_an_event_that_is_cut() {
    let parts: Vec<String> = (0..5_000).map(|number| format!("part number {number:06}")).collect();
    let pages = pages(&json!({
        "type": "object",
        "properties": {
            "first": { "type": "string" },
            "parts": { "type": "array", "items": { "type": "string" } },
            "then": { "type": "string" },
        },
        "examples": [{ "first": "shown", "parts": parts, "then": "cut off" }],
    }));
    assert_eq!(dead_links(&pages), Vec::<String>::new());
    let page = &pages["catalog/x/index.html"];
    assert!(page.contains(r##"<a href="#e.1">parts</a>"##), "what is shown is led to");
    assert!(page.contains(r##"<a href="#p.then">then</a>"##), "what is cut off leads to what is said of it");
}

#[test]
fn no_field_leads_to_what_an_alias_repeats() {
    let folder = Folder::new();
    let part = "{ type: object, properties: { at: { type: string } } }";
    folder.write(
        "x.schema.yaml",
        &format!("title: X\ntype: object\nproperties:\n  first: {part}\n  second: {part}\nexamples:\n  - first: &same {{ at: a }}\n    second: *same\n  - second: *same\n"),
    );
    let done = run(folder.path(), &["build", "--quiet"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let html = files_of(&folder.join("public")).into_iter().filter(|(path, _)| path.ends_with(".html"));
    let pages = html.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect();
    assert_eq!(dead_links(&pages), Vec::<String>::new());
}

#[test]
fn what_thousands_refer_to_gives_its_definitions_pages_of_their_own() {
    let folder = Folder::new();
    let common =
        json!({ "title": "Common", "$defs": { "money": { "type": "integer" }, "name": { "type": "string" } } });
    folder.write("schemas/common.json", &common.to_string());
    for number in 0..1_500 {
        let part = |name: &str| json!({ "$ref": format!("common.json#/$defs/{name}") });
        let each = (0..8).map(|at| (format!("part_{at}"), part(if at == 0 { "name" } else { "money" })));
        let schema =
            json!({ "title": format!("Order {number}"), "properties": each.collect::<serde_json::Map<_, _>>() });
        folder.write(&format!("schemas/order_{number}.json"), &schema.to_string());
    }
    folder
        .write("site.toml", "[build]\nsamples = false\ntwins = false\nraw = false\nbundled = false\nsource = false\n");
    let done = run(folder.path(), &["build", "--quiet"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let site = files_of(&folder.join("public"));
    for (path, bytes) in &site {
        assert!(bytes.len() <= LONGEST, "{path} has {} bytes", bytes.len());
    }
    let text = |path: &str| {
        let (_, bytes) = site.iter().find(|(known, _)| known == path).unwrap_or_else(|| panic!("{path} is not there"));
        String::from_utf8_lossy(bytes).into_owned()
    };
    assert!(text("catalog/common/money/index.html").contains("whose pages lead here"), "what is left out is said");
    assert!(text("catalog/order_7/index.html").contains("../common/money/index.html"), "references lead to the page");
    // The search of a site of any size is a bounded number of bounded files.
    let search: Vec<_> = site.iter().filter(|(path, _)| path.starts_with("search/")).collect();
    assert!(search.len() <= 300, "{} files", search.len());
    assert!(search.iter().all(|(_, bytes)| bytes.len() <= 20 << 10), "a search reads at most three of them");
}

#[test]
fn a_search_index_of_many_names_has_at_most_300_files_and_says_what_it_lacks() {
    let folder = Folder::new();
    for number in 0..1_200 {
        let field = |at: usize| {
            let values: Vec<String> = (0..3).map(|value| format!("kind_{number}_{at}_{value}")).collect();
            (format!("field_{number}_of_{at}"), json!({ "description": "A field.", "enum": values }))
        };
        let fields: serde_json::Map<_, _> = (0..12).map(field).collect();
        let schema = json!({ "title": format!("Reading {number}"), "properties": fields });
        folder.write(&format!("schemas/reading_{number}.json"), &schema.to_string());
    }
    folder
        .write("site.toml", "[build]\nsamples = false\ntwins = false\nraw = false\nbundled = false\nsource = false\n");
    let done = run(folder.path(), &["build", "--quiet"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let files: Vec<_> =
        files_of(&folder.join("public")).into_iter().filter(|(path, _)| path.starts_with("search/")).collect();
    assert!(files.len() <= 300, "{} files", files.len());
    let all: String = files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    for number in [0, 600, 1_199] {
        assert!(all.contains(&format!("\"Reading {number}\"")), "the schema {number}");
        assert!(all.contains(&format!("\"field_{number}_of_7\"")), "a field of {number}");
    }
    assert!(!all.contains("\"kind_7_0_0\"") && all.contains("values that a field may have are not found here"));
}

/// The pages of a site with this schema alone, by their paths.
fn pages(schema: &Value) -> BTreeMap<String, String> {
    let folder = Folder::with(&[("x.schema.json", &serde_json::to_string_pretty(schema).expect("it is JSON"))]);
    let built = run(folder.path(), &["build", "--quiet"]);
    assert_eq!(built.code, Some(0), "{}", built.out);
    let files = files_of(&folder.join("public")).into_iter().filter(|(name, _)| name.ends_with(".html"));
    files.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("a page is text"))).collect()
}

fn of_schema(pages: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    pages.iter().filter(|(url, _)| url.starts_with("catalog/x/"))
}

/// The links of all pages that lead to no page, or to no anchor in it.
fn dead_links(pages: &BTreeMap<String, String>) -> Vec<String> {
    let anchors: BTreeMap<&String, BTreeSet<String>> = pages.iter().map(|(url, html)| (url, ids(html))).collect();
    let mut dead = Vec::new();
    for (url, html) in pages {
        for link in attributes(html, " href=\"").filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { url.clone() } else { beside(url, path) };
            let found = match anchors.get(&target) {
                Some(ids) => anchor.is_empty() || ids.contains(anchor),
                None => !target.ends_with(".html"),
            };
            if !found {
                dead.push(format!("{url}: {link}"));
            }
        }
    }
    dead
}

fn beside(page: &str, path: &str) -> String {
    let joined = match page.rsplit_once('/') {
        Some((folder, _)) if !path.starts_with('/') => format!("{folder}/{path}"),
        _ => path.to_owned(),
    };
    let mut parts: Vec<String> = Vec::new();
    for part in joined.split('/') {
        match part {
            ".." => drop(parts.pop()),
            // What begins with a slash, as the links of the page for unknown addresses do, leads from the root.
            "" => parts.clear(),
            part => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

fn ids(html: &str) -> BTreeSet<String> {
    attributes(html, " id=\"").collect()
}

/// The values of an attribute; text of a page has no quotes that are not escaped.
fn attributes<'a>(html: &'a str, start: &'a str) -> impl Iterator<Item = String> + 'a {
    html.split(start).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().replace("&amp;", "&"))
}
