//! Findings as workflow commands of GitHub Actions, which the runner shows beside the changed lines.
//! See <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fmt::Write as _;

use super::counts::Counts;
use super::{Report, Text, harmless};
use crate::diagnostic::{Finding, Severity};

/// How many commands of one level the runner shows for a step; it drops the others.
const SHOWN: usize = 10;

/// The report as workflow commands, errors first, and a line that sums up.
pub fn github(report: &Report<'_>) -> Text {
    let mut text = String::new();
    let mut left = 0;
    for (severity, command) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "notice")]
    {
        let all = report.findings.all.iter().filter(|finding| finding.severity == severity);
        for finding in all.take(SHOWN) {
            write_command(&mut text, report, command, finding);
        }
        left += report.findings.count(severity).saturating_sub(SHOWN);
    }
    let _ = write!(text, "schemabook: {}", Counts::new(report).found());
    if left > 0 {
        let _ = write!(
            text,
            "; {left} more than the runner shows ({SHOWN} for each level): `schemabook check --format json` lists all"
        );
    }
    Text::made(text + "\n")
}

fn write_command(text: &mut String, report: &Report<'_>, command: &str, finding: &Finding) {
    let at = &finding.at;
    let _ = write!(text, "::{command} file={}", property(&report.file(at)));
    if at.source.is_some() {
        let (start, end) = report.range(at);
        let _ = write!(text, ",line={},endLine={},col={}", start.line, end.line, start.column);
        // The runner takes an end column within one line only.
        if start.line == end.line {
            let _ = write!(text, ",endColumn={}", end.column);
        }
    }
    let _ = write!(text, ",title={}::{}", property(finding.rule.code), data(&harmless(&finding.message)));
    let labels =
        finding.labels.iter().map(|label| format!("{}: {}", report.place(&label.at), harmless(&label.message)));
    for line in labels.chain(finding.help.iter().map(|help| format!("help: {}", harmless(help)))) {
        let _ = write!(text, "%0A{}", data(&line));
    }
    text.push('\n');
}

/// Text as the message of a command, escaped as the runner unescapes it.
pub(super) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as the value of a property.
pub(super) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
