//! The preview as browsers, editors and strangers meet it: raw requests over a real socket, files that change below it.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use support::preview::{Answer, PATIENCE, Preview};
use support::{Folder, files_of, run};

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
fn the_preview_is_the_site_that_build_writes_and_a_script() {
    let folder = project();
    let built_site = run(folder.path(), &["build"]);
    assert_eq!(built_site.code, Some(0), "{}", built_site.err);
    let preview = Preview::of(folder.path(), &[]);
    let files = files_of(&folder.join("public"));
    let files: Vec<_> = files.iter().filter(|(path, _)| path != ".schemabook-manifest").collect();
    assert!(files.len() > 10);
    for (path, bytes) in files {
        let answer = preview.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(built(&answer.body), String::from_utf8_lossy(bytes), "{path}");
        assert_eq!(path.ends_with(".html"), answer.body.contains("/.schemabook/reload.js"), "{path}");
    }
}

#[test]
fn answers_are_those_of_a_web_server() {
    let folder = project();
    let preview = Preview::of(folder.path(), &[]);
    let page = preview.get("/catalog/order/");
    assert_eq!((page.status, page.header("Content-Type")), (200, Some("text/html; charset=utf-8")));
    for (name, value) in [
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-cache"),
    ] {
        assert_eq!(page.header(name), Some(value), "{name}");
    }
    assert!(page.header("Content-Security-Policy").is_some_and(|policy| policy.contains("frame-ancestors 'none'")));
    assert_eq!(page.header("Access-Control-Allow-Origin"), None);
    let tag = page.header("ETag").expect("a page has a tag");
    let known = preview.ask("/catalog/order/", &[&format!("If-None-Match: W/\"x\", {tag}")]);
    assert_eq!((known.status, known.body.as_str()), (304, ""));
    let head = preview.send(
        format!("HEAD /catalog/order/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", preview.address).as_bytes(),
    );
    let head = Answer::of(&head);
    assert_eq!((head.status, head.header("ETag"), head.body.as_str()), (200, Some(tag), ""));
    assert_eq!(head.header("Content-Length"), Some(&*page.body.len().to_string()));
    let folder_of = preview.get("/catalog/order?x=1");
    assert_eq!((folder_of.status, folder_of.header("Location")), (302, Some("/catalog/order/")));
    let missing = preview.get("/no/such/page?<script>alert(1)</script>");
    assert_eq!((missing.status, missing.header("Content-Type")), (404, Some("text/html; charset=utf-8")));
    assert!(missing.body.contains("Page not found") && !missing.body.contains("alert(1)"), "{}", missing.body);
    assert_eq!(preview.get("/static/site.css").header("Content-Type"), Some("text/css; charset=utf-8"));
    assert_eq!(preview.get("/catalog.json").header("Content-Type"), Some("application/json"));

    // Two requests on one connection.
    let host = &preview.address;
    let two = format!(
        "GET /static/note.txt HTTP/1.1\r\nHost: {host}\r\n\r\nGET /static/note.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(preview.send(two.as_bytes()).matches("200 OK").count(), 2);
}

#[test]
fn a_path_leads_into_the_site_and_nowhere_else() {
    let folder = project();
    folder.write("secret.txt", "SECRETCANARY");
    let preview = Preview::of(folder.path(), &[]);
    let outside = "/../secret.txt|/..%2fsecret.txt|/%2e%2e/secret.txt|/static/../../secret.txt|/..\\secret.txt|/..%5csecret.txt|\
        /.%2e/etc/passwd|/static/./note.txt|/static//note.txt|//etc/passwd|/%00|/static/note.txt%00.html|/%|/%g0|/%c0%ae%c0%ae/|\
        /static/note.txt#x|http://localhost/static/note.txt|*|secret.txt|/%0d%0aX-Injected:%20yes";
    for target in outside.split('|') {
        let answer = preview.get(target);
        assert_eq!(answer.status, 400, "{target}");
        assert_eq!(answer.body, "this is no path\n", "{target}");
    }
    let missing = "/secret.txt|/etc/passwd|/static/note.txt/|/static/note.txt::$DATA|/site.toml|/schemas/order.json|/.git/config|\
        /%252e%252e/secret.txt|/static/NOTE.TXT|/.schemabook/|/.schemabook/other";
    for target in missing.split('|') {
        let answer = preview.get(target);
        assert_eq!(answer.status, 404, "{target}");
        assert!(!answer.body.contains("SECRETCANARY") && !answer.body.contains("root:"), "{target}");
    }
    for target in ["/static/note.txt", "/static/note.txt?raw??", "/static/note.txt?x=/../", "/%73tatic/note.txt"] {
        assert_eq!(preview.get(target).status, 200, "{target}");
    }
    assert_eq!(preview.get(&format!("/{}", "a".repeat(60_000))).status, 404);
}

#[test]
fn only_known_hosts_are_answered() {
    let folder = project();
    let preview = Preview::of(folder.path(), &["--allow-host", "contracts.test"]);
    let port = preview.address.rsplit(':').next().expect("a port");
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]", "contracts.test", &format!("127.0.0.1:{port}")] {
        assert_eq!(preview.ask("/", &[&format!("Host: {host}")]).status, 200, "{host}");
    }
    let evil = "evil.test|localhost.evil.test|evil.test:80|127.0.0.1.evil.test|[::1]evil|[::1|localhost:|localhost:80:80|localhost:+1|\
        user@localhost|192.168.0.1|127.0.0.2|contracts.test.evil|localhost/|0.0.0.0";
    for host in evil.split('|') {
        let answer = preview.ask("/", &[&format!("Host: {host}")]);
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.body.contains("evil"), "{}", answer.body);
    }
    assert_eq!(preview.ask("/", &["Host: localhost", "Host: localhost"]).status, 400);
    assert_eq!(Answer::of(&preview.send(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).status, 400);
    assert_eq!(Answer::of(&preview.send(b"GET / HTTP/1.0\r\n\r\n")).status, 400);
}

#[test]
fn pages_of_other_sites_read_nothing() {
    let folder = project();
    let preview = Preview::of(folder.path(), &[]);
    let own = format!("Origin: http://{}", preview.address);
    let foreign: [&[&str]; 6] = [
        &["Origin: https://evil.test"],
        &["Origin: null"],
        &[&own, "Origin: https://evil.test"],
        &["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"],
        &["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"],
        &["Sec-Fetch-Site: cross-site"],
    ];
    for target in ["/", "/catalog.json", "/.schemabook/state", "/.schemabook/events", "/.schemabook/reload.js"] {
        for lines in foreign {
            let answer = preview.ask(target, lines);
            assert_eq!(answer.status, 403, "{target} {lines:?}");
            assert_eq!(answer.header("Access-Control-Allow-Origin"), None);
        }
        if !target.ends_with("events") {
            assert_eq!(preview.ask(target, &[&own, "Sec-Fetch-Site: same-origin"]).status, 200, "{target}");
        }
    }
    // A link of another site to a page here is a link like any other.
    assert_eq!(preview.ask("/", &["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]).status, 200);
}

#[test]
fn only_whole_requests_without_a_body_are_answered() {
    let folder = project();
    let preview = Preview::of(folder.path(), &[]);
    let host = &preview.address;
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "BREW"] {
        let answer =
            preview.send(format!("{method} / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
        let answer = Answer::of(&answer);
        assert_eq!((answer.status, answer.header("Allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let smuggled = "GET /static/note.txt HTTP/1.1\r\nX: x";
    let length = smuggled.len();
    let heads = [
        format!("Content-Length: {length}"),
        format!("Content-Length: {length}\r\nContent-Length: 0"),
        format!("Content-Length: 0\r\nContent-Length: {length}"),
        "Transfer-Encoding: chunked".to_owned(),
        format!("Transfer-Encoding: chunked\r\nContent-Length: {length}"),
        "Transfer-Encoding: identity".to_owned(),
        "Content-Length: -1".to_owned(),
        "Content-Length: 5, 5".to_owned(),
        "Content-Length: 99999999999999999999".to_owned(),
    ];
    for head in heads {
        let answer = Answer::of(
            &preview.send(
                format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{head}\r\n\r\n{smuggled}\r\n\r\n")
                    .as_bytes(),
            ),
        );
        assert!(matches!(answer.status, 400 | 413), "{head}: {}", answer.status);
    }
    for fields in ["X: y\r\n".repeat(120), format!("X: {}\r\n", "y".repeat(20_000))] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{fields}\r\n");
        assert_eq!(Answer::of(&preview.send(request.as_bytes())).status, 431);
    }
    // tiny_http leaves the preface of HTTP/2 without an answer; others get theirs.
    let mut second = TcpStream::connect(host).expect("it listens");
    second.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").expect("it reads");
    assert_eq!(preview.get("/").status, 200);
    // What is no HTTP at all ends the connection, and the preview goes on.
    for bytes in [&b"\x16\x03\x01\x02\x00\r\n\r\n"[..], b"GET /\r\n\r\n", b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"] {
        let mut stream = TcpStream::connect(host).expect("it listens");
        stream.write_all(bytes).expect("it reads");
        stream.shutdown(std::net::Shutdown::Write).expect("the end can be told");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
        assert_eq!(preview.get("/").status, 200);
    }
}

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

#[test]
fn slow_readers_keep_nobody_waiting() {
    let folder = project();
    folder.write("static/large.txt", &"x".repeat(8 << 20));
    let preview = Preview::of(folder.path(), &[]);
    let request = format!("GET /static/large.txt HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address);
    let half: Vec<TcpStream> = (0..300)
        .map(|number| {
            let mut stream = TcpStream::connect(&preview.address).expect("it listens");
            let bytes = if number % 3 == 0 { request.as_bytes() } else { &request.as_bytes()[..20] };
            stream.write_all(bytes).expect("it reads");
            stream
        })
        .collect();
    assert_eq!(preview.get("/").status, 200);
    drop(half);
    assert_eq!(preview.get("/").status, 200);
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
