//! Findings for people: grouped by file, each with its line, the sum at the end.

use std::fmt::Write as _;

use super::{Counts, Report, harmless};
use crate::diagnostic::{At, Finding, Severity};

/// How many findings of one file are shown.
const PER_FILE: usize = 100;

/// The longest excerpt of a line, in characters.
const EXCERPT: usize = 120;

/// The report as text, with colours if `colour`.
pub fn human(report: &Report<'_>, colour: bool) -> String {
    let mut text = String::new();
    let paint = Paint { colour };
    let mut findings = report.findings.all.as_slice();
    while let Some(first) = findings.first() {
        let end = findings.iter().position(|finding| finding.at.file != first.at.file).unwrap_or(findings.len());
        for finding in &findings[..end.min(PER_FILE)] {
            write_finding(&mut text, report, &paint, finding);
        }
        if end > PER_FILE {
            let file = harmless(&first.at.file);
            let _ = writeln!(
                text,
                "… and {} more in {}{file} (`--format json` lists all)\n",
                end - PER_FILE,
                report.prefix
            );
        }
        findings = &findings[end..];
    }
    let _ = writeln!(text, "{}", sum(report));
    text
}

struct Paint {
    colour: bool,
}

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn severity(&self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Error => self.with("1;31", text),
            Severity::Warning => self.with("1;33", text),
            Severity::Note => self.with("1;36", text),
        }
    }
}

fn write_finding(text: &mut String, report: &Report<'_>, paint: &Paint, finding: &Finding) {
    let head = format!("{}[{}]", finding.severity, finding.rule.code);
    let head = paint.severity(finding.severity, &head);
    let place = place(report, &finding.at);
    let _ = writeln!(text, "{}: {head}: {}", paint.with("1", &place), harmless(&finding.message));
    write_excerpt(text, report, &finding.at, paint.severity(finding.severity, "^").as_str());
    for label in &finding.labels {
        let _ = writeln!(text, "  {} {}", self::place(report, &label.at), harmless(&label.message));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "  {} {}", paint.with("1;32", "help:"), harmless(help));
    }
    text.push('\n');
}

/// A finding on one line, as it begins in the report of all.
pub fn line(report: &Report<'_>, finding: &Finding) -> String {
    let head = format!("{}[{}]", finding.severity, finding.rule.code);
    format!("{}: {head}: {}", place(report, &finding.at), harmless(&finding.message))
}

/// `file:line:column`
fn place(report: &Report<'_>, at: &At) -> String {
    let file = harmless(&at.file);
    match at.source {
        Some(_) => {
            let (start, _) = report.range(at);
            format!("{}{file}:{}:{}", report.prefix, start.line, start.column)
        }
        None => format!("{}{file}", report.prefix),
    }
}

/// The line at fault with a caret below, cut around the place where it is long.
fn write_excerpt(text: &mut String, report: &Report<'_>, at: &At, caret: &str) {
    let Some(source) = at.source else { return };
    let source = report.proved.resolved.project.sources.get(source);
    let line = source.line_span(at.span.start);
    let content = source.text_at(line);
    let before = content.get(..(at.span.start.saturating_sub(line.start)) as usize).unwrap_or_default();
    let column = before.chars().count();
    let start = column.saturating_sub(EXCERPT / 2);
    let shown: String = content.chars().skip(start).take(EXCERPT).collect();
    if shown.trim().is_empty() {
        return;
    }
    let number = report.range(at).0.line.to_string();
    let margin = " ".repeat(number.len());
    let indent = harmless(&shown.chars().take(column - start).collect::<String>()).chars().count();
    let _ = writeln!(
        text,
        "  {margin} |\n  {number} | {}\n  {margin} | {}{caret}",
        harmless(shown.trim_end()),
        " ".repeat(indent)
    );
}

/// The last line: what was read, what was proved, what was found.
fn sum(report: &Report<'_>) -> String {
    let counts = Counts::new(report);
    let examples = &counts.examples;
    let mut parts = vec![format!(
        "{} files, {} schemas, {} event types, {} examples: {} valid, {} rejected as expected",
        counts.files, counts.schemas, counts.types, examples.total, examples.valid, examples.invalid_as_expected
    )];
    if examples.failed > 0 {
        parts.push(format!("{} failed", examples.failed));
    }
    if examples.unchecked > 0 {
        parts.push(format!("{} unchecked", examples.unchecked));
    }
    let found = match (counts.error, counts.warning, counts.note) {
        (0, 0, 0) => "nothing found".to_owned(),
        (error, warning, note) => {
            let several = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
            [several(error, "error"), several(warning, "warning"), several(note, "note")].join(", ")
        }
    };
    format!("{}; {found}", parts.join(", "))
}
