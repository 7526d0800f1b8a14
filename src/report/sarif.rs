//! Findings as SARIF 2.1.0, which GitHub code scanning and editors read.
//! See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{Report, Text, harmless};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::route::{short_hash, url_path};

/// How many results GitHub shows of one run; it refuses a file with more than five times as many.
const LISTED: usize = 5000;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The report as SARIF: one run, the errors first where there are too many results.
pub fn sarif(report: &Report<'_>) -> Text {
    let all = &report.findings.all;
    let mut listed: Vec<&Finding> = all.iter().map(|finding| &**finding).collect();
    // The sort is stable: within a level the order of the files stays.
    listed.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    listed.truncate(LISTED);
    let left = all.len() - listed.len();
    let notifications = (left > 0).then(|| {
        let text = format!("truncated: {left} of {} findings are not listed; --format json lists all", all.len());
        json!({ "level": "warning", "message": { "text": text } })
    });
    let notifications: Vec<Value> = notifications.into_iter().collect();
    let indices: HashMap<&str, usize> =
        report.rules.iter().enumerate().map(|(index, rule)| (rule.code, index)).collect();
    let mut seen = HashMap::new();
    let results = listed.into_iter().map(|finding| {
        let mut result = result(report, finding, &mut seen);
        result["ruleIndex"] = json!(indices.get(finding.rule.code));
        result
    });
    super::json::text(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "schemabook",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": report.rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notifications }],
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    }))
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": rule.explanation, "markdown": rule.explanation },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(report: &Report<'_>, finding: &Finding, seen: &mut HashMap<String, usize>) -> Value {
    let mut text = harmless(&finding.message);
    if let Some(help) = &finding.help {
        text = format!("{text}\nhelp: {}", harmless(help));
    }
    let related = finding.labels.iter().enumerate().map(|(index, label)| {
        let mut location = location(report, &label.at);
        location["id"] = json!(index + 1);
        location["message"] = json!({ "text": harmless(&label.message) });
        location
    });
    // Lines may shift and the finding stays the same one: what it says and where it stands in the tree identify it, and a number those
    // that say the same of one place.
    let At { file, pointer, .. } = &finding.at;
    let (rule, message) = (finding.rule.code, &finding.message);
    let hash = format!("{}{}", short_hash(&format!("{rule} {file}#{pointer}")), short_hash(message));
    let count = seen.entry(hash.clone()).and_modify(|count| *count += 1).or_insert(1);
    json!({
        "ruleId": finding.rule.code,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [location(report, &finding.at)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "schemabookFinding/v1": format!("{hash}:{count}") },
    })
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn location(report: &Report<'_>, at: &At) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": url_path(&format!("{}{}", report.prefix, at.file)) } });
    if at.source.is_some() {
        let (start, end) = report.range(at);
        physical["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    json!({ "physicalLocation": physical })
}
