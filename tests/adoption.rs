//! What lets a team with many old findings start today: `--new-from` hides what an earlier state has as well, waivers allow what stays.

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;

use support::{Folder, Run, git, run, schemabook};

const SCHEMA: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "description": "An order",
  "properties": { "id": { "type": "string", "description": "Its number" } }
}
"#;
const BAD: &str = "{\n  \"id\": 1\n}\n";
const WORSE: &str = "{\n  \"id\": true\n}\n";

fn old() -> Folder {
    Folder::with(&[("schemas/order.json", SCHEMA), ("examples/order/old.json", BAD)])
}

fn commit(folder: &Path) {
    git(folder, &["init", "-q"]);
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "first"]);
}

fn counts(run: &Run) -> (u64, u64) {
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    (report["counts"]["error"].as_u64().expect("a number"), report["counts"]["known"].as_u64().expect("a number"))
}

#[test]
fn what_an_earlier_report_has_is_hidden() {
    let project = old();
    let first = run(project.path(), &["check", "--format", "json", "--output", "../old.json"]);
    assert_eq!(first.code, Some(1));
    let earlier = project.path().parent().expect("it has a parent").join("old.json");
    let kept = project.join("old-report");
    fs::rename(earlier, &kept).expect("it can be moved");
    let check = |arguments: &[&str]| run(project.path(), &[&["check", "--new-from", "old-report"], arguments].concat());
    let same = check(&[]);
    assert_eq!(same.code, Some(0), "{same:?}");
    assert!(same.out.ends_with("; nothing found, 1 known\n"), "{}", same.out);
    // Lines may shift; another message, file or number of the same is new.
    project.write("examples/order/old.json", "{\n\n\n  \"id\": 1\n}\n");
    assert_eq!(check(&[]).code, Some(0));
    project.write("examples/order/new.json", BAD);
    let more = check(&["--format", "json"]);
    assert_eq!((more.code, counts(&more)), (Some(1), (1, 1)));
    project.write("examples/order/old.json", WORSE);
    let more = check(&["--format", "json"]);
    assert_eq!((more.code, counts(&more)), (Some(1), (2, 0)));
}

#[test]
fn of_several_that_are_the_same_only_as_many_are_known_as_there_were() {
    let project = Folder::with(&[("schemas/order.json", SCHEMA), ("page.md", "[a](no:a)\n")]);
    run(project.path(), &["check", "--format", "json", "--output", "report"]);
    project.write("page.md", "[a](no:a)\n\n[b](no:a)\n");
    let check = run(project.path(), &["check", "--strict", "--new-from", "report"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    assert!(check.out.ends_with("; 0 errors, 1 warning, 0 notes, 1 known\n"), "{}", check.out);
}

#[cfg(unix)]
#[test]
fn what_a_revision_has_is_hidden() {
    let repository = Folder::new();
    for (name, text) in [
        ("contracts/schemas/order.json", SCHEMA),
        ("contracts/examples/order/old.json", BAD),
        ("contracts/drafts/x.schema.json", "{"),
        ("contracts/.gitignore", "ignored/\n"),
        ("contracts/site.toml", "[build]\nexclude = [\"drafts/**\"]\n"),
        ("other/examples/wrong.json", "{"),
    ] {
        repository.write(name, text);
    }
    std::os::unix::fs::symlink("old.json", repository.join("contracts/examples/order/link.json")).expect("a link");
    commit(repository.path());
    let contracts = repository.join("contracts");
    let same = run(&contracts, &["check", "--strict", "--new-from", "git:HEAD"]);
    assert_eq!(same.code, Some(0), "the project is a folder of the repository: {same:?}");
    assert!(same.out.ends_with("; nothing found, 2 known\n"), "the link is known as well: {}", same.out);
    repository.write("contracts/examples/order/new.json", BAD);
    repository.write("contracts/examples/order/old.json", "{ \"id\": \"mended\" }\n");
    let check = run(repository.path(), &["check", "contracts", "--format", "json", "--new-from", "git:main"]);
    assert_eq!((check.code, counts(&check)), (Some(1), (1, 1)), "{check:?}");
    // In a hook git names its repository by variables that are relative to another folder.
    let hook = schemabook(&contracts).args(["check", "--new-from", "git:HEAD"]).env("GIT_DIR", ".git").output();
    assert_eq!(hook.expect("it runs").status.code(), Some(1));
    // A site.toml that was broken hides nothing, and does not stop the check that mends it.
    repository.write("contracts/site.toml", "[biuld]\n");
    commit(repository.path());
    repository.write("contracts/site.toml", "");
    let check = run(&contracts, &["check", "--new-from", "git:HEAD"]);
    assert_eq!(check.code, Some(1));
    assert!(check.err.contains("site.toml has mistakes in HEAD"), "{check:?}");
}

#[test]
fn what_cannot_be_compared_with_is_said() {
    let project = old();
    project.write("text", "{}");
    project.write("shape", r#"{ "diagnostics": [{ "rule": 1 }] }"#);
    for (from, code, words) in [
        ("missing", 2, "there is no file `missing`"),
        ("text", 2, "no report of schemabook"),
        ("shape", 2, "no report of schemabook"),
        ("git:HEAD", 2, "git"),
    ] {
        let run = run(project.path(), &["check", "--new-from", from]);
        assert_eq!((run.code, run.out.as_str()), (Some(code), ""), "{from}: {run:?}");
        assert!(run.err.contains(words), "{from}: {}", run.err);
    }
    commit(project.path());
    for revision in ["git:no-such", "git:", "git:--help", "git:HEAD:schemas", "git:$(touch made)"] {
        let run = run(project.path(), &["check", "--new-from", revision]);
        assert_eq!(run.code, Some(2), "{revision}: {run:?}");
        assert!(run.err.contains("git knows no revision"), "{revision}: {}", run.err);
    }
    let without = schemabook(project.path()).args(["check", "--new-from", "git:HEAD"]).env("PATH", "").output();
    assert_eq!(without.expect("it runs").status.code(), Some(3), "there is no git");
}

#[cfg(unix)]
#[test]
fn the_configuration_of_a_repository_runs_nothing() {
    let project = old();
    commit(project.path());
    let script = project.join("script");
    fs::write(&script, format!("#!/bin/sh\ntouch {}\n", project.join("ran").display())).expect("it can be written");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&script, mode).expect("it can be made a program");
    let script = script.display().to_string();
    for key in ["core.fsmonitor", "core.pager", "filter.x.smudge", "diff.x.textconv", "core.sshCommand", "core.editor"]
    {
        git(project.path(), &["config", key, &script]);
    }
    git(project.path(), &["config", "alias.ls-tree", &format!("!{script}")]);
    project.write(".git/info/attributes", "* filter=x diff=x\n");
    let check = run(project.path(), &["check", "--new-from", "git:HEAD"]);
    assert_eq!(check.code, Some(0), "{check:?}");
    assert!(!project.join("ran").exists(), "something of the repository was run");
}

#[test]
fn waived_findings_are_counted_and_do_not_fail() {
    let project = old();
    project.write("page.md", "---\nallow: { broken-link: next week }\n---\n[a](no.md)\n");
    project.write(
        "schemas/order.json",
        &SCHEMA.replace(
            "\"description\": \"An order\"",
            "\"x-schemabook-allow\": { \"unknown-keyword\": \"read by\" }, \"retention\": 7",
        ),
    );
    let allow = "[[check.allow]]\nrule = \"invalid-example\"\nfile = \"examples/**\"\npointer = \"/id\"\nreason = \"as recorded\"\n";
    project.write("site.toml", allow);
    let done = run(project.path(), &["check", "--strict"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.out.ends_with("; nothing found, 3 waived\n"), "{}", done.out);
    let json = run(project.path(), &["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!((&report["counts"]["waived"], &report["counts"]["error"]), (&3.into(), &0.into()));
    assert_eq!(report["counts"]["examples"]["failed"], 1, "a waiver changes no verdict");
    let reasons: Vec<&str> =
        report["waived"].as_array().expect("a list").iter().filter_map(|one| one["reason"].as_str()).collect();
    assert_eq!(reasons, ["as recorded", "next week", "read by"]);
    assert_eq!(report["waived"][0]["rule"], "invalid-example");
    // Elsewhere the same is an error.
    project.write("site.toml", &allow.replace("/id", "/i"));
    assert_eq!(run(project.path(), &["check"]).code, Some(1));
}

#[test]
fn a_waiver_without_reason_or_rule_is_a_mistake() {
    let project = old();
    for (entry, words) in [
        ("rule = \"invalid-example\"\nfile = \"**\"", "without `reason`"),
        ("rule = \"invalid-example\"\nreason = \"x\"", "without `file`"),
        ("rule = \"invalid-exmaple\"\nfile = \"**\"\nreason = \"x\"", "did you mean `invalid-example`?"),
        ("rule = \"invalid-example\"\nfile = \"**\"\nreason = \" \"", "without `reason`"),
        ("rule = \"invalid-example\"\nfile = \"**\"\npointer = \"id\"\nreason = \"x\"", "is not a JSON Pointer"),
    ] {
        project.write("site.toml", &format!("[[check.allow]]\n{entry}\n"));
        let run = run(project.path(), &["check"]);
        assert_eq!(run.code, Some(2), "{entry}: {run:?}");
        assert!(run.err.contains("site.toml:") && run.err.contains(words), "{entry}: {}", run.err);
    }
}

#[test]
fn the_entry_that_is_proposed_for_examples_works_when_it_is_pasted() {
    let schema = r#"{ "type": "object", "required": ["id"] }"#;
    let files = [
        ("contracts/order.json", schema),
        ("contracts/refund.json", schema),
        ("recordings/order-1.json", r#"{ "id": 1 }"#),
        ("recordings/order-2.json", r#"{ "no": 1 }"#),
        ("recordings/refund-1.json", r#"{ "id": 1 }"#),
    ];
    let stated = "[[catalog]]\nid = \"shop\"\npath = \".\"\n";
    let more = "examples = [{ files = \"other/{name}.json\" }]\n";
    for before in ["", stated, &format!("{stated}{more}")] {
        let project = Folder::with(&files);
        if !before.is_empty() {
            project.write("site.toml", before);
        }
        let help = proposal(&project);
        let entry = help.split('`').find(|part| part.contains("files = ")).unwrap_or_else(|| panic!("{help}"));
        let after = match entry.starts_with('{') {
            true => before.replace("examples = [", &format!("examples = [{entry}, ")),
            false => format!("{before}{entry}\n"),
        };
        project.write("site.toml", &after);
        let run = run(project.path(), &["check", "--format", "json"]);
        let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"));
        let examples = &report["counts"]["examples"];
        assert_eq!((examples["valid"].as_u64(), examples["failed"].as_u64()), (Some(2), Some(1)), "{after}\n{run:?}");
        assert!(!run.out.contains("unrecognised-file"), "{}", run.out);
    }
}

/// What is said to do about the files that are nothing to the project.
fn proposal(project: &Folder) -> String {
    let run = run(project.path(), &["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let findings = report["diagnostics"].as_array().expect("a list");
    let finding = findings.iter().find(|finding| finding["rule"] == "unrecognised-file").expect("it is reported");
    finding["help"].as_str().expect("a text").to_owned()
}
