//! Renames: random ones over the bundled catalogs and over fixtures leave the findings as they were but for the name, and one that can't be whole
//! changes nothing and says why.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::edits::Numbers;
use crate::support::{Folder, files_of, run};
use crate::writing::{apply, made};

/// How many things get another name, where `RENAMES` does not say; `SEED` makes them others. From this many on, all sites are among the projects.
const RENAMES: usize = 16;
const MANY: usize = 200;

/// Fixtures with names of all kinds in all kinds of files.
const PROJECTS: [&str; 4] = ["lsp/cases/renaming", "lsp/cases/properties", "lsp/cases/moving", "lsp/cases/shop"];

/// What is wrong, without the places.
type Told = BTreeMap<(String, String), usize>;

/// What is wrong but for names, by file.
fn told(client: &mut Client) -> Told {
    let mut told = Told::new();
    for (file, list) in client.settled() {
        for found in list.as_array().expect("a list") {
            let text = |key: &str| found[key].as_str().unwrap_or_default();
            let message = text("message").split("\nhelp: ").next().unwrap_or_default();
            let plain: String = message.split('`').step_by(2).collect();
            *told.entry((file.clone(), format!("{} {plain}", text("code")))).or_default() += 1;
        }
    }
    told
}

fn rename(client: &mut Client, file: &str, position: &Value, new: &str) -> Result<Value, String> {
    let params = json!({ "textDocument": { "uri": client.uri(file) }, "position": position, "newName": new });
    let answer = client.ask_anything("textDocument/rename", params);
    match answer["error"]["message"].as_str() {
        Some(why) => Err(why.to_owned()),
        None => Ok(answer["result"].clone()),
    }
}

/// What became of the renames.
#[derive(Default)]
struct Count {
    renamed: usize,
    moved: usize,
    /// How many files were edited.
    files: usize,
    /// By the reason without names: how often, and one of them.
    refused: BTreeMap<String, (usize, String)>,
}

#[test]
fn random_renames_leave_what_is_found() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    let (renames, seed) = (number("RENAMES").unwrap_or(RENAMES), number("SEED").unwrap_or(30) as u64);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = Count::default();
    let project = Folder::new();
    project.write("site.toml", &fs::read_to_string(root.join("site.toml")).expect("it has one"));
    let schemas = Folder::copy_of(&root.join("schemas"), &[]);
    fs::rename(schemas.path(), project.join("schemas")).expect("both are in one folder");
    rename_in("the catalogs", &project, renames / 2, &mut Numbers::new(seed), &mut count);
    let mut projects = PROJECTS.map(|name| root.join("tests").join(name)).to_vec();
    if renames >= MANY {
        let sites = fs::read_dir(root.join("tests/sites")).expect("there are sites");
        projects.extend(sites.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()));
        projects.sort();
    }
    let more = std::env::var_os("PROJECTS").unwrap_or_default();
    projects.extend(std::env::split_paths(&more).filter(|path| path.is_dir()));
    for (number, path) in projects.iter().enumerate() {
        let project = Folder::copy_of(path, &["asks.txt", "expected.txt", "expected.json"]);
        let each = (renames - renames / 2).div_ceil(projects.len());
        rename_in(&path.display().to_string(), &project, each, &mut Numbers::new(seed + 1 + number as u64), &mut count);
    }
    let Count { renamed, moved, files, refused } = count;
    let refusals: usize = refused.values().map(|(number, _)| number).sum();
    let refused: Vec<String> = refused.into_values().map(|(number, why)| format!("{number} × {why}")).collect();
    println!("{renamed} renamed, {moved} moved, {files} files edited, {refusals} refused: {refused:#?}");
    assert!(renamed + moved > renames / 4, "{renamed} and {moved} are few: {refused:?}");
    assert!(files > renamed, "no rename had more than one file");
}

/// Renames things of a project, one after the other, and holds what is found against what was.
fn rename_in(name: &str, project: &Folder, renames: usize, numbers: &mut Numbers, count: &mut Count) {
    let verdicts_before = verdicts(project);
    let able = json!({
        "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] } } },
        "workspace": { "workspaceEdit": { "resourceOperations": ["create", "rename"] } },
    });
    let mut client = Client::able(project.path(), able);
    let mut before = told(&mut client);
    for number in 0..renames {
        let kind = numbers.below(7);
        let is_move = kind < 2;
        let done = match kind {
            0 | 1 => move_one(&mut client, project, numbers),
            2 => say_elsewhere(&mut client, project, numbers),
            _ => rename_one(&mut client, project, numbers, number),
        };
        let Some(done) = done else { continue };
        let (what, edit, moves) = match done {
            Ok(done) => done,
            Err(why) => {
                let plain: String = why.split(" <- ").take(1).flat_map(|why| why.split('`').step_by(2)).collect();
                let (number, _) = count.refused.entry(plain).or_insert_with(|| (0, why));
                *number += 1;
                continue;
            }
        };
        let texts = if edit.is_null() { BTreeMap::new() } else { apply(&client, project.path(), &edit) };
        count.files += texts.len();
        *if is_move { &mut count.moved } else { &mut count.renamed } += 1;
        let made = made(&client, &edit);
        let kind = |file: &String| if made.contains(file) { 1 } else { 2 };
        let mut changed: Vec<(String, u8)> = texts.keys().map(|file| (file.clone(), kind(file))).collect();
        texts.iter().for_each(|(file, text)| project.write(file, text));
        let with_it =
            edit["documentChanges"].as_array().into_iter().flatten().filter(|change| change["kind"] == "rename");
        let with_it = with_it.map(|change| (client.file(&change["oldUri"]), client.file(&change["newUri"])));
        let moves: Vec<(String, String)> = with_it.chain(moves).collect();
        for (from, to) in &moves {
            fs::create_dir_all(project.join(to).parent().expect("it is in a folder")).expect("it can be made");
            fs::rename(project.join(from), project.join(to)).expect("it can be moved");
            changed.extend([(from.clone(), 3), (to.clone(), 1)]);
        }
        let changes = changed.iter().map(|(file, kind)| json!({ "uri": client.uri(file), "type": kind }));
        let changes: Vec<Value> = changes.collect();
        client.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
        let after = told(&mut client);
        let expected: Told = before.iter().fold(Told::new(), |mut all, ((file, what), number)| {
            *all.entry((after_move(file, &moves), what.clone())).or_default() += number;
            all
        });
        // What a new file says is what the one said that refers to it now.
        let from = texts.keys().find(|file| !made.contains(file)).cloned().unwrap_or_default();
        let now: Told = after.iter().fold(Told::new(), |mut all, ((file, what), number)| {
            let file = if made.contains(file) { &from } else { file };
            *all.entry((file.clone(), what.clone())).or_default() += number;
            all
        });
        let is_of_names = |what: &str| what.starts_with("field-disagreement") || what.starts_with("confusable-names");
        let is_apart = |what: &str| {
            !made.is_empty() && (what.starts_with("undocumented") || what.starts_with("uncovered-keyword"))
        };
        let new_ones: Vec<_> = now
            .iter()
            .filter(|(what, count)| expected.get(*what).is_none_or(|then| then < *count) && !is_apart(&what.1))
            .collect();
        let gone: Vec<_> = expected
            .iter()
            .filter(|(what, count)| !is_of_names(&what.1) && !is_apart(&what.1) && now.get(*what) < Some(*count))
            .collect();
        assert!(new_ones.is_empty() && gone.is_empty(), "{name}: {what}: new {new_ones:?}, gone {gone:?}\n{edit}");
        before = after;
    }
    assert_eq!(client.end().code(), Some(0));
    assert_eq!(verdicts(project), verdicts_before, "{name}: the verdicts of examples");
}

fn after_move(file: &str, moves: &[(String, String)]) -> String {
    let mut below = moves.iter().filter_map(|(from, to)| Some((file.strip_prefix(from.as_str())?, to)));
    let below = below.find(|(rest, _)| rest.is_empty() || rest.starts_with('/'));
    below.map_or_else(|| file.to_owned(), |(rest, to)| format!("{to}{rest}"))
}

/// What was renamed in words, the edit, and from where to where something moves.
type Done = Result<(String, Value, Option<(String, String)>), String>;

/// A random place of a random file: line and column from 0.
fn any_place<'f>(files: &'f [(String, Vec<u8>)], numbers: &mut Numbers) -> (&'f str, usize, usize) {
    let (file, bytes) = &files[numbers.below(files.len())];
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    let line = numbers.below(lines.len());
    (file, line, numbers.below(lines.get(line).map_or(0, |line| line.len())))
}

/// Another name for what stands at a random place of a random file; `None` where nothing is named.
fn rename_one(client: &mut Client, project: &Folder, numbers: &mut Numbers, number: usize) -> Option<Done> {
    let files = files_of(project.path());
    for _ in 0..40 {
        let (file, line, column) = any_place(&files, numbers);
        let position = json!({ "line": line, "character": column });
        let params = json!({ "textDocument": { "uri": client.uri(file) }, "position": position });
        let found = client.ask("textDocument/prepareRename", params);
        let Some(old) = found["placeholder"].as_str() else { continue };
        let new = match numbers.below(4) {
            0 => format!("{}{number}", ["other", "an/other ", "é~"][numbers.below(3)]),
            _ => old.to_owned() + &letters(old, numbers),
        };
        let what = format!("{file}:{}:{}: `{old}` as `{new}`", line + 1, column + 1);
        let done = rename(client, file, &position, &new).map_err(|why| format!("{why} <- {what}"));
        return Some(done.map(|edit| (what, edit, None)));
    }
    None
}

/// A subschema of a random file as a definition or as a file, or a definition where it is referred to; `None` where none is offered.
fn say_elsewhere(client: &mut Client, project: &Folder, numbers: &mut Numbers) -> Option<Done> {
    let files = files_of(project.path());
    for _ in 0..40 {
        let (file, line, column) = any_place(&files, numbers);
        let at = json!({ "line": line, "character": column });
        let params = json!({
            "textDocument": { "uri": client.uri(file) },
            "range": { "start": at, "end": at },
            "context": { "diagnostics": [], "only": ["refactor"] },
        });
        let found = client.ask("textDocument/codeAction", params);
        let found = found.as_array().into_iter().flatten().filter(|action| action["kind"] != "refactor.add");
        let found: Vec<&Value> = found.collect();
        let Some(action) = found.get(numbers.below(found.len().max(1))).map(|action| (*action).clone()) else {
            continue;
        };
        let what = format!("{file}:{}:{}: {}", line + 1, column + 1, action["title"]);
        let answer = client.ask_anything("codeAction/resolve", action);
        return Some(match answer["error"]["message"].as_str() {
            Some(why) => Err(format!("{why} <- {what}")),
            None => Ok((what, answer["result"]["edit"].clone(), None)),
        });
    }
    None
}

/// Letters that no name ends with by chance, in the case of the name.
fn letters(old: &str, numbers: &mut Numbers) -> String {
    let is_upper = old.chars().last().is_some_and(char::is_uppercase);
    let first = if is_upper { 'A' } else { 'a' } as u8;
    (0..4).map(|_| char::from(first + numbers.below(26) as u8)).collect()
}

/// Another place for a random file or folder.
fn move_one(client: &mut Client, project: &Folder, numbers: &mut Numbers) -> Option<Done> {
    let files = files_of(project.path());
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let (file, _) = &files[numbers.below(files.len())];
    let own = folder(file);
    let from =
        if numbers.below(4) == 0 && !own.is_empty() { own.trim_end_matches('/').to_owned() } else { file.clone() };
    let above = folder(&from);
    let last = from.rsplit('/').next().unwrap_or_default();
    let to = match numbers.below(3) {
        0 => format!("{above}{}{last}", letters("a", numbers)),
        1 => format!("{above}{}/{last}", letters("a", numbers)),
        _ => format!("{}{last}", folder(&files[numbers.below(files.len())].0)),
    };
    let is_there = project.join(&to).exists() || to.starts_with(&format!("{from}/"));
    if is_there || from == to {
        return None;
    }
    let moved = client.ask_to_move(&[(&from, &to)]);
    let what = format!("{from} to {to}");
    Some(moved.map(|edit| (what.clone(), edit, Some((from, to)))).map_err(|why| format!("{why} <- {what}")))
}

/// How often examples have each verdict.
fn verdicts(project: &Folder) -> BTreeMap<String, usize> {
    let out = Folder::new();
    run(project.path(), &["build", "--out", out.path().to_str().expect("a path is text")]);
    let catalog = fs::read_to_string(out.join("catalog.json")).unwrap_or_default();
    let catalog: Value = serde_json::from_str(&catalog).unwrap_or_default();
    let mut verdicts = BTreeMap::new();
    for example in catalog["examples"].as_array().into_iter().flatten() {
        let verdict = format!("{} {} {}", example["kind"], example["expected"], example["verdict"]);
        *verdicts.entry(verdict).or_default() += 1;
    }
    verdicts
}

const MONEY: &str = "{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$defs\": { \"money\": { \"type\": \"number\" }, \"other\": {} } }\n";

#[test]
fn a_rename_that_cannot_be_whole_changes_nothing() {
    let order = "$schema: https://json-schema.org/draft/2020-12/schema\nproperties:\n  total: { $ref: 'money.json#/$defs/money' } # all of it\n";
    let guide = "# Guide\n\nSee [money](schemas/money.json#/$defs/money).\n";
    let project = Folder::with(&[("schemas/money.json", MONEY), ("schemas/order.yaml", order), ("guide.md", guide)]);
    let at = json!({ "line": 0, "character": MONEY.find("\"money\"").expect("it is there") + 2 });
    let mut client = Client::of(project.path());
    let edit = rename(&mut client, "schemas/money.json", &at, "amount").expect("it can be");
    let texts = apply(&client, project.path(), &edit);
    assert_eq!(texts["schemas/money.json"], MONEY.replace("\"money\"", "\"amount\""));
    assert_eq!(texts["schemas/order.yaml"], order.replace("$defs/money", "$defs/amount"));
    assert_eq!(texts["guide.md"], guide.replace("$defs/money", "$defs/amount"));
    let from_reference = rename(&mut client, "schemas/order.yaml", &json!({ "line": 2, "character": 30 }), "amount");
    assert_eq!(from_reference, Ok(edit), "a reference is as good as the name");
    let why = rename(&mut client, "schemas/money.json", &at, "other").expect_err("it is taken");
    assert!(why.contains("another definition"), "{why}");
    let why =
        rename(&mut client, "schemas/money.json", &json!({ "line": 0, "character": 3 }), "other").expect_err("no name");
    assert!(why.contains("nothing is named"), "{why}");
    client.open("schemas/order.yaml", order);
    client.change("schemas/order.yaml", &order.replace("}", ""));
    let why = rename(&mut client, "schemas/money.json", &at, "amount").expect_err("the text is being typed");
    assert!(why.contains("another one than was read"), "{why}");
    assert_eq!(client.end().code(), Some(0));
    let broken = ("schemas/broken.schema.json", "{ \"$ref\": \"money.json#/$defs/money\" ");
    let project = Folder::with(&[("schemas/money.json", MONEY), broken]);
    let mut client = Client::of(project.path());
    let why = rename(&mut client, "schemas/money.json", &at, "amount").expect_err("it may be named there");
    assert!(why.contains(broken.0), "{why}");
    assert_eq!(client.end().code(), Some(0));
}
