//! Verdicts on pairs of schemas: `tests/diff/verdicts/` has them in lists, each pair with what is to be found by both readings and, where only one
//! event is the smallest, that event. A schema without `$schema` is of 2020-12, or of the pair's `draft`.

use std::fs;
use std::path::Path;

use schemabook::compat::{Judged, Pair, Verdict, judge};
use schemabook::config::Config;
use schemabook::dialect::Dialect;
use schemabook::prove::{Bare, is_covered};
use serde_json::{Value, json};

/// The pairs of all lists.
fn pairs() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/verdicts");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("it can be read").map(|it| it.expect("an entry").path()).collect();
    files.sort();
    let read = |file: &std::path::PathBuf| -> Vec<Value> {
        serde_json::from_str(&fs::read_to_string(file).expect("it can be read")).expect("a list of pairs")
    };
    files.iter().flat_map(read).collect()
}

fn dialect(pair: &Value, schema: &Value) -> Dialect {
    let named = schema.get("$schema").and_then(Value::as_str).and_then(Dialect::from_schema_uri);
    let of_pair = pair.get("draft").and_then(Value::as_str).and_then(Dialect::from_name);
    named.or(of_pair).unwrap_or(Dialect::Draft202012)
}

fn judged(old: (&Value, Dialect), new: (&Value, Dialect), events: &[Value]) -> Judged {
    let check = Config::defaults().check;
    judge(&Pair { old: old.0, old_dialect: old.1, new: new.0, new_dialect: new.1, check: &check, events, texts: None })
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Safe => "safe",
        Verdict::Breaks { .. } => "breaks",
        Verdict::Open(_) => "open",
    }
}

#[test]
fn each_pair_is_judged_as_it_should_be() {
    let mut wrong = Vec::new();
    for pair in pairs() {
        let (old, new) = (&pair["old"], &pair["new"]);
        let judged = judged((old, dialect(&pair, old)), (new, dialect(&pair, new)), &[]);
        for (reading, verdict) in [("strict", &judged.strict), ("declared", &judged.declared)] {
            if pair[reading] != name(verdict) {
                wrong.push(format!("{}: {reading} is {verdict:?}", pair["title"]));
            }
        }
        if let (Some(expected), Verdict::Breaks { witness, .. }) = (pair.get("witness"), &judged.strict)
            && witness != expected
        {
            wrong.push(format!("{}: the event is {witness}", pair["title"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_event_is_taken_by_the_one_and_refused_by_the_other() {
    let check = Config::defaults().check;
    let mut events = 0;
    for pair in pairs() {
        for (old, new) in [(&pair["old"], &pair["new"]), (&pair["new"], &pair["old"])] {
            let (from, to) = (dialect(&pair, old), dialect(&pair, new));
            let judged = judged((old, from), (new, to), &[]);
            for verdict in [judged.strict, judged.declared] {
                let Verdict::Breaks { witness, .. } = verdict else { continue };
                let accepts = |schema: &Value, dialect| {
                    Bare::new(schema, dialect, &check).ok().and_then(|engine| engine.accepts(&witness))
                };
                let title = &pair["title"];
                assert_eq!(accepts(old, from), Some(true), "{title}: {witness} is an event of the one");
                assert_eq!(accepts(new, to), Some(false), "{title}: {witness} is none of the other");
                events += 1;
            }
        }
    }
    assert!(events > 60, "{events} events");
}

#[test]
fn the_canonical_form_proves_nothing_that_an_event_refutes() {
    let mut proved = 0;
    for pair in pairs() {
        for (old, new) in [(&pair["old"], &pair["new"]), (&pair["new"], &pair["old"])] {
            let (from, to) = (dialect(&pair, old), dialect(&pair, new));
            if from == to && is_covered(old, new, from, true) {
                let judged = judged((old, from), (new, to), &[]);
                assert_eq!(judged.strict, Verdict::Safe, "{}", pair["title"]);
                proved += 1;
            }
        }
    }
    assert!(proved > 20, "{proved} proofs");
}

#[test]
fn an_event_that_is_at_hand_comes_first() {
    let old = json!({ "type": "object", "properties": { "port": { "type": "integer" } } });
    let new = json!({ "type": "object", "properties": { "port": { "type": "integer", "maximum": 49151 } } });
    let event = json!({ "port": 50000 });
    let dialect = Dialect::Draft202012;
    let judged = judged((&old, dialect), (&new, dialect), std::slice::from_ref(&event));
    let because = vec![("/port".to_owned(), "maximum".to_owned())];
    assert_eq!(judged.declared, Verdict::Breaks { witness: event, because });
}

/// What would take very long is not decided; it ends all the same, and never with a yes.
#[test]
fn pairs_that_mean_no_good_end() {
    let dialect = Dialect::Draft202012;
    let choices = |from: usize| -> Value {
        let one =
            |number: usize| json!({ "anyOf": [{ "required": [format!("p{number}")] }, { "minProperties": number }] });
        json!({ "allOf": (from..from + 40).map(one).collect::<Vec<_>>() })
    };
    let patterns = |text: &str| json!({ "type": "string", "pattern": text });
    let names = |from: usize| -> Value {
        let pattern = |number: usize| (format!("a{{{number}}}.*b"), json!({ "maximum": number }));
        json!({ "patternProperties": (from..from + 12).map(pattern).collect::<serde_json::Map<_, _>>() })
    };
    let pairs = [
        (choices(1), choices(2)),
        (patterns("^(a|b)*a(a|b){18}$"), patterns("^(a|b)*b(a|b){18}$")),
        (patterns("(?=.*a)(?=.*b)(?=.*c)"), patterns("(?=.*a)(?=.*b)(?=.*d)")),
        (names(1), names(2)),
        (json!({ "minItems": 100_000 }), json!({ "minItems": 100_001 })),
        (json!({ "minLength": 10_000_000 }), json!({ "minLength": 10_000_001 })),
        (json!({ "$ref": "#" }), json!({ "$ref": "#/$defs/a", "$defs": { "a": { "$ref": "#/$defs/a" } } })),
    ];
    for (old, new) in &pairs {
        let judged = judged((old, dialect), (new, dialect), &[]);
        assert_ne!(judged.strict, Verdict::Safe, "{old}");
    }
}
