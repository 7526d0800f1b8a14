//! What is answered, and to whom.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::support::preview::{Answer, Preview};
use super::support::{files_of, run};
use super::{built, project};

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
    let own = format!("GET / HTTP/1.1\r\nHost: {host}\r\n");
    for (bytes, status) in [
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ("GET / HTTP/9.9\r\n\r\n", 505),
        (&format!("{own}Expect: more\r\n\r\n"), 417),
        (&format!("{own}X: {}\r\n\r\n", "y".repeat(90_000)), 431),
        (&format!("{own} folded\r\n\r\n"), 400),
        (&format!("{own}X: a\nHost: b\r\n\r\n"), 400),
        ("\u{16}\u{3}\u{1}", 400),
    ] {
        let answer = Answer::of(&preview.send(bytes.as_bytes()));
        assert_eq!(answer.status, status, "{bytes:?}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"));
    }
    // What follows a request that was refused is no request.
    let smuggled = format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 50\r\n\r\n{own}\r\n");
    assert_eq!(preview.send(smuggled.as_bytes()).matches("HTTP/1.1 ").count(), 1);
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
