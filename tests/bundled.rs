//! Bundled schemas: for the bundled catalogs and the fixtures of `tests/sites/`, each example has the verdict against the bundled
//! schema alone that it has in its project.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schemabook::bundle::bundle;
use schemabook::config::{self, Check, Config};
use schemabook::dialect::Dialect;
use schemabook::load::load;
use schemabook::model::{RefFault, Reference, Target, Verdict};
use schemabook::prove::{Proved, prove};
use schemabook::resolve::resolve;
use schemabook::source::{Node, Place, SourceId};
use schemabook::tree::Tree;
use serde_json::Value;

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

/// The verdict of a validator that sees nothing but the bundle, and knows the project's own formats.
fn accepts(bundle: &Value, dialect: Dialect, check: &Check, instance: &Value) -> Result<bool, String> {
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
    let mut options = options.with_base_uri("docs:///bundle.json").should_validate_formats(check.formats);
    for (name, format) in &check.own_formats {
        let pattern = format.pattern.clone();
        options = options.with_format(name.clone(), move |text: &str| pattern.matches(text) == Ok(true));
    }
    let validator = options.build(bundle).map_err(|error| error.masked().to_string())?;
    Ok(validator.is_valid(instance))
}

/// How many verdicts were compared, and the differences.
fn compare(folder: &Path) -> (usize, Vec<String>) {
    let proved = project(folder);
    let resolved = &proved.resolved;
    let check = &resolved.project.config.check;
    let mut differences = Vec::new();
    let mut count = 0;
    let mut bundles: HashMap<SourceId, Value> = HashMap::new();
    for (example, proof) in resolved.project.examples.iter().zip(proved.proofs.iter()) {
        let [instance] = example.instances() else { continue };
        let of_document = instance.schema.pointer.is_empty() && resolved.schema_of(instance.schema.source).is_some();
        // No validator takes a schema with a pointer to nothing.
        let dangling = |it: &Arc<Reference>| matches!(it.target, Target::Unresolved(RefFault::NoPlace { .. }));
        if resolved.references_of(instance.schema.source).iter().any(dangling) {
            continue;
        }
        if !of_document || proof.verdict == Verdict::Unchecked || example.unparsed {
            continue;
        }
        let at = Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer));
        let node = resolved.project.sources.node(&at).expect("the instance is there");
        // What is compared by its digits here is compared as doubles there.
        let root = resolved.project.sources.get(instance.schema.source).root();
        if node.has_long_number() || root.is_some_and(Node::has_long_number) {
            continue;
        }
        let value = node.to_value();
        let bundled = bundles.entry(instance.schema.source).or_insert_with(|| {
            serde_json::from_str(&bundle(resolved, instance.schema.source)).expect("a bundle is JSON")
        });
        // A validator has its own mind about contents: it takes no line breaks in base64, and asserts them whether formats are or not.
        if bundled.to_string().contains("\"content") {
            continue;
        }
        let found = accepts(bundled, resolved.dialect_of(&instance.schema), check, &value);
        if found != Ok(proof.verdict == Verdict::Valid) {
            let name = resolved.project.sources.display(&example.place);
            differences.push(format!("{}: {name}: {:?} here, {found:?} there", folder.display(), proof.verdict));
        }
        count += 1;
    }
    (count, differences)
}

#[test]
fn bundles_of_the_catalogs_give_the_same_verdicts() {
    let (count, differences) = compare(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(count > 300, "the catalogs have that many examples: {count}");
}

#[test]
fn bundles_of_the_fixtures_give_the_same_verdicts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let cases = fs::read_dir(folder).expect("tests/sites can be read").map(|entry| entry.expect("an entry").path());
    let (counts, differences): (Vec<usize>, Vec<Vec<String>>) =
        cases.filter(|case| case.is_dir()).map(|case| compare(&case)).unzip();
    let differences = differences.concat();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(counts.iter().sum::<usize>() > 100, "the fixtures have that many examples");
}
