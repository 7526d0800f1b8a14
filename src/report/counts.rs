//! What was read, proved and found, in numbers.

use serde::Serialize;

use super::Report;
use crate::coverage::Tally;
use crate::diagnostic::Severity;
use crate::model::Document;
use crate::prove::Outcomes;
use crate::words::counted;

/// The numbers of a report (contract, section 5).
#[derive(Debug, Serialize)]
pub struct Counts {
    pub files: usize,
    pub schemas: usize,
    pub types: usize,
    pub documents: usize,
    pub channels: usize,
    pub operations: usize,
    pub messages: usize,
    pub examples: Outcomes,
    /// What the examples exercise, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<serde_json::Value>,
    pub error: usize,
    pub warning: usize,
    pub note: usize,
    /// Findings that a waiver allows; they are among none of the levels.
    pub waived: usize,
    /// Findings that the earlier state of `--new-from` has as well; they are among none of the levels.
    pub known: usize,
}

impl Counts {
    /// The numbers of a report.
    pub fn new(report: &Report<'_>) -> Counts {
        let project = &report.proved.resolved.project;
        let sum = |count: fn(&Document) -> usize| project.documents.iter().map(|document| count(document)).sum();
        Counts {
            files: project.files,
            schemas: project.schemas.len(),
            types: report.proved.resolved.types.len(),
            documents: project.whole_documents().len(),
            channels: sum(|document| document.channels.len()),
            operations: sum(|document| document.operations.len()),
            messages: sum(|document| document.messages.len()),
            examples: Outcomes::of(report.proved),
            coverage: report.coverage.as_ref().map(Tally::as_json),
            error: report.findings.count(Severity::Error),
            warning: report.findings.count(Severity::Warning),
            note: report.findings.count(Severity::Note),
            waived: report.findings.waived.len(),
            known: report.findings.known,
        }
    }

    /// What was found, in words: `2 errors, 1 warning, 0 notes, 3 waived`.
    pub fn found(&self) -> String {
        let mut found = match (self.error, self.warning, self.note) {
            (0, 0, 0) => vec!["nothing found".to_owned()],
            (error, warning, note) => vec![counted(error, "error"), counted(warning, "warning"), counted(note, "note")],
        };
        found.extend((self.waived > 0).then(|| format!("{} waived", self.waived)));
        found.extend((self.known > 0).then(|| format!("{} known", self.known)));
        found.join(", ")
    }
}
