//! What changed between two states: for people, for machines, as a comment of a pull request, as commands of a workflow.

mod github;
mod human;
mod json;
mod markdown;

use crate::differ::{Change, Difference, Direction, Outcome, Ruling, Verdict};
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

/// A verdict of a change that is worth words.
struct Told<'a> {
    ruling: &'a Ruling,
    /// Whether the other reading says the same.
    by_both: bool,
    /// Whether it counts, or is a note.
    counts: bool,
}

/// The verdicts that are worth words: what breaks and what is open, those that count first.
fn told(change: &Change) -> Vec<Told<'_>> {
    let mut all: Vec<Told<'_>> = Vec::new();
    for direction in [Direction::Backward, Direction::Forward] {
        let own: Vec<&Ruling> = change.verdicts.iter().filter(|ruling| ruling.direction == direction).collect();
        let is_same = own.windows(2).all(|pair| match pair {
            [one, other] => is_like(&one.verdict, &other.verdict),
            _ => true,
        });
        let counting = own.iter().any(|ruling| change.counts(ruling));
        for ruling in own.iter().take(if is_same { 1 } else { 2 }) {
            let counts = if is_same { counting } else { change.counts(ruling) };
            all.push(Told { ruling, by_both: is_same, counts });
        }
    }
    all.retain(|told| !matches!(told.ruling.verdict, Verdict::Safe));
    all.sort_by_key(|told| !told.counts);
    all
}

fn is_like(one: &Verdict, other: &Verdict) -> bool {
    match (one, other) {
        (Verdict::Breaks { witness: one, .. }, Verdict::Breaks { witness: other, .. }) => one == other,
        (Verdict::Open(one), Verdict::Open(other)) | (Verdict::Apart(one), Verdict::Apart(other)) => one == other,
        (one, other) => matches!((one, other), (Verdict::Safe, Verdict::Safe)),
    }
}

/// What a verdict says, without its event.
fn sentence(told: &Told<'_>) -> String {
    let (writer, reader) = match told.ruling.direction {
        Direction::Backward => ("old", "new"),
        Direction::Forward => ("new", "old"),
    };
    let note = if told.counts { "" } else { "note: " };
    let reading = match (told.by_both, told.ruling.reading) {
        (true, _) => String::new(),
        (false, "strict") => ", which its schema takes but does not declare,".to_owned(),
        (false, _) => " as its schema declares it".to_owned(),
    };
    let what = match &told.ruling.verdict {
        // The facts say why.
        Verdict::Apart(_) => {
            let who = match told.ruling.direction {
                Direction::Backward => "sends to it",
                Direction::Forward => "receives from it",
            };
            format!("who {who} has to follow")
        }
        Verdict::Breaks { .. } => format!("an event of the {writer} version{reading} is refused by the {reader} one"),
        Verdict::Open(why) => {
            let of = if told.by_both {
                ""
            } else if told.ruling.reading == "strict" {
                " by the strict reading"
            } else {
                " by the declared reading"
            };
            format!("whether the {reader} version takes all events of the {writer} one is undecided{of}: {why}")
        }
        Verdict::Safe => format!("the {reader} version takes all events of the {writer} one{reading}"),
    };
    format!("{note}{}, {what}", told.ruling.direction.name())
}

/// Whom a change reaches, in words; empty where that is nobody known.
fn reach(change: &Change) -> String {
    let lists = [
        ("type", &change.reaches.types),
        ("channel", &change.reaches.channels),
        ("application", &change.reaches.applications),
        ("owner", &change.reaches.owners),
    ];
    let parts = lists.iter().filter(|(_, names)| !names.is_empty());
    let parts: Vec<String> = parts
        .map(|(noun, names)| {
            let more = names.len().saturating_sub(10);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let shown: Vec<&str> = names.iter().take(10).map(String::as_str).collect();
            format!("{noun}{} {}{more}", if names.len() == 1 { "" } else { "s" }, shown.join(", "))
        })
        .collect();
    parts.join("; ")
}
