//! Event types as code, held by the compiler and by the models themselves: each valid example has its type, and a counterexample that a type
//! can refuse is refused. `tests/code/install` gets both; `cargo test --test code -- --ignored` runs them, as `scripts/test` does; `PROJECTS` may name
//! more folders.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use schemabook::code::{Language, Names, file_in, in_each_language};
use schemabook::config::{Config, read};
use schemabook::load::load;
use schemabook::model::{EventType, Failure, Verdict};
use schemabook::pipeline::site;
use schemabook::prove::Proved;
use schemabook::resolve::{Resolved, resolve};
use schemabook::route::Site;
use schemabook::sample::Sampler;
use schemabook::source::{Node, Place};
use schemabook::tree::Tree;
use serde_json::{Value, json};

use support::Folder;

/// An example, and what the code of its type has to say of it.
struct Case {
    file: String,
    /// The event on one line.
    text: String,
    /// The names of the types of which it may be one.
    types: Vec<String>,
    is_valid: bool,
    /// Whether a type can say what is wrong, in each language.
    refused: [bool; 2],
}

/// The code of one catalog, and the examples of its event types.
struct Written {
    name: String,
    texts: [String; 2],
    cases: Vec<Case>,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The projects: the repository's own catalogs, the fixtures, and names that mean no good.
fn projects() -> Vec<PathBuf> {
    let mut all = vec![repository().to_owned()];
    for folder in ["tests/code/projects", "tests/sites"] {
        let folders = fs::read_dir(repository().join(folder)).expect("a folder of fixtures");
        let mut folders: Vec<PathBuf> = folders.map(|entry| entry.expect("an entry").path()).collect();
        folders.sort();
        all.extend(folders.into_iter().filter(|path| path.is_dir()));
    }
    let more = std::env::var_os("PROJECTS").unwrap_or_default();
    all.extend(std::env::split_paths(&more).filter(|path| path.is_dir()));
    all
}

fn site_of(project: &Path) -> Site {
    let tree = Tree::open(project).expect("a folder");
    let text = fs::read(project.join("site.toml")).unwrap_or_default();
    let config = if text.is_empty() { Config::defaults() } else { read(text).0 };
    site(resolve(load(config, &tree, None)), &tree)
}

fn written(project: &Path) -> Vec<Written> {
    let site = site_of(project);
    let resolved = &site.proved.resolved;
    let catalogs = &resolved.project.config.catalogs;
    let of_catalog = |catalog: usize| {
        let names = Names::of(resolved, catalog);
        let mut cases = Vec::new();
        for found in resolved.types.iter().filter(|found| found.catalog == catalog) {
            for number in &found.examples {
                let example = &resolved.project.examples[*number];
                let Some(node) = resolved.project.sources.node(&example.place) else { continue };
                if !is_whole(resolved, found, *number) {
                    continue;
                }
                let event = node.to_value();
                let proof = &site.proved.proofs[*number];
                if proof.verdict == Verdict::Unchecked {
                    continue;
                }
                let says = |sayable: fn(&Resolved, &Failure, &Value) -> bool| {
                    proof.failures.iter().any(|failure| sayable(resolved, failure, &event))
                };
                cases.push(Case {
                    file: resolved.project.sources.display(&example.place),
                    text: event.to_string(),
                    types: vec![names.of_event(&found.name).0.to_owned()],
                    is_valid: proof.verdict == Verdict::Valid,
                    refused: [says(typescript_refuses), says(python_refuses)],
                });
            }
        }
        if project != repository() {
            cases.extend(made(&site.proved, catalog, &names));
        }
        let texts = Language::ALL.map(|language| file_in(language, resolved, &names, catalog));
        let name = format!("{}-{catalog}", project.file_name().unwrap_or_default().to_string_lossy());
        Written { name, texts, cases }
    };
    let has_types = |catalog: &usize| resolved.types.iter().any(|found| found.catalog == *catalog);
    (0..catalogs.len()).filter(has_types).map(of_catalog).collect()
}

/// Events that are made for types of one schema, with a counterexample for each of its keywords.
fn made(proved: &Proved, catalog: usize, names: &Names) -> Vec<Case> {
    let resolved = &proved.resolved;
    let types = &resolved.project.config.catalogs[catalog].types;
    let mut cases = Vec::new();
    let is_alone = |found: &&EventType| found.schemas.len() == 1 && types.envelope.is_none() && types.data.is_none();
    for found in resolved.types.iter().filter(|found| found.catalog == catalog).filter(is_alone) {
        let root = Place::root(resolved.project.schemas[found.schemas[0]].source);
        let sampler = Sampler::new(resolved, &proved.faults, &root);
        let wrong = sampler.invalid().found.into_iter().map(|it| it.value);
        let minimal = sampler.minimal().ok();
        for value in sampler.each().into_iter().chain(minimal).chain(wrong) {
            let is_named = |field: &str| value.pointer(field).is_none_or(|it| it.as_str() == Some(&*found.name));
            let is_of_type = match types.field.as_deref() {
                Some(field) => is_named(field),
                None => ["/event_type", "/eventType", "/type"].into_iter().all(is_named),
            };
            let proof = sampler.proof(&value);
            if proof.verdict == Verdict::Unchecked || (proof.verdict == Verdict::Valid && !is_of_type) {
                continue;
            }
            let text = value.to_string();
            let says = |sayable: fn(&Resolved, &Failure, &Value) -> bool| {
                proof.failures.iter().any(|failure| sayable(resolved, failure, &value))
            };
            cases.push(Case {
                file: format!("{} {text}", found.name),
                types: vec![names.of_event(&found.name).0.to_owned()],
                is_valid: proof.verdict == Verdict::Valid,
                refused: [says(typescript_refuses), says(python_refuses)],
                text,
            });
        }
    }
    cases
}

/// Whether an example is an event, rather than the data of one: its own schema or the envelope holds for the whole.
fn is_whole(resolved: &Resolved, found: &EventType, number: usize) -> bool {
    let example = &resolved.project.examples[number];
    let roots = found.schemas.iter().map(|schema| Place::root(resolved.project.schemas[*schema].source));
    let roots: Vec<Place> = roots.collect();
    let types = &resolved.project.config.catalogs[found.catalog].types;
    let envelope = types.envelope.as_deref().and_then(|name| resolved.find_in_catalog(found.catalog, name));
    let messages = found
        .messages
        .iter()
        .map(|(document, message)| resolved.project.documents[*document].messages[*message].payload.clone());
    let messages: Vec<Place> = if roots.is_empty() { messages.flatten().collect() } else { Vec::new() };
    let is_of_type = |it: &Place| roots.contains(it) || messages.contains(it);
    let mut instances = example.instances().iter().filter(|it| it.pointer.is_empty());
    instances.any(|it| is_of_type(&it.schema) || envelope.as_ref() == Some(&it.schema))
        && (envelope.is_none() || types.data.is_some() || example.instances().iter().any(|it| is_of_type(&it.schema)))
}

/// Parts of pointers below which nothing is said of a value by itself.
const BEYOND: [&str; 12] = [
    "/if/",
    "/then/",
    "/else/",
    "/not/",
    "/oneOf/",
    "/anyOf/",
    "/contains/",
    "/propertyNames/",
    "/patternProperties/",
    "/dependentSchemas/",
    "/dependencies/",
    "/unevaluated",
];

fn is_plain(failure: &Failure, beyond: &[&str]) -> Option<Place> {
    let place = failure.schema.clone()?;
    let is_beyond = BEYOND.iter().chain(beyond).any(|part| format!("{}/", place.pointer).contains(part));
    (!is_beyond).then_some(place)
}

fn typescript_refuses(resolved: &Resolved, failure: &Failure, event: &Value) -> bool {
    let Some(place) = is_plain(failure, &["/additionalProperties/", "/additionalItems/"]) else { return false };
    // What every object of JavaScript has can't be said to be absent.
    let name = failure.at.rsplit('/').next().unwrap_or_default();
    if ["constructor", "toString", "hasOwnProperty"].contains(&name) {
        return false;
    }
    let node = resolved.project.sources.node(&place);
    match failure.keyword.as_str() {
        // An integer is a number.
        "type" => !(node.and_then(Node::as_str) == Some("integer") && is_number(event, failure)),
        "enum" | "const" => event.pointer(&failure.at).is_some_and(|it| !it.is_object() && !it.is_array()),
        "required" => true,
        "additionalProperties" => beside(resolved, &place, "patternProperties").is_none(),
        _ => false,
    }
}

/// What a schema says by another keyword than that at the place.
fn beside(resolved: &Resolved, place: &Place, keyword: &str) -> Option<Value> {
    let schema = place.pointer.rsplit_once('/').map_or("", |(above, _)| above);
    let place = Place::new(place.source, format!("{schema}/{keyword}"));
    resolved.project.sources.node(&place).map(Node::to_value)
}

fn is_number(event: &Value, failure: &Failure) -> bool {
    event.pointer(&failure.at).is_some_and(Value::is_number)
}

fn python_refuses(resolved: &Resolved, failure: &Failure, event: &Value) -> bool {
    let Some(place) = is_plain(failure, &["/prefixItems/"]) else { return false };
    let above = |name: &str| beside(resolved, &place, name);
    // An item of a list whose first items are other things may be any of them.
    if let Some((list, _)) = place.pointer.rsplit_once("/items/")
        && resolved.project.sources.node(&Place::new(place.source, format!("{list}/prefixItems"))).is_some()
    {
        return false;
    }
    match failure.keyword.as_str() {
        // No literal is a fraction.
        "enum" | "const" => {
            let is_fraction = |it: &Value| it.as_f64().is_some_and(|it| it.fract() != 0.0);
            let listed = resolved.project.sources.node(&place).map(Node::to_value).unwrap_or_default();
            let has_fraction = listed.as_array().map_or(is_fraction(&listed), |all| all.iter().any(is_fraction));
            !has_fraction && event.pointer(&failure.at).is_some_and(|it| !it.is_object() && !it.is_array())
        }
        "type" | "required" => true,
        "additionalProperties" => above("patternProperties").is_none(),
        "minLength" | "maxLength" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "minItems"
        | "maxItems" => above("type").is_some(),
        // What looks around no model reads, and of fractions no multiple is exact.
        "pattern" => above("type").is_some() && !above("pattern").is_some_and(|it| it.to_string().contains("(?")),
        "multipleOf" => above("type") == Some(json!("integer")),
        _ => false,
    }
}

/// The lines of code that are no comment and not empty.
fn without_comments(code: &str) -> String {
    let mut is_within = false;
    let mut left = String::new();
    for line in code.lines() {
        let (text, starts) = (line.trim(), line.trim().starts_with("\"\"\""));
        if starts {
            is_within = !is_within && (text == "\"\"\"" || !text.ends_with("\"\"\""));
        }
        let is_comment =
            is_within || starts || ["/*", "* ", "*/", "#"].iter().any(|it| text.starts_with(it)) || text == "*";
        if !is_comment && !text.is_empty() && text != "pass" {
            left.push_str(line);
            left.push('\n');
        }
    }
    left
}

#[test]
fn a_page_has_what_the_file_has() {
    for project in projects() {
        let site = site_of(&project);
        let resolved = &site.proved.resolved;
        for catalog in 0..resolved.project.config.catalogs.len() {
            let names = Names::of(resolved, catalog);
            let files = Language::ALL.map(|language| (language, file_in(language, resolved, &names, catalog)));
            let plain = files.each_ref().map(|(_, file)| without_comments(file));
            for found in resolved.types.iter().filter(|found| found.catalog == catalog) {
                for ((_, own), file) in in_each_language(resolved, &names, found).iter().zip(&plain) {
                    assert!(own.contains(names.of_event(&found.name).1), "{} is named by its constant", found.name);
                    assert!(file.contains(&without_comments(own)), "{} in {}:\n{own}", found.name, project.display());
                }
            }
            for (language, file) in &files {
                let unseen = file.chars().find(|c| *c != '\n' && schemabook::source::is_unseen(*c));
                assert_eq!(unseen, None, "{} of {}", language.name(), project.display());
            }
        }
    }
}

/// Events that mean no good.
#[cfg(unix)]
const EVENTS: [&str; 4] = [
    r#"{"event_type": "order.placed", "note": "it's $(touch broken) `id` \"$HOME\" \\ %s %d \n"}"#,
    r#"{"note": "''"}"#,
    r#"{"note": "'; touch broken; '"}"#,
    r#"{"a": [1.10, 1e3, null, true], "": {}}"#,
];

#[cfg(unix)]
#[test]
fn the_shell_hands_over_the_event_and_the_address_as_they_are() {
    let folder = Folder::new();
    let site = site_of(&repository().join("tests/code/projects/senders"));
    let resolved = &site.proved.resolved;
    // Each program prints its arguments, a line each, and what it reads.
    let programs = "told() { printf '%s\n' \"$@\"; }\nkcat() { told \"$@\"; cat; }\naws() { told \"$@\"; }\ncurl() { told \"$@\"; }\n";
    let programs = format!("{programs}TOPIC_ARN=arn QUEUE_URL=url\n");
    let mut told: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for event in EVENTS {
        for found in resolved.types.iter() {
            for sender in schemabook::code::sending(resolved, found, event) {
                let script = format!("{programs}{}\n", sender.text);
                let sh = |args: &[&str]| {
                    let output = Command::new("sh").args(args).arg(&script).current_dir(folder.path()).output();
                    output.expect("sh runs")
                };
                assert!(sh(&["-n", "-c"]).status.success(), "{}", sender.text);
                let output = String::from_utf8(sh(&["-c"]).stdout).expect("UTF-8");
                assert!(output.trim_end_matches('\n').ends_with(event), "{}\n{output}", sender.text);
                told.entry(&found.name).or_default().push(output.replace(event, "EVENT"));
            }
        }
    }
    assert!(!folder.join("broken").exists(), "nothing of an event or an address was run");
    let first = |name: &str| told[name].iter().take(told[name].len() / EVENTS.len()).cloned().collect::<Vec<_>>();
    assert_eq!(first("order.placed"), ["-P\n-b\nbroker-1.example.com:9092\n-t\norders'; $PATH\nEVENT"]);
    assert_eq!(
        first("order.shipped"),
        ["sns\npublish\n--topic-arn\narn:aws:sns:eu-west-1:123456789012:orders\n--message\nEVENT\n"]
    );
    assert_eq!(
        first("order.cancelled"),
        [
            "sns\npublish\n--topic-arn\narn\n--message\nEVENT\n",
            "sqs\nsend-message\n--queue-url\nurl\n--message-body\nEVENT\n"
        ]
    );
    assert_eq!(
        first("order.returned"),
        [
            "--globoff\n-X\nPUT\n-H\nContent-Type: application/json\nhttps://hooks.example.com/in/orders/it's\n--data-raw\nEVENT\n"
        ]
    );
    assert!(!told.contains_key("order.hidden"), "an address that nobody sees whole is not shown");
}

/// The tool, which `tests/code/install` gets.
fn tool(path: &str) -> PathBuf {
    let tool = repository().join("tests/code").join(path);
    assert!(tool.exists(), "{path} is missing: run tests/code/install");
    tool
}

#[test]
#[ignore = "needs what tests/code/install gets"]
fn the_compiler_takes_every_valid_example_and_refuses_what_types_can() {
    let folder = Folder::new();
    let mut lines: BTreeMap<String, Vec<(usize, String, Case)>> = BTreeMap::new();
    for written in projects().iter().flat_map(|project| written(project)) {
        folder.write(&format!("{}.ts", written.name), &written.texts[0]);
        let mut text = format!("import * as m from \"./{}\";\n", written.name);
        let mut cases = Vec::new();
        for (number, case) in written.cases.into_iter().enumerate() {
            let types: Vec<String> = case.types.iter().map(|name| format!("m.{name}")).collect();
            let value = as_literal(&case.text);
            text.push_str(&format!("export const e{number}: {} = {value};\n", types.join(" | ")));
            cases.push((number + 2, written.name.clone(), case));
        }
        folder.write(&format!("{}.cases.ts", written.name), &text);
        lines.insert(format!("{}.cases.ts", written.name), cases);
    }
    let mut files: Vec<String> = lines.keys().cloned().collect();
    files.sort();
    let output = Command::new(tool("node_modules/.bin/tsc"))
        .args(["--strict", "--noEmit", "--pretty", "false", "--target", "es2022", "--module", "esnext"])
        .args(["--moduleResolution", "bundler", "--skipLibCheck"])
        .args(&files)
        .current_dir(folder.path())
        .output()
        .expect("the compiler runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut refused: BTreeMap<(String, usize), String> = BTreeMap::new();
    for line in said.lines().filter(|line| !line.starts_with(' ')) {
        let (place, words) = line.split_once("): ").unwrap_or((line, ""));
        let (file, at) = place.split_once('(').unwrap_or((place, "0"));
        let at = at.split(',').next().and_then(|at| at.parse().ok()).unwrap_or(0);
        refused.insert((file.to_owned(), at), words.to_owned());
    }
    let mut wrong = Vec::new();
    for ((file, line), words) in &refused {
        let known = lines.get(file).and_then(|cases| cases.iter().find(|(at, _, _)| at == line));
        match known {
            Some((_, _, case)) if !case.is_valid => {}
            Some((_, _, case)) => wrong.push(format!("{} is valid: {words}", case.file)),
            None => wrong.push(format!("{file}:{line} {words}")),
        }
    }
    let (mut valid, mut by_type, mut beyond) = (0, 0, 0);
    for (file, cases) in &lines {
        for (line, name, case) in cases {
            let is_refused = refused.contains_key(&(file.clone(), *line));
            match (case.is_valid, case.refused[0]) {
                (true, _) => valid += 1,
                (false, true) if !is_refused => wrong.push(format!("{name}: {} is not refused", case.file)),
                (false, true) => by_type += 1,
                (false, false) => beyond += 1,
            }
        }
    }
    println!("TypeScript: {valid} valid examples, {by_type} counterexamples refused, {beyond} beyond its types");
    assert!(valid > 100 && by_type > 50, "there is something to hold: {valid}, {by_type}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// A value as an expression: `__proto__` is a member like any other, and what a number can't hold stays one.
fn as_literal(json: &str) -> String {
    json.replace("\"__proto__\":", "[\"__proto__\"]:")
}

#[test]
#[ignore = "needs what tests/code/install gets"]
fn models_take_every_valid_example_and_refuse_what_they_can() {
    let folder = Folder::new();
    let mut all = Vec::new();
    let mut cases: Vec<(String, Case)> = Vec::new();
    for (number, written) in projects().iter().flat_map(|project| written(project)).enumerate() {
        folder.write(&format!("m{number}.py"), &written.texts[1]);
        for case in written.cases {
            all.push(json!({ "module": format!("m{number}"), "types": case.types, "text": case.text }));
            cases.push((written.name.clone(), case));
        }
        all.push(json!({ "module": format!("m{number}"), "types": [], "text": "" }));
        let nothing = Case {
            file: written.name.clone(),
            text: String::new(),
            types: vec![],
            is_valid: true,
            refused: [false; 2],
        };
        cases.push((written.name, nothing));
    }
    folder.write("cases.json", &Value::from(all).to_string());
    let output = Command::new(tool("python/bin/python"))
        .arg(repository().join("tests/code/verdicts.py"))
        .arg("cases.json")
        .current_dir(folder.path())
        .output()
        .expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let verdicts: Vec<Option<String>> = serde_json::from_slice(&output.stdout).expect("a list of verdicts");
    assert_eq!(verdicts.len(), cases.len());
    let (mut valid, mut by_model, mut beyond, mut wrong) = (0, 0, 0, Vec::new());
    for ((name, case), verdict) in cases.iter().zip(&verdicts) {
        match (case.is_valid, verdict) {
            (true, None) => valid += 1,
            (true, Some(words)) => wrong.push(format!("{name}: {} is valid: {words}", case.file)),
            (false, None) if case.refused[1] => wrong.push(format!("{name}: {} is not refused", case.file)),
            (false, Some(_)) => by_model += 1,
            (false, None) => beyond += 1,
        }
    }
    println!("pydantic: {valid} valid examples, {by_model} counterexamples refused, {beyond} beyond its models");
    assert!(valid > 100 && by_model > 50, "there is something to hold: {valid}, {by_model}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
