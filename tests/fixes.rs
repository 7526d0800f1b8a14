//! `check --fix`, over the projects in `tests/fixes/`: a folder `before/` and what it becomes, `expected/`, byte for byte.
//!
//! `SNAPSHOTS=overwrite cargo test --test fixes` writes what comes out.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use support::{Folder, files_of, run};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixes");
    let entries = fs::read_dir(folder).expect("tests/fixes can be read");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    cases
}

/// How often each thing is found; a site.toml that says something without meaning lets nothing be found.
fn found(folder: &Path) -> Option<BTreeMap<(String, String), usize>> {
    let check = run(folder, &["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&check.out).ok()?;
    let mut found = BTreeMap::new();
    for finding in report["diagnostics"].as_array()? {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        *found.entry((text("rule"), text("message"))).or_default() += 1;
    }
    Some(found)
}

#[test]
fn each_project_is_mended_as_expected() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    for case in cases() {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (project, expected) = (Folder::copy_of(&case.join("before"), &[]), case.join("expected"));
        let before = found(project.path());
        let fixed = run(project.path(), &["check", "--fix"]);
        assert!(fixed.err.contains("schemabook: fixed "), "{name}: {}", fixed.err);
        if overwrite {
            let _ = fs::remove_dir_all(&expected);
            for (file, bytes) in files_of(project.path()) {
                let path = expected.join(file);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
                fs::write(path, bytes).expect("it can be written");
            }
        }
        assert_eq!(texts(project.path()), texts(&expected), "{name}");
        let after = found(project.path()).unwrap_or_else(|| panic!("{name}: nothing is found"));
        // What could not be read has been read by now, and more may be wrong with it.
        let is_unread = |found: &BTreeMap<(String, String), usize>| {
            found.keys().any(|(code, message)| code == "parse-error" || message.contains("`asyncapi` is"))
        };
        if let Some(before) = before.filter(|before| !is_unread(before)) {
            assert!(after.values().sum::<usize>() < before.values().sum(), "{name}: something is fixed");
            for (told, count) in &after {
                assert!(before.get(told).is_some_and(|known| count <= known), "{name}: {told:?} is new");
            }
        }
        let again = run(project.path(), &["check", "--fix"]);
        assert!(again.err.contains("schemabook: fixed 0 findings"), "{name}: {}", again.err);
        assert_eq!(texts(project.path()), texts(&expected), "{name}: a second time nothing changes");
        assert_eq!(fixed.code, again.code, "{name}: the exit tells what is left");
        assert_eq!(fixed.out, run(project.path(), &["check"]).out, "{name}: what is left is reported");
    }
}

#[test]
fn what_would_be_written_is_a_diff_that_can_be_applied() {
    for case in cases() {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let project = Folder::copy_of(&case.join("before"), &[]);
        let shown = run(project.path(), &["check", "--fix", "--dry-run"]);
        assert_eq!(texts(project.path()), texts(&case.join("before")), "{name}: nothing is written");
        assert_eq!(shown.code, Some(1), "{name}: {}", shown.err);
        let programs: [(&str, &[&str]); 2] = [
            ("git", &["apply", "--whitespace=nowarn", "-"]),
            ("patch", &["-p1", "--binary", "--no-backup-if-mismatch"]),
        ];
        for (program, arguments) in programs {
            let copy = Folder::copy_of(&case.join("before"), &[]);
            let Some(ended) = applied(copy.path(), program, arguments, &shown.out) else { continue };
            assert!(ended, "{name}: {program} takes it:\n{}", shown.out);
            assert_eq!(texts(copy.path()), texts(&case.join("expected")), "{name}: {program} makes the same of it");
        }
        let expected = Folder::copy_of(&case.join("expected"), &[]);
        let shown = run(expected.path(), &["check", "--fix", "--dry-run"]);
        assert_eq!((shown.code, shown.out.as_str()), (Some(0), ""), "{name}: nothing is left to fix");
    }
}

/// Whether a program takes a diff; `None` where the system has no such program.
fn applied(folder: &Path, program: &str, arguments: &[&str], diff: &str) -> Option<bool> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::null());
    // A repository around the folder would be the one that is meant.
    let mut child = command.env("GIT_CEILING_DIRECTORIES", folder.parent()?).spawn().ok()?;
    child.stdin.take()?.write_all(diff.as_bytes()).ok()?;
    Some(child.wait().ok()?.success())
}

/// The files by name, with what they hold.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let files = files_of(folder).into_iter();
    files.map(|(name, bytes)| (name.to_string(), String::from_utf8_lossy(&bytes).into_owned())).collect()
}

const SLIP: &str =
    "{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"string\", \"minlength\": 1 }\n";

#[test]
fn what_makes_no_sense_together_is_refused() {
    let project = Folder::with(&[("order.json", SLIP)]);
    let refused: [&[&str]; 5] = [
        &["--dry-run"],
        &["--fix", "--against", "git:HEAD"],
        &["--fix", "--new-from", "git:HEAD"],
        &["--fix", "--dry-run", "--format", "json"],
        &["--fix", "--dry-run", "--output", "report.txt"],
    ];
    for arguments in refused {
        let ended = run(project.path(), &[&["check"], arguments].concat());
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}", ended.err);
    }
    assert_eq!(fs::read_to_string(project.join("order.json")).expect("it is there"), SLIP);
}

#[test]
fn a_mark_at_the_start_and_the_mode_of_a_file_stay() {
    let project = Folder::with(&[(
        "order.yaml",
        "\u{FEFF}$schema: https://json-schema.org/draft/2020-12/schema\nminlength: 1\n",
    )]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(project.join("order.yaml"), fs::Permissions::from_mode(0o640)).expect("it is ours");
    }
    run(project.path(), &["check", "--fix"]);
    let text = fs::read_to_string(project.join("order.yaml")).expect("it is there");
    assert_eq!(text, "\u{FEFF}$schema: https://json-schema.org/draft/2020-12/schema\nminLength: 1\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(project.join("order.yaml")).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let outside = Folder::with(&[("order.json", SLIP), ("folder/item.json", SLIP)]);
    let project = Folder::with(&[("schemas/own.json", SLIP)]);
    std::os::unix::fs::symlink(outside.join("order.json"), project.join("schemas/order.json")).expect("a link");
    std::os::unix::fs::symlink(outside.join("folder"), project.join("schemas/folder")).expect("a link");
    run(project.path(), &["check", "--fix"]);
    assert_eq!(fs::read_to_string(outside.join("order.json")).expect("it is there"), SLIP);
    assert_eq!(fs::read_to_string(outside.join("folder/item.json")).expect("it is there"), SLIP);
    assert!(fs::symlink_metadata(project.join("schemas/order.json")).expect("it is there").is_symlink());
    assert!(fs::read_to_string(project.join("schemas/own.json")).expect("it is there").contains("minLength"));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_ends_the_program() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Folder::with(&[("order.json", SLIP)]);
    fs::set_permissions(project.join("order.json"), fs::Permissions::from_mode(0o444)).expect("it is ours");
    // Who may write everything is not refused.
    if fs::OpenOptions::new().write(true).open(project.join("order.json")).is_ok() {
        return;
    }
    let ended = run(project.path(), &["check", "--fix"]);
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert_eq!(fs::read_to_string(project.join("order.json")).expect("it is there"), SLIP);
}
