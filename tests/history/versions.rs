//! Versions out of tags and commits: which there are, what they are compared with, what stays readable.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::support::{Folder, git, run};
use super::{SITE, commit, import, page, schema};

/// A schema that states its version, in one file.
pub fn order(version: &str, properties: &str) -> String {
    schema(properties).replacen('{', &format!("{{ \"version\": \"{version}\","), 1)
}

/// A repository of which one file was three versions, with a tag for each, and was called otherwise at first. What it refers to has changed as well.
pub fn tagged() -> Folder {
    let money = |kind: &str| schema("").replacen("\"object\"", &format!("\"{kind}\""), 1);
    let folder = Folder::with(&[
        ("contracts/site.toml", SITE),
        ("contracts/schemas/purchase.json", &order("1.0.0", "\"sum\": { \"$ref\": \"money.json\" }")),
        ("contracts/schemas/money.json", &money("number")),
    ]);
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "2026-01-10");
    git(folder.path(), &["tag", "v1.0.0"]);
    let next = order("1.1.0", "\"sum\": { \"$ref\": \"money.json\" }, \"note\": { \"type\": \"string\" }");
    folder.write("contracts/schemas/purchase.json", &next);
    commit(folder.path(), "2026-02-10");
    git(folder.path(), &["-c", "user.name=a", "-c", "user.email=a@example.com", "tag", "-am", "second", "v1.1.0"]);
    git(folder.path(), &["mv", "contracts/schemas/purchase.json", "contracts/schemas/order.json"]);
    commit(folder.path(), "2026-03-10");
    git(folder.path(), &["tag", "v1.1.1"]);
    folder.write("contracts/schemas/order.json", &order("2.0.0", "\"sum\": { \"$ref\": \"money.json\" }"));
    folder.write("contracts/schemas/money.json", &money("integer"));
    commit(folder.path(), "2026-04-10");
    git(folder.path(), &["tag", "v2.0.0"]);
    folder
}

/// The rows of the table of versions, without their links.
pub fn versions(page: &str) -> Vec<String> {
    let rows = page.lines().filter(|line| line.starts_with("| [")).map(|line| {
        let cells: Vec<&str> = line.split(" | ").collect();
        let name = cells[0].trim_start_matches("| [").split(']').next().unwrap_or_default().replace('\\', "");
        format!("{name} {}", cells.get(1).copied().unwrap_or_default())
    });
    rows.collect()
}

#[test]
fn tags_are_versions_that_are_compared_and_readable() {
    let folder = tagged();
    let project = folder.join("contracts");
    let built = run(&project, &["build", "--quiet"]);
    assert_eq!((built.code, built.err.as_str()), (Some(0), ""), "{}", built.out);
    let page = page(&project.join("public"));
    assert_eq!(versions(&page), ["2.0.0 2026-04-11", "1.1.0 2026-02-11", "1.0.0 2026-01-11"], "{page}");
    // As it was then, with what it referred to as that was.
    let text = std::fs::read_to_string(project.join("public/raw/changes/catalog/order/1.0.0.json")).expect("a text");
    assert_eq!(text, order("1.0.0", "\"sum\": { \"$ref\": \"money.json\" }"));
    let since = page.split("## 1.0.0 → 2.0.0").nth(1).expect("what changed since 1.0.0");
    assert!(since.contains("broken by") || since.contains("0.5"), "a sum may no longer be 0.5: {since}");
    assert!(page.contains("| `note` | 1\\.1.0 | 2\\.0.0 |"), "{page}");
    // What has no number is called after the tag.
    let money = std::fs::read_to_string(project.join("public/changes/catalog/money/index.md")).expect("a page");
    assert_eq!(versions(&money), ["v2.0.0 2026-04-11", "v1.0.0 2026-01-11"], "{money}");
    // One click from the schema's page to what changed since then.
    let schema = std::fs::read_to_string(project.join("public/catalog/order/index.html")).expect("a page");
    assert!(schema.contains("changes/catalog/order/#since-1.0.0"), "{schema}");
    let html = std::fs::read_to_string(project.join("public/changes/catalog/order/index.html")).expect("a page");
    assert!(html.contains("id=\"since-1.0.0\"") && html.contains("id=\"v-2.0.0\""), "{html}");
    let feed = std::fs::read_to_string(project.join("public/changes/feed.xml")).expect("a feed");
    assert_eq!(feed.matches("<entry>").count(), 3, "{feed}");
}

#[test]
fn what_is_not_committed_is_held_against_the_last_tag() {
    let folder = tagged();
    let project = folder.join("contracts");
    folder.write("contracts/schemas/order.json", &order("2.1.0", "\"sum\": { \"type\": \"string\" }"));
    let checked = run(&project, &["check"]);
    let told = "version 2.1.0 of order is a minor version after 2.0.0, and breaks";
    assert!(checked.out.contains("breaking-change") && checked.out.contains(told), "{}", checked.out);
    run(&project, &["build", "--quiet"]);
    let page = page(&project.join("public"));
    assert_eq!(versions(&page), ["2.1.0 ", "2.0.0 2026-04-11", "1.1.0 2026-02-11", "1.0.0 2026-01-11"], "{page}");
}

/// The beginning of the id of a commit.
pub fn id_of(folder: &Path, revision: &str) -> String {
    let output =
        Command::new("git").args(["rev-parse", revision]).current_dir(folder).output().expect("git can be run");
    String::from_utf8_lossy(&output.stdout).chars().take(10).collect()
}

#[test]
fn without_tags_commits_are_versions_and_a_merge_is_one() {
    let folder = Folder::with(&[("contracts/site.toml", SITE), ("contracts/schemas/order.json", &schema(""))]);
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "2026-01-10");
    git(folder.path(), &["checkout", "-qb", "next"]);
    for (day, name) in [("2026-02-10", "a"), ("2026-02-11", "b")] {
        folder.write("contracts/schemas/order.json", &schema(&format!("\"{name}\": {{ \"type\": \"string\" }}")));
        commit(folder.path(), day);
    }
    git(folder.path(), &["checkout", "-q", "-"]);
    folder.write("README.md", "elsewhere");
    commit(folder.path(), "2026-03-10");
    git(folder.path(), &["merge", "-q", "--no-ff", "--no-commit", "next"]);
    commit(folder.path(), "2026-03-11");
    let project = folder.join("contracts");
    assert_eq!(run(&project, &["build", "--quiet"]).code, Some(0));
    let page = page(&project.join("public"));
    let (merge, first) = (id_of(folder.path(), "HEAD"), id_of(folder.path(), "HEAD~2"));
    assert_eq!(versions(&page), [format!("{merge} 2026-03-12"), format!("{first} 2026-01-11")], "{page}");
}

#[test]
fn what_a_branch_no_longer_has_in_its_history_is_no_version() {
    let folder = Folder::with(&[("contracts/site.toml", SITE), ("contracts/schemas/order.json", &order("1.0.0", ""))]);
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "2026-01-10");
    git(folder.path(), &["tag", "v1.0.0"]);
    folder.write("contracts/schemas/order.json", &order("1.1.0", "\"regretted\": { \"type\": \"string\" }"));
    commit(folder.path(), "2026-02-10");
    git(folder.path(), &["tag", "v1.1.0"]);
    git(folder.path(), &["reset", "-q", "--hard", "HEAD~1"]);
    folder.write("contracts/schemas/order.json", &order("1.1.0", "\"meant\": { \"type\": \"string\" }"));
    commit(folder.path(), "2026-03-10");
    let project = folder.join("contracts");
    assert_eq!(run(&project, &["build", "--quiet"]).code, Some(0));
    let page = page(&project.join("public"));
    assert_eq!(versions(&page), ["1.1.0 ", "1.0.0 2026-01-11"], "{page}");
    assert!(page.contains("meant") && !page.contains("regretted"), "{page}");
}

#[test]
fn a_version_that_was_deleted_is_compared_with_those_that_stand() {
    let folder = Folder::with(&[
        ("contracts/site.toml", SITE),
        ("contracts/schemas/order.v1.json", &schema("\"sum\": { \"type\": \"number\" }")),
        ("contracts/schemas/order.v2.json", &schema("\"sum\": { \"type\": \"string\" }")),
    ]);
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "2026-01-10");
    std::fs::remove_file(folder.join("contracts/schemas/order.v1.json")).expect("it is there");
    commit(folder.path(), "2026-02-10");
    let project = folder.join("contracts");
    assert_eq!(run(&project, &["build", "--quiet"]).code, Some(0));
    let page = page(&project.join("public"));
    assert_eq!(versions(&page), ["2 2026-01-11", "1 2026-01-11"], "{page}");
    assert!(page.contains("retyped number → string"), "{page}");
}

#[test]
fn a_file_that_changes_for_thousands_of_commits_is_read_in_part() {
    let folder = Folder::new();
    git(folder.path(), &["init", "-q"]);
    let mut stream = String::new();
    for number in 0..2_001 {
        let (kept, text) = (number / 200, format!("{number}"));
        let order = order(&format!("{kept}.0.0"), &format!("\"f{kept}\": {{ \"type\": \"string\" }}"));
        let _ = write!(
            stream,
            "commit refs/heads/main\ncommitter a <a@example.com> {} +0000\ndata 1\nx\nM 100644 inline order.json\ndata {}\n{order}\nM 100644 inline other.md\ndata {}\n{text}\n",
            1_767_225_600 + number * 1_000,
            order.len(),
            text.len()
        );
    }
    import(folder.path(), &stream);
    folder.write("site.toml", SITE);
    let checked = run(folder.path(), &["check"]);
    assert!(checked.out.contains("limit-exceeded") && checked.out.contains("more than 2000"), "{}", checked.out);
    assert_eq!(run(folder.path(), &["build", "--quiet", "--keep-going"]).code, Some(1));
    let page = page(&folder.join("public"));
    assert_eq!(versions(&page).len(), 11, "{page}");
    assert_eq!(versions(&page)[1], "9.0.0 2026-01-21", "{page}");
    // What is older than what was read has no day.
    assert_eq!(versions(&page)[10], "0.0.0 ", "{page}");
}
