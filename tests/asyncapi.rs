//! Nothing of an AsyncAPI document is left out: change any one fact, and the words of some page of it change (contract, section 4).
//!
//! Every valid document among the fixtures and the bundled catalogs is taken alone. Each of its values is changed, each member and each item
//! removed, one at a time; the words of its pages must differ each time. Findings are left out, and so is the source view.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use schemabook::config::Config;
use schemabook::diagnostic::Findings;
use schemabook::page::{Subject, pages, view};
use schemabook::source::{Format, Source};
use schemabook::{load, prove, resolve, route, tree::Tree};
use serde_json::{Map, Value};

use support::Folder;

/// What the contract counts as no fact.
const NO_FACTS: [&str; 8] = ["$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$vocabulary", "$comment", "$ref"];

#[test]
fn changing_any_fact_changes_a_page() {
    let documents = documents();
    assert!(documents.len() > 30, "the bundled documents and the fixtures are found: {}", documents.len());
    let facts = AtomicUsize::new(0);
    let mut silent: Vec<String> = documents
        .par_iter()
        .flat_map_iter(|path| {
            let value = read(path);
            let before = words(&value);
            let mut changed = Vec::new();
            collect(&value, &value, "", false, &mut changed);
            // Long documents repeat themselves: of each about 60 facts are enough.
            let step = (changed.len() / 60).max(1);
            let changed: Vec<(String, Value)> = changed.into_iter().step_by(step).collect();
            facts.fetch_add(changed.len(), Ordering::Relaxed);
            let same = changed.into_iter().filter(|(_, changed)| words(changed) == before);
            same.map(|(what, _)| format!("{}: {what}", path.display())).collect::<Vec<_>>()
        })
        .collect();
    silent.sort();
    let count = facts.into_inner();
    assert!(
        silent.is_empty(),
        "{} of {count} changes leave all pages as they were:\n{}",
        silent.len(),
        silent.join("\n")
    );
}

/// The documents of the bundled catalogs and of the fixtures.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![root.join("schemas"), root.join("tests/asyncapi/documents")];
    let rules = fs::read_dir(root.join("tests/rules")).expect("tests/rules can be read");
    open.extend(rules.map(|rule| rule.expect("an entry").path().join("good")).filter(|good| good.is_dir()));
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("the folder is in the repository").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let is_yaml = path.extension().is_some_and(|ending| ending == "yaml");
            if is_yaml && text.lines().any(|line| line.starts_with("asyncapi:")) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Value {
    let source = Source::from_file("x.yaml", Format::Yaml, fs::read(path).expect("it was listed"));
    source.root().expect("a fixture can be parsed").to_value()
}

/// The words of all pages of a document that stands alone in a project, without its source.
fn words(document: &Value) -> String {
    let folder = Folder::new();
    folder.write("x.json", &document.to_string());
    let tree = Tree::open(folder.path()).expect("it was just made");
    let site = route::route(prove::prove(resolve::resolve(load::load(Config::defaults(), &tree, None))));
    let of_document = |subject: &Subject| matches!(subject, Subject::Document(_) | Subject::Sheet(..));
    let mut text = String::new();
    for page in pages(&site).iter().filter(|page| of_document(&page.subject)) {
        let mut view = serde_json::to_value(view(&site, &Findings::default(), page)).expect("a view is data");
        let fields = view.as_object_mut().expect("a view is an object");
        // Where something stands in the source is no fact that it states.
        ["source", "place"].into_iter().for_each(|verbatim| drop(fields.remove(verbatim)));
        read_aloud(&view, &mut text);
    }
    text
}

/// The texts of a view, tags, anchors and links left out.
fn read_aloud(value: &Value, text: &mut String) {
    match value {
        Value::String(html) => {
            for piece in html.split('<') {
                text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
                text.push(' ');
            }
        }
        Value::Array(items) => items.iter().for_each(|item| read_aloud(item, text)),
        Value::Object(map) => {
            let spoken = map.iter().filter(|(key, _)| !["href", "anchor", "file", "line"].contains(&key.as_str()));
            spoken.for_each(|(_, value)| read_aloud(value, text));
        }
        _ => {}
    }
}

/// Every document that differs from `root` in one fact below `pointer`, with what was changed. Below an extension or a value all is data.
fn collect(root: &Value, value: &Value, pointer: &str, is_data: bool, found: &mut Vec<(String, Value)>) {
    let mut push = |what: &str, with: Value| {
        let mut changed = root.clone();
        *changed.pointer_mut(pointer).expect("the pointer was just followed") = with;
        found.push((format!("{what} {pointer}"), changed));
    };
    match value {
        Value::Null => push("change", Value::Bool(true)),
        Value::Bool(flag) => push("change", Value::Bool(!flag)),
        Value::Number(number) => push("change", Value::from(number.as_f64().unwrap_or_default() + 1.0)),
        Value::String(text) => push("change", Value::String(format!("{text}x"))),
        Value::Array(items) => {
            for index in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(index);
                push(&format!("remove {index} of"), Value::Array(fewer));
            }
        }
        Value::Object(map) => {
            for key in map.keys().filter(|key| is_data || is_fact(map, key, pointer)) {
                let fewer: Map<String, Value> = map
                    .iter()
                    .filter(|(other, _)| *other != key)
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect();
                push(&format!("remove `{key}` of"), Value::Object(fewer));
            }
        }
    }
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(root, item, &format!("{pointer}/{index}"), is_data, found);
            }
        }
        Value::Object(map) => {
            for (key, item) in map.iter().filter(|(key, _)| is_data || is_fact(map, key, pointer)) {
                let token = key.replace('~', "~0").replace('/', "~1");
                collect(root, item, &format!("{pointer}/{token}"), is_data || key.starts_with("x-"), found);
            }
        }
        _ => {}
    }
}

/// The version makes another document of it; what stands beside a `$ref` has no effect.
fn is_fact(map: &Map<String, Value>, key: &str, pointer: &str) -> bool {
    let identity = NO_FACTS.contains(&key) && !pointer.is_empty();
    let is_version = pointer.is_empty() && key == "asyncapi";
    !identity && !is_version && (!map.get("$ref").is_some_and(Value::is_string) || key == "$ref")
}
