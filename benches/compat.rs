//! Verdicts on pairs of schemas out of a file: `cargo bench --bench compat -- FILE`.
//!
//! Each line of FILE is `{ "suite", "id", "old", "new", "draft", "truth" }`; a pair whose schemas name no dialect and that has no `draft` is
//! of draft-07. Pairs on which the two readings differ are counted by why. For each a line `{ "suite", "id", "strict", "declared", "micros" }` goes to stdout, the sums go to stderr.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use schemabook::compat::{Pair, Undeclared, Verdict, judge, strict_alone};
use schemabook::config::Config;
use schemabook::dialect::Dialect;
use serde_json::{Value, json};

fn dialect(schema: &Value, line: &Value) -> Dialect {
    let named = schema.get("$schema").and_then(Value::as_str).and_then(Dialect::from_schema_uri);
    named.or_else(|| Dialect::from_name(line.get("draft")?.as_str()?)).unwrap_or(Dialect::Draft7)
}

fn told(verdict: &Verdict) -> Value {
    match verdict {
        Verdict::Safe => json!({ "verdict": "safe", "witness": null, "why": null }),
        Verdict::Breaks { witness, because } => {
            let because: Vec<String> = because.iter().map(|(at, keyword)| format!("`{keyword}` at `{at}`")).collect();
            json!({ "verdict": "breaks", "witness": witness, "why": because.join(", ") })
        }
        Verdict::Open(why) => json!({ "verdict": "open", "witness": null, "why": why }),
    }
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Safe => "safe",
        Verdict::Breaks { .. } => "breaks",
        Verdict::Open(_) => "open",
    }
}

fn main() -> ExitCode {
    let Some(file) = std::env::args().skip(1).find(|arg| !arg.starts_with('-')) else {
        eprintln!("name a file of pairs: cargo bench --bench compat -- FILE");
        return ExitCode::SUCCESS;
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("`{file}` can't be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let check = Config::defaults().check;
    let mut sums: BTreeMap<String, usize> = BTreeMap::new();
    let mut apart: BTreeMap<Undeclared, usize> = BTreeMap::new();
    let mut micros = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            eprintln!("a line is no JSON: {line:.60}");
            return ExitCode::FAILURE;
        };
        let (old, new) = (&line["old"], &line["new"]);
        let pair = Pair {
            old,
            old_dialect: dialect(old, &line),
            new,
            new_dialect: dialect(new, &line),
            check: &check,
            events: &[],
            texts: None,
        };
        let start = Instant::now();
        let judged = judge(&pair);
        let took = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        micros.push(took);
        let (strict, declared) = (told(&judged.strict), told(&judged.declared));
        println!(
            "{}",
            json!({ "suite": line["suite"], "id": line["id"], "strict": strict, "declared": declared, "micros": took })
        );
        if let Some(kind) = strict_alone(&judged) {
            *apart.entry(kind).or_default() += 1;
        }
        *sums.entry(format!("strict {}", name(&judged.strict))).or_default() += 1;
        *sums.entry(format!("declared {}", name(&judged.declared))).or_default() += 1;
        if let Some(truth) = line["truth"].as_str() {
            *sums.entry(format!("truth {truth}, strict {}", name(&judged.strict))).or_default() += 1;
        }
    }
    micros.sort_unstable();
    for (what, count) in sums {
        eprintln!("{count:>7} {what}");
    }
    eprintln!(
        "{:>7} differ by the two readings, of an event that the old version takes and does not declare:",
        apart.values().sum::<usize>()
    );
    for (kind, count) in apart {
        eprintln!("{count:>7}   {}", kind.words());
    }
    let at = |part: usize| micros.get((micros.len() * part / 100).min(micros.len().saturating_sub(1))).unwrap_or(&0);
    eprintln!("{} µs median, {} µs of 99 in 100, {} µs at most", at(50), at(99), at(100));
    ExitCode::SUCCESS
}
