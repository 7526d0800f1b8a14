//! What a build can't do without, and nothing else: read, parse, compile, validate, each schema dropped when its examples are judged, on one
//! thread. `build` and `check` are held against it. `cargo bench --bench limit -- FOLDER`.
//!
//! It knows the folders that `generate` writes: `schemas/a/b.json` has its examples in `examples/a/b/`, and references are relative paths.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use jsonschema::{Draft, Registry, Resource, Retrieve, Uri};
use serde_json::Value;

/// What was done.
#[derive(Default)]
struct Done {
    files: usize,
    bytes: usize,
    schemas: usize,
    valid: usize,
    invalid: usize,
}

/// Nothing is fetched: what schemas refer to is in the registry.
struct Refuse;

impl Retrieve for Refuse {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("{uri} is not there").into())
    }
}

fn main() {
    // Cargo adds an argument of its own, `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [folder] = arguments.as_slice() else {
        println!("usage: cargo bench --bench limit -- FOLDER");
        return;
    };
    let start = Instant::now();
    let done = run(Path::new(folder));
    println!(
        "{} files, {:.1} MB; {} schemas compiled; {} examples valid, {} rejected; {} ms",
        done.files,
        done.bytes as f64 / 1e6,
        done.schemas,
        done.valid,
        done.invalid,
        start.elapsed().as_millis()
    );
}

fn run(folder: &Path) -> Done {
    let mut done = Done::default();
    let schemas = folder.join("schemas");
    let mut files = files(&schemas);
    files.sort();
    // What others refer to is read and prepared once.
    let mut shared: BTreeMap<PathBuf, Value> = BTreeMap::new();
    let mut registry = registry(&shared);
    for file in &files {
        let schema = read(file, &mut done);
        let mut open = others(&schema, file);
        let known = shared.len();
        while let Some(file) = open.pop() {
            if !shared.contains_key(&file) {
                let schema = read(&file, &mut done);
                open.extend(others(&schema, &file));
                shared.insert(file, schema);
            }
        }
        if shared.len() > known {
            registry = self::registry(&shared);
        }
        let schema = without_id(schema);
        let options = jsonschema::options().with_draft(Draft::Draft202012).with_registry(&registry);
        let validator = options.with_base_uri(uri(file)).should_validate_formats(true).build(&schema);
        let validator = validator.expect("the generated schemas can be compiled");
        done.schemas += 1;
        let examples = file.strip_prefix(&schemas).map(|path| folder.join("examples").join(path.with_extension("")));
        for example in examples.map(|folder| self::files(&folder)).unwrap_or_default() {
            match validator.is_valid(&read(&example, &mut done)) {
                true => done.valid += 1,
                false => done.invalid += 1,
            }
        }
    }
    for file in self::files(&folder.join("asyncapi")) {
        // YAML is only read: parsers of it differ by more than all else here takes.
        done.bytes += fs::read(&file).map_or(0, |bytes| bytes.len());
        done.files += 1;
    }
    done
}

fn uri(file: &Path) -> String {
    format!("file://{}", file.display())
}

fn registry(shared: &BTreeMap<PathBuf, Value>) -> Registry<'static> {
    let resources =
        shared.iter().map(|(file, schema)| (uri(file), Resource::from_contents(without_id(schema.clone()))));
    let registry = Registry::new().retriever(Refuse).extend(resources).and_then(|builder| builder.prepare());
    registry.expect("the generated schemas have addresses")
}

/// The other files that a schema refers to.
fn others(schema: &Value, file: &Path) -> Vec<PathBuf> {
    references(schema).into_iter().map(|to| joined(file, to)).filter(|to| to != file).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn read(file: &Path, done: &mut Done) -> Value {
    let bytes = fs::read(file).expect("the file is there");
    done.files += 1;
    done.bytes += bytes.len();
    serde_json::from_slice(&bytes).expect("the file is JSON")
}

/// The files that a schema refers to, as it names them.
fn references(schema: &Value) -> Vec<&str> {
    match schema {
        Value::Object(map) => {
            let own = map.get("$ref").and_then(Value::as_str).map(|to| to.split('#').next().unwrap_or_default());
            let own = own.filter(|to| !to.is_empty());
            own.into_iter().chain(map.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

fn joined(file: &Path, to: &str) -> PathBuf {
    let mut path = file.parent().map(Path::to_path_buf).unwrap_or_default();
    for part in to.split('/') {
        match part {
            ".." => {
                path.pop();
            }
            "." => {}
            part => path.push(part),
        }
    }
    path
}

/// Files are told by where they lie.
fn without_id(mut schema: Value) -> Value {
    if let Some(map) = schema.as_object_mut() {
        map.shift_remove("$id");
    }
    schema
}
