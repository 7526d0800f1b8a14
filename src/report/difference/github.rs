//! What changed, as workflow commands of GitHub Actions: what breaks is an error, what is undecided a warning, what counts not a notice.

use std::fmt::Write as _;

use super::super::github::{data, property};
use super::super::{Text, harmless};
use super::{sum, title};
use crate::differ::{Change, Difference, Outcome, Verdict, notable, sentence};

/// How many commands of one level the runner shows for a step.
const SHOWN: usize = 10;

/// The difference as workflow commands; `prefix` leads from the working directory to the new state.
pub fn difference_github(difference: &Difference, prefix: &str) -> Text {
    let mut text = String::new();
    let mut left = 0;
    let levels = [(Outcome::Breaks, "error"), (Outcome::Open, "warning"), (Outcome::Safe, "notice")];
    for (outcome, command) in levels {
        let all = difference.changes.iter().filter(|change| change.outcome() == outcome);
        // What is safe and has no note needs no words.
        let all = all.filter(|change| outcome != Outcome::Safe || !notable(change).is_empty());
        for (number, change) in all.enumerate() {
            if number < SHOWN {
                write_command(&mut text, change, command, prefix);
            } else {
                left += 1;
            }
        }
    }
    let _ = write!(text, "schemabook: {}", sum(difference));
    if left > 0 {
        let _ = write!(text, "; {left} more than the runner shows: `schemabook diff --format json` lists all");
    }
    Text::made(text + "\n")
}

fn write_command(text: &mut String, change: &Change, command: &str, prefix: &str) {
    let place = change.new.as_deref().or(change.old.as_deref()).unwrap_or_default();
    let file = place.split('#').next().unwrap_or_default();
    let file = harmless(&format!("{prefix}{file}"));
    let rule = match change.outcome() {
        Outcome::Breaks => "breaking change",
        Outcome::Open => "undecided change",
        Outcome::Safe => "change",
    };
    let _ = write!(text, "::{command} file={},title={rule}::{}", property(&file), data(&harmless(&title(change))));
    let facts = change.facts.iter().take(10).map(|fact| fact.message.clone());
    let verdicts = notable(change).into_iter().flat_map(|told| {
        let mut lines = vec![sentence(&told)];
        if let Verdict::Breaks { witness, because } = &told.ruling.verdict {
            lines.push(witness.to_string());
            lines.extend(because.iter().take(5).map(|because| {
                let at = if because.at.is_empty() { String::new() } else { format!(" at {}", because.at) };
                format!("{}{at}", because.message)
            }));
        }
        lines
    });
    for line in facts.chain(verdicts) {
        let _ = write!(text, "%0A{}", data(&harmless(&line)));
    }
    text.push('\n');
}
