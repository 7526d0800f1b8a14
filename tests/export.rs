//! `schemabook export`: one file whose links lead within it and which asks for nothing.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use support::{Folder, run};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The values of an attribute, in the order of the file.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    html.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn exported(project: &Path, names: &[&str]) -> String {
    let folder = Folder::new();
    let out = folder.join("out.html");
    let out_text = out.to_str().expect("a path is text");
    let mut args = vec!["export", "--out", out_text];
    args.extend(names);
    let done = run(project, &args);
    assert_eq!(done.code, Some(0), "{}", done.err);
    fs::read_to_string(&out).expect("the file was written")
}

#[test]
fn each_link_leads_within_the_file_and_nothing_is_asked_for() {
    let catalogs = ["memoryos-storage", "credentialmate", "omninode-bridge", "product-events", "tamma-dcb"];
    for names in catalogs.iter().map(|name| vec![*name]).chain([vec!["storage.backup.completed"]]) {
        let html = exported(repository(), &names);
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        for id in values(&html, "id") {
            *ids.entry(id).or_default() += 1;
        }
        let twice: BTreeSet<_> = ids.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "{names:?}: {twice:?}");
        assert!(ids.len() > 100, "{names:?} has {} places", ids.len());
        let is_there = |name: &str| ids.contains_key(name);
        for href in values(&html, "href") {
            let is_right = href.strip_prefix('#').is_some_and(is_there) || href.starts_with("https://");
            assert!(is_right, "{names:?}: {href} leads nowhere");
        }
        for name in values(&html, "aria-labelledby").into_iter().flat_map(|names| names.split(' ')) {
            assert!(is_there(name), "{names:?}: {name} names nothing");
        }
        assert_eq!(values(&html, "src"), Vec::<&str>::new(), "{names:?}");
        for asked in ["<script", "<link", "@import", "url("] {
            assert!(!html.contains(asked), "{names:?} has {asked}");
        }
    }
}

#[test]
fn a_type_comes_with_its_schemas_and_messages_and_the_same_bytes_each_time() {
    let html = exported(repository(), &["storage.backup.completed"]);
    for (expected, what) in [
        ("id=\"types/storage.backup.completed/\"", "the type"),
        ("id=\"memoryos-storage/backup/backup_completed/\"", "its schema"),
        ("id=\"memoryos-storage/base/base_event/\"", "what that refers to"),
        ("class=\"kind-message\"", "the message that carries it"),
    ] {
        assert!(html.contains(expected), "{what}: {expected}");
    }
    assert!(!html.contains("id=\"types/storage.backup.failed/\""), "another type");
    assert_eq!(html, exported(repository(), &["storage.backup.completed"]));
}

#[test]
fn a_name_of_nothing_and_a_faulty_project_write_no_file() {
    let folder = Folder::new();
    let out = folder.join("out.html");
    let out_text = out.to_str().expect("a path is text");
    let done = run(repository(), &["export", "storage.backup.complete", "--out", out_text]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert!(done.err.contains("did you mean `storage.backup.completed`"), "{}", done.err);
    let faulty = repository().join("tests/rules/invalid-example/bad");
    let done = run(&faulty, &["export", "catalog", "--out", out_text]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(!out.exists());
    let done = run(&faulty, &["export", "catalog", "--keep-going", "--out", out_text]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(out.exists());
}
