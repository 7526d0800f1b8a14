//! Files that are moved, edited and renamed, in one commit or in several, are one thing with one line of versions; others are not.

use std::path::Path;

use super::support::{Folder, git, run};
use super::versions::versions;
use super::{SITE, commit, schema};

/// A schema with a version and some fields, and what else it says of itself.
fn text(version: &str, also: &str, fields: &[&str]) -> String {
    let fields = fields.iter().map(|field| format!("\n\"{field}\": {{ \"type\": \"string\" }}"));
    let text = schema(&fields.collect::<Vec<_>>().join(","));
    text.replacen('{', &format!("{{ {also}\n\"version\": \"{version}\",\n"), 1)
}

/// Moves a file, gives it another text and commits both.
fn step(folder: &Folder, from: &str, to: &str, text: &str, day: &str) {
    std::fs::remove_file(folder.join(from)).expect("it is there");
    folder.write(to, text);
    commit(folder.path(), day);
}

fn told(project: &Path, name: &str) -> Vec<String> {
    assert_eq!(run(project, &["build", "--quiet", "--keep-going"]).code, Some(0));
    let page = project.join(format!("public/changes/catalog/{name}/index.md"));
    versions(&std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display())))
}

/// A repository with one schema file, and one beside it that stays.
fn repository(file: &str, text: &str) -> Folder {
    let other = self::text("9.0.0", "", &["other", "things"]);
    let folder = Folder::with(&[("site.toml", SITE), ("schemas/other.json", &other), (file, text)]);
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "2026-01-10");
    folder
}

#[test]
fn what_says_that_it_is_the_same_is_the_same() {
    for also in [
        "\"$id\": \"https://example.com/customer\",",
        "\"title\": \"Customer\",",
        "\"$comment\": \"from sales\", \"description\": \"Somebody who buys\",",
    ] {
        // Of the third one half of the text tells.
        let fields =
            |own: &'static str| if also.contains("$comment") { vec!["name", "street", own] } else { vec![own] };
        let folder = repository("schemas/customer.json", &text("1.0.0", also, &fields("a")));
        let next = text("1.1.0", also, &fields("b"));
        step(&folder, "schemas/customer.json", "schemas/crm/client.json", &next, "2026-02-10");
        // What is new beside it is another thing.
        folder.write("schemas/customer.json", &text("7.0.0", "\"title\": \"New\",", &["x", "y", "z"]));
        step(
            &folder,
            "schemas/crm/client.json",
            "people/person.json",
            &text("2.0.0", also, &fields("c")),
            "2026-03-10",
        );
        let told = told(folder.path(), "people/person");
        assert_eq!(told, ["2.0.0 2026-03-11", "1.1.0 2026-02-11", "1.0.0 2026-01-11"], "{also}");
        assert!(!folder.join("public/changes/catalog/customer").exists(), "{also}");
    }
}

#[test]
fn a_move_in_several_commits_is_one_too() {
    let also = "\"$id\": \"https://example.com/customer\",";
    let folder = repository("schemas/customer.json", &text("1.0.0", also, &["a"]));
    git(folder.path(), &["mv", "schemas/customer.json", "schemas/client.json"]);
    commit(folder.path(), "2026-02-10");
    folder.write("schemas/client.json", &text("1.1.0", also, &["b"]));
    commit(folder.path(), "2026-03-10");
    // It is away for a while, and comes back elsewhere.
    std::fs::remove_file(folder.join("schemas/client.json")).expect("it is there");
    commit(folder.path(), "2026-04-10");
    folder.write("people/person.json", &text("2.0.0", also, &["c"]));
    commit(folder.path(), "2026-05-10");
    let versions = ["2.0.0 2026-05-11", "1.1.0 2026-03-11", "1.0.0 2026-01-11"];
    assert_eq!(told(folder.path(), "people/person"), versions);
    // So it is with what comes back under its name.
    std::fs::remove_file(folder.join("people/person.json")).expect("it is there");
    commit(folder.path(), "2026-06-10");
    folder.write("people/person.json", &text("2.0.0", also, &["c"]));
    commit(folder.path(), "2026-07-10");
    assert_eq!(told(folder.path(), "people/person"), versions);
}

#[test]
fn what_only_comes_as_another_goes_is_another() {
    let folder = repository("schemas/customer.json", &text("1.0.0", "\"title\": \"Customer\",", &["name", "street"]));
    let invoice = text("1.0.0", "\"title\": \"Invoice\",", &["lines", "sum", "due", "tax", "paid"]);
    step(&folder, "schemas/customer.json", "schemas/invoice.json", &invoice, "2026-02-10");
    assert_eq!(run(folder.path(), &["build", "--quiet", "--keep-going"]).code, Some(0));
    assert!(!folder.join("public/changes").exists());
}

#[test]
fn a_version_that_comes_as_an_older_one_goes_is_no_move() {
    let order = |version: &str, fields: &[&str]| text(version, "\"title\": \"Order\",", fields);
    let folder = repository("v1/order.json", &order("1.0.0", &["a"]));
    folder.write("v2/order.json", &order("2.0.0", &["a", "b"]));
    commit(folder.path(), "2026-02-10");
    step(&folder, "v1/order.json", "v3/order.json", &order("3.0.0", &["a", "b", "c"]), "2026-03-10");
    assert_eq!(told(folder.path(), "order"), ["3.0.0 2026-03-11", "2.0.0 2026-02-11", "1.0.0 2026-01-11"]);
}
