//! The preview as browsers, editors and strangers meet it: raw requests over a real socket, files that change below it.

mod changes;
mod history;
mod requests;
mod slow;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::time::{Duration, Instant};

use support::preview::{PATIENCE, Preview};
use support::{Folder, run};

const SCHEMA: &str = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Order", "type": "object", "properties": { "total": { "type": "integer" } } }"#;

fn project() -> Folder {
    Folder::with(&[
        ("schemas/order.json", SCHEMA),
        ("examples/order/small.json", "{ \"total\": 1 }"),
        ("guide.md", "# Guide\n\nThe first words.\n"),
        ("static/note.txt", "SECRETCANARY is published, on purpose\n"),
    ])
}

/// Saves the guide in one step, so that it is never seen half written.
fn save(folder: &Folder, text: &str) {
    folder.write("guide.md.tmp", text);
    let start = Instant::now();
    while let Err(error) = fs::rename(folder.join("guide.md.tmp"), folder.join("guide.md")) {
        // Windows lets no file take the place of one that the preview reads just then. Editors try again.
        let is_read = cfg!(windows) && error.kind() == std::io::ErrorKind::PermissionDenied;
        assert!(is_read && start.elapsed() < PATIENCE, "the guide can't be saved: {error}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The page of a served file without what the preview adds to it.
fn built(page: &str) -> &str {
    page.rfind("<script src=\"/.schemabook/reload.js\"").map_or(page, |end| &page[..end])
}

#[test]
fn a_port_in_use_is_the_environments_fault() {
    let folder = project();
    let preview = Preview::of(folder.path(), &[]);
    let port = preview.address.rsplit(':').next().expect("a port");
    let second = run(folder.path(), &["serve", "--port", port]);
    assert_eq!(second.code, Some(3));
    assert!(second.err.contains(port) && second.err.contains("in use"), "{}", second.err);
    assert_eq!(second.out, "");
}

#[test]
fn wrong_usage_ends_at_once() {
    let folder = project();
    for args in [&["--port", "99999"][..], &["--port", "-1"], &["--host", ""], &["no-such-folder"]] {
        let ended = run(folder.path(), &[&["serve"], args].concat());
        assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.err);
    }
    let elsewhere = run(folder.path(), &["serve", "--host", "203.0.113.1", "--port", "0"]);
    assert_eq!(elsewhere.code, Some(3), "{}", elsewhere.err);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it() {
    use std::os::unix::process::ExitStatusExt as _;
    let folder = project();
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let status = Preview::of(folder.path(), &[]).end(signal);
        assert_eq!((status.code(), status.signal()), (Some(code), None));
    }
    assert!(!folder.join("public").exists(), "nothing is written");
}
