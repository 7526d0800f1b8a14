//! What check prints, and where.

use std::fs;

use serde_json::Value;

use super::support::{Folder, run, schemabook};
use super::{BAD, GOOD, ORPHAN, SCHEMA, bad, good, report, warned};

#[test]
fn findings_go_to_stdout_and_name_file_line_and_column() {
    let project = bad();
    let run = run(project.path(), &["check"]);
    assert!(
        run.out.contains("examples/order/first.json:3:9: error[invalid-example]: `1` is a number, not a string"),
        "{}",
        run.out
    );
    assert!(run.out.contains("schemas/order.json:4:71"), "the keyword is named as the cause: {}", run.out);
    assert_eq!(run.err, "");
    assert!(!run.out.contains('\u{1b}'), "no colours where nobody sees them");
    let coloured =
        schemabook(project.path()).args(["check", "--color", "always"]).output().expect("the program can be run");
    assert!(coloured.stdout.contains(&0x1b));
}

#[test]
fn files_are_named_from_the_working_directory_but_in_json_from_the_project() {
    let project = Folder::with(&[("sub/schemas/order.json", SCHEMA), ("sub/examples/order/first.json", BAD)]);
    assert!(run(project.path(), &["check", "sub"]).out.contains("sub/examples/order/first.json:3:9"));
    assert!(
        run(project.path(), &["check", "./sub/"]).out.contains("\nsub/examples")
            || run(project.path(), &["check", "./sub/"]).out.starts_with("sub/examples")
    );
    let full = project.join("sub").display().to_string();
    assert!(
        run(project.path(), &["check", &full]).out.starts_with("sub/examples"),
        "an absolute DIR is no absolute path"
    );
    assert!(run(&project.join("sub/schemas"), &["check", ".."]).out.starts_with("../examples"));
    let json = report(&run(project.path(), &["check", "sub", "--format", "json"]).out);
    assert_eq!(json["diagnostics"][0]["file"], "examples/order/first.json");
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn json_has_the_shape_of_the_contract() {
    let project = Folder::with(&[
        ("schemas/order.json", SCHEMA),
        ("examples/order/first.json", BAD),
        ("examples/order/second.json", GOOD),
        ("examples/order/third.invalid.json", "{}"),
        ("examples/order/fourth.invalid.json", GOOD),
        ("examples/elsewhere.json", ORPHAN),
    ]);
    let run = run(project.path(), &["check", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let report = report(&run.out);
    assert_eq!(keys(&report), ["schemabook", "diagnostics", "waived", "counts"]);
    assert_eq!(report["schemabook"], env!("CARGO_PKG_VERSION"));
    let all = report["diagnostics"].as_array().expect("a list");
    let finding = all.iter().find(|finding| finding["rule"] == "invalid-example").expect("the bad example is found");
    assert_eq!(
        keys(finding),
        [
            "rule",
            "severity",
            "message",
            "file",
            "line",
            "column",
            "end_line",
            "end_column",
            "pointer",
            "help",
            "labels"
        ]
    );
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["file"], "examples/order/first.json");
    assert_eq!((&finding["line"], &finding["column"]), (&3.into(), &9.into()));
    assert_eq!((&finding["end_line"], &finding["end_column"]), (&3.into(), &10.into()));
    assert_eq!(finding["pointer"], "/id");
    assert_eq!(keys(&finding["labels"][0]), ["file", "line", "column", "message"]);
    assert_eq!(finding["labels"][0]["file"], "schemas/order.json");
    let counts = &report["counts"];
    assert_eq!(
        keys(counts),
        [
            "files",
            "schemas",
            "types",
            "documents",
            "channels",
            "operations",
            "messages",
            "examples",
            "coverage",
            "error",
            "warning",
            "note",
            "waived",
            "known"
        ]
    );
    assert_eq!(keys(&counts["examples"]), ["total", "valid", "invalid_as_expected", "failed", "unchecked"]);
    assert_eq!(
        counts["examples"],
        serde_json::json!({ "total": 5, "valid": 1, "invalid_as_expected": 1, "failed": 2, "unchecked": 1 })
    );
    assert_eq!((&counts["files"], &counts["schemas"], &counts["types"]), (&6.into(), &1.into(), &1.into()));
    let of = |severity: &str| all.iter().filter(|finding| finding["severity"] == severity).count();
    assert_eq!(
        (&counts["error"], &counts["warning"], &counts["note"]),
        (&of("error").into(), &of("warning").into(), &of("note").into())
    );
}

#[test]
fn output_replaces_stdout() {
    let project = bad();
    let plain = run(project.path(), &["check", "--format", "json"]);
    let run = run(project.path(), &["check", "--format", "json", "--output", "report.json"]);
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{run:?}");
    assert_eq!(fs::read_to_string(project.join("report.json")).expect("the report is there"), plain.out);
}

#[test]
fn a_report_that_cannot_be_written_is_exit_3() {
    let project = good();
    let run = run(project.path(), &["check", "--output", "no/such/folder/report.txt"]);
    assert_eq!(run.code, Some(3), "{run:?}");
}

#[test]
fn quiet_says_nothing_where_nothing_is_wrong() {
    let run = run(good().path(), &["build", "--quiet"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", ""));
}

#[test]
fn quiet_check_prints_findings_and_nothing_else() {
    let run_quiet = |project: &Folder| run(project.path(), &["check", "-q"]);
    assert_eq!(run_quiet(&warned()).out.lines().next(), run(warned().path(), &["check"]).out.lines().next());
    let notes =
        Folder::with(&[("schemas/order.json", SCHEMA), ("site.toml", "[check.rules]\nundocumented = \"off\"\n")]);
    assert_eq!((run_quiet(&notes).code, run_quiet(&notes).out.as_str()), (Some(0), ""));
    let verbose = run(notes.path(), &["check", "-v"]);
    assert!(verbose.err.contains("prove") && !verbose.out.contains("ms"), "times are no findings: {verbose:?}");
}

#[test]
fn each_rule_is_listed_and_explained() {
    let here = Folder::new();
    let listed = run(here.path(), &["rules"]);
    assert_eq!((listed.code, listed.err.as_str()), (Some(0), ""));
    let json = report(&run(here.path(), &["rules", "--format", "json"]).out);
    let rules = json.as_array().expect("a list");
    assert_eq!(listed.out.lines().count(), rules.len());
    for (line, rule) in listed.out.lines().zip(rules) {
        assert_eq!(keys(rule), ["code", "level", "summary", "explanation"]);
        let text = |key: &str| rule[key].as_str().expect("a text");
        let mut words = line.split_whitespace();
        assert_eq!((words.next(), words.next()), (Some(text("code")), Some(text("level"))));
        assert!(line.ends_with(text("summary")), "{line}");
    }
    let explained = run(here.path(), &["explain", "invalid-example"]);
    assert_eq!(explained.code, Some(0));
    for words in ["# invalid-example", "error: ", "Bad", "Good", "[check.rules]"] {
        assert!(explained.out.contains(words), "{words}: {}", explained.out);
    }
    let json = report(&run(here.path(), &["explain", "invalid-example", "--format", "json"]).out);
    assert_eq!(json["code"], "invalid-example");
    let unknown = run(here.path(), &["explain", "invalid-exmaple"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
    assert!(unknown.err.contains("did you mean `invalid-example`?"), "{}", unknown.err);
}
