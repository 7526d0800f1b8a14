//! Renames: random ones over the bundled catalogs leave the findings as they were but for the name, and one that can't be whole changes
//! nothing and says why.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::edits::Numbers;
use crate::support::Folder;
use crate::writing::apply;

/// How many definitions get another name, where `RENAMES` does not say.
const RENAMES: usize = 16;

/// What is wrong, without the places.
fn told(client: &mut Client) -> BTreeMap<(String, String, String), usize> {
    let mut told = BTreeMap::new();
    for (file, list) in client.settled() {
        for found in list.as_array().expect("a list") {
            let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
            *told.entry((file.clone(), text("code"), text("message"))).or_default() += 1;
        }
    }
    told
}

/// The definitions of a file: name, line and column from 0.
fn definitions(client: &mut Client, file: &str) -> Vec<(String, Value)> {
    let params = json!({ "textDocument": { "uri": client.uri(file) } });
    let mut open: Vec<Value> =
        client.ask("textDocument/documentSymbol", params).as_array().cloned().unwrap_or_default();
    let mut found = Vec::new();
    while let Some(symbol) = open.pop() {
        let children = symbol["children"].as_array().cloned().unwrap_or_default();
        if ["$defs", "definitions"].contains(&symbol["name"].as_str().unwrap_or_default()) {
            let name = |child: &Value| child["name"].as_str().unwrap_or_default().to_owned();
            found.extend(children.iter().map(|child| (name(child), child["selectionRange"]["start"].clone())));
        }
        open.extend(children);
    }
    found
}

fn rename(client: &mut Client, file: &str, position: &Value, new: &str) -> Result<Value, String> {
    let params = json!({ "textDocument": { "uri": client.uri(file) }, "position": position, "newName": new });
    let answer = client.ask_anything("textDocument/rename", params);
    match answer["error"]["message"].as_str() {
        Some(why) => Err(why.to_owned()),
        None => Ok(answer["result"].clone()),
    }
}

#[test]
fn random_renames_over_the_catalogs_leave_the_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Folder::new();
    project.write("site.toml", &std::fs::read_to_string(root.join("site.toml")).expect("it has one"));
    let schemas = Folder::copy_of(&root.join("schemas"), &[]);
    std::fs::rename(schemas.path(), project.join("schemas")).expect("both are in one folder");
    let mut client = Client::of(project.path());
    let mut before = told(&mut client);
    let holding = crate::support::files_of(project.path());
    let holding = holding.iter().filter(|(name, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        name.ends_with(".json") && (text.contains("\"$defs\"") || text.contains("\"definitions\""))
    });
    let holding: Vec<&String> = holding.map(|(name, _)| name).collect();
    let (mut numbers, mut renamed, mut files, mut refused) = (Numbers::new(30), 0, 0, Vec::new());
    let renames = std::env::var("RENAMES").ok().and_then(|count| count.parse().ok()).unwrap_or(RENAMES);
    for number in 0..renames {
        let file = holding[numbers.below(holding.len())];
        let definitions = definitions(&mut client, file);
        if definitions.is_empty() {
            continue;
        }
        let (old, position) = &definitions[numbers.below(definitions.len())];
        let new = format!("{}{number}", ["other", "an/other ", "é~"][numbers.below(3)]);
        let edit = match rename(&mut client, file, position, &new) {
            Ok(edit) => edit,
            Err(why) => {
                refused.push(why);
                continue;
            }
        };
        let texts = apply(&client, project.path(), &edit);
        files += texts.len();
        for (file, text) in texts {
            project.write(&file, &text);
            let uri = client.uri(&file);
            client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
        }
        let after = told(&mut client);
        let unnamed = |told: &BTreeMap<(String, String, String), usize>| {
            let told = told.iter().map(|((file, code, message), count)| {
                (format!("{file} {code} {}", message.split('`').step_by(2).collect::<String>()), *count)
            });
            told.fold(BTreeMap::new(), |mut all: BTreeMap<String, usize>, (what, count)| {
                *all.entry(what).or_default() += count;
                all
            })
        };
        let (after_it, before_it) = (unnamed(&after), unnamed(&before));
        let new_ones: Vec<_> = after_it.iter().filter(|(what, count)| before_it.get(*what) != Some(count)).collect();
        assert!(after_it == before_it, "{file}: `{old}` as `{new}`: {new_ones:?}");
        before = after;
        renamed += 1;
    }
    assert!(renamed > renames / 2, "{renamed} are few: {refused:?}");
    assert!(files > renamed, "no rename had more than one file");
    assert_eq!(client.end().code(), Some(0));
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
