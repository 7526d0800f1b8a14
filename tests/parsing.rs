//! Which texts are JSON, by JSONTestSuite's parsing cases, which `tests/parsing/install` fetches; without them there is nothing to compare
//! with. A file `y_…` has to be accepted, `n_…` refused; `i_…` may be either, and which it is stands in `tests/parsing/decided.txt`.
//!
//! `SNAPSHOTS=overwrite` writes that file anew. Read it: it is what users meet.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use schemabook::source::{Fault, Format, Source};

/// Files that have to be accepted and are not: we refuse duplicate keys.
const EXCEPTIONS: [&str; 2] = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"];

#[test]
fn texts_are_judged_as_the_suite_judges_them() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parsing");
    let suite = home.join("json");
    if !suite.is_dir() {
        println!("skipped: JSONTestSuite is not installed; tests/parsing/install fetches it");
        return;
    }
    let entries = fs::read_dir(&suite).expect("the suite can be read");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let mut wrong = Vec::new();
    let mut decided = String::new();
    for name in &names {
        let bytes = fs::read(suite.join(name)).expect("a case can be read");
        let source = Source::from_file(name, Format::Json, bytes);
        let refusal = source.refusal();
        let verdict = match refusal {
            None => "accepted".to_owned(),
            Some(problem) => format!("refused: {}", problem.message),
        };
        let expected = match name.as_bytes()[0] {
            b'y' if EXCEPTIONS.contains(&name.as_str()) => {
                refusal.is_some_and(|problem| problem.fault == Fault::DuplicateKey)
            }
            b'y' => refusal.is_none(),
            b'n' => refusal.is_some(),
            _ => {
                let _ = writeln!(decided, "{name}: {verdict}");
                true
            }
        };
        if !expected {
            wrong.push(format!("{name}: {verdict}"));
        }
        // What is wrong stands somewhere in the text.
        for problem in &source.problems {
            assert!(source.text.get(problem.span.start as usize..problem.span.end as usize).is_some(), "{name}");
        }
    }
    println!("{} of {} cases as in the suite", names.len() - wrong.len(), names.len());
    assert!(names.len() >= 300, "the suite is whole: {}", names.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let file = home.join("decided.txt");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(&file, &decided).expect("a snapshot can be written");
    }
    assert_eq!(fs::read_to_string(&file).unwrap_or_default(), decided, "SNAPSHOTS=overwrite writes it anew");
}
