//! A green check is a green build, and a red one a red one: both say the same of every fixture.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use support::{Folder, run};

/// The folders below one of `tests/`.
fn folders(below: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(below);
    let entries = fs::read_dir(root).expect("the fixtures are there").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).collect()
}

/// Every project of the fixtures.
fn projects() -> Vec<PathBuf> {
    let rules = folders("rules").into_iter().flat_map(|rule| [rule.join("good"), rule.join("bad")]);
    let all = rules.chain(folders("sites")).chain(folders("hostile")).chain(folders("noise"));
    all.filter(|path| path.is_dir()).collect()
}

#[test]
fn check_and_build_say_the_same_of_every_fixture() {
    let (projects, told) = (Mutex::new(projects()), Mutex::new(Vec::new()));
    let count = projects.lock().expect("nobody panics").len();
    assert!(count > 200, "{count} fixtures");
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(project) = { projects.lock().expect("nobody panics").pop() } {
                    let (copy, beside) = (Folder::copy_of(&project, &[]), Folder::new());
                    let check = run(copy.path(), &["check"]);
                    let build = run(copy.path(), &["build", "--out", &beside.join("site").to_string_lossy()]);
                    if (check.code, &check.out) != (build.code, &build.out) {
                        told.lock().expect("nobody panics").push(format!(
                            "{}: check ends with {:?}, build with {:?}\n{}{}--- build\n{}{}",
                            project.display(),
                            check.code,
                            build.code,
                            check.out,
                            check.err,
                            build.out,
                            build.err
                        ));
                    }
                }
            });
        }
    });
    let told = told.into_inner().expect("nobody panics");
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}
