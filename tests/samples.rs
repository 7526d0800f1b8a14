//! Samples and counterexamples of the schemas in `tests/samples/`, one folder each, and the command that prints and writes them.
//! `SNAPSHOTS=overwrite cargo test --test samples` writes `expected.txt` anew. Read it: it is what users read.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use schemabook::config::{self, Config};
use schemabook::load::load;
use schemabook::model::Verdict;
use schemabook::prove::{Cache, faults};
use schemabook::resolve::resolve;
use schemabook::sample::Sampler;
use schemabook::source::Place;
use schemabook::tree::Tree;
use serde_json::Value;
use support::{Folder, run, schemabook};

/// Everything that is made for the schemas of one folder, each asked of the engine once more.
fn made(folder: &Path) -> String {
    let config = fs::read(folder.join(config::FILE)).map_or_else(|_| Config::defaults(), |bytes| config::read(bytes).0);
    let resolved = resolve(load(config, &Tree::open(folder).unwrap(), None));
    let faults = faults(&mut Cache::default(), &resolved, None);
    let sources = &resolved.project.sources;
    let mut text = String::new();
    for schema in resolved.project.schemas.iter() {
        let place = Place::root(schema.source);
        let sampler = Sampler::new(&resolved, &faults, &place);
        let _ = writeln!(text, "{}", sources.display(&place));
        for (name, sample) in [("minimal", sampler.minimal()), ("complete", sampler.complete())] {
            let _ = match sample {
                Ok(sample) => {
                    assert!(sampler.accepts(&sample), "{name}: {sample}");
                    writeln!(text, "  {name}: {}", short(&sample))
                }
                Err(why) => writeln!(text, "  {name}: none: {why}"),
            };
        }
        for sample in sampler.each() {
            assert!(sampler.accepts(&sample), "{sample}");
            let _ = writeln!(text, "  each: {}", short(&sample));
        }
        let broken = sampler.invalid();
        for found in &broken.found {
            let proof = sampler.proof(&found.value);
            assert_eq!(proof.verdict, Verdict::Invalid, "{}", found.value);
            // Several schemas may refuse it, all by the keyword and at the place that `because` names.
            let reasons: BTreeSet<_> = proof.failures.iter().map(|it| (it.at.as_str(), it.keyword.as_str())).collect();
            let own = BTreeSet::from([(found.at.as_str(), found.keyword.as_str())]);
            assert_eq!(reasons, own, "{}", found.value);
            let _ = writeln!(text, "  {} at \"{}\": {}", found.keyword, found.at, short(&found.value));
        }
        for (schema, keyword) in &broken.missing {
            let _ = writeln!(text, "  nothing breaks {keyword} of {}", sources.display(schema));
        }
        for (schema, keyword) in &broken.dead {
            let _ = writeln!(text, "  dead: {keyword} of {}", sources.display(schema));
        }
    }
    text
}

/// A value in one line; of what is long the beginning and how long it is.
fn short(value: &Value) -> String {
    let text = value.to_string();
    let count = text.chars().count();
    if count <= 300 { text } else { format!("{}… ({count} characters)", text.chars().take(120).collect::<String>()) }
}

#[test]
fn samples_and_counterexamples_are_those_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut folders: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut different = Vec::new();
    for folder in folders.into_iter().filter(|path| path.is_dir()) {
        let text = made(&folder);
        assert_eq!(text, made(&folder), "the same schema has the same samples");
        let expected = folder.join("expected.txt");
        if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
            fs::write(&expected, &text).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != text {
            different.push(format!("{}:\n{text}", folder.display()));
        }
    }
    assert!(different.is_empty(), "SNAPSHOTS=overwrite writes them anew:\n{}", different.join("\n"));
}

const ORDER: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["type", "orderId", "total"],
  "properties": {
    "type": { "const": "order.placed" },
    "orderId": { "type": "string", "minLength": 3 },
    "total": { "type": "number", "minimum": 0 },
    "note": { "type": "string" }
  }
}"#;

const NEVER: &str = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string", "minLength": 5, "maxLength": 2 }"#;

/// The command in a folder: how it ends, stdout, stderr.
fn sample(folder: &Folder, args: &[&str]) -> (Option<i32>, String, String) {
    let ended = run(folder.path(), &[&["sample"], args].concat());
    (ended.code, ended.out, ended.err)
}

#[test]
fn the_command_prints_what_is_asked_for() {
    let folder = Folder::with(&[("schemas/order_placed.json", ORDER)]);
    let (code, minimal, _) = sample(&folder, &["schemas/order_placed.json"]);
    assert_eq!(code, Some(0));
    let minimal: Value = serde_json::from_str(&minimal).unwrap();
    assert_eq!(minimal["type"], "order.placed");
    assert_eq!(minimal.get("note"), None);
    let (_, complete, _) = sample(&folder, &["order.placed", "--complete"]);
    assert!(serde_json::from_str::<Value>(&complete).unwrap().get("note").is_some(), "{complete}");
    let (_, broken, _) = sample(&folder, &["order.placed", "--invalid"]);
    let lines: Vec<Value> = broken.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["keyword"] == "minimum" && line["at"] == "/total"), "{broken}");
    let (_, each, _) = sample(&folder, &["order.placed", "--each"]);
    assert!(each.lines().count() > 1, "{each}");
}

#[test]
fn what_two_schemas_refuse_for_one_reason_is_one_counterexample() {
    let folder = Folder::with(&[("schemas/order.json", include_str!("samples/shared/order.json"))]);
    let (code, printed, _) = sample(&folder, &["--invalid", "schemas/order.json"]);
    let all: Vec<&str> = printed.lines().collect();
    let each: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!((code, all.len()), (Some(0), each.len()), "{printed}");
    let (_, _, told) = sample(&folder, &["--write", "--invalid"]);
    let written = fs::read_dir(folder.join("examples/order")).expect("they are written").count();
    // Each has a file of words beside it.
    assert_eq!(written, 2 * all.len(), "{told}");
}

#[test]
fn so_many_samples_are_the_same_for_the_same_seed() {
    let folder = Folder::with(&[("schemas/order_placed.json", ORDER)]);
    let of_seed = |seed: &str| sample(&folder, &["order.placed", "--count", "20", "--seed", seed]).1;
    assert_eq!(of_seed("7").lines().count(), 20);
    assert_eq!(of_seed("7"), of_seed("7"));
    assert_ne!(of_seed("7"), of_seed("8"));
    let ids: std::collections::BTreeSet<String> =
        of_seed("7").lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["orderId"].to_string()).collect();
    assert!(ids.len() > 10, "{ids:?}");
}

#[test]
fn what_is_not_there_is_wrong_usage_and_what_nothing_fits_is_a_finding() {
    let folder = Folder::with(&[("schemas/order_placed.json", ORDER), ("schemas/never.json", NEVER)]);
    let (code, out, error) = sample(&folder, &["order.plcaed"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(error.contains("did you mean `order.placed`?"), "{error}");
    let (code, out, error) = sample(&folder, &["schemas/never.json"]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(error.contains("nothing was found that fits `schemas/never.json`"), "{error}");
    let parts =
        "asyncapi: 3.0.0\ninfo: { title: A, version: 1.0.0 }\ncomponents: { schemas: { total: { const: 7 } } }\n";
    let folder = Folder::with(&[("app.yaml", parts)]);
    let (code, out, error) = sample(&folder, &[]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(error.contains("no file in `.` is a schema by itself"), "{error}");
    let (code, out, _) = sample(&folder, &["app.yaml#/components/schemas/total"]);
    assert_eq!((code, out.trim()), (Some(0), "7"));
}

#[test]
fn what_is_written_counts_once_it_is_no_longer_called_generated() {
    let folder = Folder::with(&[("schemas/order_placed.json", ORDER)]);
    let (code, listed, _) = sample(&folder, &["--write", "--dry-run"]);
    assert_eq!(code, Some(0));
    assert!(listed.contains("examples/order_placed/minimal.json"), "{listed}");
    assert!(!folder.join("examples").exists());
    let (code, written, _) = sample(&folder, &["--write"]);
    assert_eq!(code, Some(0), "{written}");
    let examples = || {
        let output = schemabook(folder.path()).args(["check", "--format", "json"]).output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["counts"]["error"], 0, "{report}");
        report["counts"]["examples"]["total"].as_u64().unwrap_or_else(|| panic!("{report}"))
    };
    assert_eq!(examples(), 0);
    // Each of them, made documentation, is proved as it says.
    let mut count = 0;
    for entry in fs::read_dir(folder.join("examples/order_placed")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains("generated: true\n"), "{text}");
            fs::write(&path, text.replace("generated: true\n", "")).unwrap();
            count += 1;
        }
    }
    assert!(count > 5);
    assert_eq!(examples(), count);
    // Nothing is missing any more, and nothing is written over.
    let (code, written, _) = sample(&folder, &["--write"]);
    assert_eq!(code, Some(0));
    assert!(written.starts_with("0 samples"), "{written}");
}

#[test]
fn nothing_is_written_over_a_file_or_without_its_words() {
    let mine = "{ \"mine\": true }\n";
    let folder =
        Folder::with(&[("schemas/order_placed.json", ORDER), ("examples/order_placed/complete.md", "# Mine\n")]);
    folder.write("examples/order_placed/minimal.json", mine);
    let (code, _, _) = sample(&folder, &["order.placed", "--write", "--each"]);
    assert_eq!(code, Some(0));
    assert_eq!(fs::read_to_string(folder.join("examples/order_placed/minimal.json")).unwrap(), mine);
    assert!(!folder.join("examples/order_placed/minimal.md").exists());
    let (_, _, _) = sample(&folder, &["order.placed", "--write", "--complete"]);
    assert!(!folder.join("examples/order_placed/complete.json").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let outside = Folder::new();
    let folder = Folder::with(&[("schemas/order_placed.json", ORDER)]);
    std::os::unix::fs::symlink(outside.path(), folder.join("examples")).unwrap();
    assert!(sample(&folder, &["--write", "--dry-run"]).1.starts_with("0 samples"));
    let (_, _, error) = sample(&folder, &["--write"]);
    assert!(error.contains("is no folder of its own"), "{error}");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

/// Schemas that mean no good, each with what is said where nothing is found.
fn hostile() -> Vec<(&'static str, Value)> {
    use serde_json::{Map, json};
    let chain = |count: usize, of: &dyn Fn(String) -> Value| {
        let mut defs = Map::new();
        for number in 0..count {
            defs.insert(format!("d{number}"), of(format!("#/$defs/d{}", number + 1)));
        }
        defs.insert(format!("d{count}"), json!({ "type": "string" }));
        json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/d0", "$defs": defs })
    };
    let either = |number: usize| json!({ "anyOf": (0..8).map(|it| json!({ "properties": { format!("p{number}"): { "const": it } }, "required": [format!("p{number}")] })).collect::<Vec<_>>() });
    let branches: Vec<Value> = (0..24).map(either).collect();
    let schema = |mut value: Value| {
        value["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        value
    };
    vec![
        ("references", chain(8_000, &|next| json!({ "$ref": next }))),
        ("depth", chain(8_000, &|next| json!({ "properties": { "next": { "$ref": next } }, "required": ["next"] }))),
        (
            "fan-out",
            chain(
                30,
                &|next| json!({ "properties": { "a": { "$ref": next }, "b": { "$ref": next } }, "required": ["a", "b"] }),
            ),
        ),
        ("choices", chain(30, &|next| json!({ "oneOf": [{ "$ref": next }, { "$ref": next }] }))),
        ("long-text", schema(json!({ "type": "string", "minLength": 1_000_000_000 }))),
        ("long-list", schema(json!({ "type": "array", "minItems": 1_000_000_000 }))),
        (
            "unique-list",
            schema(json!({ "type": "array", "minItems": 10_000, "uniqueItems": true, "items": { "type": "string" } })),
        ),
        ("many-properties", schema(json!({ "type": "object", "minProperties": 1_000_000_000 }))),
        ("conflict", schema(json!({ "allOf": branches, "properties": { "p23": { "const": "none" } } }))),
        (
            "patterns",
            schema(
                json!({ "type": "string", "minLength": 60, "pattern": "^(a+)+$", "allOf": [{ "pattern": "^(aa|a)*b?(?=c)?(a*)*$" }] }),
            ),
        ),
        ("counted", schema(json!({ "type": "string", "pattern": "^((a{1,100}){1,100}){1,10}$" }))),
        ("large-number", schema(json!({ "type": "number", "minimum": 1e308, "multipleOf": 1e-300 }))),
        ("contains", schema(json!({ "type": "array", "contains": { "const": 1 }, "minContains": 900_000_000 }))),
    ]
}

#[test]
fn hostile_schemas_end_with_a_sample_or_a_reason() {
    for (name, schema) in hostile() {
        let folder = Folder::with(&[("schema.json", &schema.to_string())]);
        for kind in ["--complete", "--invalid"] {
            let (code, out, error) = sample(&folder, &["schema.json", kind]);
            let is_told = match code {
                Some(0) => !out.is_empty() || kind == "--invalid",
                Some(1) => error.contains("nothing was found that fits `schema.json`"),
                _ => false,
            };
            assert!(is_told, "{name} {kind}: {code:?} {error}");
        }
    }
}
