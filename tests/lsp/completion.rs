//! Completion lists only what `check` accepts: whatever is offered is put in its place, and what is wrong with the text is held against what
//! was wrong before.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::support::{Folder, files_of};
use crate::writing::offset;

/// How many places of a file are tried, and how many of what is offered there: every so manieth, so that all parts are.
#[derive(Clone, Copy)]
struct Most {
    places: usize,
    items: usize,
}

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
    // What stands in a text is none, as far as this looks.
    let objects = objects.filter(|(at, _)| !text[at + 1..].starts_with('\\')).map(|(at, _)| (at + 1, None));
    let values = text.match_indices(": \"").filter_map(|(at, _)| {
        let length = text[at + 3..].find('"')?;
        // Another type, dialect or version asks for other members, which whoever chooses it types next.
        let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let decides = ["type", "$schema", "asyncapi", "kind", "version"]
            .iter()
            .any(|key| line.trim_matches(['"', ' ']).ends_with(key));
        let is_plain = !text[at + 3..at + 3 + length].contains('\\');
        (is_plain && !decides).then_some((at + 2, Some(at + 3 + length + 1)))
    });
    objects.chain(values).collect()
}

/// Tries what is offered in files of a project: how much by file, and what of it is not accepted.
fn tried(project: &Path, files: &[String], most: Most) -> (BTreeMap<String, usize>, Vec<String>) {
    let copy = Folder::copy_of(project, &["public"]);
    let mut client = Client::of(copy.path());
    let (mut tried, mut wrong) = (BTreeMap::new(), Vec::new());
    for file in files {
        let text = client.text(file);
        client.open(file, &text);
        let before = errors(&mut client, file);
        let places = places(&text);
        for (start, end) in places.iter().step_by(places.len().div_ceil(most.places).max(1)) {
            // A value is typed anew behind its first quote, which is its only one then.
            let typed = match end {
                Some(end) => format!("{}\"{}", &text[..*start], &text[*end..]),
                None => text.clone(),
            };
            client.change(file, &typed);
            let at = start + usize::from(end.is_some());
            let offered = offered(&mut client, file, &typed, at);
            let step = offered.len().div_ceil(most.items).max(1);
            for (new, from, put) in offered.into_iter().step_by(step) {
                // A keyword or a field without a value: that it is known is all that is asked.
                let is_half = new.ends_with(": ");
                let behind = from + new.len();
                let put = if is_half { format!("{}null,{}", &put[..behind], &put[behind..]) } else { put };
                client.change(file, &put);
                let after = errors(&mut client, file);
                // Another value in a schema is another schema, which its examples may not fit; a counterexample that is mended is none.
                let is_data = file.contains("example") || file.contains("conformance");
                let others: &[&str] = if is_data {
                    &["accepted-counterexample", "wrong-reason"]
                } else {
                    &["invalid-default", "invalid-example"]
                };
                let is_told = |told: &&String| match is_half {
                    true => told.contains("is no keyword") || told.contains(" has no "),
                    // A value may ask for members beside it, or for none.
                    false
                        if end.is_some()
                            && is_data
                            && (told.contains("is missing") || told.contains("not allowed")) =>
                    {
                        false
                    }
                    false => !told.contains("duplicate-key") && !others.iter().any(|other| told.contains(other)),
                };
                let new_errors: Vec<&String> = after.difference(&before).filter(is_told).collect();
                if !new_errors.is_empty() {
                    wrong.push(format!("{file}: `{new}` at {at}: {new_errors:?}"));
                }
                *tried.entry(file.clone()).or_insert(0) += 1;
            }
            client.change(file, &text);
        }
        client.close(file);
    }
    (tried, wrong)
}

#[test]
fn all_that_is_offered_in_a_small_project_is_accepted() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/cases/typing");
    let files =
        ["examples/order_placed/web.json", "schemas/order_placed.json", "schemas/common.yaml", "asyncapi/shop.yaml"];
    let (tried, wrong) = tried(&project, &files.map(str::to_owned), Most { places: 24, items: 100 });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried.len() == files.len() && tried.values().sum::<usize>() >= 100, "{tried:?}");
}

#[test]
fn what_is_offered_in_the_projects_of_other_tests_is_accepted() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    // `PLACES` looks closer.
    let places = std::env::var("PLACES").ok().and_then(|count| count.parse().ok()).unwrap_or(1);
    let (mut count, mut wrong) = (0, Vec::new());
    let entries = fs::read_dir(sites).expect("tests/sites can be read");
    // What the data of an event is held against is known there once it has some.
    let is_known = |path: &std::path::PathBuf| path.is_dir() && !path.ends_with("types-envelope");
    for site in entries.map(|entry| entry.expect("an entry").path()).filter(is_known) {
        let files = files_of(&site).into_iter();
        let is_small = |(name, bytes): &(String, Vec<u8>)| {
            let is_text = name.ends_with(".json") || name.ends_with(".yaml");
            is_text && !name.contains("expected") && bytes.len() < 4000 && std::str::from_utf8(bytes).is_ok()
        };
        let files: Vec<String> = files.filter(is_small).map(|(name, _)| name).take(4 * places).collect();
        let (tried, refused) = tried(&site, &files, Most { places, items: 3 });
        count += tried.values().sum::<usize>();
        let name = site.file_name().unwrap_or_default().to_string_lossy().into_owned();
        wrong.extend(refused.into_iter().map(|what| format!("{name}/{what}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count} are few");
}
