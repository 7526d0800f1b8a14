//! Comparisons: what is called a break is one for the engine, what is called safe no event breaks that is made for the old version, and a
//! schema breaks nothing of itself.

use libfuzzer_sys::Corpus;
use schemabook::compat::{Pair, Verdict, judge};
use schemabook::config::Config;
use schemabook::dialect::Dialect;
use schemabook::prove;
use schemabook::sample::Bare;
use serde_json::Value;

/// How many events are held against a verdict.
const EVENTS: usize = 30;

fn dialect(schema: &Value) -> Dialect {
    schema.get("$schema").and_then(Value::as_str).and_then(Dialect::from_schema_uri).unwrap_or(Dialect::Draft202012)
}

fn verdicts(old: &Value, new: &Value) -> [Verdict; 2] {
    let check = Config::defaults().check;
    let (old_dialect, new_dialect) = (dialect(old), dialect(new));
    let judged = judge(&Pair { old, old_dialect, new, new_dialect, check: &check, events: &[], texts: None });
    [judged.strict, judged.declared]
}

// A list of two schemas.
pub fn run(data: &[u8]) -> Corpus {
    let Ok(Value::Array(pair)) = serde_json::from_slice::<Value>(data) else { return Corpus::Reject };
    let [old, new] = pair.as_slice() else { return Corpus::Reject };
    for verdict in verdicts(old, old) {
        assert!(!matches!(verdict, Verdict::Breaks { .. }), "{old} breaks itself: {verdict:?}");
    }
    let check = Config::defaults().check;
    let engines = [old, new].map(|schema| prove::Bare::new(schema, dialect(schema), &check).ok());
    let [Some(takes), Some(refuses)] = engines else { return Corpus::Keep };
    let [strict, declared] = verdicts(old, new);
    if strict == Verdict::Safe {
        for event in Bare::new(old, dialect(old)).sampler().candidates(EVENTS) {
            let breaks = takes.accepts(&event) == Some(true) && refuses.accepts(&event) == Some(false);
            assert!(!breaks, "{event} breaks {old} as {new}, which is called safe");
        }
    }
    for verdict in [strict, declared] {
        if let Verdict::Breaks { witness, .. } = verdict {
            assert_eq!(takes.accepts(&witness), Some(true), "{old} does not take {witness}");
            assert_eq!(refuses.accepts(&witness), Some(false), "{new} does not refuse {witness}");
        }
    }
    Corpus::Keep
}
