//! Bundled schemas: for the bundled catalogs and the fixtures of `tests/sites/`, each example has the verdict against the bundled
//! schema alone that it has in its project. The bundles of the catalogs are written to cargo's folder for temporary files, where the
//! validators of `tests/validators` find them.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schemabook::bundle::bundle;
use schemabook::config::{self, Config};
use schemabook::dialect::Dialect;
use schemabook::load::load;
use schemabook::model::{Example, Instance, RefFault, Reference, Target, Verdict};
use schemabook::prove::{Proved, prove};
use schemabook::resolve::resolve;
use schemabook::source::{Place, SourceId};
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
    let mut options = options.with_base_uri("docs:///bundle.json").should_validate_formats(asserts_formats);
    // Formats that came with a later draft are known in all of them, as they are to most validators; this one asks for the draft.
    let later = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true);
    if let Ok(uuid) = later.build(&json!({ "format": "uuid" })) {
        options = options.with_format("uuid", move |text: &str| uuid.is_valid(&Value::from(text)));
    }
    let validator = options.build(bundle).map_err(|error| error.masked().to_string())?;
    Ok(validator.is_valid(instance))
}

/// What is held against one bundle.
struct Part {
    schema: SourceId,
    value: Value,
}

/// The parts of an example that bundles can judge, all of them: those of a schema with a pointer to nothing no validator takes.
fn parts(proved: &Proved, example: &Example) -> Option<Vec<Part>> {
    let resolved = &proved.resolved;
    let dangling = |it: &Arc<Reference>| matches!(it.target, Target::Unresolved(RefFault::NoPlace { .. }));
    let part = |instance: &Instance| {
        let schema = instance.schema.source;
        let of_document = instance.schema.pointer.is_empty() && resolved.schema_of(schema).is_some();
        if !of_document || resolved.references_of(schema).iter().any(dangling) {
            return None;
        }
        let at = Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer));
        Some(Part { schema, value: resolved.project.sources.node(&at)?.to_value() })
    };
    let parts: Option<Vec<Part>> = example.instances().iter().map(part).collect();
    parts.filter(|parts| !parts.is_empty() && !example.unparsed)
}

/// The verdicts of a project's examples by its bundles: how many there are, the differences, and the cases for validators of others.
fn compare(folder: &Path) -> (usize, Vec<String>, Vec<Value>) {
    let proved = project(folder);
    let resolved = &proved.resolved;
    let asserts_formats = resolved.project.config.check.formats;
    let mut differences = Vec::new();
    let mut cases = Vec::new();
    let mut bundles: HashMap<SourceId, Value> = HashMap::new();
    for (example, proof) in resolved.project.examples.iter().zip(proved.proofs.iter()) {
        let Some(parts) = parts(&proved, example).filter(|_| proof.verdict != Verdict::Unchecked) else { continue };
        let name = resolved.project.sources.display(&example.place);
        let mut found: Result<bool, String> = Ok(true);
        let mut judged = Vec::new();
        for Part { schema, value } in parts {
            let bundled = bundles
                .entry(schema)
                .or_insert_with(|| serde_json::from_str(&bundle(resolved, schema)).expect("a bundle is JSON"));
            let dialect = resolved.dialect_of(&Place::root(schema));
            let accepted = accepts(bundled, dialect, asserts_formats, &value);
            let file = &resolved.project.sources.get(schema).name;
            judged.push(json!({ "schema": file, "valid": accepted == Ok(true), "value": value }));
            found = accepted.and_then(|it| found.map(|all| all && it));
        }
        if found != Ok(proof.verdict == Verdict::Valid) {
            differences.push(format!("{}: {name}: {:?} here, {found:?} there", folder.display(), proof.verdict));
        }
        cases.push(json!({ "name": name, "valid": proof.verdict == Verdict::Valid, "parts": judged }));
    }
    (cases.len(), differences, cases)
}

/// Writes all bundles of a project and the cases for them to a folder that `tests/validators` reads.
fn write(folder: &Path, cases: &[Value]) {
    let proved = project(folder);
    let resolved = &proved.resolved;
    let schemas = resolved.project.schemas.iter().map(|schema| {
        let file = resolved.project.sources.get(schema.source).name.clone();
        let dialect = resolved.dialect_of(&Place::root(schema.source)).uri();
        let bundled: Value = serde_json::from_str(&bundle(resolved, schema.source)).expect("a bundle is JSON");
        json!({ "file": file, "dialect": dialect, "bundle": bundled })
    });
    let all = json!({ "schemas": schemas.collect::<Vec<Value>>(), "cases": cases });
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bundles.json");
    fs::write(path, all.to_string()).expect("the folder for temporary files can be written");
}

#[test]
fn bundles_of_the_catalogs_give_the_same_verdicts() {
    let (count, differences, cases) = compare(Path::new(env!("CARGO_MANIFEST_DIR")));
    write(Path::new(env!("CARGO_MANIFEST_DIR")), &cases);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(count > 300, "the catalogs have that many examples: {count}");
}

#[test]
fn bundles_of_the_fixtures_give_the_same_verdicts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let cases = fs::read_dir(folder).expect("tests/sites can be read").map(|entry| entry.expect("an entry").path());
    let compared: Vec<_> = cases.filter(|case| case.is_dir()).map(|case| compare(&case)).collect();
    let differences: Vec<String> = compared.iter().flat_map(|(_, differences, _)| differences.clone()).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(compared.iter().map(|(count, ..)| count).sum::<usize>() > 100, "the fixtures have that many examples");
}
