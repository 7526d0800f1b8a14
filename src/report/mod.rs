//! Reports of findings: one file per format.

mod counts;
mod coverage;
mod difference;
mod events;
mod github;
mod human;
mod json;
mod junit;
mod rules;
mod samples;
mod sarif;
mod text;

use crate::coverage::Tally;
use crate::diagnostic::{At, Findings, Rule, Severity};
use crate::prove::Proved;
use crate::source::{Position, code_point, is_obeyed};

pub use coverage::{istanbul, lcov};
pub use difference::{difference_github, difference_human, difference_json, difference_markdown};
pub use events::{Events, human_event, human_tally, json_event, json_tally};
pub use github::github;
pub use human::{human, lines};
pub use json::json;
pub use junit::junit;
pub use rules::{explain, explain_json, rules, rules_json};
pub use samples::{json_sample, pretty_sample};
pub use sarif::sarif;
pub use text::Text;

/// Everything that a report may speak of.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub proved: &'a Proved,
    pub findings: &'a Findings,
    /// The table of rules.
    pub rules: &'a [&'static Rule],
    /// What stands before a file's name so that it is found from the working directory: empty, or ends in `/`.
    pub prefix: &'a str,
    /// The least level that fails the run.
    pub fails_at: Severity,
    /// What the examples exercise, where it was asked for.
    pub coverage: Option<Tally>,
}

impl Report<'_> {
    /// Where something begins and ends; the first column of the first line for a file that was not read.
    fn range(&self, at: &At) -> (Position, Position) {
        let sources = &self.proved.resolved.project.sources;
        match at.source {
            Some(source) => {
                let source = sources.get(source);
                (source.position(at.span.start), source.position(at.span.end))
            }
            None => (Position::START, Position::START),
        }
    }

    /// The name of a file from the working directory, on one line, which it may begin without being taken for a command.
    fn file(&self, at: &At) -> String {
        let file = harmless(&format!("{}{}", self.prefix, at.file));
        if file.trim_start().starts_with([':', '#']) { format!("./{file}") } else { file }
    }

    /// `file:line:column`, or the file alone where it was not read.
    fn place(&self, at: &At) -> String {
        match at.source {
            Some(_) => {
                let (start, _) = self.range(at);
                format!("{}:{}:{}", self.file(at), start.line, start.column)
            }
            None => self.file(at),
        }
    }
}

/// Text from the input on one line: control characters, line separators and bidi controls are made visible, so that no input can write to
/// the terminal, begin a line of its own or give a command to the runner of a CI job.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push(' '),
            c if is_obeyed(c) => shown.push_str(&code_point(c)),
            c => shown.push(c),
        }
    }
    disarm(shown)
}

/// Text without what CI runners obey wherever it stands in a line: `##[…]` (GitHub), `##vso[…]` (Azure), `##teamcity[…]`.
fn disarm(text: String) -> String {
    let mut shown = String::new();
    let mut from = 0;
    for (bracket, _) in text.match_indices('[').filter(|(bracket, _)| begins_command(&text[..*bracket])) {
        shown.push_str(&text[from..bracket]);
        shown.push_str(&code_point('['));
        from = bracket + 1;
    }
    if from == 0 { text } else { shown + &text[from..] }
}

/// Whether a bracket after this text would make a command of it.
fn begins_command(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##")
}
