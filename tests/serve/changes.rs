//! What changes in the project is shown, whatever changes.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::support::preview::{PATIENCE, Preview};
use super::support::{Folder, run};
use super::{SCHEMA, built, project, save};

#[test]
fn an_event_stream_tells_of_each_change_and_old_ones_make_room() {
    let folder = project();
    let preview = Preview::of(folder.path(), &[]);
    let open = || {
        let mut stream = TcpStream::connect(&preview.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        stream
            .write_all(format!("GET /.schemabook/events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes())
            .expect("it reads");
        BufReader::new(stream)
    };
    let next = |stream: &mut BufReader<TcpStream>| {
        let mut line = String::new();
        while stream.read_line(&mut line).expect("it goes on") > 0 && !line.starts_with("data:") {
            line.clear();
        }
        line
    };
    let mut first = open();
    assert_eq!(next(&mut first), "data: 1\n");
    save(&folder, "# Guide\n\nThe second words.\n");
    assert_eq!(next(&mut first), "data: 2\n");
    assert!(preview.get("/guides/catalog/guide/").body.contains("The second words."), "what is told is shown");
    let others = (0..40).map(|_| {
        let mut stream = open();
        assert_eq!(next(&mut stream), "data: 2\n");
        stream
    });
    let mut others: Vec<_> = others.collect();
    save(&folder, "# Guide\n\nThe third words.\n");
    assert_eq!(next(&mut others[39]), "data: 3\n");
    let told = others[8..39].iter_mut().filter_map(|stream| next(stream).contains('3').then_some(())).count();
    assert_eq!(told, 31, "the 32 newest are told");
    let mut line = String::new();
    while !line.starts_with("event: full") {
        line.clear();
        assert!(first.read_line(&mut line).expect("it goes on") > 0, "the oldest is told that it is one too many");
    }
}

/// Does something to a folder. On Windows it can't be done in the moment in which the folder is read.
fn until_done(what: &str, act: impl Fn() -> std::io::Result<()>) {
    let start = std::time::Instant::now();
    while let Err(error) = act() {
        assert!(cfg!(windows) && start.elapsed() < PATIENCE, "{what}: {error}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Changes a project in all the ways that editors and people do, and waits until each is shown.
fn follows(args: &[&str]) {
    let parent = Folder::new();
    let root = parent.join("project");
    let folder = |name: &str| root.join(name);
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder(name).parent().expect("a folder")).expect("a folder can be made");
        fs::write(folder(name), text).expect("a file can be written");
    };
    write(
        "site.toml",
        "[site]\ntitle = \"First\"\n[[catalog]]\nid = \"orders\"\ntitle = \"Orders\"\npath = \"contracts\"\n",
    );
    write("contracts/schemas/order.json", SCHEMA);
    write(
        "contracts/schemas/line.json",
        r#"{ "type": "object", "title": "Line", "allOf": [{ "$ref": "../../shared/money.json" }],
            "properties": { "price": { "$ref": "../../shared/price.json" } } }"#,
    );
    write("shared/price.json", r#"{ "type": "number" }"#);
    write("shared/money.json", r#"{ "type": "object", "description": "Shared words" }"#);
    write("contracts/examples/order/small.json", "{ \"total\": 1 }");
    write("contracts/guide.md", "# Guide\n\nThe first words.\n");
    write("contracts/api.yaml", "asyncapi: 3.0.0\ninfo: { title: Before, version: '1' }\n");
    let preview = Preview::of(parent.path(), &[&["project"], args].concat());

    write("contracts/schemas/order.json", &SCHEMA.replace("Order", "Purchase"));
    preview.until_shown("/orders/order/", "Purchase");
    write("contracts/examples/order/small.json", "{ \"total\": 123456 }");
    preview.until_shown("/orders/order/", "123456");
    write("contracts/api.yaml", "asyncapi: 3.0.0\ninfo: { title: After, version: '1' }\n");
    preview.until_shown("/orders/api/api/", "After");
    write("site.toml", &fs::read_to_string(folder("site.toml")).expect("it is there").replace("First", "Second"));
    preview.until_shown("/", "Second");
    write("shared/money.json", r#"{ "type": "#);
    preview.until_state("shared/money.json");
    write("shared/money.json", r#"{ "type": "object" }"#);
    preview.until_state("\"count\":0");
    // What a field holds is said by what its schema refers to.
    write("shared/price.json", r#"{ "type": "string", "format": "duration" }"#);
    preview.until_shown("/fields/", "duration");

    // An atomic save, a rename, a new folder with a file in it, a file that goes.
    write("contracts/.guide.md.tmp", "# Guide\n\nThe second words.\n");
    fs::rename(folder("contracts/.guide.md.tmp"), folder("contracts/guide.md")).expect("a file can be renamed");
    preview.until_shown("/guides/orders/guide/", "The second words.");
    fs::rename(folder("contracts/guide.md"), folder("contracts/handbook.md")).expect("a file can be renamed");
    preview.until_shown("/guides/orders/handbook/", "The second words.");
    preview.until("/guides/orders/guide/", "it has gone", |answer| answer.status == 404);
    write("contracts/a/b/c/deep.md", "# Deep\n");
    preview.until_shown("/guides/orders/a/b/c/deep/", "Deep");
    write("contracts/a/b/c/deep.md", "# Deeper\n");
    preview.until_shown("/guides/orders/a/b/c/deep/", "Deeper");
    until_done("a folder can be deleted", || fs::remove_dir_all(folder("contracts/a")));
    preview.until("/guides/orders/a/b/c/deep/", "it has gone", |answer| answer.status == 404);

    // The theme, good and bad.
    write("templates/guide.html", "{% extends \"base.html\" %}{% block main %}A template of ours{% endblock %}");
    preview.until_shown("/guides/orders/handbook/", "A template of ours");
    write("templates/guide.html", "{% extends \"base.html\" %}{% block main %}{{ no_such_thing }}{% endblock %}");
    preview.until("/guides/orders/handbook/", "no such variable", |answer| {
        answer.status == 500 && answer.body.contains("guide.html:1:") && answer.body.contains("/.schemabook/reload.js")
    });
    write("templates/guide.html", "{% if %}");
    preview.until_state("invalid-template");
    // A good change elsewhere does not mend it.
    write("contracts/schemas/order.json", &SCHEMA.replace("Order", "Bill"));
    std::thread::sleep(Duration::from_secs(1));
    preview.until_state("invalid-template");
    fs::remove_file(folder("templates/guide.html")).expect("a file can be deleted");
    preview.until_state("\"count\":0");
    preview.until_shown("/guides/orders/handbook/", "The second words.");
    write("static/extra.css", "p { color: red }");
    preview.until_shown("/static/extra.css", "color: red");

    // A mistake keeps the last good site, with a banner, until it is mended.
    write("contracts/schemas/order.json", "{ \"title\": ");
    preview.until_state("project/contracts/schemas/order.json:1:");
    assert!(preview.get("/orders/order/").body.contains("Bill"));
    write("site.toml", "[site]\ntitel = \"Third\"\n");
    preview.until_state("titel");
    write("site.toml", "[[catalog]]\nid = \"orders\"\npath = \"contracts\"\n");
    write("contracts/schemas/order.json", &SCHEMA.replace("Order", "Receipt"));
    preview.until_shown("/orders/order/", "Receipt");
    preview.until_state("\"count\":0");

    // The whole project goes, and comes back.
    until_done("a folder can be renamed", || fs::rename(&root, parent.join("aside")));
    preview.until_state("there is no folder");
    assert!(preview.get("/orders/order/").body.contains("Receipt"));
    until_done("a folder can be renamed", || fs::rename(parent.join("aside"), &root));
    preview.until_state("\"count\":0");
}

/// Deletes a project and makes it again, and waits until each is shown.
fn follows_a_new_folder(args: &[&str]) {
    let parent =
        Folder::with(&[("project/guide.md", "# Guide\n\nThe first words.\n"), ("project/order.schema.json", SCHEMA)]);
    let root = parent.join("project");
    let preview = Preview::of(parent.path(), &[&["project"], args].concat());
    until_done("a folder can be deleted", || fs::remove_dir_all(&root));
    preview.until_state("there is no folder");
    parent.write("project/order.schema.json", SCHEMA);
    parent.write("project/guide.md", "# Guide\n\nMade again.\n");
    preview.until_shown("/guides/catalog/guide/", "Made again.");
    parent.write("project/guide.md", "# Guide\n\nAnd changed.\n");
    preview.until_shown("/guides/catalog/guide/", "And changed.");
}

#[test]
fn every_change_is_shown() {
    follows(&[]);
}

#[test]
fn every_change_is_shown_where_the_system_does_not_tell() {
    follows(&["--poll"]);
}

#[test]
fn a_project_that_is_made_again_is_shown() {
    follows_a_new_folder(&[]);
}

#[test]
fn a_project_that_is_made_again_is_shown_where_the_system_does_not_tell() {
    follows_a_new_folder(&["--poll"]);
}

/// What a finding depends on may be far from where it stands: after each change all of them are those of a fresh build.
#[test]
fn findings_follow_what_they_depend_on() {
    let shared = r#"{ "type": "object", "properties": { "total": { "type": "integer", "format": "cents" } } }"#;
    let order = r#"{ "title": "Order", "allOf": [{ "$ref": "shared.json" }],
        "properties": { "total": {}, "note": { "type": "string", "colour": "red" } } }"#;
    let api = "asyncapi: 3.0.0\ninfo: { title: Api, version: '1' }\nchannels: { orders: { $ref: 'channel.yaml' } }\n";
    // Errors would leave the last good site as it is.
    let rules = "[check.rules]\nduplicate-tag = \"warn\"\ninvalid-asyncapi = \"warn\"\n";
    let folder = Folder::with(&[
        ("site.toml", rules),
        ("schemas/order.json", order),
        ("schemas/shared.json", shared),
        ("examples/order/small.json", "{ \"total\": 1 }"),
        ("asyncapi/api.yaml", api),
        ("asyncapi/channel.yaml", "address: orders\n"),
        ("guide.md", "# Guide\n"),
    ]);
    let preview = Preview::of(folder.path(), &[]);
    let documented = shared.replace(r#""type": "integer""#, r#""type": "integer", "description": "In cents.""#);
    let deprecated = shared.replace(r#""type": "integer""#, r#""type": "integer", "deprecated": true"#);
    let waiving = order.replace("{ \"title\"", "{ \"x-schemabook-allow\": { \"undocumented\": \"known\" }, \"title\"");
    let tags = "address: orders\ntags: [{ name: a }, { name: a }]\nextra: 1\n";
    let link = "address: orders\ndescription: '[here](javascript:run)'\n";
    let formats = format!("{rules}[check.formats]\ncents = {{ pattern = \"^[0-9]+$\", description = \"digits\" }}\n");
    let levels = format!("{rules}unknown-keyword = \"warn\"\n");
    let changes = [
        ("schemas/shared.json", deprecated.as_str(), "the example shows"),
        ("schemas/shared.json", documented.as_str(), "<code>note</code> has no description"),
        ("schemas/shared.json", shared, "2 properties have no description"),
        // A file before all others: each source has another number.
        (
            "asyncapi/a.json",
            r#"{ "title": "A", "$ref": "../schemas/order.json", "colour": "red" }"#,
            "<code>colour</code>",
        ),
        (
            "schemas/a.json",
            r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "colour": "red", "format": "cents" }"#,
            "schemas/a.json",
        ),
        ("schemas/shared.json", deprecated.as_str(), "the example shows"),
        ("schemas/a.json", "{ \"type\": \"object\" }", "<code>colour</code>"),
        ("schemas/order.json", waiving.as_str(), "<code>colour</code>"),
        ("asyncapi/channel.yaml", tags, "stands here twice"),
        ("asyncapi/channel.yaml", link, "is no link"),
        ("site.toml", formats.as_str(), "<code>colour</code>"),
        ("site.toml", levels.as_str(), "<code>colour</code>"),
    ];
    for (file, text, said) in changes {
        folder.write(file, text);
        run(folder.path(), &["build"]);
        let fresh = fs::read_to_string(folder.join("public/problems/index.html")).expect("the page is built");
        assert!(fresh.contains(said), "{file}: {said}\n{fresh}");
        preview.until("/problems/", said, |answer| built(&answer.body) == fresh);
    }
}

#[test]
fn a_project_with_errors_is_shown_with_them() {
    let folder = project();
    folder.write("examples/order/wrong.json", "{ \"total\": \"one\" }");
    let preview = Preview::of(folder.path(), &[]);
    preview.until_state("examples/order/wrong.json:1:12: error[invalid-example]");
    preview.until_state("\"stale\":false");
    preview.until_shown("/catalog/order/", "wrong.json");
}

#[test]
fn each_answer_is_whole_and_of_one_build() {
    let folder = project();
    let page = |number: usize| {
        let words = format!("build-{number} ").repeat(200);
        format!("---\ntitle: build-{number}\n---\n# build-{number}\n\n{words}\n")
    };
    folder.write("guide.md", &page(0));
    let preview = Preview::of(folder.path(), &[]);
    let done = &std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let preview = &preview;
        let clients: Vec<_> = (0..200)
            .map(|_| {
                scope.spawn(move || {
                    let mut answers = 0;
                    while answers < 3 || !done.load(std::sync::atomic::Ordering::Relaxed) {
                        let answer = preview.get("/guides/catalog/guide/");
                        assert_eq!(answer.status, 200, "{answer:?}");
                        assert_eq!(answer.header("Content-Length"), Some(&*answer.body.len().to_string()));
                        let builds = answer.body.match_indices("build-").map(|(at, _)| {
                            answer.body[at + 6..].split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
                        });
                        let builds: std::collections::BTreeSet<&str> = builds.collect();
                        assert_eq!(builds.len(), 1, "{builds:?}");
                        let tag = answer.header("ETag").expect("a page has a tag").trim_matches('"');
                        assert!(
                            answer.body.contains(&format!("data-page=\"{tag}\"")),
                            "the script knows the page's tag"
                        );
                        answers += 1;
                    }
                    answers
                })
            })
            .collect();
        let saves = scope.spawn(|| {
            for number in 1..=20 {
                save(&folder, &page(number));
                preview.until_shown("/guides/catalog/guide/", &format!("build-{number} "));
            }
        });
        let shown = saves.join();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        shown.expect("each save is shown");
        for client in clients {
            assert!(client.join().expect("no client saw a mixture") >= 3);
        }
    });
}
