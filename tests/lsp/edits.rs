//! What is typed, half of it broken: the server stays, and knows at the end what a fresh one knows.

use std::fs;
use std::path::Path;

use crate::client::Client;
use crate::support::{Folder, files_of};

/// A sequence that is the same on each run.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// Projects that are typed in: of each kind of file and of each way in which files belong together some.
const PROJECTS: [&str; 6] = [
    "lsp/cases/shop",
    "lsp/cases/calling",
    "sites/examples-in-texts",
    "sites/expectation-because",
    "sites/markdown-sections",
    "sites/references-to-fences",
];

/// The endings of files that are typed in.
const FORMATS: [&str; 5] = [".json", ".yaml", ".yml", ".md", ".toml"];

/// How many edits there are, where `EDITS` does not say; `SEED` makes them others.
const EDITS: usize = 240;

/// What is asked about a place of a text that may be broken, and about a file.
const AT: [&str; 6] = ["hover", "definition", "references", "completion", "prepareRename", "prepareCallHierarchy"];
const WHOLE: [&str; 4] = ["documentSymbol", "foldingRange", "documentLink", "codeLens"];

/// A text with a piece cut out, doubled or moved, or with a sign of the syntax put in.
fn edited(text: &str, numbers: &mut Numbers) -> String {
    let signs: Vec<char> = text.chars().collect();
    let (from, to) = (numbers.below(signs.len()), numbers.below(signs.len()));
    let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 30));
    let piece: String = signs[from..to].iter().collect();
    let (head, tail): (String, String) = (signs[..from].iter().collect(), signs[to..].iter().collect());
    match numbers.below(4) {
        0 => head + &tail,
        1 => format!("{head}{piece}{piece}{tail}"),
        2 => format!("{head}{}{piece}{tail}", ['"', '{', ']', '👋', '\n', ':'][numbers.below(6)]),
        _ => format!("{tail}{head}"),
    }
}

#[test]
fn edits_never_end_it_and_the_last_state_is_that_of_a_fresh_server() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    let (edits, seed) = (number("EDITS").unwrap_or(EDITS), number("SEED").unwrap_or(7) as u64);
    for (number, project) in PROJECTS.iter().enumerate() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(project);
        let folder = Folder::copy_of(&folder, &["asks.txt", "expected.txt", "expected.json"]);
        edit(&folder, edits.div_ceil(PROJECTS.len()), &mut Numbers::new(seed + number as u64));
    }
}

/// Types into all files of a project.
fn edit(folder: &Folder, edits: usize, numbers: &mut Numbers) {
    let able = serde_json::json!({ "workspace": { "workspaceEdit": { "resourceOperations": ["create", "rename"] } } });
    let mut client = Client::able(folder.path(), able);
    let is_typed = |file: &&(String, Vec<u8>)| FORMATS.iter().any(|ending| file.0.ends_with(ending));
    let files = files_of(folder.path());
    let mut texts: Vec<(&str, &str)> = files
        .iter()
        .filter(is_typed)
        .map(|(file, bytes)| (file.as_str(), std::str::from_utf8(bytes).expect("a fixture is text")))
        .collect();
    texts.sort_unstable();
    for (file, text) in &texts {
        client.open(file, text);
    }
    for number in 0..edits {
        let (file, text) = texts[numbers.below(texts.len())];
        client.change(file, &edited(text, numbers));
        let place = |numbers: &mut Numbers| (1 + numbers.below(20) as u64, 1 + numbers.below(40) as u64);
        let (line, column) = place(numbers);
        client.ask_at(&format!("textDocument/{}", AT[numbers.below(AT.len())]), file, line, column);
        // What is typed is mostly broken: whatever stands there, an answer comes.
        for _ in 0..4 {
            let (line, column) = place(numbers);
            client.ask_at("textDocument/completion", file, line, column);
        }
        let document = serde_json::json!({ "uri": client.uri(file) });
        let what = WHOLE[numbers.below(WHOLE.len())];
        client.ask(&format!("textDocument/{what}"), serde_json::json!({ "textDocument": document }));
        let whole =
            serde_json::json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        let asked = serde_json::json!({ "textDocument": document, "range": whole, "context": { "diagnostics": [] } });
        client.ask("textDocument/codeAction", asked);
        let (line, column) = place(numbers);
        let at = serde_json::json!({ "line": line, "character": column });
        let range = serde_json::json!({ "start": at, "end": at });
        let asked = serde_json::json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } });
        client.ask("textDocument/codeAction", asked);
        // Most of these are refused, for a text can't be read: that is an answer.
        let asked = serde_json::json!({ "textDocument": document, "position": at, "newName": "other" });
        client.ask_anything("textDocument/rename", asked);
        let moved = serde_json::json!({ "oldUri": client.uri(file), "newUri": client.uri(&format!("moved/{file}")) });
        client.ask_anything("workspace/willRenameFiles", serde_json::json!({ "files": [moved] }));
        // Now and then everything is right again, and known to be.
        if number % 40 == 39 || number + 1 == edits {
            for (file, text) in &texts {
                client.change(file, text);
            }
            let found = client.settled().clone();
            assert_eq!(found, *Client::of(folder.path()).settled(), "after {number} edits");
        }
    }
    // What is closed is what the disk has.
    let (file, _) = texts[0];
    client.change(file, "{");
    client.settled();
    client.close(file);
    assert_eq!(client.settled().clone(), *Client::of(folder.path()).settled());
    assert_eq!(client.end().code(), Some(0));
}

#[test]
fn what_was_typed_and_not_saved_counts_for_other_files() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/cases/shop");
    let folder = Folder::copy_of(&project, &["asks.txt", "expected.txt"]);
    let mut client = Client::of(folder.path());
    assert!(!client.settled().contains_key("examples/order_placed/web.json"));
    let schema = "schemas/common.yaml";
    let text = fs::read_to_string(folder.join(schema)).expect("the schema is there");
    client.open(schema, &text.replace("minimum: 1", "minimum: 5"));
    let found = client.settled()["examples/order_placed/web.json"][0]["code"].clone();
    assert_eq!(found, "invalid-example");
    client.close(schema);
    assert!(!client.settled().contains_key("examples/order_placed/web.json"));
}

#[test]
fn files_that_come_and_go_are_told_by_the_client() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/cases/shop");
    let folder = Folder::copy_of(&project, &["asks.txt", "expected.txt"]);
    let mut client = Client::of(folder.path());
    client.settled();
    let file = "examples/order_placed/phone.json";
    folder.write(file, r#"{ "type": "shop.order.placed", "lines": [] }"#);
    let told = |client: &mut Client, kind: u8| {
        let uri = client.uri(file);
        client
            .tell("workspace/didChangeWatchedFiles", serde_json::json!({ "changes": [{ "uri": uri, "type": kind }] }));
    };
    told(&mut client, 1);
    assert_eq!(client.settled()[file][0]["code"], "invalid-example");
    fs::remove_file(folder.join(file)).expect("the file can be removed");
    told(&mut client, 3);
    assert!(!client.settled().contains_key(file));
}

#[test]
fn a_text_that_breaks_while_it_is_typed_is_told_at_once_and_the_project_waits() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/cases/shop");
    let mut client = Client::of(&project);
    let (schema, example) = ("schemas/common.yaml", "examples/order_placed/web.json");
    let text = fs::read_to_string(project.join(schema)).expect("the schema is there");
    client.open(schema, &text);
    client.settled();
    client.change(schema, &text.replace("$defs:", "$defs: {"));
    client.until(schema, "a parse error", |found| found[0]["code"] == "parse-error");
    // What stands elsewhere is answered by what was known.
    let said = client.ask_at("textDocument/hover", example, 4, 16);
    assert!(said["contents"]["value"].as_str().is_some_and(|words| words.contains("Which product.")), "{said}");
    assert!(
        !client.shown.contains_key("schemas/order_placed.json")
            || client.shown["schemas/order_placed.json"][0]["code"] != "unresolved-ref"
    );
    // Who leaves it so is told what that means for others.
    client
        .until("schemas/order_placed.json", "what is wrong now", |found| found.to_string().contains("unresolved-ref"));
    client.change(schema, &text);
    client.until(schema, "that all is right", |found| found.as_array().is_some_and(Vec::is_empty));
    let found = client.settled().clone();
    assert!(!found["schemas/order_placed.json"].to_string().contains("unresolved-ref"), "{found:?}");
    assert_eq!(client.end().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_folder_that_a_link_leads_to_has_the_names_of_the_link() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/cases/shop");
    let folder = Folder::new();
    std::os::unix::fs::symlink(&project, folder.join("linked")).expect("a link can be made");
    let mut client = Client::of(&folder.join("linked"));
    let places = client.ask_at("textDocument/definition", "schemas/order_placed.json", 13, 26);
    assert_eq!(client.file(&places[0]["uri"]), "schemas/common.yaml");
    client.open("examples/order_placed/web.json", "{}");
    assert_eq!(client.settled()["examples/order_placed/web.json"][0]["code"], "invalid-example");
}

#[test]
fn what_was_taken_back_is_not_worked_on_and_what_was_typed_meanwhile_is_looked_at_once() {
    // The first run over this repository takes long enough for all that follows to be read before it is over.
    let mut client = Client::of(Path::new(env!("CARGO_MANIFEST_DIR")));
    let file = "site.toml";
    let text = client.text(file);
    client.open(file, &text);
    let at =
        serde_json::json!({ "textDocument": { "uri": client.uri(file) }, "position": { "line": 0, "character": 0 } });
    let first = client.begin("textDocument/hover", at.clone());
    let second = client.begin("textDocument/hover", at.clone());
    let third = client.begin("textDocument/hover", at);
    client.tell("$/cancelRequest", serde_json::json!({ "id": second }));
    client.tell("$/cancelRequest", serde_json::json!({ "id": "none" }));
    for number in 0..20 {
        client.change(file, &format!("{text}# {number}\n"));
    }
    // What is taken back is answered at once.
    assert!(client.answer(first).get("result").is_some());
    assert_eq!(client.answer(second)["error"]["code"], -32800);
    assert!(client.answer(third).get("result").is_some());
    client.settled();
    let versions: Vec<i64> = client.told.iter().filter(|(told, _)| told == file).map(|(_, version)| *version).collect();
    assert_eq!(versions, [1, 21]);
    assert_eq!(client.end().code(), Some(0));
}
