//! What the examples exercise: counted by hand for one small schema, and the same in the report, in `catalog.json`, on the page, and by line.

mod support;

use std::fs;

use serde_json::Value;
use support::{Folder, run};

const ORDER: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["id"],
  "properties": {
    "id": { "type": "string", "pattern": "^O-[0-9]+$" },
    "total": { "type": "integer", "minimum": 0, "maximum": 10 },
    "state": {
      "type": "string",
      "enum": ["open", "paid"]
    },
    "by": { "oneOf": [{ "$ref": "#/$defs/card" }, { "type": "null" }] },
    "gone": false
  },
  "$defs": { "card": { "type": "object", "required": ["number"], "properties": { "number": { "type": "string" } } } }
}"##;

/// Its things: eight of properties, since `id` and `number` are required and nothing is said of `gone` but that it is not there; two branches,
/// members and bounds each; a pattern; ten keywords, since the `type` beside `enum` can't be broken alone and `oneOf` speaks for the card.
const TOTAL: u64 = 25;

/// The example has five properties, takes a branch, has a member, lies at a bound and matches; the counterexample breaks a keyword.
const EXERCISED: u64 = 10;

fn project() -> Folder {
    Folder::with(&[
        ("schemas/order.json", ORDER),
        ("examples/order/card.json", r#"{ "id": "O-1", "total": 0, "state": "open", "by": { "number": "4" } }"#),
        ("examples/order/letters.invalid.json", r#"{ "id": "letters" }"#),
        // Nobody has read it, so it covers nothing.
        ("examples/order/paid.json", r#"{ "id": "O-1", "state": "paid" }"#),
        ("examples/order/paid.md", "---\ngenerated: true\n---\n\nAs paid.\n"),
    ])
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn things_are_counted_in_the_report_the_catalog_and_on_the_page() {
    let folder = project();
    let report = json(&run(folder.path(), &["check", "--format", "json"]).out);
    let coverage = &report["counts"]["coverage"];
    let of = |kind: &str| (coverage[kind]["exercised"].as_u64(), coverage[kind]["total"].as_u64());
    let expected = [
        ("properties", 5, 8),
        ("branches", 1, 2),
        ("members", 1, 2),
        ("bounds", 1, 2),
        ("texts", 1, 1),
        ("keywords", 1, 10),
    ];
    for (kind, exercised, total) in expected {
        assert_eq!(of(kind), (Some(exercised), Some(total)), "{kind}");
    }
    assert_eq!((&coverage["exercised"], &coverage["total"]), (&EXERCISED.into(), &TOTAL.into()));
    assert_eq!(coverage["percent"], 40.0);
    assert_eq!(run(folder.path(), &["build"]).code, Some(0));
    let catalog = json(&fs::read_to_string(folder.join("public/catalog.json")).unwrap());
    assert_eq!(&catalog["catalogs"][0]["coverage"], coverage);
    let page = fs::read_to_string(folder.join("public/catalog/order/index.html")).unwrap();
    for words in ["<strong>40 %</strong>", "10 of 25", "no example has the value <code>\"paid\"</code>"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("no example is at <code>maximum 10</code>; no counterexample breaks"), "{page}");
    let twin = fs::read_to_string(folder.join("public/catalog/order/index.md")).unwrap();
    assert!(twin.contains("10 of 25"), "{twin}");
}

#[test]
fn what_is_asked_for_is_held_against_all() {
    let folder = project();
    let ended = |least: &str| run(folder.path(), &["check", "-q", "--fail-under", least]);
    for least in ["0", "40", "40.0%"] {
        assert_eq!(ended(least).code, Some(0), "{least}");
    }
    let below = ended("40.1");
    assert_eq!(below.code, Some(1));
    assert!(below.err.contains("the examples exercise 40 % of what the schemas allow (10 of 25)"), "{}", below.err);
    for wrong in ["101", "-1", "many", ""] {
        assert_eq!(ended(wrong).code, Some(2), "{wrong}");
    }
}

#[test]
fn each_thing_has_its_line() {
    let folder = project();
    let write = |file: &str| run(folder.path(), &["check", "--coverage", file]).code;
    assert_eq!(write("coverage.info"), Some(0));
    let lcov = fs::read_to_string(folder.join("coverage.info")).unwrap();
    for line in ["SF:schemas/order.json", "BRF:25", "BRH:10", "DA:4,0", "DA:6,1", "end_of_record"] {
        assert!(lcov.lines().any(|found| found == line), "{line} in\n{lcov}");
    }
    assert_eq!(write("coverage.json"), Some(0));
    let istanbul = json(&fs::read_to_string(folder.join("coverage.json")).unwrap());
    let file = &istanbul["schemas/order.json"];
    assert_eq!(file["path"], "schemas/order.json");
    let hits = file["s"].as_object().unwrap().values();
    let taken = file["b"].as_object().unwrap().values().flat_map(|paths| paths.as_array().unwrap());
    let all: Vec<u64> = hits.chain(taken).map(|hits| hits.as_u64().unwrap()).collect();
    assert_eq!((all.len() as u64, all.iter().filter(|hits| **hits > 0).count() as u64), (TOTAL, EXERCISED));
    for (key, branch) in file["branchMap"].as_object().unwrap() {
        let (paths, places) = (file["b"][key].as_array().unwrap(), branch["locations"].as_array().unwrap());
        assert_eq!(paths.len(), places.len(), "{branch}");
    }
    for wrong in ["coverage.xml", "coverage", "info"] {
        assert_eq!(write(wrong), Some(2), "{wrong}");
        assert!(!folder.join(wrong).exists());
    }
}
