//! What is said of a change beside its facts: its verdicts in sentences, and whom it reaches.

use super::{Change, Direction, Ruling, Verdict};

/// A verdict of a change that is worth words.
pub struct Notable<'a> {
    pub ruling: &'a Ruling,
    /// Whether the other reading says the same.
    pub by_both: bool,
    /// Whether it counts, or is a note.
    pub counts: bool,
}

/// The verdicts that are worth words: what breaks and what is open, those that count first.
pub fn notable(change: &Change) -> Vec<Notable<'_>> {
    let mut all: Vec<Notable<'_>> = Vec::new();
    for direction in [Direction::Backward, Direction::Forward] {
        let own: Vec<&Ruling> = change.verdicts.iter().filter(|ruling| ruling.direction == direction).collect();
        let is_same = own.windows(2).all(|pair| match pair {
            [one, other] => is_like(&one.verdict, &other.verdict),
            _ => true,
        });
        let counting = own.iter().any(|ruling| change.counts(ruling));
        for ruling in own.iter().take(if is_same { 1 } else { 2 }) {
            let counts = if is_same { counting } else { change.counts(ruling) };
            all.push(Notable { ruling, by_both: is_same, counts });
        }
    }
    all.retain(|notable| !matches!(notable.ruling.verdict, Verdict::Safe));
    all.sort_by_key(|notable| !notable.counts);
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
pub fn sentence(notable: &Notable<'_>) -> String {
    let (writer, reader) = match notable.ruling.direction {
        Direction::Backward => ("old", "new"),
        Direction::Forward => ("new", "old"),
    };
    let reading = match (notable.by_both, notable.ruling.reading) {
        (true, _) => String::new(),
        (false, "strict") => ", which its schema takes but does not declare,".to_owned(),
        (false, _) => " as its schema declares it".to_owned(),
    };
    let what = match &notable.ruling.verdict {
        // The facts say why.
        Verdict::Apart(_) => {
            let who = match notable.ruling.direction {
                Direction::Backward => "sends to it",
                Direction::Forward => "receives from it",
            };
            format!("who {who} has to follow")
        }
        Verdict::Breaks { .. } => format!("an event of the {writer} version{reading} is refused by the {reader} one"),
        Verdict::Open(why) => {
            let of = if notable.by_both {
                ""
            } else if notable.ruling.reading == "strict" {
                " by the strict reading"
            } else {
                " by the declared reading"
            };
            format!("whether the {reader} version takes all events of the {writer} one is undecided{of}: {why}")
        }
        Verdict::Safe => format!("the {reader} version takes all events of the {writer} one{reading}"),
    };
    let note = if notable.counts { "" } else { "note: " };
    format!("{note}{}, {what}", notable.ruling.direction.name())
}

/// Whom a change reaches, in words; empty where that is nobody known.
pub fn reach(change: &Change) -> String {
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
