//! Event types as code, held by the compiler and by the models themselves: each valid example has its type, and a counterexample that a type
//! can refuse is refused. `tests/code/install` gets both; `cargo test --test code -- --ignored` runs them, as `scripts/test` does; `PROJECTS` may name
//! more folders.

mod cases;
mod sayable;
#[cfg(unix)]
mod shell;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use schemabook::code::{LANGUAGES, Names, in_each_language};
use serde_json::{Value, json};

use cases::{Case, projects, repository, site_of, written};
use support::Folder;

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
            let files = LANGUAGES.each_ref().map(|language| language.file(resolved, &names, catalog));
            let plain = files.each_ref().map(|file| without_comments(file));
            for found in resolved.types.iter().filter(|found| found.catalog == catalog) {
                let own = in_each_language(resolved, &names, found);
                for (own, file) in own.iter().zip(&plain) {
                    assert!(own.contains(names.of_event(&found.name).1), "{} is named by its constant", found.name);
                    assert!(file.contains(&without_comments(own)), "{} in {}:\n{own}", found.name, project.display());
                }
            }
            for (language, file) in LANGUAGES.iter().zip(&files) {
                let unseen = file.chars().find(|c| *c != '\n' && schemabook::source::is_unseen(*c));
                assert_eq!(unseen, None, "{} of {}", language.name, project.display());
            }
        }
    }
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
