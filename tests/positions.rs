//! Where findings stand, over the projects in `tests/positions/`. What has to be mended is marked in the files themselves: `»` stands before
//! the value or key that a finding of level error or warning points at. Where a project marks causes elsewhere as well, `«` stands
//! before each of them. The marks are taken out before the program sees the files.
//!
//! What can't be seen is written visibly: `␍` is a carriage return, `␤` one in the place of the line end that follows, `␉` a tab,
//! `␂` a byte order mark.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use support::{Folder, files_of, run};

/// A file, a line and a column, as they are printed.
type Places = BTreeSet<String>;

#[test]
fn findings_stand_where_they_are_marked() {
    let mut wrong = Vec::new();
    let cases = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/positions"));
    for case in cases.expect("tests/positions can be read") {
        let case = case.expect("an entry").path();
        let (project, marked, causes) = project(&case);
        assert!(!marked.is_empty(), "{} marks nothing", case.display());
        let check = run(project.path(), &["check", "--format", "json"]);
        let report: Value = serde_json::from_str(&check.out).expect("a report");
        let all = report["diagnostics"].as_array().expect("a list");
        let weighty = || all.iter().filter(|finding| finding["severity"] != "note");
        let found: Places = weighty().map(place).collect();
        let labels: Places = weighty().flat_map(|finding| finding["labels"].as_array()).flatten().map(place).collect();
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let words = |at: &String| {
            let here = weighty().filter(|finding| place(finding) == *at);
            here.map(|finding| finding["message"].to_string()).collect::<String>()
        };
        wrong.extend(marked.difference(&found).map(|at| format!("{name}: {at} is marked, and nothing is found there")));
        wrong.extend(
            found.difference(&marked).map(|at| format!("{name}: {at} is found, and not marked: {}", words(at))),
        );
        if !causes.is_empty() {
            wrong.extend(
                causes.symmetric_difference(&labels).map(|at| format!("{name}: {at} is a cause, or marked as one")),
            );
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn place(at: &Value) -> String {
    format!("{}:{}:{}", at["file"].as_str().unwrap_or_default(), at["line"], at["column"])
}

/// The project of a case without its marks, and where they stood.
fn project(case: &Path) -> (Folder, Places, Places) {
    let folder = Folder::new();
    let (mut marked, mut causes) = (Places::new(), Places::new());
    for (name, bytes) in files_of(case) {
        let text = String::from_utf8(bytes).expect("fixtures are UTF-8");
        let text = text.replace("␤\n", "\r").replace('␍', "\r").replace('␉', "\t").replace('␂', "\u{FEFF}");
        let mut plain = String::new();
        let (mut line, mut column) = (1, 1);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let place = || format!("{name}:{line}:{column}");
            match character {
                '»' => drop(marked.insert(place())),
                '«' => drop(causes.insert(place())),
                _ => plain.push(character),
            }
            match character {
                // A byte order mark takes no column.
                '»' | '«' | '\u{FEFF}' => {}
                '\n' => (line, column) = (line + 1, 1),
                '\r' if characters.peek() != Some(&'\n') => (line, column) = (line + 1, 1),
                _ => column += 1,
            }
        }
        folder.write(&name, &plain);
    }
    (folder, marked, causes)
}
