//! Completion lists only what `check` accepts: whatever is offered is put in its place, and what is wrong with the text is held against what
//! was wrong before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::support::Folder;
use crate::writing::offset;

/// How many places of a file are tried: every so manieth, so that all parts of it are.
const PLACES: usize = 24;

/// What is wrong with a file that is an error.
fn errors(client: &mut Client, file: &str) -> BTreeSet<String> {
    let shown = client.settled().get(file).cloned().unwrap_or_default();
    let errors = shown.as_array().into_iter().flatten().filter(|told| told["severity"] == 1);
    errors.map(|told| format!("{}: {}", told["code"], told["message"])).collect()
}

fn offered(client: &mut Client, file: &str, text: &str, at: usize) -> Vec<(String, usize, String)> {
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = before[before.rfind('\n').map_or(0, |end| end + 1)..].encode_utf16().count();
    let position = json!({ "line": line, "character": column });
    let params = json!({ "textDocument": { "uri": client.uri(file) }, "position": position });
    let found = client.ask("textDocument/completion", params);
    // What is written, where, and the text with it.
    let put = |item: &Value| {
        let edit = &item["textEdit"];
        let (start, end) = (offset(text, &edit["range"]["start"]), offset(text, &edit["range"]["end"]));
        assert!(start <= at && at <= end, "{item} is put where the cursor is");
        let new = edit["newText"].as_str().expect("a text");
        (new.to_owned(), start, format!("{}{new}{}", &text[..start], &text[end..]))
    };
    found["items"].as_array().into_iter().flatten().map(put).collect()
}

/// The places behind a bracket that begins an object, and the texts in quotes that are values.
fn places(text: &str) -> Vec<(usize, Option<usize>)> {
    let objects = text.match_indices('{').filter(|(at, _)| !text[at + 1..].trim_start().starts_with('}'));
    let objects = objects.map(|(at, _)| (at + 1, None));
    let values = text.match_indices(": \"").filter_map(|(at, _)| {
        let length = text[at + 3..].find('"')?;
        Some((at + 2, Some(at + 3 + length + 1)))
    });
    objects.chain(values).collect()
}

fn try_all(project: &Path, files: &[&str], least: usize) {
    let copy = Folder::copy_of(project, &["public"]);
    let mut client = Client::of(copy.path());
    let (mut tried, mut wrong) = (BTreeMap::new(), Vec::new());
    for file in files {
        let text = client.text(file);
        client.open(file, &text);
        let before = errors(&mut client, file);
        let places = places(&text);
        for (start, end) in places.iter().step_by(places.len().div_ceil(PLACES)) {
            // A value is typed anew behind its first quote, which is its only one then.
            let typed = match end {
                Some(end) => format!("{}\"{}", &text[..*start], &text[*end..]),
                None => text.clone(),
            };
            client.change(file, &typed);
            let at = start + usize::from(end.is_some());
            for (new, from, put) in offered(&mut client, file, &typed, at) {
                // A keyword or a field without a value: that it is known is all that is asked.
                let is_half = new.ends_with(": ");
                let behind = from + new.len();
                let put = if is_half { format!("{}null,{}", &put[..behind], &put[behind..]) } else { put };
                client.change(file, &put);
                let after = errors(&mut client, file);
                let is_told = |told: &&String| match is_half {
                    true => told.contains("is no keyword") || told.contains(" has no "),
                    // Another value in a schema is another schema: that it is one is what counts.
                    false if file.contains("schema") => !told.contains("invalid-default"),
                    false => true,
                };
                let new_errors: Vec<&String> = after.difference(&before).filter(is_told).collect();
                if !new_errors.is_empty() {
                    wrong.push(format!("{file}: `{new}` at {at}: {new_errors:?}"));
                }
                *tried.entry(*file).or_insert(0_usize) += 1;
            }
            client.change(file, &text);
        }
        client.close(file);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried.len() == files.len() && tried.values().sum::<usize>() >= least, "{tried:?}");
}

#[test]
fn all_that_is_offered_in_a_small_project_is_accepted() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/cases/typing");
    let files =
        ["examples/order_placed/web.json", "schemas/order_placed.json", "schemas/common.yaml", "asyncapi/shop.yaml"];
    try_all(&project, &files, 100);
}
