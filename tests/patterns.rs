//! Patterns as JavaScript reads them: a table of pairs of pattern and text with Node's verdicts, and random patterns against regress, an
//! engine of ECMAScript's that has no bound of steps. The table is held against our engine and, in schemas of an old draft and of the
//! latest, against what jsonschema makes of it. `node tests/patterns/verdicts.mjs` writes the verdicts of the table anew.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use jsonschema::PatternOptions;
use schemabook::config::Config;
use schemabook::load::load;
use schemabook::model::Verdict;
use schemabook::pattern::{BACKTRACK_LIMIT, Pattern, SIZE_LIMIT, Unusable, translated};
use schemabook::prove::{Proved, prove};
use schemabook::resolve::resolve;
use schemabook::source::unescape_token;
use schemabook::tree::Tree;
use serde_json::{Value, json};

use support::Folder;

/// How many random patterns are tried; `PATTERNS=100000 cargo test --test patterns` tries more.
const PATTERNS: usize = 1_500;

/// A pattern, a text, and what `new RegExp(pattern, "u").test(text)` says: `None` that the pattern is none.
type Pair = (String, String, Option<bool>);

fn pairs() -> Vec<Pair> {
    let table: Vec<(String, String, Value)> =
        serde_json::from_str(include_str!("patterns/pairs.json")).expect("a list of triples");
    table.into_iter().map(|(pattern, text, verdict)| (pattern, text, verdict.as_bool())).collect()
}

#[test]
fn our_engine_says_what_node_says() {
    let mut wrong = Vec::new();
    for (pattern, text, expected) in pairs() {
        let found = match Pattern::new(&pattern) {
            Ok(compiled) => Some(compiled.matches(&text).expect("few steps")),
            Err(Unusable::Wrong(_)) => None,
            Err(unread) => panic!("{pattern:?} {unread}"),
        };
        if found != expected {
            wrong.push(format!("{pattern:?} on {text:?}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn examples_and_names_of_properties_are_judged_as_node_judges_them() {
    for dialect in ["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema"] {
        let mut texts: BTreeMap<String, Vec<(String, Option<bool>)>> = BTreeMap::new();
        for (pattern, text, expected) in pairs() {
            texts.entry(pattern).or_default().push((text, expected));
        }
        let folder = Folder::new();
        for (number, (pattern, texts)) in texts.iter().enumerate() {
            let values = texts.iter().map(|(text, _)| json!(text));
            let objects = texts.iter().map(|(text, _)| json!({ text: 1 }));
            let schema = json!({
                "$schema": dialect,
                "title": format!("Pattern {number}"),
                "properties": {
                    "value": { "type": "string", "pattern": pattern, "examples": values.collect::<Vec<_>>() },
                    "names": {
                        "type": "object",
                        "patternProperties": { pattern: { "type": "integer" } },
                        "additionalProperties": false,
                        "examples": objects.collect::<Vec<_>>(),
                    },
                },
            });
            folder.write(&format!("schemas/{number}.json"), &schema.to_string());
        }
        let proved = proved(folder.path());
        let mut wrong = Vec::new();
        let examples = proved.resolved.project.examples.iter();
        for (example, proof) in examples.zip(proved.proofs.iter()) {
            let file = &proved.resolved.project.sources.get(example.place.source).name;
            let number: usize = file.trim_matches(|it: char| !it.is_ascii_digit()).parse().expect("a number");
            let (pattern, texts) = texts.iter().nth(number).expect("a pattern");
            let index: usize =
                example.place.pointer.rsplit('/').next().and_then(|it| it.parse().ok()).expect("an index");
            let (text, expected) = &texts[index];
            let expected = match expected {
                Some(true) => Verdict::Valid,
                Some(false) => Verdict::Invalid,
                None => Verdict::Unchecked,
            };
            if proof.verdict != expected {
                wrong.push(format!("{} {pattern:?} on {text:?}: {:?}", example.place.pointer, proof.verdict));
            }
        }
        for (number, (pattern, texts)) in texts.iter().enumerate() {
            let name = format!("schemas/{number}.json");
            let sources = &proved.resolved.project.sources;
            let faults = proved.faults.iter().filter(|fault| sources.get(fault.place.source).name == name);
            let faults: Vec<_> = faults.collect();
            let expected = if texts[0].1.is_none() { 2 } else { 0 };
            let named =
                |pointer: &str| unescape_token(pointer.rsplit('/').next().unwrap_or_default()) == pattern.as_str();
            let placed = |pointer: &str| pointer.ends_with("/pattern") || named(pointer);
            if faults.len() != expected
                || !faults.iter().all(|fault| fault.pattern.is_some() && placed(&fault.place.pointer))
            {
                wrong.push(format!("{pattern:?}: {faults:?}"));
            }
        }
        assert!(wrong.is_empty(), "{dialect}\n{}", wrong.join("\n"));
    }
}

fn proved(folder: &Path) -> Proved {
    let tree = Tree::open(folder).expect("a project");
    prove(resolve(load(Config::defaults(), &tree, None)))
}

#[test]
fn random_patterns_match_what_an_engine_of_ecmascript_matches() {
    let count = std::env::var("PATTERNS").ok().and_then(|count| count.parse().ok()).unwrap_or(PATTERNS);
    let mut random = Random { state: 0x005E_ED0F_9A77, opened: 0, closed: Vec::new() };
    let (mut compared, mut unread) = (0, 0);
    for number in 0..count {
        let pattern = random.pattern();
        let oracle = regress::Regex::with_flags(&pattern, "u");
        let written = match (translated(&pattern), &oracle) {
            (Ok(written), Ok(_)) => written,
            (Err(Unusable::Wrong(_)), Err(_)) => continue,
            (Err(Unusable::Unread(_)), Ok(_)) => {
                unread += 1;
                continue;
            }
            (ours, theirs) => {
                panic!("pattern {number}, {pattern:?}: {ours:?}, but to regress {:?}", theirs.as_ref().err())
            }
        };
        let ours =
            Pattern::new(&pattern).unwrap_or_else(|error| panic!("pattern {number}, {pattern:?} {error}: {written:?}"));
        let handed = jsonschema::options()
            .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACK_LIMIT).size_limit(SIZE_LIMIT))
            .build(&json!({ "pattern": written }))
            .unwrap_or_else(|error| panic!("pattern {number}, {pattern:?} as {written:?}: {error}"));
        let oracle = oracle.expect("it was compiled");
        for _ in 0..6 {
            let text = random.text();
            let expected = oracle.find(&text).is_some();
            let found = (ours.matches(&text).expect("few steps"), handed.is_valid(&json!(text)));
            compared += 1;
            assert_eq!(found, (expected, expected), "pattern {number}, {pattern:?} on {text:?}, as {written:?}");
        }
    }
    println!("{compared} pairs of {count} patterns compared, {unread} patterns not read");
    assert!(compared > count * 3, "most patterns are compared: {compared} pairs of {count}");
    assert!(unread < count / 20, "few patterns are not read: {unread} of {count}");
}

/// Parts of patterns that may be repeated, and those that may not.
const ATOMS: [&str; 39] = [
    "a",
    "a",
    "b",
    "b",
    "ab",
    "1",
    "_",
    " ",
    "é",
    "-",
    ".",
    ".",
    r"\w",
    r"\W",
    r"\d",
    r"\D",
    r"\s",
    r"\S",
    "[ab]",
    "[^a]",
    "[^]",
    "[]",
    r"[\w-]",
    r"[^\W1]",
    r"[\s\S]",
    r"[^\d\s]",
    r"\u{61}",
    r"\x62",
    r"\0",
    r"\p{L}",
    r"\P{L}",
    r"\p{Lu}",
    r"[\P{L}_]",
    r"\uD83D\uDE00",
    r"[\uD800-\uDFFF]",
    r"[\b]",
    r"\cJ",
    r"\.",
    "[&&]",
];
const ASSERTIONS: [&str; 5] = ["^", "$", r"\b", r"\b", r"\B"];
const OPENINGS: [&str; 13] = ["(", "(", "(", "(?<", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?s:", "(?m:"];
const QUANTIFIERS: [&str; 12] =
    ["*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}", "{1,2}?", "{0}", "{0,99999999999}"];
const LETTERS: [&str; 16] = ["a", "a", "a", "b", "b", "b", "1", "_", " ", "\n", "é", "😀", "A", "\r", "\u{2028}", "-"];

/// Patterns and texts from numbers by xorshift, the same in every run.
struct Random {
    state: u64,
    /// How many groups of the pattern that is being written capture, and which of them are closed.
    opened: usize,
    closed: Vec<usize>,
}

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 33).expect("31 bits") % limit
    }

    fn one_of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }

    fn text(&mut self) -> String {
        let length = self.below(7);
        (0..length).map(|_| self.one_of(&LETTERS)).collect()
    }

    fn pattern(&mut self) -> String {
        (self.opened, self.closed) = (0, Vec::new());
        self.disjunction(3).0
    }

    /// Alternatives, and whether each matches at least a character.
    fn disjunction(&mut self, depth: usize) -> (String, bool) {
        let (mut out, mut takes) = self.alternative(depth);
        while self.below(4) == 0 {
            let (other, takes_too) = self.alternative(depth);
            out = format!("{out}|{other}");
            takes &= takes_too;
        }
        (out, takes)
    }

    fn alternative(&mut self, depth: usize) -> (String, bool) {
        let count = self.below(4);
        let terms: Vec<(String, bool)> = (0..count).map(|_| self.term(depth)).collect();
        (terms.iter().map(|(term, _)| term.as_str()).collect(), terms.iter().any(|(_, takes)| *takes))
    }

    fn term(&mut self, depth: usize) -> (String, bool) {
        let (term, takes, repeatable) = match self.below(10) {
            0 => (self.one_of(&ASSERTIONS).to_owned(), false, false),
            1..=3 if depth > 0 => self.group(depth - 1),
            // regress goes wrong about references to groups that are open.
            4 if !self.closed.is_empty() => {
                let index = self.below(self.closed.len());
                let number = self.closed[index];
                (format!("\\{number}"), false, true)
            }
            _ => (self.one_of(&ATOMS).to_owned(), true, true),
        };
        if !repeatable || self.below(3) > 0 {
            return (term, takes);
        }
        let quantifier = self.one_of(&QUANTIFIERS);
        (format!("{term}{quantifier}"), takes && !quantifier.starts_with(['*', '?']) && !quantifier.starts_with("{0"))
    }

    /// A group, whether it matches at least a character, and whether it is to be repeated.
    fn group(&mut self, depth: usize) -> (String, bool, bool) {
        let opening = self.one_of(&OPENINGS);
        let captures = matches!(opening, "(" | "(?<");
        self.opened += usize::from(captures);
        let number = self.opened;
        let (body, takes) = self.disjunction(depth);
        if captures {
            self.closed.push(number);
        }
        let name = if opening == "(?<" { format!("n{number}>") } else { String::new() };
        let looks = opening.contains(['=', '!']);
        // regress does not come to an end with all repetitions of nothing. Now and then a look-around is repeated, which is none.
        let repeatable = if looks { self.below(60) == 0 } else { takes };
        (format!("{opening}{name}{body})"), takes && !looks, repeatable)
    }
}
