//! Findings as the editor shows them.

use std::collections::BTreeMap;

use super::address::Addresses;
use super::position::{Encoding, range};
use super::protocol::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Position, Range, Words,
};
use crate::diagnostic::{At, Finding, Findings, Severity};
use crate::source::{Problem, Sources, Span};

/// What made the findings.
const SOURCE: &str = "schemabook";

/// Rules about what is on its way out, and about what serves nothing.
const DEPRECATED: [&str; 2] = ["deprecated-use", "past-sunset"];
const UNUSED: [&str; 1] = ["dead-keyword"];

/// The findings by file, in the order of the report.
pub fn by_file(
    sources: &Sources,
    findings: &Findings,
    addresses: &Addresses,
    encoding: Encoding,
) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut files: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for finding in &findings.all {
        let found = diagnostic(sources, finding, addresses, encoding);
        files.entry(finding.at.file.clone()).or_default().push(found);
    }
    files
}

/// A finding as the editor shows it.
pub fn diagnostic(sources: &Sources, finding: &Finding, addresses: &Addresses, encoding: Encoding) -> Diagnostic {
    let place = |at: &At| at.source.map_or_else(nowhere, |source| range(sources, source, at.span, encoding));
    let labels = finding.labels.iter().map(|label| DiagnosticRelatedInformation {
        location: Location { uri: addresses.uri(&label.at.file), range: place(&label.at) },
        message: label.message.clone(),
    });
    let code = finding.rule.code;
    let is_in = |codes: &[&str], tag| codes.contains(&code).then(|| vec![tag]);
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    Diagnostic {
        severity: Some(severity(finding.severity)),
        code: Some(Code::String(code.to_owned())),
        source: Some(SOURCE.to_owned()),
        related_information: Some(labels.collect::<Vec<_>>()).filter(|labels| !labels.is_empty()),
        tags: is_in(&DEPRECATED, DiagnosticTag::Deprecated).or_else(|| is_in(&UNUSED, DiagnosticTag::Unnecessary)),
        ..bare(place(&finding.at), format!("{}{help}", finding.message))
    }
}

/// A mistake in the first source, site.toml, that leaves no project to look at.
pub fn mistake(sources: &Sources, span: Span, words: &str, encoding: Encoding) -> Diagnostic {
    let at = sources.iter().next().map_or_else(nowhere, |(source, _)| range(sources, source, span, encoding));
    Diagnostic {
        severity: Some(DiagnosticSeverity::Error),
        code: Some(Code::String("invalid-config".to_owned())),
        source: Some(SOURCE.to_owned()),
        ..bare(at, words.to_owned())
    }
}

/// What is wrong with a text, by the code of its rule.
pub fn of_problem(code: &str, problem: &Problem, range: Range) -> Diagnostic {
    let help = problem.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    Diagnostic {
        severity: Some(DiagnosticSeverity::Error),
        code: Some(Code::String(code.to_owned())),
        source: Some(SOURCE.to_owned()),
        ..bare(range, format!("{}{help}", problem.message))
    }
}

fn bare(range: Range, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: None,
        code: None,
        // Rules have no page on the web yet, and SARIF names none either: what a rule means is said where one hovers over its finding.
        code_description: None,
        source: None,
        message: Words::String(message),
        tags: None,
        related_information: None,
        data: None,
    }
}

fn nowhere() -> Range {
    let start = Position { line: 0, character: 0 };
    Range { start, end: start }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}
