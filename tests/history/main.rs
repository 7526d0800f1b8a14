//! Versions and their days out of the history of a repository, the feed, and what is the same wherever a clone lies.

mod clones;
mod documents;
mod moved;
#[path = "../support/mod.rs"]
mod support;
mod versions;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use support::{Folder, git, run};

const SITE: &str =
    "[site]\ntitle = \"Shop & more\"\nbase_url = \"https://contracts.example.com/shop\"\n\n[changes]\nfrom = \"git\"\n";

/// A schema with some properties.
pub fn schema(properties: &str) -> String {
    format!(
        "{{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\", \"properties\": {{ {properties} }} }}\n"
    )
}

/// Commits everything at noon of a day, in a zone where that is another day than in UTC.
pub fn commit(folder: &Path, day: &str) {
    git(folder, &["add", "-A"]);
    let time = format!("{day}T20:00:00-0700");
    let done = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "more"])
        .env("GIT_COMMITTER_DATE", &time)
        .env("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z")
        .current_dir(folder)
        .status();
    assert!(done.expect("git can be run").success());
}

/// A repository with two versions of orders; the first was called otherwise before, and the third has a note.
pub fn shop() -> Folder {
    let folder = Folder::with(&[
        ("contracts/site.toml", SITE),
        ("contracts/schemas/first.v1.0.0.json", &schema("\"sum\": { \"type\": \"number\" }")),
    ]);
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "2026-01-10");
    git(folder.path(), &["mv", "contracts/schemas/first.v1.0.0.json", "contracts/schemas/order.v1.0.0.json"]);
    commit(folder.path(), "2026-02-10");
    // A version that comes by a branch has the day of its own commit.
    git(folder.path(), &["checkout", "-qb", "next"]);
    let next = schema("\"sum\": { \"type\": \"number\" }, \"note\": { \"type\": \"string\" }");
    folder.write("contracts/schemas/order.v1.1.0.json", &next);
    commit(folder.path(), "2026-03-10");
    git(folder.path(), &["checkout", "-q", "-"]);
    folder.write("README.md", "elsewhere");
    commit(folder.path(), "2026-04-10");
    git(folder.path(), &["merge", "-q", "--no-ff", "-m", "merged", "next"]);
    folder.write("contracts/schemas/order.v2.0.0.json", &schema("\"sum\": { \"type\": \"string\" }"));
    folder.write("contracts/changes/order/2.0.0.md", "---\ndate: 2026-12-24\n---\n\nSums are texts.\n");
    commit(folder.path(), "2026-05-10");
    folder
}

pub fn page(site: &Path) -> String {
    let page = site.join("changes/catalog/order/index.md");
    std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()))
}

#[test]
fn versions_have_the_days_of_their_commits() {
    let folder = shop();
    let built = run(&folder.join("contracts"), &["build", "--quiet"]);
    assert_eq!((built.code, built.err.as_str()), (Some(0), ""));
    let page = page(&folder.join("contracts/public"));
    // In UTC, by the committer; what was moved keeps its day; a note counts more.
    for day in ["2026-01-11", "2026-03-11", "2026-12-24"] {
        assert!(page.contains(day), "{day} is in\n{page}");
    }
    assert!(!page.contains("2026-02-11") && !page.contains("2026-05-11") && !page.contains("2001"), "{page}");
    let feed = std::fs::read_to_string(folder.join("contracts/public/changes/feed.xml")).expect("a feed");
    assert!(feed.contains("<title>Shop &amp; more: changes</title>"), "{feed}");
    assert!(feed.contains("<updated>2026-12-24T00:00:00Z</updated>"), "{feed}");
    assert!(feed.contains("<id>https://contracts.example.com/shop/changes/catalog/order/#v-2.0.0</id>"), "{feed}");
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
}

/// Makes the commits of a stream and checks out what they come to.
pub fn import(folder: &Path, stream: &str) {
    let mut import = Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .spawn()
        .expect("git can be run");
    import.stdin.take().expect("a pipe").write_all(stream.as_bytes()).expect("git reads");
    assert!(import.wait().expect("git ends").success());
    git(folder, &["checkout", "-qf", "main"]);
}

#[test]
fn a_long_history_is_read_in_part() {
    let folder = Folder::new();
    git(folder.path(), &["init", "-q"]);
    let mut stream = String::new();
    for number in 0..2_001 {
        let _ = write!(
            stream,
            "commit refs/heads/main\ncommitter a <a@example.com> {} +0000\ndata 1\nx\nM 100644 inline {number}.md\ndata 1\nx\n",
            1_767_225_600 + number
        );
    }
    import(folder.path(), &stream);
    folder.write("site.toml", SITE);
    folder.write("order.v1.json", &schema(""));
    let checked = run(folder.path(), &["check"]);
    assert!(
        checked.out.contains("limit-exceeded") && checked.out.contains("more than 2000 commits"),
        "{}",
        checked.out
    );
}

#[test]
fn a_history_of_much_text_is_read_in_part() {
    let folder = Folder::new();
    git(folder.path(), &["init", "-q"]);
    let mut stream = String::new();
    // Each text has nearly as much as a file may have; git holds next to nothing of it.
    let blanks = " ".repeat((16 << 20) - (1 << 10));
    for number in 0..17 {
        let text = schema("").replacen('{', &format!("{{ \"version\": \"{number}.0.0\",{blanks}"), 1);
        let _ = write!(
            stream,
            "commit refs/heads/main\ncommitter a <a@example.com> {} +0000\ndata 1\nx\nM 100644 inline order.json\ndata {}\n{text}\n",
            1_767_225_600 + number * 86_400,
            text.len(),
        );
    }
    import(folder.path(), &stream);
    folder.write("site.toml", SITE);
    folder.write("order.json", &schema("").replacen('{', "{ \"version\": \"17.0.0\",", 1));
    let built = run(folder.path(), &["build", "--keep-going"]);
    assert!(built.out.contains("limit-exceeded") && built.out.contains("more than 256 MiB"), "{}", built.out);
    // The newest are read first.
    let page = page(&folder.join("public"));
    let told: Vec<String> = (1..=17).rev().map(|number| format!("{number}.0.0")).collect();
    let read = versions::versions(&page);
    assert_eq!(read.iter().map(|row| row.split(' ').next().unwrap_or_default()).collect::<Vec<_>>(), told, "{page}");
}

#[test]
fn a_configuration_of_the_repository_runs_nothing() {
    let folder = shop();
    let trap = folder.join("trap");
    let command = format!("touch {}", trap.display());
    for key in ["gpg.program", "diff.external", "core.fsmonitor", "core.pager"] {
        git(folder.path(), &["config", key, &command]);
    }
    git(folder.path(), &["config", "log.showSignature", "true"]);
    assert_eq!(run(&folder.join("contracts"), &["build", "--quiet"]).code, Some(0));
    assert!(!trap.exists(), "nothing was run");
}
