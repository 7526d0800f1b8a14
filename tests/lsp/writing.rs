//! What the server writes: each action does what it says, for the text as it is typed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::support::{Folder, run};

/// How often each thing is found, by `check`.
pub fn found(folder: &Path) -> BTreeMap<(String, String, String), usize> {
    let check = run(folder, &["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&check.out).unwrap_or_default();
    let mut found = BTreeMap::new();
    for finding in report["diagnostics"].as_array().into_iter().flatten() {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        *found.entry((text("rule"), text("severity"), text("message"))).or_default() += 1;
    }
    found
}

/// The texts of a folder after an edit of the workspace; those of open files are `typed`.
pub fn apply(client: &Client, folder: &Path, edit: &Value) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let changes = edit["documentChanges"].as_array().expect("each file with its version");
    let made = made(client, edit);
    for change in changes.iter().filter(|change| change.get("textDocument").is_some()) {
        let document = &change["textDocument"];
        let file = client.file(&document["uri"]);
        assert_eq!(document["version"].as_i64(), client.version(&file), "{file}: the version that is open");
        let text = match made.contains(&file) {
            true => String::new(),
            false => fs::read_to_string(folder.join(&file)).expect("the file is there"),
        };
        let mut edits: Vec<(usize, usize, &str)> = Vec::new();
        for edit in change["edits"].as_array().expect("a list") {
            let at = |end: &str| offset(&text, &edit["range"][end]);
            edits.push((at("start"), at("end"), edit["newText"].as_str().expect("a text")));
        }
        edits.sort_unstable();
        assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{file}: the edits are apart: {edits:?}");
        let mut mended = text.clone();
        for (start, end, new) in edits.into_iter().rev() {
            mended.replace_range(start..end, new);
        }
        texts.insert(file, mended);
    }
    texts
}

/// The files that an edit makes.
pub fn made(client: &Client, edit: &Value) -> Vec<String> {
    let changes = edit["documentChanges"].as_array().into_iter().flatten();
    changes.filter(|change| change["kind"] == "create").map(|change| client.file(&change["uri"])).collect()
}

/// The offset of a position, whose columns are units of UTF-16.
pub fn offset(text: &str, at: &Value) -> usize {
    let (line, units) =
        (at["line"].as_u64().unwrap_or_default() as usize, at["character"].as_u64().unwrap_or_default());
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut left = units as usize;
    let within = text[start..].chars().take_while(|c| {
        let is_before = left >= c.len_utf16() && *c != '\n';
        left = left.saturating_sub(c.len_utf16());
        is_before
    });
    start + within.map(char::len_utf8).sum::<usize>()
}

pub fn actions(client: &mut Client, file: &str, diagnostic: &Value) -> Vec<Value> {
    let told: Vec<&Value> = [diagnostic].into_iter().filter(|told| told.get("message").is_some()).collect();
    let params = json!({
        "textDocument": { "uri": client.uri(file) },
        "range": diagnostic["range"],
        "context": { "diagnostics": told },
    });
    client.ask("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}

/// Rules whose fixes have something read that was not.
const REVEALING: [&str; 3] = ["unknown-keyword", "parse-error", "invalid-asyncapi"];

#[test]
fn each_action_removes_what_it_is_for_and_adds_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases = fs::read_dir(root.join("tests/fixes")).expect("there are cases");
    let cases = cases.map(|case| case.expect("a case").path().join("before"));
    let (mut fixes, mut waivers, mut all) = (0, 0, 0);
    for case in cases.chain(["values", "removing"].map(|case| root.join("tests/lsp/cases").join(case))) {
        let project = Folder::copy_of(&case, &["asks.txt", "expected.txt"]);
        if !project.join("site.toml").exists() {
            project.write("site.toml", "[site]\ntitle = \"Orders\"\n");
        }
        let mut client = Client::of(project.path());
        let shown = client.settled().clone();
        let before = found(project.path());
        for (file, list) in &shown {
            for diagnostic in list.as_array().expect("a list") {
                for action in actions(&mut client, file, diagnostic) {
                    let title = action["title"].as_str().expect("a title").to_owned();
                    let copy = Folder::copy_of(project.path(), &[]);
                    for (file, text) in apply(&client, project.path(), &action["edit"]) {
                        copy.write(&file, &text);
                    }
                    let after = found(copy.path());
                    if action["kind"] == "source.fixAll" {
                        all += 1;
                        continue;
                    }
                    let words = action["diagnostics"][0]["message"].as_str().expect("a message");
                    let words = words.split("\nhelp: ").next().unwrap_or_default();
                    let count = |found: &BTreeMap<(String, String, String), usize>| {
                        found
                            .iter()
                            .filter(|((_, _, message), _)| message == words)
                            .map(|(_, count)| count)
                            .sum::<usize>()
                    };
                    let what = format!("{}: {title}: {words}", case.display());
                    let is_mistake = !before.is_empty();
                    assert!(!is_mistake || count(&after) < count(&before), "{what}: it is still found");
                    let new = after.keys().find(|told| !before.contains_key(*told));
                    if title.starts_with("Allow ") {
                        waivers += 1;
                        assert_eq!(new, None, "{what}");
                    } else {
                        // What is read again, or counts again, may have faults of its own.
                        let code = action["diagnostics"][0]["code"].as_str().expect("a rule");
                        assert!(new.is_none() || REVEALING.contains(&code), "{what}: {code}: {new:?} is found then");
                        fixes += 1;
                    }
                }
            }
        }
        assert_eq!(client.end().code(), Some(0));
    }
    assert!(fixes > 10 && waivers > 5 && all > 3, "{fixes} fixes, {waivers} waivers, {all} of whole files");
}

const BAD: &str = "{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"strng\" }\n";

/// The texts that actions on the first line of a file would write.
fn offered(client: &mut Client, file: &str) -> Vec<String> {
    let line = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } });
    let found = actions(client, file, &json!({ "range": line }));
    let edits = found.iter().filter(|action| action["kind"] == "quickfix").map(|action| &action["edit"]);
    edits
        .map(|edit| edit["documentChanges"][0]["edits"][0]["newText"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn actions_are_of_the_text_that_is_typed() {
    let project = Folder::with(&[("order.json", BAD), ("other.json", BAD)]);
    let mut client = Client::of(project.path());
    client.open("order.json", BAD);
    assert_eq!(offered(&mut client, "order.json"), ["\"string\""]);
    // A text that can't be read has fixes of its own, and none of what stood there before.
    client.change("order.json", &BAD.replace(" }", ", }"));
    assert_eq!(offered(&mut client, "order.json"), [""]);
    client.change("order.json", &BAD.replace("strng", "sting").replace("{ ", "{\n "));
    assert_eq!(offered(&mut client, "order.json"), Vec::<String>::new());
    assert_eq!(offered(&mut client, "other.json"), ["\"string\""]);
    client.open("site.toml", "[sit]\n");
    assert_eq!(offered(&mut client, "site.toml"), ["site"], "nothing else can be looked at");
    assert_eq!(client.end().code(), Some(0));
}
