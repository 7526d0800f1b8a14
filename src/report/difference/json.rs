//! What changed, as one JSON document (contract, section 5).

use serde_json::{Value, json};

use super::super::Text;
use super::super::json::text;
use crate::differ::{Change, Difference, Outcome, Ruling, Verdict};

/// The difference as JSON.
pub fn difference_json(difference: &Difference) -> Text {
    text(&json!({
        "schemabook": env!("CARGO_PKG_VERSION"),
        "old": difference.old,
        "new": difference.new,
        "changes": difference.changes.iter().map(change).collect::<Vec<_>>(),
        "counts": {
            "changes": difference.changes.len(),
            "safe": difference.count(Outcome::Safe),
            "breaks": difference.count(Outcome::Breaks),
            "open": difference.count(Outcome::Open),
        },
    }))
}

fn change(change: &Change) -> Value {
    let (old, new) = change.versions.clone().unwrap_or_default();
    let bump = bump(old.as_deref(), new.as_deref());
    let facts = change
        .facts
        .iter()
        .map(|fact| json!({ "pointer": fact.pointer, "message": fact.message, "breaks": fact.breaks }));
    json!({
        "kind": change.kind,
        "name": change.name,
        "old": change.old,
        "new": change.new,
        "version": { "old": old, "new": new, "bump": bump },
        "facts": facts.collect::<Vec<_>>(),
        "verdicts": change.verdicts.iter().map(ruling).collect::<Vec<_>>(),
        "reaches": {
            "types": change.reaches.types,
            "channels": change.reaches.channels,
            "applications": change.reaches.applications,
            "owners": change.reaches.owners,
        },
    })
}

fn ruling(ruling: &Ruling) -> Value {
    let (verdict, witness, because, why) = match &ruling.verdict {
        Verdict::Safe => ("safe", Value::Null, Vec::new(), Value::Null),
        Verdict::Apart(why) => ("breaks", Value::Null, Vec::new(), Value::from(why.as_str())),
        Verdict::Open(why) => ("open", Value::Null, Vec::new(), Value::from(why.as_str())),
        Verdict::Breaks { witness, because } => {
            let keywords = because.iter().map(|it| json!({ "at": it.at, "keyword": it.keyword })).collect();
            let words: Vec<&str> = because.iter().map(|it| it.message.as_str()).collect();
            ("breaks", witness.clone(), keywords, Value::from(words.join("; ")))
        }
    };
    json!({
        "direction": ruling.direction.name(),
        "reading": ruling.reading,
        "verdict": verdict,
        "witness": witness,
        "because": because,
        "why": why,
    })
}

/// Which part of a version is another: `major`, `minor`, `patch`, `none`; null where one has no such version.
fn bump(old: Option<&str>, new: Option<&str>) -> Option<&'static str> {
    let parts = |version: &str| -> Option<[u64; 3]> {
        let version = version.trim_start_matches('v').split(['+', ' ']).next()?;
        let mut parts = version.split(['.', '-']).map(str::parse);
        let mut part = || parts.next().unwrap_or(Ok(0)).ok();
        Some([part()?, part()?, part()?])
    };
    let (old, new) = (parts(old?)?, parts(new?)?);
    let names = ["major", "minor", "patch"].into_iter().zip(old.iter().zip(&new));
    let mut changed = names.filter(|(_, (old, new))| old != new).map(|(name, _)| name);
    Some(changed.next().unwrap_or("none"))
}
