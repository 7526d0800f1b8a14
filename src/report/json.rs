//! Findings and counts as one JSON document (contract, section 5).

use serde::Serialize;

use super::counts::Counts;
use super::{Report, Text, begins_command, is_obeyed};
use crate::diagnostic::Finding;

#[derive(Serialize)]
struct Document<'a> {
    schemabook: &'a str,
    diagnostics: Vec<Diagnostic<'a>>,
    /// What waivers allow: none of it fails the run.
    waived: Vec<Waived<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
struct Waived<'a> {
    #[serde(flatten)]
    diagnostic: Diagnostic<'a>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    pointer: &'a str,
    help: Option<&'a str>,
    labels: Vec<LabelEntry<'a>>,
}

#[derive(Serialize)]
struct LabelEntry<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
}

/// The report as JSON.
pub fn json(report: &Report<'_>) -> Text {
    let findings = report.findings;
    let waived = findings.waived.iter();
    text(&Document {
        schemabook: env!("CARGO_PKG_VERSION"),
        diagnostics: findings.all.iter().map(|finding| diagnostic(report, finding)).collect(),
        waived: waived.map(|(finding, reason)| Waived { diagnostic: diagnostic(report, finding), reason }).collect(),
        counts: Counts::new(report),
    })
}

fn diagnostic<'a>(report: &Report<'_>, finding: &'a Finding) -> Diagnostic<'a> {
    let (start, end) = report.range(&finding.at);
    let labels = finding.labels.iter().map(|label| {
        let (start, _) = report.range(&label.at);
        LabelEntry { file: &label.at.file, line: start.line, column: start.column, message: &label.message }
    });
    Diagnostic {
        rule: finding.rule.code,
        severity: finding.severity.name(),
        message: &finding.message,
        file: &finding.at.file,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        pointer: &finding.at.pointer,
        help: finding.help.as_deref(),
        labels: labels.collect(),
    }
}

/// Data of our own as JSON.
pub fn text(data: &impl Serialize) -> Text {
    // Serialising plain data of our own can't fail.
    Text::made(escaped(&serde_json::to_string_pretty(data).unwrap_or_default()))
}

/// Data of our own as JSON on one line.
pub fn line(data: &impl Serialize) -> Text {
    Text::made(escaped(&serde_json::to_string(data).unwrap_or_default()))
}

/// JSON in which what a terminal would obey stands as an escape, so that a log shows no more than was written.
fn escaped(plain: &str) -> String {
    let mut text = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        match c {
            // The layout's own: those of a string are escaped already.
            '\n' => text.push('\n'),
            '[' if begins_command(&text) => text.push_str("\\u005b"),
            c if is_obeyed(c) => text.push_str(&format!("\\u{:04x}", c as u32)),
            c => text.push(c),
        }
    }
    text + "\n"
}
