//! `schemabook init`: what it writes checks green, and it never touches what is there.

mod support;

use std::fs;

use serde_json::Value;

use support::{Folder, files_of, run};

#[test]
fn the_project_checks_green_and_builds() {
    let folder = Folder::new();
    let made = run(folder.path(), &["init", "contracts"]);
    assert_eq!((made.code, made.err.as_str()), (Some(0), ""), "{made:?}");
    assert!(made.out.contains("next: schemabook check contracts"), "{}", made.out);
    let project = folder.join("contracts");
    let check = run(&project, &["check", "--strict", "--format", "json"]);
    let report: Value = serde_json::from_str(&check.out).expect("a report");
    assert_eq!((check.code, &report["diagnostics"]), (Some(0), &Value::Array(Vec::new())), "not even a note");
    let counts = &report["counts"];
    assert_eq!((&counts["schemas"], &counts["documents"], &counts["messages"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!(
        counts["examples"],
        serde_json::json!({ "total": 7, "valid": 3, "invalid_as_expected": 4, "failed": 0, "unchecked": 0 })
    );
    assert_eq!(run(&project, &["build"]).code, Some(0));
    assert!(project.join("public/index.html").is_file());
    let recorded = run(&project, &["validate", "examples/order_placed/two-items.json"]);
    assert_eq!(recorded.code, Some(0), "{recorded:?}");
    let workflow = fs::read_to_string(project.join(".github/workflows/contracts.yml")).expect("there is a workflow");
    assert!(workflow.contains("run: schemabook check --format github"));
}

#[test]
fn the_counterexample_fails_for_the_stated_reason() {
    let project = Folder::new();
    assert_eq!(run(project.path(), &["init", "--quiet"]).out, "", "quiet");
    let schema = fs::read_to_string(project.join("schemas/order_placed.json")).expect("there is a schema");
    let (before, after) = schema.rsplit_once(",\n      \"minimum\": 0").expect("it has a minimum");
    project.write("schemas/order_placed.json", &format!("{before}{after}"));
    let check = run(project.path(), &["check"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    assert!(check.out.contains("error[accepted-counterexample]"), "{}", check.out);
}

#[test]
fn what_is_there_is_never_touched() {
    let project = Folder::with(&[("README.md", "mine"), ("schemas", "a file, no folder"), ("other.txt", "")]);
    let before = files_of(project.path());
    let refused = run(project.path(), &["init"]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{refused:?}");
    assert!(refused.err.contains("README.md, schemas/order_placed.json already"), "{}", refused.err);
    assert_eq!(files_of(project.path()), before, "nothing is written");
    let again = Folder::with(&[("other.txt", "")]);
    assert_eq!(run(again.path(), &["init"]).code, Some(0), "other files are in nobody's way");
    assert_eq!(run(again.path(), &["init"]).code, Some(2), "a second time they are its own");
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_written_is_exit_3_and_nothing_is_left() {
    let project = Folder::new();
    // A name that is too long for the system, in the middle of the work, is hard to come by; a parent that is a file is not.
    project.write("file", "");
    let refused = run(project.path(), &["init", "file/below"]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert_eq!(files_of(project.path()).len(), 1);
}
