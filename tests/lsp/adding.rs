//! What the server adds on demand: examples and counterexamples that `check` proves.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::edits::Numbers;
use crate::support::{Folder, files_of};
use crate::writing::{actions, found};

/// How many schemas are asked about, where `ADDITIONS` does not say.
const ADDITIONS: usize = 8;

/// A client that makes files where an edit says so.
fn maker(folder: &Path) -> Client {
    Client::able(folder, json!({ "workspace": { "workspaceEdit": { "resourceOperations": ["create"] } } }))
}

/// One that asks for the files when an action is chosen.
fn chooser(folder: &Path) -> Client {
    Client::able(
        folder,
        json!({
            "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] } } },
            "workspace": { "workspaceEdit": { "resourceOperations": ["create"] } },
        }),
    )
}

/// The files that the actions at a position would make.
fn added(client: &mut Client, file: &str, (line, character): (usize, usize)) -> BTreeMap<String, String> {
    let position = json!({ "line": line, "character": character });
    let offered = actions(client, file, &json!({ "range": { "start": position, "end": position } }));
    let mut files = BTreeMap::new();
    for action in offered.iter().filter(|action| action["kind"] == "refactor.add") {
        let action = match action.get("edit") {
            Some(_) => action.clone(),
            // Not for each keyword there is a value that it alone refuses.
            None => client.ask_anything("codeAction/resolve", action.clone())["result"].clone(),
        };
        if action.is_null() {
            continue;
        }
        let changes = action["edit"]["documentChanges"].as_array().expect("a list");
        for pair in changes.chunks(2) {
            assert_eq!(pair[0], json!({ "kind": "create", "uri": pair[1]["textDocument"]["uri"] }));
            let text = pair[1]["edits"][0]["newText"].as_str().expect("a text");
            files.insert(client.file(&pair[0]["uri"]), text.to_owned());
        }
    }
    files
}

/// Where the names stand in a text of JSON: line and column.
fn names(text: &str) -> Vec<(usize, usize)> {
    let name = |(number, line): (usize, &str)| {
        let column = line.len() - line.trim_start().len();
        (line.trim_start().starts_with('"') && line.contains("\":")).then_some((number, column + 1))
    };
    text.lines().enumerate().filter_map(name).collect()
}

#[test]
fn what_is_added_over_the_catalogs_is_proved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Folder::copy_of(&root.join("schemas"), &[]);
    let before = found(project.path());
    let mut client = chooser(project.path());
    let schemas: Vec<(String, Vec<u8>)> = files_of(project.path())
        .into_iter()
        .filter(|(name, _)| name.contains("/schemas/") && name.ends_with(".json"))
        .collect();
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(30);
    let count = std::env::var("ADDITIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(ADDITIONS);
    let mut numbers = Numbers::new(seed);
    let (mut examples, mut refused) = (0, 0);
    for _ in 0..count {
        let (file, bytes) = &schemas[numbers.below(schemas.len())];
        let names = names(&String::from_utf8_lossy(bytes));
        let mut places = vec![(0, 0)];
        places.extend((0..4).map(|_| names[numbers.below(names.len())]));
        for place in places {
            for (file, text) in added(&mut client, file, place) {
                if project.join(&file).exists() {
                    break;
                }
                let is_json = file.ends_with(".json");
                refused += usize::from(is_json && file.ends_with(".invalid.json"));
                examples += usize::from(is_json && !file.ends_with(".invalid.json"));
                project.write(&file, &text);
            }
        }
    }
    assert_eq!(client.end().code(), Some(0));
    assert!(refused > count / 4, "seed {seed}: {examples} examples, {refused} counterexamples");
    let after = found(project.path());
    // That a schema has fewer keywords left which nothing breaks is what was asked for.
    let is_new = |(told, count): &(&(String, String, String), &usize)| {
        before.get(*told) < Some(count) && told.0 != "uncovered-keyword"
    };
    let new: Vec<_> = after.iter().filter(is_new).collect();
    assert!(new.is_empty(), "seed {seed}: {new:#?}");
}

#[test]
fn what_is_there_is_not_added_again() {
    let schema = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": { "sum": {
    "maximum": 9,
    "type": "number"
  } }
}
"#;
    let project = Folder::with(&[("schemas/order.json", schema)]);
    let mut client = maker(project.path());
    let added_at =
        |client: &mut Client, place| added(client, "schemas/order.json", place).into_keys().collect::<Vec<_>>();
    assert_eq!(added_at(&mut client, (0, 0)), ["examples/order/complete.json"]);
    assert_eq!(
        added_at(&mut client, (4, 6)),
        ["examples/order/sum-maximum.invalid.json", "examples/order/sum-maximum.invalid.md"]
    );
    assert_eq!(added_at(&mut client, (5, 14)), Vec::<String>::new(), "a value is no keyword");
    for (file, text) in [(0, 0), (4, 6)].into_iter().flat_map(|place| added(&mut client, "schemas/order.json", place)) {
        project.write(&file, &text);
    }
    let changed = json!({ "changes": [{ "uri": client.uri("examples/order/complete.json"), "type": 1 }] });
    client.tell("workspace/didChangeWatchedFiles", changed);
    assert_eq!(added_at(&mut client, (0, 0)), Vec::<String>::new(), "there is an example");
    assert_eq!(added_at(&mut client, (4, 6)), Vec::<String>::new(), "there is a counterexample");
    assert_eq!(client.end().code(), Some(0));
    // Who can make no file is offered none.
    let mut plain = Client::of(project.path());
    let offered: Vec<Value> = actions(
        &mut plain,
        "schemas/order.json",
        &json!({ "range": { "start": { "line": 5, "character": 6 }, "end": { "line": 5, "character": 6 } } }),
    );
    assert!(offered.iter().all(|action| action["kind"] != "refactor.add"), "{offered:?}");
    assert_eq!(plain.end().code(), Some(0));
}
