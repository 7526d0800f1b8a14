//! The history of the repository below a preview: read once, and again when it is another.

use std::fs;

use super::SCHEMA;
use super::support::preview::Preview;
use super::support::{Folder, git};

#[test]
fn git_is_not_started_for_a_save() {
    let folder = Folder::with(&[
        ("site.toml", "[changes]\nfrom = \"git\"\n"),
        ("schemas/order.json", SCHEMA),
        ("schemas/parcel.json", SCHEMA),
    ]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "first"]);
    git(folder.path(), &["tag", "v1.0.0"]);
    // What git was started for, it writes itself.
    let trace = Folder::new();
    let trace = trace.join("trace");
    let starts = || fs::read_to_string(&trace).unwrap_or_default().matches("built-in: git").count();
    let preview = Preview::under(folder.path(), &[], &[("GIT_TRACE", &trace)]);
    let save = |title: &str| {
        folder.write("order.tmp", &SCHEMA.replace("Order", title).replace("integer", "string"));
        fs::rename(folder.join("order.tmp"), folder.join("schemas/order.json")).expect("it can be moved");
        preview.until_shown("/catalog/order/", title);
    };
    save("Order of today");
    preview.until_shown("/changes/catalog/order/", "v1.0.0");
    let first = starts();
    assert!(first > 0, "git is read");
    save("Order of tomorrow");
    save("Order of next week");
    assert_eq!(starts(), first, "nothing of git changed: {}", fs::read_to_string(&trace).unwrap_or_default());
    git(folder.path(), &["add", "schemas"]);
    git(folder.path(), &["commit", "-qm", "second"]);
    git(folder.path(), &["tag", "v2.0.0"]);
    save("Order of next year");
    preview.until_shown("/changes/catalog/order/", "v2.0.0");
    assert!(starts() > first, "the tag was read");
}
