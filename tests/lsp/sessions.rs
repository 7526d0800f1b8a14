//! Each folder of `tests/lsp/cases` is a project: `asks.txt` has what is asked of it, `expected.txt` the answers.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::writing::offset;

#[test]
fn answers_are_those_of_the_cases() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/cases");
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    for case in fs::read_dir(cases).expect("there are cases") {
        let case = case.expect("a case").path();
        let found = answers(&case);
        let expected = case.join("expected.txt");
        if overwrite {
            fs::write(&expected, &found).expect("the answers can be written");
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, expected, "{}: SNAPSHOTS=overwrite writes what was answered", case.display());
    }
}

fn answers(case: &Path) -> String {
    let able = json!({
        "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] } } },
        "workspace": { "workspaceEdit": { "resourceOperations": ["create", "rename"] } },
    });
    let mut client = Client::able(case, able);
    let asks = fs::read_to_string(case.join("asks.txt")).expect("a case has asks");
    let mut text = String::new();
    for ask in asks.lines() {
        let words: Vec<&str> = ask.split(' ').collect();
        let _ = writeln!(text, "> {ask}");
        text.push_str(&answer(&mut client, &words));
        text.push('\n');
    }
    assert_eq!(client.end().code(), Some(0));
    text
}

fn answer(client: &mut Client, words: &[&str]) -> String {
    let whole = |client: &Client| json!({ "textDocument": { "uri": client.uri(words[1]) } });
    let position = |at: &str| {
        let (line, column) = at.split_once(':').expect("LINE:COLUMN");
        (line.parse().expect("a number"), column.parse().expect("a number"))
    };
    match words[0] {
        "diagnostics" => diagnostics(client),
        "hover" => {
            let (line, column) = position(words[2]);
            let found = client.ask_at("textDocument/hover", words[1], line, column);
            let said = found["contents"]["value"].as_str().unwrap_or("nothing").trim_end().to_owned();
            let range = if found.is_null() { String::new() } else { format!("{}\n", span(&found["range"])) };
            format!("{range}{said}\n")
        }
        asked @ ("definition" | "references") => {
            let (line, column) = position(words[2]);
            let found = client.ask_at(&format!("textDocument/{asked}"), words[1], line, column);
            lines(&found, |found| format!("{}:{}", client.file(&found["uri"]), span(&found["range"])))
        }
        "symbols" => {
            let params = whole(client);
            symbols(&client.ask("textDocument/documentSymbol", params), 0)
        }
        "find" => {
            let found = client.ask("workspace/symbol", json!({ "query": words[1] }));
            lines(&found, |found| {
                let at = &found["location"];
                let (name, kind) = (found["name"].as_str().unwrap_or_default(), &found["kind"]);
                format!("{name} ({kind}) {}:{}", client.file(&at["uri"]), span(&at["range"]))
            })
        }
        "calls" => calls(client, words[1], position(words[2])),
        "folds" => {
            let params = whole(client);
            let found = client.ask("textDocument/foldingRange", params);
            let number = |found: &Value, what: &str| found[what].as_u64().map_or(0, |line| line + 1);
            lines(&found, |found| format!("{}-{}", number(found, "startLine"), number(found, "endLine")))
        }
        "links" => {
            let params = whole(client);
            let found = client.ask("textDocument/documentLink", params);
            lines(&found, |found| format!("{} -> {}", span(&found["range"]), client.file(&found["target"])))
        }
        "lenses" => {
            let params = whole(client);
            let found = client.ask("textDocument/codeLens", params);
            lines(&found, |found| format!("{} {}", span(&found["range"]), found["command"]["title"]))
        }
        "hints" => {
            let mut params = whole(client);
            params["range"] =
                json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9999, "character": 0 } });
            let found = client.ask("textDocument/inlayHint", params);
            lines(&found, |found| {
                let at = &found["position"];
                format!("{} {}", span(&json!({ "start": at, "end": at })), found["label"])
            })
        }
        "complete" => complete(client, words[1], position(words[2]), &words[3..].join(" ")),
        "actions" => {
            let found = actions(client, words[1], position(words[2]), &["quickfix", "source"]);
            lines(&found, |found| {
                let change = &found["edit"]["documentChanges"][0];
                let edit = &change["edits"][0];
                let file = client.file(&change["textDocument"]["uri"]);
                let title = found["title"].as_str().unwrap_or_default();
                format!("{title}: {file}:{} {}", span(&edit["range"]), edit["newText"])
            })
        }
        "refactor" => {
            let found = actions(client, words[1], position(words[2]), &["refactor"]);
            let mut text = String::new();
            for action in found.as_array().cloned().unwrap_or_default() {
                let _ = writeln!(text, "{}", action["title"].as_str().unwrap_or_default());
                let mut answer = client.ask_anything("codeAction/resolve", action);
                answer["result"] = answer["result"]["edit"].take();
                text.push_str(&written(client, &answer));
            }
            if text.is_empty() { "nothing\n".to_owned() } else { text }
        }
        "nameable" => {
            let (line, column) = position(words[2]);
            let found = client.ask_at("textDocument/prepareRename", words[1], line, column);
            let name = found["placeholder"].as_str().map(|name| format!("{} {name}\n", span(&found["range"])));
            name.unwrap_or_else(|| "nothing\n".to_owned())
        }
        "rename" => {
            let (line, column): (u64, u64) = position(words[2]);
            let mut params = whole(client);
            params["position"] = json!({ "line": line - 1, "character": column - 1 });
            params["newName"] = json!(words[3..].join(" "));
            let answer = client.ask_anything("textDocument/rename", params);
            written(client, &answer)
        }
        "move" => match client.ask_to_move(&[(words[1], words[2])]) {
            Ok(edit) => written(client, &json!({ "result": edit })),
            Err(why) => format!("said: {why}\n"),
        },
        other => panic!("{other} is nothing to ask"),
    }
}

/// What is offered of some kinds at a line and column.
fn actions(client: &mut Client, file: &str, (line, column): (u64, u64), kinds: &[&str]) -> Value {
    let at = json!({ "line": line - 1, "character": column - 1 });
    let params = json!({
        "textDocument": { "uri": client.uri(file) },
        "range": { "start": at, "end": at },
        "context": { "diagnostics": [], "only": kinds },
    });
    client.ask("textDocument/codeAction", params)
}

/// The edits of an answer, or why there are none.
fn written(client: &Client, answer: &Value) -> String {
    if let Some(why) = answer["error"]["message"].as_str() {
        return format!("refused: {why}\n");
    }
    let mut text = String::new();
    for change in answer["result"]["documentChanges"].as_array().into_iter().flatten() {
        if change["kind"] == "rename" {
            let _ = writeln!(text, "{} moves to {}", client.file(&change["oldUri"]), client.file(&change["newUri"]));
            continue;
        }
        if change["kind"] == "create" {
            continue;
        }
        let file = client.file(&change["textDocument"]["uri"]);
        for edit in change["edits"].as_array().into_iter().flatten() {
            let _ = writeln!(text, "{file}:{} {}", span(&edit["range"]), edit["newText"]);
        }
    }
    if text.is_empty() { "nothing\n".to_owned() } else { text }
}

/// Who calls what stands there, and whom it calls, and the same once more of each of these.
fn calls(client: &mut Client, file: &str, (line, column): (u64, u64)) -> String {
    let found = client.ask_at("textDocument/prepareCallHierarchy", file, line, column);
    let items = found.as_array().cloned().unwrap_or_default();
    let shown = items.iter().map(|item| format!("{}{}\n", called(client, item), sides(client, item, 2)));
    let shown: String = shown.collect();
    if shown.is_empty() { "nothing\n".to_owned() } else { shown }
}

fn called(client: &Client, item: &Value) -> String {
    let words = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
    let (whole, name) = (span(&item["range"]), span(&item["selectionRange"]));
    format!(
        "{} ({}), {}: {}:{name} of {whole}",
        words("name"),
        item["kind"],
        words("detail"),
        client.file(&item["uri"])
    )
}

fn sides(client: &mut Client, item: &Value, deep: usize) -> String {
    let mut text = String::new();
    for (side, other, word) in [("incomingCalls", "from", "from"), ("outgoingCalls", "to", "to")] {
        let found = client.ask(&format!("callHierarchy/{side}"), json!({ "item": item }));
        for call in found.as_array().cloned().unwrap_or_default() {
            let at: Vec<String> = call["fromRanges"].as_array().into_iter().flatten().map(span).collect();
            let indent = "  ".repeat(3 - deep);
            let _ = write!(text, "\n{indent}{word} {} at {}", called(client, &call[other]), at.join(", "));
            if deep > 1 {
                text.push_str(&sides(client, &call[other], deep - 1));
            }
        }
    }
    text
}

/// How much of what is offered a case has.
const SHOWN: usize = 8;

/// What is offered where a text is typed at a place of a file.
fn complete(client: &mut Client, file: &str, (line, column): (u64, u64), typed: &str) -> String {
    let text = client.text(file);
    let at = offset(&text, &json!({ "line": line - 1, "character": column - 1 }));
    client.open(file, &text);
    client.settled();
    client.change(file, &format!("{}{typed}{}", &text[..at], &text[at..]));
    let found = client.ask_at("textDocument/completion", file, line, column + typed.encode_utf16().count() as u64);
    client.close(file);
    // Of a long list, such as that of all rules, its beginning is enough.
    let all = found["items"].as_array().cloned().unwrap_or_default();
    let shown = Value::from(all.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    let more = if all.len() > SHOWN { "…\n" } else { "" };
    lines(&shown, |item| {
        let detail = item["detail"].as_str().unwrap_or_default();
        let edit = &item["textEdit"];
        format!("{} {} ({detail})", span(&edit["range"]), edit["newText"].as_str().unwrap_or_default())
    }) + more
}

fn diagnostics(client: &mut Client) -> String {
    let shown = client.settled().clone();
    let mut found: Vec<String> = Vec::new();
    for (file, list) in shown {
        for diagnostic in list.as_array().expect("a list") {
            let mut text = format!(
                "{file}:{} {} {}: {}\n",
                span(&diagnostic["range"]),
                diagnostic["severity"],
                diagnostic["code"].as_str().unwrap_or_default(),
                diagnostic["message"].as_str().unwrap_or_default().replace('\n', "\n  "),
            );
            for related in diagnostic["relatedInformation"].as_array().into_iter().flatten() {
                let at = &related["location"];
                let message = related["message"].as_str().unwrap_or_default();
                let _ = writeln!(text, "  {}:{} {message}", client.file(&at["uri"]), span(&at["range"]));
            }
            found.push(text);
        }
    }
    found.sort();
    found.concat()
}

fn symbols(found: &Value, depth: usize) -> String {
    let mut text = String::new();
    for symbol in found.as_array().into_iter().flatten() {
        let name = symbol["name"].as_str().unwrap_or_default();
        let _ = writeln!(text, "{}{name} {}", "  ".repeat(depth), span(&symbol["selectionRange"]));
        text.push_str(&symbols(&symbol["children"], depth + 1));
    }
    text
}

fn lines(found: &Value, line: impl Fn(&Value) -> String) -> String {
    let found = found.as_array().cloned().unwrap_or_default();
    if found.is_empty() { "nothing\n".to_owned() } else { found.iter().map(|found| line(found) + "\n").collect() }
}

/// `3:5-8`, from 1; a range over several lines ends with its line as well.
fn span(range: &Value) -> String {
    let number = |at: &str, what: &str| range[at][what].as_u64().map_or(0, |number| number + 1);
    let (line, last) = (number("start", "line"), number("end", "line"));
    let end = if line == last { String::new() } else { format!("{last}:") };
    format!("{line}:{}-{end}{}", number("start", "character"), number("end", "character"))
}
