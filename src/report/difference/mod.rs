//! What changed between two states: for people, for machines, as a comment of a pull request, as commands of a workflow.

mod github;
mod human;
mod json;
mod markdown;

use crate::differ::{Change, Difference, Outcome};
use crate::words::counted;

pub use github::difference_github;
pub use human::difference_human;
pub use json::difference_json;
pub use markdown::difference_markdown;

/// How many changes are shown but in JSON, and how many sentences of one.
const CHANGES: usize = 200;
const FACTS: usize = 40;

/// The sum, in words.
fn sum(difference: &Difference) -> String {
    if difference.changes.is_empty() {
        return "nothing changed".to_owned();
    }
    let [breaks, open, safe] = [Outcome::Breaks, Outcome::Open, Outcome::Safe].map(|it| difference.count(it));
    format!("{}: {breaks} breaking, {open} undecided, {safe} safe", counted(difference.changes.len(), "change"))
}

/// The word for a change as a whole.
fn word(change: &Change) -> &'static str {
    match change.outcome() {
        Outcome::Breaks => "breaks",
        Outcome::Open => "undecided",
        Outcome::Safe => "safe",
    }
}

/// What a change is of, and its versions.
fn title(change: &Change) -> String {
    let versions = change.versions.as_ref().filter(|(old, new)| old != new);
    let versions = versions.map(|(old, new)| {
        let shown = |version: &Option<String>| version.clone().unwrap_or_else(|| "none".to_owned());
        format!(" (version {} → {})", shown(old), shown(new))
    });
    format!("{} {}{}", change.kind, change.name, versions.unwrap_or_default())
}
