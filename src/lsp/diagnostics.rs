//! Findings as the editor shows them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::address::Addresses;
use super::position::{Encoding, range};
use super::protocol::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    Position, Range, Words,
};
use crate::diagnostic::{At, Finding, Findings, Severity};
use crate::source::{Problem, Sources, Span};

/// What made the findings.
const SOURCE: &str = "schemabook";

/// Rules about what is on its way out, and about what serves nothing.
const DEPRECATED: [&str; 2] = ["deprecated-use", "past-sunset"];
const UNUSED: [&str; 1] = ["dead-keyword"];

/// What is wrong with a file; shared as long as it is the same.
pub type List = Arc<Vec<Diagnostic>>;

/// The findings of a run by file, in the order of the report.
#[derive(Clone, Default)]
pub struct Told {
    sources: Sources,
    findings: Arc<Findings>,
    /// Where the site was to which they lead.
    site: String,
    pub files: BTreeMap<String, List>,
}

impl Told {
    /// The findings of a run. A key changes those of few files in a project that may have thousands: the others are those of the run before.
    pub fn of(
        before: &Told,
        sources: &Sources,
        findings: &Arc<Findings>,
        addresses: &Addresses,
        encoding: Encoding,
    ) -> Told {
        // What stands in a file that has changed stands elsewhere, although it may be the same finding.
        let changed: Option<HashSet<&str>> = sources.has_names_of(&before.sources).then(|| {
            let changed = sources.changed_since(&before.sources).into_iter();
            changed.map(|source| sources.get(source).file.as_str()).collect()
        });
        let is_changed = |at: &At| changed.as_ref().is_none_or(|changed| changed.contains(at.file.as_str()));
        let leads_there = before.site == addresses.site();
        let known: HashMap<&str, &[Arc<Finding>]> = groups(&before.findings).filter(|_| leads_there).collect();
        let list = |file: &str, found: &[Arc<Finding>]| {
            let is_kept = |(now, then): (&Arc<Finding>, &Arc<Finding>)| {
                let places = std::iter::once(&now.at).chain(now.labels.iter().map(|label| &label.at));
                Arc::ptr_eq(now, then) && !places.into_iter().any(is_changed)
            };
            let known = known.get(file).filter(|known| known.len() == found.len());
            let kept = known.filter(|known| found.iter().zip(known.iter()).all(is_kept));
            let kept = kept.and_then(|_| before.files.get(file)).map(Arc::clone);
            kept.unwrap_or_else(|| {
                let shown = found.iter().map(|finding| diagnostic(sources, finding, addresses, encoding));
                Arc::new(shown.collect())
            })
        };
        let files = groups(findings).map(|(file, found)| (file.to_owned(), list(file, found))).collect();
        Told { sources: sources.clone(), findings: Arc::clone(findings), site: addresses.site().to_owned(), files }
    }
}

/// The findings of each file, which stand together.
fn groups(findings: &Findings) -> impl Iterator<Item = (&str, &[Arc<Finding>])> {
    let groups = findings.all.chunk_by(|one, other| one.at.file == other.at.file);
    groups.filter_map(|found| Some((found.first()?.at.file.as_str(), found)))
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
        code_description: addresses.of_rule(code).map(|href| CodeDescription { href }),
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
