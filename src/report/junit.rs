//! Findings as JUnit XML, which GitLab, Jenkins and others show: a test case for each example, and one for each other file.
//!
//! A case fails by what fails the run; other findings of it are its output.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Report, Text, harmless};
use crate::diagnostic::Finding;
use crate::model::Verdict;
use crate::source::{SourceId, code_point};

/// A test case: its name, and what was found in it.
#[derive(Default)]
struct Case<'a> {
    /// The pointer below the file, for one of several examples.
    pointer: &'a str,
    /// Why an example was not checked.
    unchecked: Option<&'a str>,
    findings: Vec<&'a Finding>,
}

/// The report as XML.
pub fn junit(report: &Report<'_>) -> Text {
    let suites = suites(report);
    let is_failed = |case: &&Case| case.findings.iter().any(|finding| finding.severity >= report.fails_at);
    let is_skipped = |case: &&Case| case.unchecked.is_some() && !is_failed(case);
    let numbers = |cases: &mut dyn Iterator<Item = &Case>| {
        let cases: Vec<&Case> = cases.collect();
        let failures = cases.iter().copied().filter(|case| is_failed(case)).count();
        let skipped = cases.iter().copied().filter(|case| is_skipped(case)).count();
        format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"", cases.len())
    };
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(xml, "<testsuites name=\"schemabook\" {}>", numbers(&mut suites.values().flatten()));
    for (file, cases) in &suites {
        let name = escape(&format!("{}{file}", report.prefix));
        let _ = writeln!(xml, "  <testsuite name=\"{name}\" {}>", numbers(&mut cases.iter()));
        for case in cases {
            let pointer = if case.pointer.is_empty() { String::new() } else { escape(&format!("#{}", case.pointer)) };
            let _ = write!(xml, "    <testcase name=\"{name}{pointer}\" classname=\"{name}\" file=\"{name}\"");
            let (failed, other): (Vec<&Finding>, Vec<&Finding>) =
                case.findings.iter().partition(|finding| finding.severity >= report.fails_at);
            let skipped = case.unchecked.filter(|_| failed.is_empty());
            if failed.is_empty() && other.is_empty() && skipped.is_none() {
                xml.push_str("/>\n");
                continue;
            }
            xml.push_str(">\n");
            if let Some(why) = skipped {
                let _ = writeln!(xml, "      <skipped message=\"{}\"/>", escape(why));
            }
            write_failure(&mut xml, report, &failed);
            if !other.is_empty() {
                let _ = writeln!(xml, "      <system-out>{}</system-out>", lines(report, &other));
            }
            xml.push_str("    </testcase>\n");
        }
        xml.push_str("  </testsuite>\n");
    }
    Text::made(xml + "</testsuites>\n")
}

/// The cases by file: first that of the file as a whole, then its examples, unless the file is one example.
fn suites<'a>(report: &Report<'a>) -> BTreeMap<&'a str, Vec<Case<'a>>> {
    let project = &report.proved.resolved.project;
    let mut suites: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for (_, source) in project.sources.iter() {
        suites.entry(&source.file).or_insert_with(|| vec![Case::default()]);
    }
    // Where the case of an example stands in its file: a finding at the example, or below it, belongs there.
    let mut examples: BTreeMap<(SourceId, String), usize> = BTreeMap::new();
    for (example, proof) in project.examples.iter().zip(report.proved.proofs.iter()) {
        let source = project.sources.get(example.place.source);
        let Some(cases) = suites.get_mut(source.file.as_str()) else { continue };
        let unchecked = (proof.verdict == Verdict::Unchecked).then(|| proof.note.as_deref().unwrap_or_default());
        let is_file = source.name == source.file && example.place.pointer.is_empty();
        if is_file {
            cases[0].unchecked = unchecked;
            continue;
        }
        examples.insert((example.place.source, source.outermost(&example.place.pointer).1), cases.len());
        let name =
            if source.name == source.file { &example.place.pointer } else { &source.name[source.file.len() + 1..] };
        cases.push(Case { pointer: name, unchecked, findings: Vec::new() });
    }
    for finding in &report.findings.all {
        let cases = suites.entry(&finding.at.file).or_insert_with(|| vec![Case::default()]);
        let mut within = Some(finding.at.pointer.as_str());
        let mut case = 0;
        while let (Some(source), Some(pointer)) = (finding.at.source, within) {
            if let Some(found) = examples.get(&(source, pointer.to_owned())) {
                case = *found;
                break;
            }
            within = pointer.rfind('/').map(|end| &pointer[..end]);
        }
        cases[case].findings.push(finding);
    }
    suites
}

fn write_failure(xml: &mut String, report: &Report<'_>, failed: &[&Finding]) {
    let Some(first) = failed.first() else { return };
    let more = match failed.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let _ = writeln!(
        xml,
        "      <failure type=\"{}\" message=\"{}{more}\">{}</failure>",
        first.rule.code,
        escape(&first.message),
        lines(report, failed)
    );
}

/// Each finding on a line, with its causes and its help below.
fn lines(report: &Report<'_>, findings: &[&Finding]) -> String {
    let mut lines = Vec::new();
    for finding in findings {
        let (place, code) = (report.place(&finding.at), finding.rule.code);
        lines.push(format!("{place}: {}[{code}]: {}", finding.severity, finding.message));
        lines.extend(finding.labels.iter().map(|label| format!("  {}: {}", report.place(&label.at), label.message)));
        lines.extend(finding.help.iter().map(|help| format!("  help: {help}")));
    }
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("\n")
}

/// Text of the input as XML 1.0, on one line, for content and attributes; what XML can't hold is made visible.
fn escape(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => xml.push_str(&code_point(c)),
            c => xml.push(c),
        }
    }
    xml
}
