//! Findings and counts as one JSON document (contract, section 5).

use serde::Serialize;

use super::Report;
use crate::diagnostic::Severity;
use crate::model::Verdict;

/// What was read, proved and found, in numbers.
#[derive(Debug, Serialize)]
pub struct Counts {
    pub files: usize,
    pub schemas: usize,
    pub types: usize,
    pub documents: usize,
    pub channels: usize,
    pub operations: usize,
    pub messages: usize,
    pub examples: ExampleCounts,
    pub error: usize,
    pub warning: usize,
    pub note: usize,
}

/// The examples by their outcome; the four sum up to the total.
#[derive(Debug, Default, Serialize)]
pub struct ExampleCounts {
    pub total: usize,
    pub valid: usize,
    pub invalid_as_expected: usize,
    pub failed: usize,
    pub unchecked: usize,
}

#[derive(Serialize)]
struct Document<'a> {
    schemabook: &'a str,
    diagnostics: Vec<Diagnostic<'a>>,
    counts: Counts,
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

impl Counts {
    /// The numbers of a report.
    pub fn new(report: &Report<'_>) -> Counts {
        let project = &report.proved.resolved.project;
        let mut examples = ExampleCounts { total: project.examples.len(), ..ExampleCounts::default() };
        for (number, proof) in report.proved.proofs.iter().enumerate() {
            match proof.verdict {
                Verdict::Unchecked => examples.unchecked += 1,
                _ if report.proved.is_failed(number) => examples.failed += 1,
                Verdict::Valid => examples.valid += 1,
                Verdict::Invalid => examples.invalid_as_expected += 1,
            }
        }
        let sum = |count: fn(&crate::model::Document) -> usize| project.documents.iter().map(count).sum();
        Counts {
            files: project.files,
            schemas: project.schemas.len(),
            types: report.proved.resolved.types.len(),
            documents: project.documents.len(),
            channels: sum(|document| document.channels.len()),
            operations: sum(|document| document.operations.len()),
            messages: sum(|document| document.messages.len()),
            examples,
            error: report.findings.count(Severity::Error),
            warning: report.findings.count(Severity::Warning),
            note: report.findings.count(Severity::Note),
        }
    }
}

/// The report as JSON.
pub fn json(report: &Report<'_>) -> String {
    let diagnostics = report.findings.all.iter().map(|finding| {
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
    });
    let document = Document {
        schemabook: env!("CARGO_PKG_VERSION"),
        diagnostics: diagnostics.collect(),
        counts: Counts::new(report),
    };
    // Serialising plain data of our own can't fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
