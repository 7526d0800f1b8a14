//! Whole projects, over the fixtures in `tests/sites/`: each folder is a small project, with what `catalog.json` says of it
//! (`expected.json`, trimmed to what is decided about its files), what is found in it (`expected.txt`: the exit code, then
//! a line for each error and warning) and the table of its channel map (`expected-map.txt`). Where a folder has an `expected-guides.txt`, be it
//! empty, that becomes what its guides show; an `expected-messages.txt` what the pages of its messages say, as Markdown, an `expected-types.txt` those of its event types, an `expected-changes.txt` those of its versions. A new case is a new folder and needs no Rust.
//!
//! `SNAPSHOTS=overwrite cargo test --test sites` writes these files. Read them: a snapshot that nobody read is no test.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use support::{Folder, files_of, map_rows, run};

/// The lists of catalog.json that are compared, and the fields of their entries.
const COMPARED: [(&str, &[&str]); 7] = [
    ("schemas", &["file", "url", "dialect", "version", "types", "versions"]),
    ("types", &["catalog", "name", "schemas", "registered", "channels"]),
    ("examples", &["file", "pointer", "line", "schema", "expected", "verdict", "url"]),
    ("documents", &["file", "url", "asyncapi", "title", "version", "versions"]),
    ("channels", &["document", "id", "address"]),
    ("operations", &["document", "id", "action", "channel", "messages"]),
    ("messages", &["document", "id", "name", "payload"]),
];

const GUIDES: &str = "expected-guides.txt";
const MESSAGES: &str = "expected-messages.txt";
const TYPES: &str = "expected-types.txt";
const CHANGES: &str = "expected-changes.txt";
const EXPECTED: [&str; 7] = ["expected.json", "expected.txt", "expected-map.txt", GUIDES, MESSAGES, TYPES, CHANGES];

#[test]
fn each_project_is_read_as_expected() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    for case in cases() {
        let actual = observe(&case);
        for (name, actual) in EXPECTED.into_iter().zip(actual) {
            let file = case.join(name);
            if overwrite {
                write_or_remove(&file, &actual);
            } else if fs::read_to_string(&file).unwrap_or_default() != actual {
                wrong.push(format!("{}\n{actual}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "SNAPSHOTS=overwrite accepts these:\n{}", wrong.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let entries = fs::read_dir(folder).expect("tests/sites can be read");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    cases
}

fn write_or_remove(file: &Path, text: &str) {
    if text.is_empty() {
        let _ = fs::remove_file(file);
    } else {
        fs::write(file, text).expect("a snapshot can be written");
    }
}

/// What `catalog.json` says of the case (empty if there is none), what is found in it, the rows of its map and what its guides,
/// messages and types show.
fn observe(case: &Path) -> [String; 7] {
    // The program sees a copy without our own files, in another folder: where a project lies decides nothing.
    let project = Folder::copy_of(case, &EXPECTED);
    let site = Folder::new();
    let out = site.join("site");
    let out = out.to_str().expect("a path in UTF-8");
    let build = run(project.path(), &["build", "--keep-going", "--quiet", "--out", out]);
    let check = run(project.path(), &["check", "--format", "json"]);
    assert_eq!(build.code, check.code, "{}: build and check disagree:\n{}\n{}", case.display(), build.err, check.err);
    let catalog = fs::read_to_string(site.join("site/catalog.json")).map(|text| trimmed(&text)).unwrap_or_default();
    let code = check.code.map_or_else(|| "by a signal".to_owned(), |code| code.to_string());
    let found = format!("exit {code}\n{}{}", findings(&check.out), check.err);
    let guides = if case.join(GUIDES).exists() { guides(&site.join("site")) } else { String::new() };
    let shown = |name: &str, pages: &str| {
        if case.join(name).exists() { twins(&site.join("site"), pages) } else { String::new() }
    };
    let (messages, types) = (shown(MESSAGES, "/messages/"), shown(TYPES, "types/"));
    let changes = shown(CHANGES, "changes/");
    [catalog, found, map_rows(&site.join("site/map/index.html")), guides, messages, types, changes]
}

/// The Markdown twins of some pages, each below its address.
fn twins(site: &Path, pages: &str) -> String {
    let twins = files_of(site).into_iter().filter(|(path, _)| path.contains(pages) && path.ends_with(".md"));
    twins.map(|(path, bytes)| format!("## {path}\n{}\n", String::from_utf8_lossy(&bytes))).collect()
}

/// What the guides of a site hold between `<main>` and `</main>`, each below its address, and the addresses of the pictures.
fn guides(site: &Path) -> String {
    let mut text = String::new();
    for (path, bytes) in
        files_of(site).into_iter().filter(|(path, _)| path.starts_with("guides/") && path.ends_with(".html"))
    {
        let page = String::from_utf8_lossy(&bytes);
        let main =
            page.split_once("<main").and_then(|(_, rest)| rest.split_once('>')).expect("a page has a main part").1;
        let _ = writeln!(text, "## {path}\n{}", main.split_once("</main>").expect("it ends").0.trim());
    }
    for (path, _) in files_of(site).into_iter().filter(|(path, _)| path.starts_with("raw/images/")) {
        let _ = writeln!(text, "## {path}");
    }
    text
}

/// The lists that are compared, each entry on a line of its own.
fn trimmed(catalog: &str) -> String {
    let catalog: Value = serde_json::from_str(catalog).expect("catalog.json is JSON");
    let lists = COMPARED.iter().filter_map(|(list, fields)| {
        let entries: Vec<String> =
            catalog[list].as_array().expect("a list").iter().map(|entry| trimmed_entry(entry, fields)).collect();
        (!entries.is_empty()).then(|| format!("  \"{list}\": [\n    {}\n  ]", entries.join(",\n    ")))
    });
    format!("{{\n{}\n}}\n", lists.collect::<Vec<_>>().join(",\n"))
}

fn trimmed_entry(entry: &Value, fields: &[&str]) -> String {
    // What has no other versions has no list of them.
    let is_there = |field: &str| field != "versions" || entry.get(field).is_some();
    let fields = fields.iter().filter(|field| !entry[**field].as_array().is_some_and(Vec::is_empty));
    let fields = fields.filter(|field| is_there(field));
    let fields: Vec<String> = fields.map(|field| format!("\"{field}\": {}", entry[*field])).collect();
    format!("{{ {} }}", fields.join(", "))
}

/// Errors and warnings in one line each, with the places of their labels; notes speak of style and are left out.
fn findings(report: &str) -> String {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let mut lines = String::new();
    for finding in
        report["diagnostics"].as_array().into_iter().flatten().filter(|finding| finding["severity"] != "note")
    {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let place = |at: &Value| format!("{}:{}:{}", text(&at["file"]), at["line"], at["column"]);
        let (severity, rule) = (text(&finding["severity"]), text(&finding["rule"]));
        let _ = write!(lines, "{}: {severity}[{rule}]: {}", place(finding), text(&finding["message"]));
        for label in finding["labels"].as_array().into_iter().flatten() {
            let _ = write!(lines, " | {} {}", place(label), text(&label["message"]));
        }
        lines.push('\n');
    }
    lines
}
