//! Verdicts and faults over JSON-Schema-Test-Suite, which `tests/suite/install` fetches; without it there is nothing to compare with.
//!
//! Every group of the suite becomes a schema file and a page with a fence for each test, the remote documents are found through `map`. What
//! we decide otherwise stands in `tests/suite/differences.txt`, with the reason; `SNAPSHOTS=overwrite` writes that file anew, with
//! the reasons kept.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use schemabook::config;
use schemabook::load::load;
use schemabook::model::Verdict;
use schemabook::prove::{Cache, Proved, faults, prove};
use schemabook::resolve::resolve;
use schemabook::sample::Sampler;
use schemabook::source::{Format, Node, Place, Source};
use schemabook::tree::Tree;
use serde_json::Value;

/// The drafts: the suite's folder, and the name in site.toml.
const DRAFTS: [(&str, &str); 5] =
    [("draft4", "4"), ("draft6", "6"), ("draft7", "7"), ("draft2019-09", "2019-09"), ("draft2020-12", "2020-12")];

/// Formats that nobody checks: their tables of Unicode would weigh more than the rest of the program.
const UNCHECKED: [&str; 2] = ["optional/format/idn-email", "optional/format/idn-hostname"];

/// What marks a difference that is a fault of a schema; all schemas of the suite are without.
const FAULT: &str = ": fault at ";

/// A schema of the suite and its tests.
struct Group {
    /// The file it comes from, without its ending: `optional/bignum`.
    file: String,
    value: Value,
    /// The schema and what is held against it, as they are written: serde_json does not keep the digits of each number.
    schema: String,
    data: Vec<String>,
}

#[test]
fn verdicts_are_those_of_the_suite() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let suite = home.join("json");
    if !suite.is_dir() {
        println!("skipped: JSON-Schema-Test-Suite is not installed; tests/suite/install fetches it");
        return;
    }
    let mut differences = Vec::new();
    for (draft, dialect) in DRAFTS {
        let groups = groups(&suite.join("tests").join(draft));
        let groups = groups.into_iter().filter(|group| !UNCHECKED.contains(&group.file.as_str()));
        // Of formats, and of contents, the suite tests apart what they do where they are asserted.
        let (formats, rest): (Vec<Group>, Vec<Group>) = groups
            .partition(|group| group.file.starts_with("optional/format") || group.file.starts_with("optional/content"));
        let mut count = 0;
        for (groups, asserted) in [(formats, true), (rest, false)] {
            for batch in batches(groups) {
                let folder = Folder::new(&format!("{draft}-{asserted}"));
                lay_out(&folder.0, &suite, dialect, asserted, &batch);
                let (tests, found) = compare(&folder.0, draft, &batch);
                count += tests;
                differences.extend(found);
            }
        }
        differences.dedup();
        let own = differences.iter().filter(|line| line.starts_with(&format!("{draft}/")));
        let wrong = own.filter(|line| !line.contains(FAULT)).count();
        println!("{draft}: {} of {count} verdicts as in the suite", count - wrong);
    }
    hold(&home.join("differences.txt"), &differences);
}

/// For each schema of the suite that a test calls valid for something a sample is found, and for each that refuses something a
/// counterexample; what is not found stands in `tests/suite/samples.txt`, with the reason.
#[test]
fn samples_are_found_for_the_schemas_of_the_suite() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let suite = home.join("json");
    if !suite.is_dir() {
        println!("skipped: JSON-Schema-Test-Suite is not installed; tests/suite/install fetches it");
        return;
    }
    let mut missing = Vec::new();
    let mut count = 0;
    for (draft, dialect) in DRAFTS {
        let groups = groups(&suite.join("tests").join(draft));
        let groups = groups.into_iter().filter(|group| !UNCHECKED.contains(&group.file.as_str()));
        let (formats, rest): (Vec<Group>, Vec<Group>) = groups
            .partition(|group| group.file.starts_with("optional/format") || group.file.starts_with("optional/content"));
        for (groups, asserted) in [(formats, true), (rest, false)] {
            for batch in batches(groups) {
                let folder = Folder::new(&format!("samples-{draft}-{asserted}"));
                lay_out(&folder.0, &suite, dialect, asserted, &batch);
                let (wanted, found) = samples(&folder.0, draft, &batch);
                count += wanted;
                missing.extend(found);
            }
        }
    }
    println!("{} of {count} samples and counterexamples found", count - missing.len());
    assert!(missing.len() * 100 <= count, "{} of {count} are missing", missing.len());
    hold(&home.join("samples.txt"), &missing);
}

/// Holds differences against those that are known, each with its reason.
fn hold(known: &Path, differences: &[String]) {
    let reasons = reasons(&fs::read_to_string(known).unwrap_or_default());
    let mut text = String::new();
    let mut new = Vec::new();
    for line in differences {
        let reason = reasons.get(line).map_or("?", String::as_str);
        if reason == "?" {
            new.push(line.clone());
        }
        let _ = writeln!(text, "{line}\n    {reason}");
    }
    let gone: Vec<&String> = reasons.keys().filter(|line| !differences.contains(line)).collect();
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        fs::write(known, text).unwrap();
    }
    assert!(new.is_empty() && gone.is_empty(), "new:\n{}\ngone: {gone:#?}", new.join("\n"));
}

/// How many samples and counterexamples a project's schemas should have, and which were not found.
fn samples(folder: &Path, draft: &str, batch: &[Group]) -> (usize, Vec<String>) {
    let (config, _) = config::read(fs::read(folder.join(config::FILE)).unwrap());
    let resolved = resolve(load(config, &Tree::open(folder).unwrap(), None));
    let faults = faults(&mut Cache::default(), &resolved, None);
    let mut count = 0;
    let mut missing = Vec::new();
    for (number, group) in batch.iter().enumerate() {
        let source = resolved.project.sources.find(&format!("groups/{number}.schema.json")).unwrap();
        let sampler = Sampler::new(&resolved, &faults, &Place::root(source));
        let has = |valid: bool| group.value["tests"].as_array().unwrap().iter().any(|test| test["valid"] == valid);
        let named = format!("{draft}/{}: {}", group.file, group.value["description"]);
        if has(true) {
            count += 1;
            if let Err(why) = sampler.minimal() {
                missing.push(format!("{named}: no sample: {why}"));
            }
        }
        if has(false) {
            count += 1;
            if sampler.invalid().found.is_empty() {
                missing.push(format!("{named}: no counterexample"));
            }
        }
    }
    (count, missing)
}

/// The differences that are known, each with its reason on the line below it.
fn reasons(text: &str) -> BTreeMap<String, String> {
    let mut reasons = BTreeMap::new();
    let mut lines = text.lines();
    while let (Some(difference), Some(reason)) = (lines.next(), lines.next()) {
        reasons.insert(difference.to_owned(), reason.trim().to_owned());
    }
    reasons
}

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().canonicalize().unwrap();
        let path = path.join(format!("schemabook-suite-{}-{name}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn groups(folder: &Path) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let mut entries: Vec<PathBuf> = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
            entries.sort();
            open.extend(entries.into_iter().rev());
            continue;
        }
        let file = path.strip_prefix(folder).unwrap().with_extension("").to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let Value::Array(values) = serde_json::from_slice(&bytes).unwrap() else { panic!("{file}") };
        let source = Source::from_file(&file, Format::Json, bytes);
        let written = |node: Option<&Node>| source.text_at(node.unwrap().span).to_owned();
        let nodes = source.root().unwrap().items();
        groups.extend(values.into_iter().zip(nodes).map(|(value, node)| {
            let tests = node.get("tests").unwrap().items();
            let data = tests.iter().map(|test| written(test.get("data"))).collect();
            Group { file: file.clone(), value, schema: written(node.get("schema")), data }
        }));
    }
    groups
}

/// One project for many groups, but no two schemas of a project with one `$id`.
fn batches(groups: Vec<Group>) -> Vec<Vec<Group>> {
    let mut batches: Vec<(HashSet<String>, Vec<Group>)> = Vec::new();
    for group in groups {
        let schema = &group.value["schema"];
        let id = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str).unwrap_or_default().to_owned();
        let free = batches.iter_mut().find(|(ids, _)| id.is_empty() || !ids.contains(&id));
        match free {
            Some((ids, batch)) => {
                ids.insert(id);
                batch.push(group);
            }
            None => batches.push((HashSet::from([id]), vec![group])),
        }
    }
    batches.into_iter().map(|(_, batch)| batch).collect()
}

/// Writes the project of some groups.
fn lay_out(folder: &Path, suite: &Path, dialect: &str, formats: bool, batch: &[Group]) {
    let mut site = format!(
        "[check]\nformats = {formats}\n\n[[catalog]]\nid = \"suite\"\ntitle = \"Suite\"\npath = \".\"\ndialect = \"{dialect}\"\n\
         map = {{ \"http://localhost:1234/\" = \"remotes/\" }}\n"
    );
    // Remote documents without a `$schema` are of the draft whose folder they are in.
    for (draft, dialect) in DRAFTS {
        let _ = write!(
            site,
            "\n[[catalog]]\nid = \"{draft}\"\ntitle = \"{draft}\"\npath = \"remotes/{draft}\"\ndialect = \"{dialect}\"\n\
             map = {{ \"http://localhost:1234/\" = \"../\" }}\n"
        );
    }
    fs::write(folder.join("site.toml"), site).unwrap();
    copy_folder(&suite.join("remotes"), &folder.join("remotes"));
    fs::create_dir(folder.join("groups")).unwrap();
    fs::create_dir(folder.join("tests")).unwrap();
    for (number, group) in batch.iter().enumerate() {
        fs::write(folder.join(format!("groups/{number}.schema.json")), &group.schema).unwrap();
        let mut page = String::new();
        for (test, data) in group.data.iter().enumerate() {
            let _ = writeln!(page, "# {test}\n```json example=groups/{number}.schema.json\n{data}\n```");
        }
        fs::write(folder.join(format!("tests/{number}.md")), page).unwrap();
    }
}

/// Copies what the drafts that we read may refer to.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if name != "draft3" && name != "draft-next" {
                copy_folder(&path, &to.join(name));
            }
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// How many tests a project has, and where we say something else.
fn compare(folder: &Path, draft: &str, batch: &[Group]) -> (usize, Vec<String>) {
    let (config, mistakes) = config::read(fs::read(folder.join(config::FILE)).unwrap());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let proved = prove(resolve(load(config, &Tree::open(folder).unwrap(), None)));
    let mut differences = Vec::new();
    let mut count = 0;
    let Proved { resolved, proofs, faults, .. } = &proved;
    let sources = &resolved.project.sources;
    for fault in faults.iter() {
        let name = &sources.get(fault.place.source).name;
        let number = name.strip_prefix("groups/").and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
        let place = number.map_or(name.clone(), |n| format!("{}: {}", batch[n].file, batch[n].value["description"]));
        differences.push(format!("{draft}/{place}{FAULT}{}: {}", fault.place.pointer, fault.message));
    }
    for (example, proof) in resolved.project.examples.iter().zip(proofs.iter()) {
        let name = &sources.get(example.place.source).name;
        let Some(rest) = name.strip_prefix("tests/") else { continue };
        let (group, test) = rest.split_once(".md#").unwrap();
        let group = &batch[group.parse::<usize>().unwrap()];
        let test = &group.value["tests"][test.parse::<usize>().unwrap()];
        let expected = if test["valid"] == true { Verdict::Valid } else { Verdict::Invalid };
        count += 1;
        for failure in &proof.failures {
            let words = (1..=400).contains(&failure.message.chars().count());
            let stands = failure.schema.as_ref().is_none_or(|place| sources.node(place).is_some());
            assert!(words && stands, "{failure:?}");
        }
        if proof.verdict != expected {
            let (group, test, file) = (&group.value["description"], &test["description"], &group.file);
            let verdict = proof.verdict.name();
            let note = proof.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
            differences.push(format!("{draft}/{file}: {group}: {test}: {verdict}{note}"));
        }
    }
    let expected: usize = batch.iter().map(|group| group.value["tests"].as_array().unwrap().len()).sum();
    assert_eq!(count, expected, "every test is an example");
    (count, differences)
}
