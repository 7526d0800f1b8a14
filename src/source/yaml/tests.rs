//! Tests of the YAML composer: the core schema, spans, aliases, merges, limits and the words of errors.

use serde_json::{Value, json};

use crate::source::tests::{at, problems, source};
use crate::source::{Fault, Node};

fn value(text: &str) -> Value {
    at(&source("a.yaml", text), "").0
}

fn refused(text: &str) -> Vec<String> {
    let source = source("a.yaml", text);
    assert!(source.documents.is_empty(), "{text:?} should be refused");
    problems(&source)
}

#[test]
fn plain_scalars_follow_the_core_schema() {
    let nulls = value("[~, null, Null, NULL, ]");
    assert_eq!(nulls, json!([null, null, null, null]));
    assert_eq!(value("a:\nb: # nothing\n"), json!({"a": null, "b": null}));
    assert_eq!(value("[true, True, TRUE, false, False, FALSE]"), json!([true, true, true, false, false, false]));
    assert_eq!(value("[0, -1, +2, 0o17, 0x1F, 18446744073709551615]"), json!([0, -1, 2, 15, 31, u64::MAX]));
    assert_eq!(value("[1.5, -1.5, +.5, 1., 1e3, 1.5E-2]"), json!([1.5, -1.5, 0.5, 1.0, 1e3, 1.5e-2]));
    assert_eq!(
        value("[tRUE, nULL, 2020-01-01, 1.2.3, '1', \"true\", ., +, 1e, 0x, a-1, 1 2]")
            .as_array()
            .map(|items| { items.iter().filter(|item| item.is_string()).count() }),
        Some(12)
    );
    assert_eq!(value("2020-01-01T00:00:00Z"), json!("2020-01-01T00:00:00Z"), "a date is its text");
    assert!(source("a.yaml", "a: 2020-01-01").problems.is_empty());
}

#[test]
fn scalars_that_readers_disagree_on_are_warned_of() {
    let text = "[no, Yes, ON, off, y, N, 017, 0b11, 1_000, 0x1_F, -0x1F, 12:30, 1_0.5]";
    let source = source("a.yaml", text);
    let expected = json!(["no", "Yes", "ON", "off", "y", "N", 17, "0b11", "1_000", "0x1_F", "-0x1F", "12:30", "1_0.5"]);
    assert_eq!(at(&source, "").0, expected);
    assert!(source.problems.iter().all(|problem| problem.fault == Fault::AmbiguousScalar));
    assert_eq!(source.problems.len(), 13);
    assert_eq!(problems(&source)[0], "1:2 AmbiguousScalar `no` is read as a string; YAML 1.1 takes it for false");
    assert_eq!(
        problems(&source)[6],
        "1:26 AmbiguousScalar `017` is read as the number 17; YAML 1.1 takes it for octal"
    );
    let clear = "['no', \"yes\", north, 0, 0.5, 1.2.3, 10:99, 1:2:x, 1.2_x, a_1, _1, 192.168.0.1]\n";
    assert_eq!(problems(&source_of(clear)), [""; 0]);
    assert!(source_of("no: 1\ny: 2\n").problems.is_empty(), "keys are strings anyway");
}

fn source_of(text: &str) -> crate::source::Source {
    source("a.yaml", text)
}

#[test]
fn numbers_that_json_or_doubles_lack() {
    for text in [".inf", "-.Inf", "+.INF", ".nan", ".NaN"] {
        assert_eq!(refused(&format!("a: {text}")), [format!("1:4 Syntax JSON has no number `{text}`")]);
    }
    let source = source("a.yaml", "[9007199254740993, 1e400, 0xFFFFFFFFFFFFFFFFF]");
    let warned: Vec<_> = source.problems.iter().map(|problem| problem.fault).collect();
    assert_eq!(warned, [Fault::InexactNumber; 3]);
}

#[test]
fn tags_of_the_core_schema_are_honoured_and_others_refused() {
    assert_eq!(
        value("[!!str 1, !!int \"1\", !!float 1.5, !!bool \"true\", !!null \"\", ! 1]"),
        json!(["1", 1, 1.5, true, null, "1"])
    );
    assert_eq!(value("!!map {a: !!seq [1]}"), json!({"a": [1]}));
    assert_eq!(refused("a: !!int x"), ["1:10 Syntax `x` does not fit its tag"]);
    assert_eq!(
        refused("a: !!python/object:os.system x"),
        ["1:4 Syntax the tag `!!python/object:os.system` has no meaning here"]
    );
    assert_eq!(refused("a: !foo\n  b: 1"), ["1:4 Syntax the tag `!foo` has no meaning here"]);
    assert_eq!(refused("a: !!binary aGk="), ["1:4 Syntax the tag `!!binary` has no meaning here"]);
    assert_eq!(refused("a: !!seq {}"), ["1:10 Syntax the tag is not that of a collection"]);
}

#[test]
fn spans_are_those_of_the_values() {
    let text = "a: \"é🎈\"\r\nb:\r\n- x # c\r\n-   k: |\r\n      one\r\n      two\r\n    z: [1, {q: 'v'}]\r\n# end\r\nc: &n !!str v\r\n";
    let source = source("a.yaml", text);
    let written = |pointer: &str| at(&source, pointer).1.replace("\r\n", "\n");
    assert_eq!(written("/a"), "\"é🎈\"");
    assert_eq!(written("/b"), "- x # c\n-   k: |\n      one\n      two\n    z: [1, {q: 'v'}]");
    assert_eq!(written("/b/0"), "x");
    assert_eq!(written("/b/1"), "k: |\n      one\n      two\n    z: [1, {q: 'v'}]");
    assert_eq!(written("/b/1/k"), "|\n      one\n      two");
    assert_eq!(at(&source, "/b/1/k").0, json!("one\ntwo\n"));
    assert_eq!(written("/b/1/z"), "[1, {q: 'v'}]");
    assert_eq!(written("/b/1/z/1/q"), "'v'");
    assert_eq!(written("/c"), "v");
    let found = source.root().and_then(|root| root.locate("/b/1/z/1/q")).expect("it is there");
    let position = source.position(found.key_span.expect("a key").start);
    assert_eq!((position.line, position.column), (7, 13));
}

#[test]
fn sequences_start_at_their_first_dash() {
    let source = source("a.yaml", "a:\n- # - c\n  x\nb:\n  - - 1\n    - 2\nc:\n- - -1\nd: [ -1 ]\ne: >- # | c\n  t\n");
    for (pointer, start) in [
        ("/a", "- # - c"),
        ("/b", "- - 1"),
        ("/b/0", "- 1"),
        ("/c", "- - -1"),
        ("/c/0", "- -1"),
        ("/d", "[ -1"),
        ("/e", ">- # | c"),
    ] {
        let written = at(&source, pointer).1;
        assert!(written.starts_with(start), "{pointer} is {written:?}");
    }
}

#[test]
fn what_is_missing_or_empty_stands_behind_its_key() {
    let source = source("a.yaml", "a:\n\n# c\n\nb: |\nc: |+\n\n\nd: [x: ]\ne: \"\"\nf: &n\n");
    let value = json!({"a": null, "b": "", "c": "\n\n", "d": [{"x": null}], "e": "", "f": null});
    assert_eq!(at(&source, "").0, value);
    let place = |pointer: &str| {
        let span = source.root().and_then(|root| root.pointer(pointer)).expect("it is there").span;
        let start = source.position(span.start);
        format!("{}:{} {:?}", start.line, start.column, source.text_at(span))
    };
    assert_eq!(place("/a"), "1:2 \"\"");
    assert_eq!(place("/b"), "5:4 \"|\"");
    assert_eq!(place("/c"), "6:4 \"|+\"");
    assert_eq!(place("/d/0"), "9:5 \"x\"");
    assert_eq!(place("/d/0/x"), "9:6 \"\"");
    assert_eq!(place("/e"), "10:4 \"\\\"\\\"\"");
    assert_eq!(place("/f"), "11:6 \"\"");
}

#[test]
fn keys_are_strings_as_written() {
    assert_eq!(
        value("1: a\ntrue: b\n~: c\n1.50: d\n'q': e\n: f\n"),
        json!({"1": "a", "true": "b", "~": "c", "1.50": "d", "q": "e", "": "f"})
    );
    assert_eq!(value("&k a: 1\nb: {*k : 2}"), json!({"a": 1, "b": {"a": 2}}));
    assert_eq!(refused("? [a, b]\n: 1"), ["1:3 Syntax a mapping or sequence can't be a key"]);
    assert_eq!(refused("{a: 1}: 1"), ["1:1 Syntax a mapping or sequence can't be a key"]);
    assert_eq!(refused("x: &m {}\n*m : 1"), ["2:1 Syntax a mapping or sequence can't be a key"]);
}

#[test]
fn keys_are_unique_as_strings() {
    let text = "1: a\nb: {x: 1, x: 2}\n\"1\": c\n";
    assert_eq!(
        refused(text),
        [
            "2:11 DuplicateKey the key `x` stands twice in one object (2:5 first here)",
            "3:1 DuplicateKey the key `1` stands twice in one object (1:1 first here)"
        ]
    );
    assert_eq!(refused("a: &a {x: 1, x: 2}\nb: *a\nc: *a").len(), 1, "an alias does not repeat it");
}

#[test]
fn aliases_are_expanded_with_the_span_of_their_use() {
    let source = source("a.yaml", "a: &x {n: 017}\nb: *x\nc: [*x, &y z, *y]\n");
    assert_eq!(at(&source, "/b"), (json!({"n": 17}), "*x"));
    assert_eq!(at(&source, "/c"), (json!([{"n": 17}, "z", "z"]), "[*x, &y z, *y]"));
    assert_eq!(at(&source, "/c/2").1, "*y");
    assert_eq!(at(&source, "/b/n").1, "017", "what is inside stands where it was written");
    assert_eq!(source.problems.len(), 1, "a warning is not repeated by aliases: {:?}", source.problems);
    assert_eq!(refused("a: [1, *nope]\n"), ["1:8 Syntax no anchor stands before the alias `*nope`"]);
    assert_eq!(refused("--- &a 1\n--- *a\n"), ["2:5 Syntax no anchor stands before the alias `*a`"]);
    assert_eq!(value("a: &x 1\nb: &x 2\nc: *x"), json!({"a": 1, "b": 2, "c": 2}));
}

#[test]
fn expansion_has_a_limit_and_no_cycle() {
    let cycle = "1:8 Limit alias expansion limit: the alias stands within the value that it repeats";
    assert_eq!(refused("a: &x [*x]"), [cycle]);
    assert_eq!(refused("a: &x {b: {c: *x}}")[0].split(':').next(), Some("1"));
    let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    let mut merges = "a0: &a0 {k: 1}\n".to_owned();
    for level in 1..40 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs += &format!("a{level}: &a{level} [{below}]\n");
        merges += &format!("a{level}: &a{level} {{<<: [{below}]}}\n");
    }
    for bomb in [laughs, merges] {
        let refusal = refused(&bomb);
        assert!(refusal[0].contains("Limit alias expansion limit"), "{refusal:?}");
    }
}

#[test]
fn honest_aliases_stay_below_the_limit() {
    let block = "base: &base {a: 1, b: 2, c: [1, 2, 3]}\n";
    let uses: String = (0..2000).map(|index| format!("u{index}: *base\n")).collect();
    let source = source("a.yaml", &(block.to_owned() + &uses));
    assert_eq!(source.root().map(|root| root.members().len()), Some(2001), "{:?}", problems(&source));
}

#[test]
fn aliases_that_chain_depth_are_refused() {
    let mut text = "a0: &a0 [1]\n".to_owned();
    for level in 1..200 {
        text += &format!("a{level}: &a{level} [*a{}]\n", level - 1);
    }
    assert_eq!(refused(&text)[0].split(' ').nth(1), Some("Limit"));
}

#[test]
fn merges_add_what_is_missing() {
    let text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 0}\nd:\n  <<: *b\n  w: 3\ne: {<<: {v: 1}}\nf: {\"<<\": 1}\n";
    let source = source("a.yaml", text);
    let value = at(&source, "").0;
    assert_eq!(value["c"], json!({"x": 0, "y": 1, "z": 2}));
    assert_eq!(value["d"], json!({"w": 3, "y": 2, "z": 2}));
    assert_eq!(value["e"], json!({"v": 1}));
    assert_eq!(value["f"], json!({"<<": 1}), "a quoted key is an ordinary one");
    assert_eq!(refused("a: {<<: 1}"), ["1:9 Syntax `<<` takes a mapping or a list of mappings"]);
    assert_eq!(
        refused("a: &a {}\nb: {<<: *a, <<: *a}"),
        ["2:13 DuplicateKey the key `<<` stands twice in one object (2:5 first here)"]
    );
}

#[test]
fn a_stream_has_several_documents_and_one_without_content_is_null() {
    let two = source("a.yaml", "%YAML 1.2\n---\na: 1\n...\n---\n- b\n");
    let values: Vec<_> = two.documents.iter().map(Node::to_value).collect();
    assert_eq!(values, [json!({"a": 1}), json!(["b"])]);
    for text in ["", "\n", "# only a comment\n", "---\n", "\u{feff}"] {
        let source = source("a.yaml", text);
        let values: Vec<_> = source.documents.iter().map(Node::to_value).collect();
        assert_eq!(values, [json!(null)], "{text:?}");
    }
    assert_eq!(refused("a: 1\n---\nb: [\n").len(), 1, "an error in one document refuses all");
    assert_eq!(refused("a: 1\n---\nb: {c: 1, c: 2}\n").len(), 1);
}

#[test]
fn errors_point_at_what_is_to_be_mended() {
    let unclosed = "Syntax the quote that opens here is not closed";
    let cases = [
        ("a: \"x\nb: 1\n", format!("1:4 {unclosed}")),
        ("a: 'x", format!("1:4 {unclosed}")),
        ("- 'ok'\n- \"it's\n- c\n", format!("2:3 {unclosed}")),
        ("a: [\"q\", \"x\nb: \"y\"\n", format!("1:10 {unclosed} (2:4 it closes only here)")),
        ("k:\n  # \"c\n  b: [\"q\", \"x\n  d: \"y\"\n", format!("3:12 {unclosed} (4:6 it closes only here)")),
        ("a: \"x\" y", "1:8 Syntax text follows a closing quote".to_owned()),
        ("a:\n\tb: 1", "2:1 Syntax a tab can't indent".to_owned()),
        ("a:\n  b: 1\n\tc: 2", "3:1 Syntax a tab can't indent".to_owned()),
        ("a: {b: 1", "1:4 Syntax `{` is not closed".to_owned()),
        ("a: [1}", "1:4 Syntax `}` closes this `[`".to_owned()),
        ("a: b: c", "1:5 Syntax no key can stand here".to_owned()),
        ("a: @x", "1:4 Syntax no text starts with `@`".to_owned()),
        ("a: \"\u{1}\"", "1:5 Syntax the control character U+0001 can't stand in YAML".to_owned()),
    ];
    for (text, problem) in cases {
        assert_eq!(refused(text), [problem], "{text:?}");
    }
}

#[test]
fn nesting_ends_at_level_128() {
    let flow = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(source("a.yaml", &flow(128)).root().is_some());
    let deep = "1:129 Limit arrays and objects nest deeper than 128";
    assert_eq!(refused(&flow(129)), [deep]);
    assert_eq!(refused(&flow(200)), [deep]);
    assert_eq!(refused(&"[".repeat(100_000)), [deep]);
    assert_eq!(refused(&"- ".repeat(100_000)), ["1:257 Limit arrays and objects nest deeper than 128"]);
    let block: String = (0..300).map(|depth| " ".repeat(depth) + "a:\n").collect();
    assert_eq!(refused(&block), ["129:129 Limit arrays and objects nest deeper than 128"]);
}

#[test]
fn json_means_the_same_as_yaml() {
    let text = r#"{"a": [1, -2.5e3, true, null, "x\n\u00e9", {}], "b": {"c": []}}"#;
    assert_eq!(value(text), at(&source("a.json", text), "").0);
}
