//! Clones: in another folder, of a part of the history, and of a part of the files.

use std::path::Path;
use std::process::Command;

use super::support::{Folder, files_of, git, run};
use super::versions::tagged;
use super::{commit, page, schema, shop};

#[test]
fn a_clone_in_another_folder_makes_the_same_site() {
    let folder = shop();
    let clone = Folder::new();
    let from = folder.path().to_str().expect("UTF-8");
    git(clone.path(), &["clone", "-q", from, "deep/down"]);
    let there = clone.join("deep/down/contracts");
    for project in [folder.join("contracts"), there.clone()] {
        assert_eq!(run(&project, &["build", "--quiet"]).code, Some(0));
    }
    assert_eq!(files_of(&folder.join("contracts/public")), files_of(&there.join("public")));
}

#[test]
fn a_shallow_clone_has_no_days_and_says_so() {
    let folder = shop();
    let clone = Folder::new();
    let from = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, "shallow"]);
    let project = clone.join("shallow/contracts");
    let checked = run(&project, &["check"]);
    assert!(checked.out.contains("incomplete-history") && checked.out.contains("fetch-depth: 0"), "{}", checked.out);
    assert_eq!(run(&project, &["build", "--quiet"]).code, Some(0));
    let page = page(&project.join("public"));
    assert!(!page.contains("2026-05-11") && page.contains("2026-12-24"), "{page}");
}

/// A repository in which orders broke since `v1`, and a schema that both states have alike.
fn broken() -> Folder {
    let folder = Folder::with(&[
        ("schemas/order.json", &schema("\"sum\": { \"type\": \"number\" }")),
        ("schemas/note.json", &schema("\"text\": { \"type\": \"string\" }")),
    ]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["config", "uploadpack.allowFilter", "true"]);
    commit(folder.path(), "2026-01-10");
    git(folder.path(), &["tag", "v1"]);
    folder.write("schemas/order.json", &schema("\"sum\": { \"type\": \"string\" }"));
    commit(folder.path(), "2026-02-10");
    folder
}

/// The objects that a clone lacks.
fn missing(clone: &Path) -> String {
    let mut list = Command::new("git");
    let listed = list.args(["rev-list", "--objects", "--all", "--missing=print"]).current_dir(clone).output();
    let listed = String::from_utf8_lossy(&listed.expect("git can be run").stdout).into_owned();
    listed.lines().filter(|line| line.starts_with('?')).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_clone_that_lacks_the_earlier_state_says_so_and_fetches_nothing() {
    let folder = broken();
    assert_eq!(run(folder.path(), &["check", "--against", "git:v1"]).code, Some(1));
    let from = format!("file://{}", folder.path().display());
    let clones = Folder::new();
    for (name, how, words) in [
        ("shallow", "--depth=1", "the clone is shallow, and git knows no revision `v1` in it"),
        ("blobless", "--filter=blob:none", "the clone is partial and lacks 1 file of `v1`"),
        ("treeless", "--filter=tree:0", "the clone is partial and lacks the folders of `v1`"),
    ] {
        git(clones.path(), &["clone", "-q", how, &from, name]);
        let clone = clones.join(name);
        let before = missing(&clone);
        assert_eq!(before.is_empty(), name == "shallow", "{name}: {before}");
        let checked = run(&clone, &["check", "--against", "git:v1"]);
        assert_eq!(checked.code, Some(0), "{name}: {checked:?}");
        assert!(checked.out.contains("warning[incomplete-history]") && checked.out.contains(words), "{}", checked.out);
        assert!(checked.out.contains("fetch-depth: 0"), "{}", checked.out);
        assert_eq!(run(&clone, &["check", "--against", "git:v1", "--strict"]).code, Some(1));
        // Who asks for nothing but the comparison gets none.
        for args in [["diff", "git:v1"].as_slice(), &["check", "--new-from", "git:v1"]] {
            let refused = run(&clone, args);
            assert_eq!(refused.code, Some(2), "{name}: {refused:?}");
            assert!(refused.err.contains("fetch-depth: 0"), "{name}: {}", refused.err);
        }
        // What it has of the history is enough for what is there.
        let same = run(&clone, &["check", "--against", "git:HEAD"]);
        assert!(!same.out.contains("incomplete-history"), "{name}: {}", same.out);
        assert_eq!(missing(&clone), before, "{name}");
    }
}

#[test]
fn a_clone_has_the_same_versions() {
    let folder = tagged();
    let clone = Folder::new();
    git(clone.path(), &["clone", "-q", folder.path().to_str().expect("UTF-8"), "deep/down"]);
    let there = clone.join("deep/down/contracts");
    for project in [folder.join("contracts"), there.clone()] {
        assert_eq!(run(&project, &["build", "--quiet"]).code, Some(0));
    }
    assert_eq!(files_of(&folder.join("contracts/public")), files_of(&there.join("public")));
}

#[test]
fn a_clone_of_a_part_has_the_versions_of_that_part() {
    let folder = tagged();
    let clone = Folder::new();
    let from = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "2", &from, "shallow"]);
    let project = clone.join("shallow/contracts");
    let checked = run(&project, &["check"]);
    assert!(checked.out.contains("incomplete-history"), "{}", checked.out);
    assert_eq!(run(&project, &["build", "--quiet"]).code, Some(0));
    let page = page(&project.join("public"));
    assert!(page.contains("2.0.0") && page.contains("1.1.0") && !page.contains("1.0.0"), "{page}");
    // Since when it is there the clone does not know.
    assert!(!page.contains("2026-03-11") && !page.contains("2026-02-11"), "{page}");
}
