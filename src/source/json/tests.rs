//! Tests of the JSON parser: what is accepted, what is refused and where, and a comparison with serde_json.

use serde_json::{Value, json};

use crate::source::tests::{at, problems, source};
use crate::source::{Fault, Kind, Node};

fn refused(text: &str) -> Vec<String> {
    let source = source("a.json", text);
    assert!(source.documents.is_empty(), "{text:?} is no JSON");
    problems(&source)
}

#[test]
fn values_have_their_spans() {
    let text = " {\"a\" : [1, -2.5e3 ,true,null, \"x\\n\"],\r\n\"b\":{ } , \"\" : [ ]} ";
    let source = source("a.json", text);
    assert!(source.problems.is_empty());
    assert_eq!(at(&source, ""), (json!({"a": [1, -2.5e3, true, null, "x\n"], "b": {}, "": []}), text.trim()));
    assert_eq!(at(&source, "/a").1, "[1, -2.5e3 ,true,null, \"x\\n\"]");
    assert_eq!(at(&source, "/a/1").1, "-2.5e3");
    assert_eq!(at(&source, "/a/4"), (json!("x\n"), "\"x\\n\""));
    assert_eq!(at(&source, "/b").1, "{ }");
    assert_eq!(at(&source, "/").1, "[ ]");
    let key = source.root().and_then(|root| root.member("b")).expect("it is there").key_span;
    assert_eq!(source.text_at(key), "\"b\"");
    assert_eq!((source.position(key.start).line, source.position(key.start).column), (2, 1));
}

#[test]
fn any_value_is_a_text() {
    for (text, value) in [("1", json!(1)), ("\"a\"", json!("a")), (" null\n", json!(null)), ("[]", json!([]))] {
        assert_eq!(at(&source("a.json", text), "").0, value);
    }
}

#[test]
fn escapes_are_resolved() {
    let source = source("a.json", r#"["\"\\\/\b\f\n\r\t", "\u0041\u00e9\u20AC", "a\ud83c\udf88b", "\u0000", "é🎈"]"#);
    let value = json!(["\"\\/\u{8}\u{C}\n\r\t", "Aé€", "a🎈b", "\0", "é🎈"]);
    assert_eq!(at(&source, "").0, value);
}

#[test]
fn numbers_are_as_exact_as_serde_json_has_them() {
    let text = "[0, -0, 18446744073709551615, -9223372036854775808, 1.5, 1e2, 123456789012345, 1234567890123456]";
    let ours = source("a.json", text);
    let theirs: Value = serde_json::from_str(text).expect("it is valid");
    assert_eq!(at(&ours, "").0, theirs);
    let Some(Kind::Number(zero)) = ours.root().and_then(|root| root.pointer("/1")).map(|node| &node.kind) else {
        panic!("a number")
    };
    assert!(zero.near().as_f64().is_some_and(f64::is_sign_negative));
}

#[test]
fn numbers_that_doubles_lose_are_warned_of() {
    let text = "[9007199254740993, 9007199254740992, 9007199254740994, 1e400, -1e400, 18446744073709551617, 1e-400, 0e-400, 0.0, 1e22, 18446744073709551616, 100000000000000000000]";
    let source = source("a.json", text);
    assert_eq!(
        problems(&source),
        [
            "1:2 InexactNumber many readers see 9007199254740992 instead of `9007199254740993`",
            "1:56 InexactNumber `1e400` is larger than the numbers that readers can hold",
            "1:63 InexactNumber `-1e400` is larger than the numbers that readers can hold",
            "1:71 InexactNumber many readers see 18446744073709551616 instead of `18446744073709551617`",
            "1:93 InexactNumber many readers see 0 instead of `1e-400`",
        ]
    );
    assert_eq!(at(&source, "/0").0, json!(9007199254740993u64));
    assert_eq!(at(&source, "/3").0, json!(f64::MAX));
    assert_eq!(at(&source, "/4").0, json!(f64::MIN));
}

#[test]
fn keys_are_unique_after_unescaping_and_all_duplicates_are_listed() {
    let text = "{\"a\": 1,\n \"b\": {\"x\": 1, \"x\": 2},\n \"\\u0061\": 2,\n \"a\": 3}";
    assert_eq!(
        refused(text),
        [
            "2:16 DuplicateKey the key `x` stands twice in one object (2:8 first here)",
            "3:2 DuplicateKey the key `a` stands twice in one object (1:2 first here)",
            "4:2 DuplicateKey the key `a` stands twice in one object (1:2 first here)",
        ]
    );
    let many: Vec<String> = (0..1000).map(|index| format!("\"k{}\": 1", index % 999)).collect();
    assert_eq!(refused(&format!("{{{}}}", many.join(", "))).len(), 1, "large objects are compared by hashing");
    assert!(source("a.json", r#"{"a": {"a": [{"a": 1}, {"a": 2}]}}"#).problems.is_empty());
    assert!(source("a.json", r#"{"__proto__": 1, "constructor": 2, "": 3}"#).problems.is_empty());
}

#[test]
fn errors_stand_at_their_byte_and_say_what_to_do() {
    let cases = [
        ("", "1:1 Syntax the text is empty", "a JSON text is one value, at least `null`"),
        (" \n", "1:1 Syntax the text is only white space", "a JSON text is one value, at least `null`"),
        ("{\"a\": 1,}", "1:8 Syntax a comma stands before `}`", "remove the trailing comma"),
        ("[1,\n]", "1:3 Syntax a comma stands before `]`", "remove the trailing comma"),
        ("[1, // x\n2]", "1:5 Syntax JSON has no comments", "remove the comment"),
        ("/* x */ 1", "1:1 Syntax JSON has no comments", "remove the comment"),
        ("{\n# x\n}", "2:1 Syntax JSON has no comments", "remove the comment"),
        ("[1 # x\n]", "1:4 Syntax JSON has no comments", "remove the comment"),
        ("1 // x", "1:3 Syntax JSON has no comments", "remove the comment"),
        ("{'a': 1}", "1:2 Syntax a string starts with a single quote", "put it in double quotes"),
        ("[“a”]", "1:2 Syntax `“` is a typographic quote", "write a straight double quote"),
        ("{a: 1}", "1:2 Syntax the key `a` has no quotes", "put it in double quotes"),
        ("[abc]", "1:2 Syntax `abc` has no quotes", "put it in double quotes"),
        ("[NaN]", "1:2 Syntax JSON has no number `NaN`", "write null, or a string"),
        ("-Infinity", "1:1 Syntax JSON has no number `-Infinity`", "write null, or a string"),
        ("[True]", "1:2 Syntax `True` is not in lower case", "write true"),
        ("[undefined]", "1:2 Syntax JSON has no `undefined`", "write null"),
        ("[,1]", "1:2 Syntax a value is missing before this comma", "remove the comma or add the value"),
        ("[1,,2]", "1:4 Syntax a value is missing before this comma", "remove the comma or add the value"),
        ("{,}", "1:2 Syntax a member is missing before this comma", "remove the comma"),
        ("{\"a\":}", "1:6 Syntax `}` stands where a value should be", "add the value"),
        (
            "[007]",
            "1:2 Syntax a number must not start with 0",
            "remove the leading zero, or put the value in double quotes",
        ),
        (
            "[-01]",
            "1:3 Syntax a number must not start with 0",
            "remove the leading zero, or put the value in double quotes",
        ),
        ("[+1]", "1:2 Syntax a number has no `+` in front", "remove the `+`"),
        ("[.5]", "1:2 Syntax a number starts with a digit", "write a 0 before the point"),
        ("0x1F", "1:1 Syntax `0x1F` is no number of JSON", "write a decimal number, or put the value in double quotes"),
        (
            "1_000",
            "1:1 Syntax `1_000` is no number of JSON",
            "write a decimal number, or put the value in double quotes",
        ),
        (
            "1.2.3",
            "1:1 Syntax `1.2.3` is no number of JSON",
            "write a decimal number, or put the value in double quotes",
        ),
        ("1 2", "1:3 Syntax `2` follows the end of the value", "a JSON text is one value"),
        ("{}\n{}", "2:1 Syntax `{` follows the end of the value", "a JSON text is one value"),
        ("[1]]", "1:4 Syntax `]` follows the end of the value", "a JSON text is one value"),
        ("[1\u{A0}]", "1:3 Syntax `⟨U+00A0⟩` stands where `,` or `]` should be (1:1 opened here)", ""),
        ("[\u{A0}1]", "1:2 Syntax `⟨U+00A0⟩` is no white space of JSON", "replace it by a plain space"),
        (
            "[1 2]",
            "1:4 Syntax `2` stands where `,` or `]` should be (1:2 a comma is missing after this)",
            "put a comma between the two",
        ),
        (
            "{\"a\": 1\n\"b\": 2}",
            "2:1 Syntax `\"` stands where `,` or `}` should be (1:7 a comma is missing after this)",
            "put a comma between the two",
        ),
        ("[1}", "1:3 Syntax `}` can't close `[` (1:1 opened here)", "write `]`"),
        (
            "\"\\x\"",
            "1:2 Syntax `\\x` is no escape of JSON",
            "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX; write a backslash as \\\\",
        ),
        ("\"a\tb\"", "1:3 Syntax a tab stands in a string (1:1 the string starts here)", "write \\t"),
        (
            "[\"a\n\"]",
            "1:4 Syntax the line ends within a string (1:2 the string starts here)",
            "close the string, or write \\n",
        ),
        (
            "\"\0\"",
            "1:2 Syntax the control character U+0000 stands in a string (1:1 the string starts here)",
            "write \\u0000",
        ),
    ];
    for (text, problem, help) in cases {
        assert_eq!(refused(text), [problem], "{text:?}");
        assert_eq!(source("a.json", text).problems[0].help.as_deref().unwrap_or(""), help, "{text:?}");
    }
}

#[test]
fn errors_without_help_stand_at_their_byte() {
    let cases = [
        ("{\"a\": [1, {", "1:12 Syntax the text ends where a key should be (1:11 this `{` is not closed)"),
        ("[1", "1:3 Syntax the text ends where `,` or `]` should be (1:1 this `[` is not closed)"),
        ("[1,", "1:4 Syntax the text ends where a value should be (1:1 this `[` is not closed)"),
        ("{\"a\"", "1:5 Syntax the text ends where `:` should be (1:1 this `{` is not closed)"),
        ("{\"a\":\n", "2:1 Syntax the text ends where a value should be (1:1 this `{` is not closed)"),
        ("{]", "1:2 Syntax `]` can't close `{` (1:1 opened here)"),
        ("[[}", "1:3 Syntax `}` can't close `[` (1:2 opened here)"),
        ("{\"a\" 1}", "1:6 Syntax `1` stands where a `:` should be (1:2 this key has no value)"),
        ("{\"a\"}", "1:5 Syntax `}` stands where a `:` should be (1:2 this key has no value)"),
        ("{1: 2}", "1:2 Syntax the key `1` has no quotes"),
        ("{[]: 2}", "1:2 Syntax `[` stands where a key in double quotes should be"),
        ("[@]", "1:2 Syntax `@` stands where a value should be"),
        ("\0", "1:1 Syntax `⟨U+0000⟩` stands where a value should be"),
        ("\"abc", "1:5 Syntax the text ends within a string (1:1 the string starts here)"),
        ("\"abc\\", "1:5 Syntax `\\` is no escape of JSON"),
        ("\"\\u12G4\"", "1:2 Syntax four hexadecimal digits must follow `\\u`"),
        ("\"\\u12", "1:2 Syntax four hexadecimal digits must follow `\\u`"),
        ("\"\\u+123\"", "1:2 Syntax four hexadecimal digits must follow `\\u`"),
        ("\"é\\ud800\"", "1:3 Syntax `\\ud800` is half a character"),
        ("\"\\ud800\\u0041\"", "1:2 Syntax `\\ud800` is half a character"),
        ("\"\\udc00\\ud800\"", "1:2 Syntax `\\udc00` is half a character"),
        ("[-]", "1:2 Syntax no digit follows the `-`"),
        ("[-x]", "1:2 Syntax no digit follows the `-`"),
        ("[1.]", "1:2 Syntax a digit must follow `1.`"),
        ("[1e]", "1:2 Syntax a digit must follow `1e`"),
        ("[1.5e+]", "1:2 Syntax a digit must follow `1.5e+`"),
    ];
    for (text, problem) in cases {
        assert_eq!(refused(text), [problem], "{text:?}");
    }
}

#[test]
fn lines_count_in_every_style_before_an_error() {
    assert_eq!(refused("[1,\r2,\r 3 4]")[0].split(' ').next(), Some("3:4"));
    assert_eq!(refused("[1,\r\n2,\r\n 3 4]")[0].split(' ').next(), Some("3:4"));
    let long = format!("[{}x]", "\"é\",".repeat(10_000));
    assert_eq!(refused(&long)[0].split(' ').next(), Some("1:40002"));
}

#[test]
fn nesting_ends_at_level_128() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(source("a.json", &nested(128)).root().is_some());
    assert_eq!(refused(&nested(129)), ["1:129 Limit arrays and objects nest deeper than 128"]);
    assert_eq!(refused(&"[".repeat(100_000)), ["1:129 Limit arrays and objects nest deeper than 128"]);
    assert_eq!(refused(&"{\"a\":".repeat(100_000)), ["1:641 Limit arrays and objects nest deeper than 128"]);
}

/// A small deterministic generator of random numbers (xorshift64*), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }

    fn space(&mut self) -> String {
        (0..self.below(3)).map(|_| self.pick(&[" ", "\n", "\r\n", "\t", ""])).collect()
    }

    fn string(&mut self) -> String {
        let parts = [
            "a",
            "é",
            "🎈",
            "\\n",
            "\\\"",
            "\\\\",
            "\\/",
            "\\u0041",
            "\\u00E9",
            "\\ud83c\\udf88",
            "\\u0000",
            " ",
            "]",
            ",",
        ];
        let content: String = (0..self.below(6)).map(|_| self.pick(&parts)).collect();
        format!("\"{content}\"")
    }

    fn value(&mut self, depth: u64) -> String {
        let space = self.space();
        let value = match self.below(if depth == 0 { 6 } else { 8 }) {
            0 => "null".to_owned(),
            1 => self.pick(&["true", "false"]).to_owned(),
            2 => format!("{}{}", self.pick(&["", "-"]), self.below(1 << 30)),
            3 => format!("{}{}.{}", self.pick(&["", "-"]), self.below(1000), self.below(1000)),
            4 => format!("{}{}{}", self.below(100), self.pick(&["e", "E", "e+", "e-"]), self.below(20)),
            5 => self.string(),
            6 => {
                let items: Vec<String> = (0..self.below(5)).map(|_| self.value(depth - 1)).collect();
                format!("[{}{}]", self.space(), items.join(","))
            }
            _ => {
                // A number makes keys unique, whatever the string before it.
                let members = (0..self.below(5)).map(|index| {
                    let key = self.string();
                    let key = format!("{}{index}\"", &key[..key.len() - 1]);
                    format!("{}{key}{}:{}", self.space(), self.space(), self.value(depth - 1))
                });
                let members: Vec<String> = members.collect();
                format!("{{{}{}}}", members.join(","), self.space())
            }
        };
        format!("{space}{value}{}", self.space())
    }
}

#[test]
fn random_texts_mean_what_serde_json_reads() {
    let mut random = Random(20_260_401);
    for _ in 0..3000 {
        let text = random.value(5);
        let ours = source("a.json", &text);
        let theirs: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(ours.root().expect("it is valid").to_value(), theirs, "{text}");
        spans_read_as_their_values(&ours.text, ours.root().expect("it is valid"));
    }
}

/// What stands at a node's span is the node again.
fn spans_read_as_their_values(text: &str, node: &Node) {
    let written = &text[node.span.start as usize..node.span.end as usize];
    let value: Value = serde_json::from_str(written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(value, node.to_value());
    for item in node.items() {
        spans_read_as_their_values(text, item);
    }
    for member in node.members() {
        let key = &text[member.key_span.start as usize..member.key_span.end as usize];
        assert_eq!(serde_json::from_str::<String>(key).ok().as_deref(), Some(&*member.key));
        spans_read_as_their_values(text, &member.value);
    }
}

#[test]
fn damaged_texts_get_the_verdict_of_serde_json() {
    let mut random = Random(7);
    let debris = ["", ",", "]", "}", "[", "{", "\"", "\\", "0", "-", ".", "e", "1", ":", "\n", "x", "\u{1}", "é", " "];
    for _ in 0..20_000 {
        let mut text = random.value(3);
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let from = places[random.below(places.len() as u64) as usize];
        let to = places.iter().copied().find(|&at| at > from).unwrap_or(from);
        text.replace_range(from..if random.below(2) == 0 { to } else { from }, random.pick(&debris));
        let ours = source("a.json", &text);
        let theirs: Result<Value, _> = serde_json::from_str(&text);
        match ours.refusal() {
            // A number that overflows is a warning with us, an error with serde_json.
            None if !ours.problems.is_empty() => {}
            None => assert_eq!(
                ours.root().expect("nothing refuses it").to_value(),
                theirs.expect("it is valid"),
                "{text:?}"
            ),
            Some(problem) if problem.fault == Fault::Syntax => assert!(theirs.is_err(), "{text:?} {problem:?}"),
            Some(problem) => assert_eq!(problem.fault, Fault::DuplicateKey, "{text:?}"),
        }
        for problem in &ours.problems {
            assert!(ours.text.get(problem.span.start as usize..problem.span.end as usize).is_some(), "{text:?}");
        }
    }
}
