//! Recorded events: a line for each mistake, or for each bad event as JSON (contract, section 5), and their sum.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Map;

use super::json::line;
use super::{Text, harmless};
use crate::resolve::Resolved;
use crate::stream::{BadEvent, EventError, Tally};

/// How many types the sum for people lists.
const TYPES: usize = 100;

/// Where events come from.
#[derive(Clone, Copy)]
pub struct Events<'a> {
    pub resolved: &'a Resolved,
    /// The file as it was named; `-` for stdin.
    pub file: &'a str,
}

#[derive(Serialize)]
struct EventEntry<'a> {
    file: &'a str,
    line: u64,
    #[serde(rename = "type")]
    event_type: Option<&'a str>,
    schema: Option<String>,
    errors: Vec<ErrorEntry<'a>>,
}

#[derive(Serialize)]
struct ErrorEntry<'a> {
    at: &'a str,
    keyword: &'a str,
    message: String,
}

/// A bad event as one line of JSON.
pub fn json_event(events: Events<'_>, bad: &BadEvent) -> Text {
    let errors = bad.errors.iter().map(|error| ErrorEntry {
        at: &error.at,
        keyword: &error.keyword,
        message: match error.keyword.as_str() {
            // There is no pointer into what is no JSON.
            "parse-error" | "duplicate-key" => format!("{} (column {})", error.message, error.column),
            _ => error.message.clone(),
        },
    });
    let entry = EventEntry {
        file: events.file,
        line: bad.line,
        event_type: bad.event_type.as_deref(),
        schema: bad.schema.as_ref().map(|place| events.resolved.project.sources.display(place)),
        errors: errors.collect(),
    };
    line(&entry)
}

/// The counts as one line of JSON.
pub fn json_tally(tally: &Tally) -> Text {
    let all = tally.all;
    let by_type = tally.by_type().into_iter().map(|(name, counts)| (name.to_owned(), serde_json::json!(counts)));
    let summary = serde_json::json!({ "summary": {
        "events": all.events,
        "valid": all.valid,
        "invalid": all.invalid,
        "unknown_type": all.unknown_type,
        "by_type": by_type.collect::<Map<_, _>>(),
    }});
    line(&summary)
}

/// One line for each mistake of a bad event.
pub fn human_event(events: Events<'_>, bad: &BadEvent) -> Vec<Text> {
    bad.errors.iter().map(|error| human_error(events, bad, error)).collect()
}

fn human_error(events: Events<'_>, bad: &BadEvent, error: &EventError) -> Text {
    let file = harmless(events.file);
    let here = if file.starts_with([':', '#']) { "./" } else { "" };
    let mut line = format!("{here}{file}:{}:{}: ", error.line, error.column);
    if let Some(name) = &bad.event_type {
        let _ = write!(line, "{}: ", shown(name));
    }
    line.push_str(&harmless(&error.message));
    if !error.at.is_empty() {
        let _ = write!(line, " at {}", harmless(&error.at));
    }
    if let Some(help) = &error.help {
        let _ = write!(line, "; {}", harmless(help));
    }
    line.push('\n');
    Text::made(line)
}

/// The counts for people: in all, then each type with what is wrong with its events.
pub fn human_tally(tally: &Tally) -> Text {
    let all = tally.all;
    let mut text = format!("{}: {} valid", events(all.events), all.valid);
    for (count, words) in [(all.invalid, "invalid"), (all.unknown_type, "of unknown type")] {
        if count > 0 {
            let _ = write!(text, ", {count} {words}");
        }
    }
    text.push('\n');
    let types = tally.by_type();
    for (name, counts) in types.iter().take(TYPES) {
        // Between backticks, since a CI runner may take a line that begins with colons for a command.
        let name = if name.is_empty() { "no event type".to_owned() } else { format!("`{}`", shown(name)) };
        let _ = write!(text, "  {name}: {}", events(counts.events));
        for (count, words) in [(counts.invalid, "invalid"), (counts.unknown_type, "unknown")] {
            if count > 0 {
                let _ = write!(text, ", {count} {words}");
            }
        }
        text.push('\n');
    }
    if types.len() > TYPES {
        let _ = writeln!(text, "  … and {} more types (`--format json` lists all)", types.len() - TYPES);
    }
    Text::made(text)
}

fn events(count: u64) -> String {
    format!("{count} event{}", if count == 1 { "" } else { "s" })
}

/// A name from the input, shortened.
fn shown(name: &str) -> String {
    const SHOWN: usize = 80;
    let short: String = name.chars().take(SHOWN).collect();
    harmless(&short) + if short.len() < name.len() { "…" } else { "" }
}
