//! Nothing is left out: change any one fact of a schema, and the words of its page change (contract, section 4).
//!
//! Every bundled schema and every schema of `tests/keywords/` is taken alone. Each of its values is changed, each key renamed, each member
//! removed, one at a time; the words of the page must differ each time. Findings and examples are left out of the comparison: they
//! change too, and would hide a fact that the page itself does not state.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use schemabook::config::Config;
use schemabook::coverage::Coverage;
use schemabook::diagnostic::Findings;
use schemabook::dialect::Dialect;
use schemabook::page::{Subject, View, pages, view};
use schemabook::{load, prove, resolve, route, tree::Tree};
use serde_json::{Map, Value};

/// What the contract counts as no fact.
const NO_FACTS: [&str; 8] = ["$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$vocabulary", "$comment", "$ref"];

#[test]
fn changing_any_fact_changes_the_page() {
    let schemas = schemas();
    assert!(schemas.len() > 100, "the bundled schemas and the fixtures are found");
    let facts = AtomicUsize::new(0);
    let mut silent: Vec<String> = schemas
        .par_iter()
        .flat_map_iter(|path| {
            let value: Value =
                serde_json::from_str(&fs::read_to_string(path).expect("it was listed")).expect("it is JSON");
            let before = words(&value, path);
            // The fixtures hold each keyword in each shape; of the bundled schemas, which repeat themselves, every fourth fact is enough.
            let step = if path.starts_with(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")) { 4 } else { 1 };
            let changes: Vec<(String, Value)> = changes(&value).into_iter().step_by(step).collect();
            facts.fetch_add(changes.len(), Ordering::Relaxed);
            let same = changes.into_iter().filter(|(_, changed)| words(changed, path) == before);
            same.map(|(what, _)| format!("{}: {what}", path.display())).collect::<Vec<_>>()
        })
        .collect();
    silent.sort();
    let count = facts.into_inner();
    assert!(silent.is_empty(), "{} of {count} changes leave the page as it was:\n{}", silent.len(), silent.join("\n"));
}

fn schemas() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open = vec![root.join("schemas"), root.join("tests/keywords")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("the folder is in the repository").flatten() {
            let path = entry.path();
            let text = path.to_string_lossy().into_owned();
            if path.is_dir() && !text.ends_with("/examples") {
                open.push(path);
            } else if text.ends_with(".json") && !text.contains(".invalid.") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The words of the page of a schema that stands alone in a project: what a reader sees, without anchors and link targets.
fn words(schema: &Value, path: &Path) -> String {
    thread_local! {
        static FOLDER: PathBuf = {
            let name = format!("schemabook-facts-{}-{:?}", std::process::id(), std::thread::current().id());
            let folder = std::env::temp_dir().join(name.replace(['(', ')'], "-"));
            fs::create_dir_all(&folder).expect("a temporary folder can be made");
            folder
        };
    }
    FOLDER.with(|folder| {
        fs::write(folder.join("x.schema.json"), schema.to_string()).expect("a temporary file can be written");
        let tree = Tree::open(folder).expect("it was just made");
        let mut site = route::route(prove::prove(resolve::resolve(load::load(config(), &tree, None))));
        // What examples exercise is worked out anew for each change otherwise, and takes longer than all the rest.
        site.coverage = Coverage::none(&site.proved);
        let page = pages(&site).into_iter().find(|page| page.subject == Subject::Schema(0));
        let page = page.unwrap_or_else(|| panic!("{} has a page", path.display()));
        let View::Schema(view) = view(&site, &Findings::default(), &page) else {
            panic!("a schema's page shows a schema")
        };
        let mut text = format!("{}\n{}\n{:?}\n", view.title, visible(view.description.as_str()), view.deprecated);
        text.push_str(&visible(view.fields.as_str()));
        for definition in &view.definitions {
            text.push_str(&format!("\n{}\n{}", definition.name, visible(definition.html.as_str())));
        }
        text
    })
}

/// The defaults, but for samples: an event that is made is no statement of the page, and making one for each change takes longer than the rest.
fn config() -> Config {
    let mut config = Config::defaults();
    config.build.samples = false;
    config
}

/// The text between the tags.
fn visible(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        text.push(' ');
    }
    text
}

/// Every schema that differs from `schema` in one fact, with what was changed.
fn changes(schema: &Value) -> Vec<(String, Value)> {
    let dialect = schema.get("$schema").and_then(Value::as_str).and_then(Dialect::from_schema_uri);
    let mut found = Vec::new();
    collect(schema, schema, "", dialect.unwrap_or(Dialect::Draft202012), &mut found);
    found
}

fn collect(root: &Value, value: &Value, pointer: &str, dialect: Dialect, found: &mut Vec<(String, Value)>) {
    let mut push = |what: &str, with: Option<Value>| {
        let mut changed = root.clone();
        if let Some(with) = with {
            *changed.pointer_mut(pointer).expect("the pointer was just followed") = with;
            found.push((format!("{what} {pointer}"), changed));
        }
    };
    match value {
        Value::Null => push("change", Some(Value::Bool(true))),
        Value::Bool(flag) => push("change", Some(Value::Bool(!flag))),
        // A number beyond what doubles tell apart stays the same when one is added.
        Value::Number(number) => {
            let more = number.as_f64().unwrap_or_default() + 1.0;
            push("change", Some(if number.as_f64() == Some(more) { Value::from(7) } else { Value::from(more) }));
        }
        Value::String(text) => push("change", Some(Value::String(format!("{text}x")))),
        Value::Array(items) => {
            for index in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(index);
                push(&format!("remove {index} of"), Some(Value::Array(fewer)));
            }
        }
        Value::Object(map) => {
            let hidden = |key: &str| NO_FACTS.contains(&key) || beside_ref(map, key, dialect);
            for key in map.keys().filter(|key| !hidden(key)) {
                let fewer: Map<String, Value> = map.iter().filter(|(other, _)| *other != key).map(copied).collect();
                push(&format!("remove `{key}` of"), Some(Value::Object(fewer)));
            }
        }
    }
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(root, item, &format!("{pointer}/{index}"), dialect, found);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                if !NO_FACTS.contains(&key.as_str()) && !beside_ref(map, key, dialect) {
                    let token = key.replace('~', "~0").replace('/', "~1");
                    collect(root, item, &format!("{pointer}/{token}"), dialect, found);
                }
            }
        }
        _ => {}
    }
}

fn copied((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}

/// In drafts up to 7 what stands beside a `$ref` is no fact.
fn beside_ref(map: &Map<String, Value>, key: &str, dialect: Dialect) -> bool {
    dialect.ref_hides_siblings() && map.get("$ref").is_some_and(Value::is_string) && key != "$ref"
}
