//! Findings for people: grouped by file, each with the lines that it speaks of, the sum at the end.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::counts::Counts;
use super::{Report, Text, disarm, harmless};
use crate::diagnostic::{At, Finding, Severity};
use crate::words::counted;

/// How many findings of one file are shown.
const PER_FILE: usize = 100;

/// How long the report may grow, in bytes, before it only counts what is left.
const LONGEST: usize = 240 << 10;

/// The longest excerpt of a line, in bytes.
const EXCERPT: usize = 200;

/// Wider than any excerpt with its label: what is cut is cut here.
const WIDTH: usize = 2000;

/// How many causes of one finding are shown.
const LABELS: usize = 5;

/// The report as text, with colours if `colour`.
pub fn human(report: &Report<'_>, colour: bool) -> Text {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let writer = Writer { report, renderer: renderer.term_width(WIDTH), colour };
    let mut text = String::new();
    let mut findings = report.findings.all.as_slice();
    while let Some(first) = findings.first() {
        if text.len() > LONGEST {
            let _ = writeln!(text, "… and {} more (`--format json` lists all)\n", counted(findings.len(), "finding"));
            break;
        }
        let end = findings.iter().position(|finding| finding.at.file != first.at.file).unwrap_or(findings.len());
        let mut shown = 0;
        while shown < end.min(PER_FILE) && text.len() <= LONGEST {
            writer.write_finding(&mut text, &findings[shown]);
            shown += 1;
        }
        if end > shown {
            let file = report.file(&first.at);
            let _ = writeln!(text, "… and {} more in {file}, {end} in all (`--format json` lists them)\n", end - shown);
        }
        findings = &findings[end..];
    }
    let _ = writeln!(text, "{}", sum(report));
    // Where a command begins in one piece of an excerpt and ends in the next.
    Text::made(disarm(text))
}

struct Writer<'a> {
    report: &'a Report<'a>,
    renderer: Renderer,
    colour: bool,
}

impl Writer<'_> {
    /// One line that says where, what and which rule; the lines of the input, with carets; what to do.
    fn write_finding(&self, text: &mut String, finding: &Finding) {
        let report = self.report;
        let head = format!("{}[{}]", finding.severity, finding.rule.code);
        let (level, code) = match finding.severity {
            Severity::Error => (Level::ERROR, "1;31"),
            Severity::Warning => (Level::WARNING, "1;33"),
            Severity::Note => (Level::NOTE, "1;36"),
        };
        let (place, head) = (self.paint("1", &report.place(&finding.at)), self.paint(code, &head));
        let _ = writeln!(text, "{place}: {head}: {}", harmless(&finding.message));
        if let Some(excerpt) = Excerpt::of(report, &finding.at) {
            self.write_excerpt(text, level, &excerpt, AnnotationKind::Primary, None);
        }
        for label in finding.labels.iter().take(LABELS) {
            let (place, message) = (report.place(&label.at), harmless(&label.message));
            match Excerpt::of(report, &label.at) {
                Some(excerpt) => {
                    let _ = writeln!(text, "{}{} {place}", excerpt.margin(), self.paint("1;94", "-->"));
                    self.write_excerpt(text, Level::NOTE, &excerpt, AnnotationKind::Context, Some(message));
                }
                None => {
                    let _ = writeln!(text, " {} {place}: {message}", self.paint("1;94", "-->"));
                }
            }
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "  {} {}", self.paint("1;96", "help:"), harmless(help));
        }
        text.push('\n');
    }

    fn write_excerpt(
        &self,
        text: &mut String,
        level: Level<'_>,
        excerpt: &Excerpt,
        kind: AnnotationKind,
        label: Option<String>,
    ) {
        let annotation = kind.span(excerpt.span.clone()).label(label);
        let snippet = Snippet::source(&excerpt.text).line_start(excerpt.line as usize).annotation(annotation);
        let _ = writeln!(text, "{}", self.renderer.render(&[Group::with_level(level).element(snippet)]));
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// A line of the input, cut around what is spoken of and without anything that a terminal obeys.
struct Excerpt {
    line: u32,
    text: String,
    span: Range<usize>,
}

impl Excerpt {
    /// The first line of a place; `None` where there is nothing to see.
    fn of(report: &Report<'_>, at: &At) -> Option<Excerpt> {
        let source = report.proved.resolved.project.sources.get(at.source?);
        let line = source.line_span(at.span.start);
        let content = source.text_at(line);
        let start = (at.span.start.saturating_sub(line.start) as usize).min(content.len());
        let end = (at.span.end.min(line.end).saturating_sub(line.start) as usize).clamp(start, content.len());
        if content.trim().is_empty() || !content.is_char_boundary(start) || !content.is_char_boundary(end) {
            return None;
        }
        // Characters that are made visible grow, so that fewer of them have room.
        let cuts = [160, 80, 40, 20].into_iter().map(|window| cut(content, start..end, window));
        let (text, span) = cuts.reduce(|wide, narrow| if wide.0.len() <= EXCERPT { wide } else { narrow })?;
        Some(Excerpt { line: report.range(at).0.line, text, span })
    }

    /// As many blanks as the line's number is wide.
    fn margin(&self) -> String {
        " ".repeat(self.line.to_string().len())
    }
}

/// As much of a line around a range as a window of so many bytes shows, and where the range is in it. The range begins in the first half, and
/// is cut as well where it is longer than the rest.
fn cut(line: &str, range: Range<usize>, window: usize) -> (String, Range<usize>) {
    let from = if line.len() <= window { 0 } else { boundary(line, range.start.saturating_sub(window / 2)) };
    let to = boundary(line, from + window);
    let end = range.end.min(to.max(range.start));
    let mut text = String::from(if from > 0 { "…" } else { "" });
    text.push_str(&harmless(&line[from..range.start]));
    let first = text.len();
    text.push_str(&harmless(&line[range.start..end]));
    let last = text.len();
    text.push_str(harmless(&line[end..to.max(end)]).trim_end());
    text.push_str(if to < line.len() { "…" } else { "" });
    (text, first..last)
}

/// The last place at or before a byte where a character begins or the text ends.
fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// A finding on one line, as it begins in the report of all.
fn line(report: &Report<'_>, finding: &Finding) -> String {
    let head = format!("{}[{}]", finding.severity, finding.rule.code);
    format!("{}: {head}: {}", report.place(&finding.at), harmless(&finding.message))
}

/// The findings that fail the run, on one line each.
pub fn lines(report: &Report<'_>) -> Vec<String> {
    let told = report.findings.all.iter().filter(|finding| finding.severity >= report.fails_at);
    told.map(|finding| line(report, finding)).collect()
}

/// The last line: what was read, what was proved, what was found.
fn sum(report: &Report<'_>) -> String {
    let counts = Counts::new(report);
    let examples = &counts.examples;
    let mut parts = vec![format!(
        "{}, {}, {}, {}: {} valid, {} rejected as expected",
        counted(counts.files, "file"),
        counted(counts.schemas, "schema"),
        counted(counts.types, "event type"),
        counted(examples.total, "example"),
        examples.valid,
        examples.invalid_as_expected
    )];
    if examples.by_envelope > 0 {
        parts[0].push_str(&format!(" ({} of the valid by the envelope alone)", examples.by_envelope));
    }
    if examples.failed > 0 {
        parts.push(format!("{} failed", examples.failed));
    }
    if examples.unchecked > 0 {
        parts.push(format!("{} unchecked", examples.unchecked));
    }
    format!("{}; {}", parts.join(", "), counts.found())
}
