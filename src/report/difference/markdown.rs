//! What changed, as a comment of a pull request. What was read is shown as text: it makes no link, no mention, no markup.

use std::fmt::Write as _;

use super::super::{Text, harmless};
use super::{CHANGES, FACTS, sum, title, word};
use crate::differ::{Change, Difference, Outcome, Verdict, notable, reach, sentence};
use crate::words::counted;

/// How long a comment may be, in bytes: more is refused.
const LONGEST: usize = 60_000;

/// The difference as Markdown.
pub fn difference_markdown(difference: &Difference) -> Text {
    let states = format!("{} → {}", difference.old, difference.new);
    let mut text = format!("### Contracts: {}\n\n{}\n", plain(&sum(difference)), plain(&states));
    let mut changes: Vec<&Change> = difference.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.outcome()));
    let mut shown = 0;
    for change in changes.iter().take(CHANGES) {
        if text.len() > LONGEST {
            break;
        }
        write_change(&mut text, change);
        shown += 1;
    }
    if shown < changes.len() {
        let more = counted(changes.len() - shown, "more change");
        let _ = writeln!(text, "\n… and {more}: `schemabook diff` lists all.");
    }
    Text::made(text)
}

fn write_change(text: &mut String, change: &Change) {
    let _ = writeln!(text, "\n#### {}: {}\n", word(change), plain(&title(change)));
    for fact in change.facts.iter().take(FACTS) {
        let breaks = if fact.breaks == Some(true) { " (**breaks**)" } else { "" };
        let _ = writeln!(text, "- {}{breaks}", plain(&fact.message));
    }
    if change.facts.len() > FACTS {
        let _ = writeln!(text, "- … and {} more", change.facts.len() - FACTS);
    }
    for told in notable(change) {
        let _ = writeln!(text, "\n{}", plain(&sentence(&told)));
        if let Verdict::Breaks { witness, because } = &told.ruling.verdict {
            let event = format!("{witness:#}");
            let fence = fence(&event);
            let event: Vec<String> = event.lines().map(harmless).collect();
            let _ = writeln!(text, "\n{fence}json\n{}\n{fence}\n", event.join("\n"));
            for because in because.iter().take(5) {
                let at = if because.at.is_empty() { String::new() } else { format!(" at {}", because.at) };
                let _ = writeln!(text, "- {}{}", plain(&because.message), plain(&at));
            }
        }
    }
    let reach = reach(change);
    if !reach.is_empty() && change.outcome() != Outcome::Safe {
        let _ = writeln!(text, "\nReaches {}", plain(&reach));
    }
}

/// A fence that no line of a text ends.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat((longest + 1).max(3))
}

/// Text as Markdown shows it: between two backticks it is code, elsewhere each sign that means something is escaped.
fn plain(text: &str) -> String {
    let text = harmless(text);
    let parts: Vec<&str> = text.split('`').collect();
    // One that has no partner is none.
    let has_code = parts.len() % 2 == 1;
    let mut shown = String::new();
    for (number, part) in parts.iter().enumerate() {
        if has_code && number % 2 == 1 && !part.is_empty() {
            let _ = write!(shown, "`{part}`");
            continue;
        }
        for c in part.chars() {
            match c {
                '<' => shown.push_str("&lt;"),
                '>' => shown.push_str("&gt;"),
                '&' => shown.push_str("&amp;"),
                '@' => shown.push_str("&#64;"),
                '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => shown.extend(['\\', c]),
                c => shown.push(c),
            }
        }
    }
    // An address would become a link.
    shown.replace("://", ":\u{2060}//").replace("www.", "www\u{2060}.")
}
