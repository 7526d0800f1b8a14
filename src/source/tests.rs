//! Tests of sources as a whole: names, encodings, positions, fences, TOML.

use super::*;

/// A source of a text, by the extension of its name.
pub(super) fn source(file: &str, text: &str) -> Source {
    let format = Format::of_path(file).expect("a known extension");
    Source::from_file(file, format, text.as_bytes().to_vec())
}

/// The problems as `line:column fault message`, and `(line:column label)` where there is one.
pub(super) fn problems(source: &Source) -> Vec<String> {
    let place = |span: Span| {
        let Position { line, column } = source.position(span.start);
        format!("{line}:{column}")
    };
    let show = |problem: &Problem| {
        let label = problem.label.as_ref().map(|(span, text)| format!(" ({} {text})", place(*span)));
        format!("{} {:?} {}{}", place(problem.span), problem.fault, problem.message, label.unwrap_or_default())
    };
    source.problems.iter().map(show).collect()
}

/// The value at a pointer of the first document, with the text at its span.
pub(super) fn at<'a>(source: &'a Source, pointer: &str) -> (serde_json::Value, &'a str) {
    let root = source.root().unwrap_or_else(|| panic!("{:?}", source.problems));
    let node = root.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"));
    (node.to_value(), source.text_at(node.span))
}

fn position(source: &Source, offset: usize) -> (u32, u32) {
    let Position { line, column } = source.position(offset as u32);
    (line, column)
}

#[test]
fn formats_are_told_by_extension_in_any_case() {
    let cases = [
        ("a.json", Some(Format::Json)),
        ("A.JSON", Some(Format::Json)),
        ("x/y.schema.yaml", Some(Format::Yaml)),
        ("x.yml", Some(Format::Yaml)),
        ("site.toml", Some(Format::Toml)),
        ("README.MD", Some(Format::Markdown)),
        ("a.markdown", Some(Format::Markdown)),
        ("a.json/b", None),
        ("json", None),
        ("a.jsonl", Some(Format::JsonLines)),
        ("a.ndjson", Some(Format::JsonLines)),
        ("a.jsonc", Some(Format::Jsonc)),
        ("a.json5", Some(Format::Json5)),
        ("a.mdx", Some(Format::Markdown)),
        ("a.txt", None),
        ("", None),
    ];
    for (path, format) in cases {
        assert_eq!(Format::of_path(path), format, "{path}");
    }
}

#[test]
fn sources_can_be_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Source>();
}

#[test]
fn lines_end_with_lf_crlf_or_cr_and_columns_count_characters() {
    let source = source("a.md", "ab\ncd\r\ne\rf🎈g\n\nh");
    let offset = |text: &str| source.text.find(text).expect("the text is there");
    for (text, expected) in [("a", (1, 1)), ("b", (1, 2)), ("c", (2, 1)), ("e", (3, 1)), ("f", (4, 1)), ("🎈", (4, 2))]
    {
        assert_eq!(position(&source, offset(text)), expected, "{text}");
    }
    assert_eq!(position(&source, offset("g")), (4, 3), "a character beyond U+FFFF is one column");
    assert_eq!(position(&source, offset("h")), (6, 1));
    assert_eq!(position(&source, source.text.len()), (6, 2));
    assert_eq!(position(&source, 1000), (6, 2), "past the end is the end");
    assert_eq!(source.lines(), 6);
    assert_eq!(source.text_at(source.line_span(offset("d") as u32)), "cd");
    assert_eq!(source.text_at(source.line_span(offset("🎈") as u32)), "f🎈g");
    assert_eq!(source.text_at(source.line_span(1000)), "h");
}

#[test]
fn columns_of_a_long_line_are_right_in_every_block() {
    let text = "é🎈x".repeat(1000);
    let source = source("a.md", &text);
    for (column, (offset, _)) in (1..).zip(text.char_indices()) {
        assert_eq!(position(&source, offset), (1, column));
    }
}

#[test]
fn a_byte_order_mark_is_no_column_and_a_warning_in_json_only() {
    let json = source("a.json", "\u{FEFF}{\"a\": x}");
    assert_eq!(
        problems(&json),
        ["1:1 ByteOrderMark the file starts with a byte order mark", "1:7 Syntax `x` has no quotes"]
    );
    let json = source("a.json", "\u{FEFF}[1]");
    assert_eq!(json.root().map(Node::to_value), Some(serde_json::json!([1])));
    for file in ["a.yaml", "a.toml", "a.md"] {
        let source = source(file, "\u{FEFF}a = 1");
        assert!(source.problems.is_empty(), "{file}: {:?}", source.problems);
        assert_eq!(&*source.text, "a = 1");
    }
}

#[test]
fn utf16_is_named_and_invalid_utf8_is_found_at_its_byte() {
    for bytes in [&b"\xFF\xFE{\0}\0"[..], b"\xFE\xFF\0{\0}", b"{\0}\0", b"\0{\0}"] {
        let source = Source::from_file("a.json", Format::Json, bytes.to_vec());
        assert_eq!(problems(&source), ["1:1 Syntax the file is UTF-16, not UTF-8"]);
        assert_eq!(source.problems[0].help.as_deref(), Some("save as UTF-8"));
        assert!(source.documents.is_empty());
    }
    for format in [Format::Json, Format::Yaml, Format::Toml, Format::Markdown] {
        let source = Source::from_file("a", format, b"# \xC3\xA9\n \xC3\xA9\xC0\xAF".to_vec());
        assert_eq!(problems(&source), ["2:3 Syntax the byte 0xC0 is not UTF-8 here"]);
        assert_eq!(source.text_at(source.problems[0].span), "\u{FFFD}");
        assert!(source.documents.is_empty());
    }
}

#[test]
fn a_file_past_the_limit_is_refused() {
    let source = Source::from_file("a.json", Format::Json, vec![b' '; MAX_BYTES + 1]);
    assert_eq!(problems(&source), ["1:1 Limit the file is larger than 16 MiB"]);
    let source = Source::from_file("a.json", Format::Json, vec![b'1'; MAX_BYTES]);
    assert_eq!(source.problems.len(), 1, "a number of 16 MiB is read, and can't be held");
    assert_eq!(source.problems[0].fault, Fault::InexactNumber);
}

#[test]
fn bidi_controls_are_reported_once_a_line_and_twenty_times_at_most() {
    let one = source("a.yaml", "# \u{202E}x\u{2066}\na: \u{61C}\n");
    assert_eq!(
        problems(&one),
        [
            "1:3 Bidi U+202E changes the order in which the text around it is shown",
            "2:4 Bidi U+061C changes the order in which the text around it is shown"
        ]
    );
    assert!(one.root().is_some(), "a warning does not refuse");
    assert_eq!(source("a.md", &"\u{200F}\n".repeat(50)).problems.len(), 20);
    assert!(source("a.md", "שלום – “quoted” 🎈 \u{200D}").problems.is_empty(), "letters and joiners are no controls");
}

#[test]
fn a_fence_has_the_positions_of_its_file() {
    let text = "# Ä\n\n> - ```json\n>   {\"é\": 1,\n>    \"b\": x}\n>   ```\n";
    let page = source("docs/a.md", text);
    let line = |start: &str| {
        let from = text.find(start).expect("the line is there");
        from..from + text[from..].find('\n').expect("it ends") + 1
    };
    let fence = Source::from_fence(&page, "top", Format::Json, &[line("{\"é"), line(" \"b\"")]);
    assert_eq!((&*fence.name, &*fence.file), ("docs/a.md#top", "docs/a.md"));
    assert_eq!(&*fence.text, "{\"é\": 1,\n \"b\": x}\n");
    assert_eq!(problems(&fence), ["5:11 Syntax `x` has no quotes"]);
    assert_eq!(position(&fence, 0), (4, 5));
    assert_eq!(position(&fence, fence.text.len()), (6, 1));
    assert_eq!(fence.text_at(fence.line_span(12)), " \"b\": x}");
}

#[test]
fn a_fence_in_one_piece_counts_its_own_lines() {
    let text = "x\r\n```json\r\n{\r\n  \"a\": 1\r\n}\r\n```\r\n";
    let page = source("a.md", text);
    let start = text.find('{').expect("the fence is there");
    let end = text.rfind("```").expect("it ends");
    let fence = Source::from_fence(&page, "top", Format::Json, std::slice::from_ref(&(start..end)));
    let value = fence.root().and_then(|root| root.locate("/a")).expect("the member is there");
    assert_eq!(fence.position(value.node.span.start), Position { line: 4, column: 8 });
    assert_eq!(fence.position(value.key_span.expect("a key").start), Position { line: 4, column: 3 });
    let empty = Source::from_fence(&page, "top", Format::Json, std::slice::from_ref(&(start..start)));
    assert_eq!(problems(&empty), ["3:1 Syntax the text is empty"]);
    let none = Source::from_fence(&page, "top", Format::Json, &[]);
    assert_eq!(problems(&none), ["1:1 Syntax the text is empty"]);
}

#[test]
fn digits_are_those_of_the_text() {
    let json = source("a.json", "[1.10, 1e400, -0, 12345678901234567890123, 1E2, 0.1e-2]");
    let digits: Vec<_> = json.root().expect("it is valid").items().iter().map(|node| json.digits(node)).collect();
    assert_eq!(digits, ["1.10", "1e400", "-0", "12345678901234567890123", "1E2", "0.1e-2"]);
    let yaml = source("a.yaml", "[&x 0x1F, *x, +1, 0o17, !!int \"12\", .5, 1., 017]");
    let digits: Vec<_> = yaml.root().expect("it is valid").items().iter().map(|node| yaml.digits(node)).collect();
    assert_eq!(digits, ["0x1F", "31", "+1", "0o17", "12", ".5", "1.", "017"]);
    let toml = source("a.toml", "a = [1_000, 0b11, +1.5e3, 0xdead_beef]");
    let items = toml.root().and_then(|root| root.get("a")).expect("it is valid").items();
    let digits: Vec<_> = items.iter().map(|node| toml.digits(node)).collect();
    assert_eq!(digits, ["1_000", "0b11", "+1.5e3", "0xdead_beef"]);
    assert_eq!(toml.digits(toml.root().expect("it is valid")), "", "a table is no number");
}

#[test]
fn many_problems_of_one_kind_are_cut_off_with_a_word() {
    let source = source("a.json", &format!("[{}1e400]", "1e400,".repeat(5000)));
    assert_eq!(source.problems.len(), 1000);
    assert!(source.problems[999].message.ends_with("further ones in this source are not listed"));
    assert_eq!(source.root().expect("warnings only").items().len(), 5001);
}

#[test]
fn markdown_has_a_text_and_no_tree() {
    let page = source("a.md", "# {\"a\": ");
    assert!(page.documents.is_empty() && page.problems.is_empty() && page.refusal().is_none());
}

#[test]
fn toml_becomes_the_same_tree_in_the_order_of_the_text() {
    let text = "z = 1\na = 2020-01-01T00:00:00Z\n[t.u]\nb = [true, 'x', 0x1F, 1.5]\n[[e]]\n[[e]]\nx = 10:00:00\n";
    let toml = source("a.toml", text);
    let keys: Vec<_> = toml.root().expect("it is valid").members().iter().map(|member| &*member.key).collect();
    assert_eq!(keys, ["z", "a", "t", "e"]);
    let value = serde_json::json!({
        "z": 1, "a": "2020-01-01T00:00:00Z", "t": {"u": {"b": [true, "x", 31, 1.5]}}, "e": [{}, {"x": "10:00:00"}]
    });
    assert_eq!(toml.root().expect("it is valid").to_value(), value);
    assert_eq!(at(&toml, "/t/u/b/1").1, "'x'");
    assert_eq!(at(&toml, "/a").1, "2020-01-01T00:00:00Z");
}

#[test]
fn toml_errors_have_a_place_and_duplicates_their_first_key() {
    let cases = [
        ("a = 1\nb = inf", &["2:5 Syntax `inf` has no equivalent in JSON"][..]),
        ("a = ", &["1:5 Syntax a value is missing"]),
        ("[a\nb = 1", &["1:3 Syntax unclosed table, expected `]`"]),
        ("a = 1\n\"a\" = 2", &["2:1 DuplicateKey the key `\"a\"` stands twice in one table (1:1 first here)"]),
        (
            "[t]\nx = 1\ny.x = 1\nx = 2\n[u]\n[t]\n",
            &[
                "4:1 DuplicateKey the key `x` stands twice in one table (2:1 first here)",
                "6:2 DuplicateKey the key `t` stands twice in one table (1:2 first here)",
            ],
        ),
        ("a = [{x = 1, x = 2}]", &["1:14 DuplicateKey the key `x` stands twice in one table (1:7 first here)"]),
    ];
    for (text, expected) in cases {
        let toml = source("a.toml", text);
        assert_eq!(problems(&toml), expected, "{text}");
        assert!(toml.documents.is_empty());
    }
    for text in
        ["a = ".to_owned() + &"[".repeat(100_000), "a.".repeat(1000) + "a = 1", "a = ".to_owned() + &"{a=".repeat(200)]
    {
        let toml = source("a.toml", &text);
        assert_eq!(toml.refusal().map(|problem| problem.fault), Some(Fault::Limit), "{:?}", problems(&toml));
    }
}

#[test]
fn a_source_holds_a_million_values_at_most() {
    let many = |open: &str, value: &str, close: &str, count: usize| open.to_owned() + &value.repeat(count) + close;
    let json = |count: usize| source("a.json", &(many("[", "1,", "1]", count - 2)));
    assert!(json(MAX_NODES).root().is_some());
    assert_eq!(problems(&json(MAX_NODES + 1)), ["1:2000000 Limit the text holds more than 1000000 values"]);
    let yaml = source("a.yaml", &many("a: [", "1,", "1]", MAX_NODES));
    assert_eq!(
        problems(&yaml)[0].split_once(' ').map(|(_, text)| text),
        Some("Limit the text holds more than 1000000 values")
    );
    let toml = source("a.toml", &many("a = [", "1,", "1]", MAX_NODES));
    assert_eq!(
        problems(&toml)[0].split_once(' ').map(|(_, text)| text),
        Some("Limit the text holds more than 1000000 values")
    );
}

/// The texts at some pointers of the JSON that stands as a text at `/m`, each with the line and column where it stands in the file.
fn held(file: &str, text: &str, pointers: &[&str]) -> Vec<String> {
    let outer = source(file, text);
    let node = outer.root().and_then(|root| root.get("m")).expect("the text is there");
    let inner = Source::from_text(&outer, "/m", node, Room::WHOLE).expect("it is a text");
    let root = inner.root().unwrap_or_else(|| panic!("{:?}", inner.problems));
    let shown = pointers.iter().map(|pointer| {
        let node = root.pointer(pointer).expect("the pointer leads somewhere");
        let Position { line, column } = inner.position(node.span.start);
        format!("{line}:{column} {}", inner.text_at(node.span))
    });
    shown.collect()
}

#[test]
fn what_stands_in_a_text_is_found_in_the_file() {
    let json = "{\n \"m\": \"{ \\\"a\\\": [1,\\n \\\"\\u00fc\\ud83d\\ude00\\\", 2], \\\"é\\\": 3 }\" }";
    assert_eq!(held("x.json", json, &["/a/0", "/a/1", "/a/2", "/é"]), ["2:18 1", "2:23 \"ü😀\"", "2:47 2", "2:58 3"]);
    let block = "m: |\n  { \"a\":\n    [1, \"b\"] }\n";
    assert_eq!(held("x.yaml", block, &["/a/0", "/a/1"]), ["3:6 1", "3:9 \"b\""]);
    let single = "m: '{ \"it''s\": 1,\n  \"b\": 2 }'";
    assert_eq!(held("x.yaml", single, &["/it's", "/b"]), ["1:16 1", "2:8 2"]);
    let double = "m: \"{ \\\"a\\\": 1 }\"";
    assert_eq!(held("x.yaml", double, &["/a"]), ["1:14 1"]);
}

#[test]
fn a_text_in_a_text_is_named_by_its_place_in_the_file() {
    let outer = source("a.json", r#"{ "body": "{ \"Message\": \"[1]\" }" }"#);
    let body = outer.root().and_then(|root| root.get("body")).expect("the body");
    let body = Source::from_text(&outer, "/body", body, Room::WHOLE).expect("a text");
    let message = body.root().and_then(|root| root.get("Message")).expect("the message");
    let message = Source::from_text(&body, "/Message", message, Room::WHOLE).expect("a text");
    assert_eq!((body.name.as_str(), message.name.as_str()), ("a.json#/body", "a.json#/body/Message"));
    assert_eq!(message.outermost("/0"), ("a.json", "/body/Message/0".to_owned()));
    assert_eq!(message.position(1), Position { line: 1, column: 30 });
    let small = Room { depth: 0, nodes: 1 };
    assert_eq!(
        Source::from_text(&outer, "/body", &outer.documents[0].members()[0].value, small).map(|it| it.documents.len()),
        Some(0)
    );
}

#[test]
fn the_last_of_equal_keys_counts_where_the_project_says_so() {
    for (file, text) in [("a.json", r#"{ "a": 1, "b": 2, "a": 3 }"#), ("a.yaml", "a: 1\nb: 2\na: 3\n")] {
        let format = Format::of_path(file).expect("a known extension");
        let source = Source::from_file_with(Duplicates::LastWins, file, format, text.as_bytes().to_vec());
        assert_eq!(source.root().map(Node::to_value), Some(serde_json::json!({ "b": 2, "a": 3 })));
        assert!(source.problems.is_empty());
    }
}

#[test]
fn an_offset_stands_in_a_value_or_a_key() {
    let text = r#"{ "a": [1, { "b/c": "d" }], "a": 2 }"#;
    let source = Source::from_file("a.json", Format::Json, text.as_bytes().to_vec());
    let root = source.telling_root().expect("only its keys refuse it");
    let at = |part: &str| root.pointer_at(text.find(part).expect("it is there") as u32);
    assert_eq!(["1,", "b/c", "\"d\"", "2 }", ", {"].map(at), ["/a/0", "/a/1/b~1c", "/a/1/b~1c", "/a", "/a"]);
    assert_eq!(root.pointer_at(0), "");
}
