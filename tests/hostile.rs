//! Projects of a stranger who means no good, in `tests/hostile/`: a folder each, with what `check` says of it in `expected.txt`. Its site
//! is built as well, and nothing in its pages may be live.
//!
//! `SNAPSHOTS=overwrite cargo test --test hostile` writes what is said to each `expected.txt`.

mod support;

use std::fs;
use std::path::Path;

use serde_json::json;
use support::{Folder, files_of, run};

/// Runs a test for the folder of each project, with its name.
fn each(mut test: impl FnMut(&str, &Path)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    for entry in fs::read_dir(folder).expect("tests/hostile can be read") {
        let entry = entry.expect("an entry");
        test(&entry.file_name().to_string_lossy(), &entry.path());
    }
}

#[test]
fn each_is_told_what_is_wrong() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    each(|name, folder| {
        let project = Folder::copy_of(folder, &["expected.txt"]);
        let run = run(project.path(), &["check"]);
        let actual = format!("exit {}\n{}{}", run.code.unwrap_or(-1), run.out, run.err);
        let expected = folder.join("expected.txt");
        if overwrite {
            fs::write(&expected, &actual).expect("expected.txt can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != actual {
            wrong.push(format!("{name}: now it is\n{actual}"));
        }
    });
    assert!(wrong.is_empty(), "SNAPSHOTS=overwrite accepts these:\n{}", wrong.join("\n"));
}

#[test]
fn schemas_thousands_deep_within_one_another_are_compiled_or_told() {
    let chain = |length: usize, of: &dyn Fn(serde_json::Value) -> serde_json::Value| {
        let next = |number: usize| json!({ "$ref": format!("#/$defs/d{}", (number + 1) % length) });
        let each = (0..length).map(|number| (format!("d{number}"), of(next(number))));
        json!({ "type": "object", "$ref": "#/$defs/d0", "$defs": each.collect::<serde_json::Map<_, _>>() }).to_string()
    };
    let run_with = |schema: &str| {
        let folder = Folder::with(&[("x.schema.json", schema), ("x.example.json", "{ \"x\": { \"x\": {} } }")]);
        run(folder.path(), &["check"])
    };
    let nullable = chain(1500, &|next| json!({ "properties": { "x": { "oneOf": [next, { "type": "null" }] } } }));
    let compiled = run_with(&nullable);
    assert!(compiled.code == Some(0) && compiled.out.contains("1 valid"), "{}", compiled.out);
    let told = run_with(&chain(9000, &|next| json!({ "properties": { "x": next } })));
    assert!(told.code == Some(1) && told.out.contains("x.example.json:1:1: error[limit-exceeded]"), "{}", told.out);
}

#[test]
#[cfg(unix)]
fn a_picture_that_is_a_link_is_not_published() {
    let folder = Folder::with(&[
        ("project/t.schema.json", "{ \"type\": \"object\" }"),
        ("project/guide.md", "![secret](a.png) ![inside](b.png) ![folder](c/secret.png)"),
        ("project/real/secret.png", "\u{89}PNG"),
        ("secret.png", "GIF89a SECRETCANARY"),
    ]);
    for (to, at) in [("../secret.png", "a.png"), ("../secret.png", "real/b.png"), ("real", "c")] {
        std::os::unix::fs::symlink(to, folder.join("project").join(at)).expect("a link can be made");
    }
    let built = run(folder.path(), &["build", "project", "--keep-going", "--out", "site"]);
    assert_eq!(built.code, Some(1), "the link out of the project is told: {built:?}");
    for (path, bytes) in files_of(&folder.join("site")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("SECRETCANARY") && !path.starts_with("raw/images"), "{path}");
    }
}

#[test]
fn nothing_in_their_pages_is_live() {
    each(|name, folder| {
        let project = Folder::copy_of(folder, &["expected.txt"]);
        run(project.path(), &["build", "--keep-going"]);
        if !project.join("public").is_dir() {
            return;
        }
        for (path, bytes) in files_of(&project.join("public")) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("SECRETCANARY"), "{name}: {path} publishes a secret");
            if [".html", ".md", "llms.txt"].iter().any(|ending| path.ends_with(ending)) {
                let hides = |c: &char| (c.is_control() && !"\n\t".contains(*c)) || *c == '\u{202E}';
                assert_eq!(text.chars().find(hides), None, "{name}: {path} holds what nobody sees");
            }
            if path.ends_with(".html") {
                tags(&text).for_each(|tag| harmless(tag, &format!("{name}: {path}")));
            }
        }
    });
}

/// What stands between `<` and `>`; our pages have no `>` in attributes, since it is always escaped.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
}

fn harmless(tag: &str, page: &str) {
    let lower = tag.to_ascii_lowercase();
    let name = lower.split([' ', '\n', '/']).next().unwrap_or_default();
    let live = ["iframe", "style", "object", "embed", "base", "math"];
    assert!(!live.contains(&name), "{page}: <{tag}>");
    let is_ours = |tag: &str| tag.starts_with("img src=\"") && tag.contains("/raw/images/");
    assert!(name != "img" || is_ours(&lower), "{page}: <{tag}> is no picture of the project");
    assert!(name != "script" || lower.contains(" src="), "{page}: <{tag}> is a script of the page's own");
    // Outside of quotes stand names of attributes only.
    for (index, part) in lower.split('"').enumerate() {
        if index % 2 == 0 {
            assert!(!part.split_whitespace().any(|word| word.starts_with("on")), "{page}: <{tag}> handles an event");
        } else {
            let scheme = part.trim_start().split_once(':').map_or("", |(scheme, _)| scheme);
            assert!(!["javascript", "data", "vbscript", "file"].contains(&scheme), "{page}: <{tag}> leads to a script");
        }
    }
}
