//! `schemabook diff` as people and scripts see it, over the fixtures in `tests/diff/`: a folder each, with states, the commands to run
//! (`commands.txt`, one a line) and what they print (`expected.txt`). `verdicts/` is for `tests/verdicts.rs`.
//!
//! `SNAPSHOTS=overwrite cargo test --test diff` writes what is printed to each `expected.txt`. Read them: they are what users read.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use support::{Folder, git, run};

const OURS: [&str; 2] = ["commands.txt", "expected.txt"];

const OLD: &str = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": { "a": { "maximum": 9 } } }"#;
const NEW: &str = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": { "a": { "maximum": 8 } } }"#;

#[test]
fn each_command_prints_what_is_expected() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder).expect("tests/diff can be read") {
        let case = entry.expect("an entry").path();
        if case.ends_with("verdicts") {
            continue;
        }
        let states = Folder::copy_of(&case, &OURS);
        let commands = fs::read_to_string(case.join(OURS[0])).expect("each folder has its commands");
        let mut actual = String::new();
        for line in commands.lines() {
            let args: Vec<&str> = std::iter::once("diff").chain(line.split_whitespace()).collect();
            let run = run(states.path(), &args);
            let is_obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{202A}'..='\u{202E}').contains(&c);
            assert!(!run.out.contains(is_obeyed), "{line}: what a terminal obeys: {}", run.out);
            let commands = run.out.lines().filter(|line| line.trim_start().starts_with("::")).count();
            assert!(commands == 0 || line.contains("github"), "{line}: what a CI runner obeys: {}", run.out);
            let code = run.code.map_or_else(|| "by a signal".to_owned(), |code| code.to_string());
            let _ = writeln!(actual, "$ schemabook diff {line}\n{}{}exit {code}\n", run.out, run.err);
        }
        let expected = case.join(OURS[1]);
        if overwrite {
            fs::write(&expected, &actual).expect("a snapshot can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != actual {
            wrong.push(format!("{}: now it is\n{actual}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "SNAPSHOTS=overwrite accepts these:\n{}", wrong.join("\n"));
}

/// A repository with the one state committed and the other in the working tree; the contracts lie in a folder of it.
fn repository() -> Folder {
    let folder = Folder::with(&[("contracts/schemas/a.json", OLD)]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    git(folder.path(), &["tag", "v1"]);
    folder.write("contracts/schemas/a.json", NEW);
    folder
}

#[test]
fn a_revision_is_that_of_the_folder_that_it_is_held_against() {
    let repository = repository();
    let contracts = repository.join("contracts");
    for (folder, args) in [
        (repository.path(), vec!["diff", "git:v1", "contracts"]),
        (contracts.as_path(), vec!["diff", "git:main"]),
        (contracts.as_path(), vec!["diff", "git:HEAD", "."]),
    ] {
        let run = run(folder, &args);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.out.contains("`a`: maximum 9 → 8 (breaks)"), "{}", run.out);
        assert!(run.out.contains("{\"a\":9}"), "{}", run.out);
    }
    git(repository.path(), &["commit", "-q", "-a", "-m", "second"]);
    let both = run(&contracts, &["diff", "git:v1", "git:main", "--format", "json", "--exit-code"]);
    let report: Value = serde_json::from_str(&both.out).expect("it is JSON");
    assert_eq!((both.code, &report["counts"]["breaks"]), (Some(1), &Value::from(1)), "{both:?}");
}

#[test]
fn revisions_that_are_none_are_usage() {
    let repository = repository();
    for (folder, revision, words) in [
        (repository.path(), "git:nowhere", "git knows no revision `nowhere`"),
        (repository.path(), "git:-x", "`-x` is no revision"),
        (repository.path(), "git:--all", "`--all` is no revision"),
        (repository.path(), "git:v1:contracts", "git knows no revision `v1:contracts`"),
    ] {
        let run = run(folder, &["diff", revision]);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains(words), "{}", run.err);
    }
    let alone = Folder::with(&[("schemas/a.json", OLD)]);
    let run = run(alone.path(), &["diff", "git:HEAD"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("can't be read as a git repository"), "{}", run.err);
}

#[test]
fn without_git_the_environment_is_at_fault() {
    let repository = repository();
    let mut command = support::schemabook(repository.path());
    let output = command.args(["diff", "git:v1"]).env("PATH", "").output().expect("the program can be run");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no program `git`"), "{output:?}");
}

#[test]
fn the_same_states_give_the_same_bytes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/orders");
    let once = run(&folder, &["diff", "old", "new", "--format", "json"]);
    let again = run(&folder, &["diff", "old", "new", "--format", "json"]);
    assert_eq!(once.out, again.out);
    assert!(once.out.contains("\"witness\""), "{}", once.out);
}

#[test]
fn check_finds_what_breaks_since_a_revision_or_a_folder() {
    let repository = repository();
    let contracts = repository.join("contracts");
    let quiet = run(&contracts, &["check"]);
    assert_eq!(quiet.code, Some(0), "{quiet:?}");
    let since = run(&contracts, &["check", "--against", "git:v1", "--format", "json"]);
    let report: Value = serde_json::from_str(&since.out).expect("it is JSON");
    let found: Vec<&Value> = report["diagnostics"].as_array().expect("a list").iter().collect();
    let breaking = found.iter().find(|finding| finding["rule"] == "breaking-change").expect("it breaks");
    assert_eq!((since.code, &breaking["pointer"]), (Some(1), &Value::from("/properties/a/maximum")), "{since:?}");
    assert!(breaking["help"].as_str().is_some_and(|help| help.contains("{\"a\":9}")), "{breaking}");
    // What an earlier state has is no news, and what breaks since then is never in it.
    let both = run(&contracts, &["check", "--new-from", "git:v1", "--against", "git:v1"]);
    assert_eq!(both.code, Some(1), "{both:?}");
    let old = Folder::with(&[("schemas/a.json", OLD)]);
    let folder = old.path().to_string_lossy().into_owned();
    assert_eq!(run(&contracts, &["check", "--against", &folder]).code, Some(1));
    repository.write("contracts/schemas/a.json", OLD);
    assert_eq!(run(&contracts, &["check", "--against", "git:v1"]).code, Some(0));
}

#[test]
fn a_state_that_is_none_is_usage_for_check_as_well() {
    let repository = repository();
    for state in ["git:nowhere", "git:-x", "nowhere", "contracts/schemas/a.json"] {
        let run = run(repository.path(), &["check", "contracts", "--against", state]);
        assert_eq!(run.code, Some(2), "{state}: {run:?}");
    }
}

/// A thousand commits whose names are the same on every machine: among them are some that begin alike.
fn many_commits() -> Folder {
    let folder = Folder::with(&[("schemas/a.json", OLD)]);
    git(folder.path(), &["init", "-q"]);
    let mut stream = String::new();
    for number in 0..1000 {
        let _ = write!(
            stream,
            "commit refs/heads/many{number}\ncommitter A <a@example.com> {} +0000\ndata 1\na\n",
            1_700_000_000 + number
        );
        let _ = write!(stream, "M 100644 inline schemas/a.json\ndata {}\n{OLD}\n", OLD.len());
    }
    folder.write("stream", &stream);
    let input = fs::File::open(folder.join("stream")).expect("it was written");
    let status = std::process::Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(folder.path())
        .stdin(input)
        .status()
        .expect("git can be run");
    assert!(status.success());
    folder
}

#[test]
fn a_revision_that_may_be_several_is_usage() {
    let repository = many_commits();
    let output = std::process::Command::new("git")
        .args(["for-each-ref", "--format=%(objectname:short=40)", "refs/heads"])
        .current_dir(repository.path())
        .output()
        .expect("git can be run");
    let mut names: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    names.sort();
    let alike = names.windows(2).find(|pair| pair[0][..4] == pair[1][..4]).expect("two begin alike");
    let (prefix, whole) = (format!("git:{}", &alike[0][..4]), format!("git:{}", alike[0]));
    for args in [vec!["diff", prefix.as_str()], vec!["check", "--against", prefix.as_str()]] {
        let run = run(repository.path(), &args);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains("or more than one"), "{}", run.err);
    }
    let run = run(repository.path(), &["diff", whole.as_str()]);
    assert_eq!(run.code, Some(0), "{run:?}");
}

#[test]
fn check_against_refuses_what_diff_refuses() {
    let repository = repository();
    let mut command = support::schemabook(repository.path());
    let output = command.args(["check", "--against", "git:v1"]).env("PATH", "").output().expect("it can be run");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let alone = Folder::with(&[("schemas/a.json", OLD)]);
    for (folder, state, words) in [
        (alone.path(), "git:HEAD", "can't be read as a git repository"),
        (repository.path(), "git:-x", "`-x` is no revision"),
        (repository.path(), "git:", "`` is no revision"),
        (repository.path(), "contracts/schemas/a.json", "is a file"),
    ] {
        let run = run(folder, &["check", "--against", state]);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains(words), "{}", run.err);
    }
}

#[test]
fn what_is_asked_of_a_run_is_not_asked_of_the_same_state_beside_it() {
    let types = "[[type]]\nname = \"a\"\nschema = \"schemas/a.json\"\ndeprecated = { since = \"2026-01-15\", sunset = \"2026-06-01\" }\n";
    let folder = Folder::with(&[("types.toml", types), ("schemas/a.json", OLD)]);
    let run = run(folder.path(), &["check", "--against", ".", "--today", "2027-03-01", "--format", "json"]);
    assert!(run.out.contains("past-sunset"), "{run:?}");
}

#[test]
fn a_break_is_found_where_it_stands_in_a_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/asyncapi");
    let run = run(&folder, &["check", "new", "--against", "old", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).expect("it is JSON");
    let found = report["diagnostics"].as_array().expect("a list").iter();
    let breaking = found.filter(|finding| finding["rule"] == "breaking-change");
    let places: Vec<&str> = breaking.filter_map(|finding| finding["pointer"].as_str()).collect();
    for pointer in [
        "/channels/payments/address",
        "/channels/orderEvents/bindings/kafka/topic",
        "/servers/main/security",
        "/components/messages/paid/correlationId/location",
    ] {
        assert!(places.contains(&pointer), "{pointer}: {places:?}");
    }
}
