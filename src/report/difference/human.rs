//! What changed, for people.

use std::fmt::Write as _;

use super::super::{Text, harmless};
use super::{CHANGES, FACTS, sum, title, word};
use crate::differ::{Change, Difference, Outcome, Verdict, notable, reach, sentence};
use crate::words::counted;

/// The difference as text, with colours if `colour`.
pub fn difference_human(difference: &Difference, colour: bool) -> Text {
    let mut text = String::new();
    let mut changes: Vec<&Change> = difference.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.outcome()));
    for change in changes.iter().take(CHANGES) {
        write_change(&mut text, change, colour);
    }
    if changes.len() > CHANGES {
        let more = counted(changes.len() - CHANGES, "more change");
        let _ = writeln!(text, "… and {more} (`--format json` lists all)\n");
    }
    let _ = writeln!(text, "{} → {}: {}", harmless(&difference.old), harmless(&difference.new), sum(difference));
    Text::made(text)
}

fn write_change(text: &mut String, change: &Change, colour: bool) {
    let code = match change.outcome() {
        Outcome::Breaks => "1;31",
        Outcome::Open => "1;33",
        Outcome::Safe => "1;32",
    };
    let word = if colour { format!("\x1b[{code}m{}\x1b[0m", word(change)) } else { word(change).to_owned() };
    let _ = writeln!(text, "{word}: {}", harmless(&title(change)));
    for fact in change.facts.iter().take(FACTS) {
        let breaks = if fact.breaks == Some(true) { " (breaks)" } else { "" };
        let _ = writeln!(text, "  {}{breaks}", harmless(&fact.message));
    }
    if change.facts.len() > FACTS {
        let _ = writeln!(text, "  … and {} more", change.facts.len() - FACTS);
    }
    for told in notable(change) {
        let _ = writeln!(text, "  {}", harmless(&sentence(&told)));
        if let Verdict::Breaks { witness, because } = &told.ruling.verdict {
            let _ = writeln!(text, "    {}", harmless(&witness.to_string()));
            for because in because.iter().take(5) {
                let at = if because.at.is_empty() { String::new() } else { format!(" at {}", because.at) };
                let _ = writeln!(text, "    {}", harmless(&format!("{}{at}", because.message)));
            }
        }
    }
    let reach = reach(change);
    if !reach.is_empty() && change.outcome() != Outcome::Safe {
        let _ = writeln!(text, "  reaches {}", harmless(&reach));
    }
    text.push('\n');
}
