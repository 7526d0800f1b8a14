//! What patterns are written as, what is said of those that are none, and that none of them stops the program.

use super::*;

fn written(pattern: &str) -> String {
    translated(pattern).unwrap_or_else(|error| panic!("{pattern:?} {error}"))
}

#[test]
fn what_rust_reads_otherwise_is_written_another_way() {
    assert_eq!(written("^[a-zA-Z_.-]+@x$"), r"^[\u{2D}-\u{2E}A-Z\u{5F}a-z]+@x$");
    assert_eq!(written(r"^\d{2,4}\.\d$"), r"^[0-9]{2,4}\.[0-9]$");
    assert_eq!(written(r"^(?<q>a).\k<q>$"), r"^(a)[^\u{A}\u{D}\u{2028}-\u{2029}](?:\1)$");
    assert_eq!(written(r"\uD83D\uDE00|\u{1F600}|\uD83D"), "\\u{1F600}|\\u{1F600}|[^\\u{0}-\\u{10FFFF}]");
    assert_eq!(written("[^][]"), r"[\u{0}-\u{10FFFF}][^\u{0}-\u{10FFFF}]");
    assert_eq!(written("(?s:.)(?m:^)(?i-s:a.)"), format!("(?:{ALL})(?:{LINE})(?i:a{DOT})"));
}

const ALL: &str = r"[\u{0}-\u{10FFFF}]";
const DOT: &str = r"[^\u{A}\u{D}\u{2028}-\u{2029}]";
const LINE: &str = r"(?<![^\u{A}\u{D}\u{2028}\u{2029}])";

#[test]
fn a_translation_is_a_pattern_that_is_translated_to_itself() {
    for pattern in [r"^[\w.-]+\s\S?$", r"(?<a>x)(?!\0)[^\b]", r"\p{Lu}(?:a|b){3,}?[\P{L}]"] {
        let once = written(pattern);
        assert_eq!(written(&once), once, "{pattern}");
    }
}

#[test]
fn references_match_what_ecmascript_lets_them() {
    assert_eq!(written(r"\1(a)"), "(?:)(a)", "before the group");
    assert_eq!(written(r"(a\1)"), "(a(?:))", "within the group");
    assert_eq!(written(r"(a)|\1"), "(a)|(?:)", "in another alternative");
    assert_eq!(written(r"(a)?\1"), r"(?=)(a)?(?:(?(1)\1))", "which may be unset");
    assert_eq!(written(r"(?!(a))\1"), "(?!(a))(?:)", "in what was not there");
    assert_eq!(written(r"(?:(a)|b)*\1"), r"(?=)(?:(?:(a)|b)*(?:(a)|b))?(?:(?(2)\2))", "what the last turn leaves");
    assert_eq!(written(r"(?:(a)|b){2,5}\1"), r"(?=)(?:(?:(a)|b){1,4}(?:(a)|b))(?:(?(2)\2))");
    let of_a_name = r"(?:(?<n>a)|(?<n>b))\k<n>";
    assert_eq!(written(of_a_name), r"(?=)(?:(a)|(b))(?:(?(1)\1)(?(2)\2))", "one of two");
}

#[test]
fn what_is_wrong_is_said_as_it_is_written() {
    let reason = |pattern: &str| match translated(pattern) {
        Err(Unusable::Wrong(reason)) => reason,
        other => panic!("{pattern:?}: {other:?}"),
    };
    assert_eq!(reason("a++b"), "`a++` is of other languages: ECMAScript has no possessive quantifiers");
    assert_eq!(reason(r"[\w-.]"), r"`\w-.` is no range, since a class ends it; a `-` of the text is `\-`");
    assert_eq!(reason("(?<a>.)|(?<b>.)(?<b>.)"), "two groups that may match together are called `b`");
    assert_eq!(reason(r"(?:(a))\2"), r"`\2` refers to a group that is not there");
    assert_eq!(reason("((a)"), "the group that opens at character 1 is not closed");
}

#[test]
fn patterns_that_are_not_read_are_patterns() {
    let deep = format!("{}a{}", "(".repeat(100), ")".repeat(100));
    for pattern in [r"(?:(?:(a)|b)\1)*", r"(?<=(a+))\1", r"(?<=\1(a))", r"(?i:\P{Lu})", r"\p{CWKCF}", &deep] {
        assert!(matches!(translated(pattern), Err(Unusable::Unread(_))), "{pattern}");
        assert!(is_pattern(pattern), "{pattern}");
    }
    assert!(!is_pattern(r"\p{CWKCF}("), "what is wrong is wrong first");
}

#[test]
fn a_pattern_may_be_anything() {
    let long = "a".repeat(100_000);
    let nested = "(?:(a)|b)*".repeat(60) + r"\60";
    let doubled = (0..40).fold("(a)|b".to_owned(), |inner, _| format!("(?:{inner}|c)+")) + r"\1";
    let open = "(".repeat(1_000_000);
    let classes = "[".repeat(1_000_000);
    for pattern in [&long, &nested, &doubled, &open, &classes] {
        let _ = crate::pattern::Pattern::new(pattern);
    }
}
