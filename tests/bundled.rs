//! Bundled schemas: for the bundled catalogs and the fixtures of `tests/sites/`, each example has the verdict against the bundled
//! schema alone that it has in its project. The bundles of the catalogs are written to cargo's folder for temporary files, where the
//! validators of `tests/validators` find them.

mod support;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schemabook::bundle::bundle;
use schemabook::config::{self, Config};
use schemabook::dialect::Dialect;
use schemabook::load::load;
use schemabook::model::{Example, Failure, Instance, RefFault, Reference, Target, Verdict};
use schemabook::prove::{Proved, prove};
use schemabook::resolve::{Resolved, resolve};
use schemabook::source::{Node, Place, SourceId};
use schemabook::tree::Tree;
use serde_json::{Value, json};

fn project(folder: &Path) -> Proved {
    let tree = Tree::open(folder).expect("the folder can be opened");
    let config = fs::read(folder.join(config::FILE)).map_or_else(|_| Config::defaults(), |bytes| config::read(bytes).0);
    prove(resolve(load(config, &tree, None)))
}

/// What leads nowhere allows everything: an example has a verdict only where that makes no difference.
struct Anything;

impl jsonschema::Retrieve for Anything {
    fn retrieve(&self, _: &jsonschema::Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Value::Bool(true))
    }
}

/// The verdict of a validator that sees nothing but the bundle, and knows no format of the project's own.
fn accepts(bundle: &Value, dialect: Dialect, asserts_formats: bool, instance: &Value) -> Result<bool, String> {
    let draft = match dialect {
        Dialect::Draft4 => jsonschema::Draft::Draft4,
        Dialect::Draft6 => jsonschema::Draft::Draft6,
        Dialect::Draft7 => jsonschema::Draft::Draft7,
        Dialect::Draft201909 => jsonschema::Draft::Draft201909,
        Dialect::Draft202012 => jsonschema::Draft::Draft202012,
    };
    let resource = draft.create_resource_ref(bundle);
    let registry =
        referencing::SPECIFICATIONS.add("docs:///bundle.json", resource).map_err(|error| error.to_string())?;
    let registry = registry.retriever(Anything).prepare().map_err(|error| error.to_string())?;
    let options = jsonschema::options().with_draft(draft).with_registry(&registry).with_retriever(Anything);
    let options = options.with_base_uri("docs:///bundle.json").should_validate_formats(asserts_formats);
    let validator = options.build(bundle).map_err(|error| error.masked().to_string())?;
    Ok(validator.is_valid(instance))
}

/// What is held against one bundle.
struct Part {
    schema: SourceId,
    value: Value,
}

/// The parts of an example that bundles can judge: those of a schema with a pointer to nothing no validator takes. What is wrong has to be
/// among them.
fn parts(proved: &Proved, example: &Example, verdict: Verdict) -> Option<Vec<Part>> {
    let resolved = &proved.resolved;
    let dangling = |it: &Arc<Reference>| matches!(it.target, Target::Unresolved(RefFault::NoPlace { .. }));
    let part = |instance: &Instance| {
        let schema = instance.schema.source;
        let of_document = instance.schema.pointer.is_empty() && resolved.schema_of(schema).is_some();
        if !of_document || resolved.references_of(schema).iter().any(dangling) {
            return None;
        }
        let at = Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer));
        let node = resolved.project.sources.node(&at)?;
        // What is compared by its digits here is compared as doubles there.
        let root = resolved.project.sources.get(schema).root();
        let is_exact = !node.has_long_number() && !root.is_some_and(Node::has_long_number);
        is_exact.then(|| Part { schema, value: node.to_value() })
    };
    let all = example.instances();
    let parts: Vec<Part> = all.iter().filter_map(part).collect();
    let is_judged = match verdict {
        Verdict::Unchecked => false,
        Verdict::Valid => true,
        Verdict::Invalid => parts.len() == all.len(),
    };
    (is_judged && !parts.is_empty() && !example.unparsed).then_some(parts)
}

fn value_of_bundle(resolved: &Resolved, schema: SourceId) -> Value {
    serde_json::from_str(&bundle(resolved, schema).expect("it was read")).expect("a bundle is JSON")
}

/// The verdicts of a project's examples by its bundles: how many there are, the differences, and the cases for validators of others, with
/// whether one that asserts no contents accepts them.
fn compare(folder: &Path, proved: &Proved) -> (usize, Vec<String>, Vec<Value>) {
    let is_of_fixtures = folder != Path::new(env!("CARGO_MANIFEST_DIR"));
    let resolved = &proved.resolved;
    let asserts_formats = resolved.project.config.check.formats;
    let mut differences = Vec::new();
    let mut cases = Vec::new();
    let mut bundles: HashMap<SourceId, Value> = HashMap::new();
    'examples: for (example, proof) in resolved.project.examples.iter().zip(proved.proofs.iter()) {
        let Some(parts) = parts(proved, example, proof.verdict) else { continue };
        let name = resolved.project.sources.display(&example.place);
        let mut found: Result<bool, String> = Ok(true);
        let mut judged = Vec::new();
        for Part { schema, value } in parts {
            let bundled = bundles.entry(schema).or_insert_with(|| value_of_bundle(resolved, schema));
            // A validator has its own mind about contents, and fixtures try that: it takes no line breaks in base64, and asserts them whether formats are or not.
            if is_of_fixtures && bundled.to_string().contains("\"content") {
                continue 'examples;
            }
            let dialect = resolved.dialect_of(&Place::root(schema));
            let accepted = accepts(bundled, dialect, asserts_formats, &value);
            let file = &resolved.project.sources.get(schema).name;
            judged.push(json!({ "schema": file, "value": value }));
            found = accepted.and_then(|it| found.map(|all| all && it));
        }
        if found != Ok(proof.verdict == Verdict::Valid) {
            differences.push(format!("{}: {name}: {:?} here, {found:?} there", folder.display(), proof.verdict));
        }
        // draft-07 (validation, section 8) leaves it to a validator whether it asserts contents, and those of others don't.
        let is_of_contents = |failure: &Failure| failure.keyword.starts_with("content");
        let accepted = proof.failures.iter().all(is_of_contents) && !proof.unlisted.is_any();
        cases.push(json!({ "name": name, "accepted": accepted, "parts": judged }));
    }
    (cases.len(), differences, cases)
}

/// Writes all bundles of a project and the cases for them to a folder that `tests/validators` reads.
fn write(proved: &Proved, cases: &[Value]) {
    let resolved = &proved.resolved;
    let schemas = resolved.project.schemas.iter().map(|schema| {
        let file = resolved.project.sources.get(schema.source).name.clone();
        let dialect = resolved.dialect_of(&Place::root(schema.source)).uri();
        let bundled = value_of_bundle(resolved, schema.source);
        json!({ "file": file, "dialect": dialect, "bundle": bundled })
    });
    let all = json!({ "schemas": schemas.collect::<Vec<Value>>(), "cases": cases });
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bundles.json");
    fs::write(path, all.to_string()).expect("the folder for temporary files can be written");
}

#[test]
fn bundles_of_the_catalogs_give_the_same_verdicts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let proved = project(folder);
    let (count, differences, cases) = compare(folder, &proved);
    write(&proved, &cases);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(count > 300, "the catalogs have that many examples: {count}");
}

#[test]
fn bundles_of_the_fixtures_give_the_same_verdicts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let cases = fs::read_dir(folder).expect("tests/sites can be read").map(|entry| entry.expect("an entry").path());
    let compared: Vec<_> = cases.filter(|case| case.is_dir()).map(|case| compare(&case, &project(&case))).collect();
    let differences: Vec<String> = compared.iter().flat_map(|(_, differences, _)| differences.clone()).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(compared.iter().map(|(count, ..)| count).sum::<usize>() > 100, "the fixtures have that many examples");
}

/// The bundle of `order.json` in a project of these files.
fn bundle_of_order(files: &[(&str, &str)]) -> Value {
    let folder = support::Folder::with(files);
    let proved = project(folder.path());
    let sources = &proved.resolved.project.sources;
    let order = sources.find("order.json").expect("the schema is loaded");
    value_of_bundle(&proved.resolved, order)
}

const FORMATS: &str = r#"
[check.formats]
sku = { pattern = "^[A-Z]{3}-[0-9]+$" }
"#;

#[test]
fn a_format_of_ones_own_is_a_pattern_in_the_bundle() {
    let order = r#"{
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {
            "alone": { "type": "string", "format": "sku" },
            "with pattern": { "type": "string", "pattern": "7$", "format": "sku" },
            "with both": { "allOf": [{ "maxLength": 9 }], "pattern": "7$", "format": "sku" },
            "late": { "type": "string", "format": "uuid" },
            "known": { "type": "string", "format": "date-time" },
            "nobody's": { "type": "string", "format": "colour" }
        }
    }"#;
    let found = bundle_of_order(&[("site.toml", FORMATS), ("order.json", order)]);
    let sku = "^[A-Z]{3}-[0-9]+$";
    let uuid = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
    let expected = json!({
        "alone": { "type": "string", "pattern": sku },
        "with pattern": { "type": "string", "pattern": "7$", "allOf": [{ "pattern": sku }] },
        "with both": { "allOf": [{ "maxLength": 9 }, { "pattern": sku }], "pattern": "7$" },
        "late": { "type": "string", "format": "uuid", "pattern": uuid },
        "known": { "type": "string", "format": "date-time" },
        "nobody's": { "type": "string" }
    });
    assert_eq!(found["properties"], expected);
}

#[test]
fn what_is_not_checked_becomes_no_pattern() {
    let order =
        r#"{ "$schema": "http://json-schema.org/draft-07/schema#", "format": "uuid", "items": { "format": "sku" } }"#;
    let site = FORMATS.replace("[check.formats]", "[check]\nformats = false\n[check.own]");
    let found = bundle_of_order(&[("site.toml", &site), ("order.json", order)]);
    assert_eq!(found["format"], "uuid");
    assert_eq!(found.get("pattern"), None);
}

#[test]
fn what_no_draft_knows_is_left_out_and_what_references_lead_to_stays() {
    let order = r##"{
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "version": "1.0.0",
        "x-owner": "shop",
        "x-parts": { "lines": { "type": "array", "x-note": "few" } },
        "properties": {
            "version": { "const": { "x-kept": true } },
            "x-named": { "type": "integer", "nullable": true },
            "lines": { "$ref": "#/x-parts/lines" },
            "buyer": { "$ref": "buyer.json" }
        },
        "additionalItems": false
    }"##;
    let buyer = r#"{ "type": "object", "x-owner": "accounts", "default": { "x-kept": 1 } }"#;
    let found = bundle_of_order(&[("order.json", order), ("buyer.json", buyer)]);
    let expected = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {
            "version": { "const": { "x-kept": true } },
            "x-named": { "type": "integer" },
            "lines": { "$ref": "#/$defs/order.json%23~1x-parts~1lines" },
            "buyer": { "$ref": "#/$defs/buyer.json" }
        },
        "$defs": {
            "buyer.json": { "type": "object", "default": { "x-kept": 1 } },
            "order.json#/x-parts/lines": { "type": "array" }
        }
    });
    assert_eq!(found, expected);
}
