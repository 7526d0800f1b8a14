//! Whether the rules are right about what people have: `tests/noise/expected.tsv` says of a sample of findings, over the bundled catalogs and
//! files of others, whether they are true. CONTRIBUTING.md says how it is made and judged.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schemabook::check::rules;
use serde_json::Value;
use support::{Folder, run};

/// The most rows of a rule, and among how many warnings one may be false.
const MOST: usize = 30;

/// The corpus that is the repository's own.
const OURS: &str = "bundled";

/// Rules whose findings have one of two levels, by what they are about.
const OF_TWO_LEVELS: [&str; 4] = ["breaking-change", "broken-link", "unchecked-example", "unknown-keyword"];

/// A judged finding.
struct Row<'a> {
    corpus: &'a str,
    /// Rule, level, file and message. Lines are for who reads the table: they shift, and the finding stays the same.
    finding: [&'a str; 4],
    is_true: bool,
}

fn row(line: &str) -> Row<'_> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [corpus, rule, level, file, _, message, verdict, why] = cells[..] else { panic!("eight columns: {line}") };
    assert!(["true", "false"].contains(&verdict) && !why.is_empty(), "not judged: {line}");
    Row { corpus, finding: [rule, level, file, message], is_true: verdict == "true" }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn table() -> String {
    fs::read_to_string(repository().join("tests/noise/expected.tsv")).expect("the table can be read")
}

fn rows(table: &str) -> Vec<Row<'_>> {
    table.lines().skip(1).map(row).collect()
}

#[test]
fn errors_are_true_and_warnings_nearly_always() {
    let table = table();
    let mut by_rule: BTreeMap<[&str; 2], Vec<bool>> = BTreeMap::new();
    for Row { finding: [rule, level, ..], is_true, .. } in rows(&table) {
        by_rule.entry([rule, level]).or_default().push(is_true);
    }
    for ([rule, level], verdicts) in by_rule {
        let wrong = verdicts.iter().filter(|is_true| !**is_true).count();
        let bearable = match level {
            "error" => 0,
            "warning" => verdicts.len() / MOST,
            _ => verdicts.len(),
        };
        assert!(wrong <= bearable, "{rule}: {wrong} of {} findings at level {level} are false", verdicts.len());
    }
}

#[test]
fn each_row_has_the_level_that_its_rule_has_now() {
    let levels: BTreeMap<&str, String> = rules().iter().map(|rule| (rule.code, rule.severity.to_string())).collect();
    let table = table();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for Row { finding: [rule, level, file, _], .. } in rows(&table) {
        let now = levels.get(rule).unwrap_or_else(|| panic!("{file}: there is no rule {rule}"));
        assert!(now == level || OF_TWO_LEVELS.contains(&rule), "{file}: {rule} is at level {now} now, not {level}");
        *counts.entry(rule).or_default() += 1;
    }
    let crowded: Vec<_> = counts.into_iter().filter(|(_, count)| *count > MOST).collect();
    assert!(crowded.is_empty(), "more than {MOST} rows of {crowded:?}");
}

#[test]
fn what_is_judged_of_the_bundled_catalogs_is_what_is_found_there() {
    let folder = Folder::new();
    let report = folder.join("report.json");
    let check = run(repository(), &["check", "--format", "json", "--output", &report.to_string_lossy()]);
    let report = fs::read(report).unwrap_or_else(|error| panic!("{error}: {check:?}"));
    let report: Value = serde_json::from_slice(&report).expect("the report is JSON");
    let text = |found: &Value, name: &str| found[name].as_str().unwrap_or_default().to_owned();
    let found = report["diagnostics"].as_array().expect("it lists findings").iter();
    let found: BTreeSet<[String; 4]> =
        found.map(|one| ["rule", "severity", "file", "message"].map(|name| text(one, name))).collect();

    let table = table();
    let judged: Vec<[&str; 4]> =
        rows(&table).into_iter().filter(|row| row.corpus == OURS).map(|row| row.finding).collect();
    let stale: Vec<_> = judged.iter().filter(|row| !found.contains(&row.map(str::to_owned))).collect();
    assert!(stale.is_empty(), "no longer found, so renew the table as CONTRIBUTING.md says: {stale:#?}");
    let speaking = found.iter().map(|[rule, ..]| rule.as_str()).collect::<BTreeSet<_>>();
    let known = judged.iter().map(|[rule, ..]| *rule).collect::<BTreeSet<_>>();
    assert_eq!(speaking, known, "the rules that find something in the bundled catalogs, and those of the table");
}
