//! The reports of `check`: each format over one sample (`tests/reports/sample/`) as `tests/reports/<format>.expected` has it, the same findings
//! in all of them, and nothing in them that a terminal or the runner of a CI job would obey.
//!
//! `SNAPSHOTS=overwrite cargo test --test reports` writes the expected files. Read them: they are what users read.

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;

use support::{Folder, run};

const FORMATS: [&str; 5] = ["human", "json", "sarif", "junit", "github"];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The day that deadlines are held against.
const TODAY: &str = "2027-03-01";

/// The report of a project in a format, as it goes to stdout.
fn report(folder: &Path, format: &str) -> String {
    let run = run(folder, &[&["check", "--format", format, "--today", TODAY], against(folder)].concat());
    assert_eq!(run.err, "", "{format}: nothing goes to stderr");
    run.out
}

#[test]
fn each_format_reads_as_expected() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    for format in FORMATS {
        let run = run(repository(), &["check", "tests/reports/sample", "--format", format]);
        assert_eq!((run.code, run.err.as_str()), (Some(1), ""), "{format}");
        let expected = repository().join(format!("tests/reports/{format}.expected"));
        if overwrite {
            fs::write(&expected, &run.out).expect("the expected file can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != run.out {
            wrong.push(format!("{format}: now it is\n{}", run.out));
        }
    }
    assert!(wrong.is_empty(), "SNAPSHOTS=overwrite accepts these:\n{}", wrong.join("\n"));
}

/// The findings of the other formats, as `file:line:column: severity[rule]`, sorted; a file alone where nothing of it was read.
fn findings(format: &str, text: &str) -> Vec<String> {
    let mut found: Vec<String> = match format {
        "human" => text.lines().filter_map(head).collect(),
        "junit" => {
            let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let lines = text.lines().map(|line| {
                let start = line.find("</failure>").map_or(line.len(), |end| end);
                let line = &line[..start];
                ["<system-out>", "\">"].iter().find_map(|tag| line.split_once(tag)).map_or(line, |(_, rest)| rest)
            });
            lines.filter_map(head).collect()
        }
        "sarif" => sarif_findings(text),
        "github" => commands(text).into_iter().map(|command| command.finding()).collect(),
        _ => {
            let report: Value = serde_json::from_str(text).expect("it is JSON");
            let all = report["diagnostics"].as_array().expect("a list").iter();
            let finding = |finding: &Value| {
                let text = |key: &str| finding[key].as_str().expect("a text").to_owned();
                format!(
                    "{}:{}:{}: {}[{}]",
                    text("file"),
                    finding["line"],
                    finding["column"],
                    text("severity"),
                    text("rule")
                )
            };
            all.map(finding).collect()
        }
    };
    found.sort();
    found
}

/// `file:line:column: severity[rule]` of a line that begins a finding.
fn head(line: &str) -> Option<String> {
    let (place, rest) = ["error[", "warning[", "note["].iter().find_map(|level| {
        let at = line.find(&format!(": {level}"))?;
        Some((&line[..at], &line[at + 2..]))
    })?;
    let place = if place.rsplit(':').take(2).all(|part| part.parse::<u32>().is_ok()) {
        place.to_owned()
    } else {
        format!("{place}:1:1")
    };
    Some(format!("{place}: {}]", rest.split_once(']')?.0))
}

fn sarif_findings(text: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(text).expect("it is JSON");
    let run = &report["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("the rules");
    let results = run["results"].as_array().expect("the results").iter();
    let finding = |result: &Value| {
        let physical = &result["locations"][0]["physicalLocation"];
        let file = decoded(physical["artifactLocation"]["uri"].as_str().expect("a URI"));
        let number = |key: &str| physical["region"][key].as_u64().unwrap_or(1);
        let rule = &rules[result["ruleIndex"].as_u64().expect("a number") as usize];
        assert_eq!(rule["id"], result["ruleId"], "the index leads to the rule");
        let (level, rule) = (result["level"].as_str().expect("a level"), rule["id"].as_str().expect("an id"));
        format!("{file}:{}:{}: {level}[{rule}]", number("startLine"), number("startColumn"))
    };
    results.map(finding).collect()
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let hex = std::str::from_utf8(&after[..2]).expect("two digits");
            bytes.push(u8::from_str_radix(hex, 16).expect("two digits"));
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// The earlier state that a project of some rules is held against.
fn against(project: &Path) -> &'static [&'static str] {
    if project.with_file_name("before").is_dir() { &["--against", "../before"] } else { &[] }
}

#[test]
fn the_same_findings_stand_in_all_formats() {
    let rules = fs::read_dir(repository().join("tests/rules")).expect("tests/rules can be read");
    let projects = rules.map(|rule| rule.expect("an entry").path().join("bad")).filter(|path| path.is_dir());
    // Its finding is a link.
    let projects = projects.filter(|path| cfg!(unix) || !path.ends_with("skipped-file/bad"));
    let mut count = 0;
    for project in projects.chain([repository().join("tests/reports/sample")]) {
        let json = run(&project, &[&["check", "--format", "json", "--today", TODAY], against(&project)].concat());
        // What has nothing to work on has no report.
        if json.code == Some(2) {
            continue;
        }
        let expected = findings("json", &json.out);
        assert!(!expected.is_empty(), "{}", project.display());
        for format in ["human", "sarif", "junit", "github"] {
            let found = findings(format, &report(&project, format));
            if format == "github" {
                // The runner shows ten of each level.
                assert!(found.iter().all(|finding| expected.contains(finding)), "{}: {found:?}", project.display());
                let level = |all: &[String], level: &str| all.iter().filter(|line| line.contains(level)).count();
                for name in [": error[", ": warning[", ": note["] {
                    assert_eq!(level(&found, name), level(&expected, name).min(10), "{}: {name}", project.display());
                }
            } else {
                assert_eq!(found, expected, "{} as {format}", project.display());
            }
        }
        count += expected.len();
    }
    assert!(count > 100, "the projects of all rules were looked at: {count} findings");
}

/// A workflow command as the runner of GitHub Actions understands it.
#[derive(Debug)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    data: String,
}

impl Command {
    fn property(&self, name: &str) -> &str {
        self.properties.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    fn finding(&self) -> String {
        let level = if self.name == "notice" { "note" } else { &self.name };
        let number = |name| Some(self.property(name)).filter(|value| !value.is_empty()).unwrap_or("1").to_owned();
        let (line, column) = (number("line"), number("col"));
        format!("{}:{line}:{column}: {level}[{}]", self.property("file"), self.property("title"))
    }
}

/// The commands in an output, read as the runner reads them (actions/runner, `ActionCommand.cs`): `::name key=value,…::data` at the start of a
/// line after blanks, and the older `##[name key=value;…]data` anywhere in a line.
fn commands(output: &str) -> Vec<Command> {
    let unescaped = |text: &str, pairs: &[(&str, &str)]| {
        pairs.iter().fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
    };
    const DATA: [(&str, &str); 3] = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
    const PROPERTY: [(&str, &str); 5] = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    let read = |head: &str, data: &str, separator: char| {
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        let pairs = properties.split(separator).filter_map(|pair| pair.split_once('='));
        let properties = pairs.map(|(key, value)| (key.trim().to_owned(), unescaped(value, &PROPERTY)));
        Command { name: name.to_owned(), properties: properties.collect(), data: unescaped(data, &DATA) }
    };
    let lines = output.split(['\r', '\n']);
    lines
        .filter_map(|line| {
            let new = line.trim_start().strip_prefix("::").and_then(|line| line.split_once("::"));
            if let Some((head, data)) = new.filter(|(head, _)| !head.is_empty()) {
                return Some(read(head, data, ','));
            }
            let (head, data) = line.split_once("##[")?.1.split_once(']')?;
            Some(read(head, data, ';'))
        })
        .collect()
}

#[test]
fn the_model_of_the_runner_reads_commands() {
    let found = commands("a ::error::no\n  ::warning file=a%2Cb,line=1::50%25%0Atwo\nx ##[set-env name=A;]b\n");
    assert_eq!(found.iter().map(|command| command.name.as_str()).collect::<Vec<_>>(), ["warning", "set-env"]);
    assert_eq!((found[0].property("file"), found[0].data.as_str()), ("a,b", "50%\ntwo"));
}

/// A project of names and values that would like to be commands.
#[cfg(unix)]
fn hostile() -> Folder {
    let schema = r###"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": { "##[error]id": { "type": "string" }, "::error::p": { "const": "\u001b[31m" } },
  "additionalProperties": false,
  "::add-mask::x": 1,
  "##[set-env name=PATH;]y": 1
}
"###;
    let bad = "{ \"##[error]id\": 1,\r\n::error::x\": 2 }\n";
    let good = "{\n\"##[error]id\": 1,\n\"::error::p\": \"\\n::error::v\",\n\"\u{202e}::error::q\\u001b[2J\": \"##vso[task.x]\" }\n";
    let folder = Folder::with(&[
        ("schemas/order.json", schema),
        ("README.md", "# ##[error]A\n\n[a](##[error]b) [c](x%0A::error::y.md)\n"),
    ]);
    for (index, name) in [
        "::error::a",
        "##[error]b",
        " ::warning file=x::c",
        "d\n::error::d",
        "e\r::stop-commands::e",
        "f\u{85}\u{2028}::error::f\u{7f}",
        "g%0A::error::g",
    ]
    .iter()
    .enumerate()
    {
        folder.write(&format!("examples/order/{name}.json"), if index % 2 == 0 { good } else { bad });
        folder.write(
            &format!("{name}.json"),
            "{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"a\": 1 }\n",
        );
    }
    folder
}

/// Windows has no such names.
#[cfg(unix)]
#[test]
fn no_input_is_obeyed() {
    let project = hostile();
    let expected = findings("json", &report(project.path(), "json"));
    assert!(expected.len() > 20, "{expected:?}");
    for format in FORMATS {
        let text = report(project.path(), format);
        let obeyed = |c: &char| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(text.chars().find(obeyed), None, "{format}");
        let commands = commands(&text);
        if format != "github" {
            assert!(commands.is_empty(), "{format}: {commands:?}");
            continue;
        }
        assert!(commands.len() > 10, "{commands:?}");
        for command in &commands {
            assert!(["error", "warning", "notice"].contains(&command.name.as_str()), "{command:?}");
            assert!(
                !command.data.is_empty() && command.property("file").ends_with(".json")
                    || command.property("file") == "README.md",
                "{command:?}"
            );
        }
        let lines = text.lines().count();
        assert_eq!(lines, commands.len() + 1, "each line is a command of ours, or the sum:\n{text}");
    }
    // Nor is anything on stderr, where the program speaks for itself.
    let run = run(project.path(), &["explain", "x\n::error::y##[error]z\u{1b}[31m"]);
    assert!(commands(&run.err).is_empty() && !run.err.contains('\u{1b}'), "{}", run.err);
}

/// A project with two files of `count` wrong examples each.
fn many(count: usize) -> Folder {
    let schema =
        r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["id"] }"#;
    let items: Vec<String> = (0..count).map(|number| format!("{{ \"n\": {number} }}")).collect();
    Folder::with(&[
        ("schemas/list.json", schema),
        ("examples/list/wrong.json", &format!("[{}]\n", items.join(",\n"))),
        ("examples/list/also.json", &format!("[{}]\n", items.join(","))),
    ])
}

#[test]
fn reports_for_people_are_short_and_say_what_they_leave_out() {
    let project = many(3000);
    let human = report(project.path(), "human");
    assert!(human.len() <= 256 << 10, "{} bytes", human.len());
    assert!(human.contains("… and 2900 more in examples/list/also.json, 3000 in all"), "{human}");
    assert!(human.ends_with("; 6000 errors, 0 warnings, 0 notes\n"), "{}", &human[human.len() - 200..]);
    assert!(human.lines().all(|line| line.len() <= 250), "excerpts are cut");
    let github = report(project.path(), "github");
    assert_eq!(commands(&github).len(), 10);
    assert!(github.ends_with("schemabook: 6000 errors, 0 warnings, 0 notes; 5990 more than the runner shows (10 for each level): `schemabook check --format json` lists all\n"));
    let sarif: Value = serde_json::from_str(&report(project.path(), "sarif")).expect("it is JSON");
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().expect("a list").len(), 5000);
    let note = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().expect("a text");
    assert!(note.starts_with("truncated: 1000 of 6000"), "{note}");
    assert_eq!(findings("json", &report(project.path(), "json")).len(), 6000);
}

#[test]
fn fingerprints_stay_when_lines_shift() {
    let fingerprints = |text: &str| -> Vec<String> {
        let report: Value = serde_json::from_str(text).expect("it is JSON");
        let results = report["runs"][0]["results"].as_array().expect("a list").iter();
        results.map(|result| result["partialFingerprints"]["schemabookFinding/v1"].to_string()).collect()
    };
    let project = many(5);
    let before = fingerprints(&report(project.path(), "sarif"));
    project.write(
        "examples/list/wrong.json",
        "\n\n[{ \"n\": 0 }, { \"n\": 1 }, { \"n\": 2 }, { \"n\": 3 }, { \"n\": 4 }]\n",
    );
    assert_eq!(fingerprints(&report(project.path(), "sarif")), before);
    let mut distinct = before.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), before.len(), "each finding has its own");
}

#[test]
fn a_report_replaces_a_file_as_a_whole() {
    let project = many(1);
    project.write("report.sarif", "old");
    let done = run(project.path(), &["check", "--format", "sarif", "--output", "report.sarif"]);
    assert_eq!((done.code, done.out.as_str()), (Some(1), ""));
    assert_eq!(fs::read_to_string(project.join("report.sarif")).expect("it is there"), report(project.path(), "sarif"));
    let left = fs::read_dir(project.path()).expect("it can be read").count();
    assert_eq!(left, 3, "nothing else is left beside it");
    assert_eq!(run(project.path(), &["check", "--output", "schemas"]).code, Some(3), "a folder is no file");
}

#[cfg(unix)]
#[test]
fn a_report_goes_where_a_link_or_a_device_leads() {
    let project = many(1);
    project.write("report.sarif", "old");
    std::os::unix::fs::symlink("report.sarif", project.join("link")).expect("a link can be made");
    let done = run(project.path(), &["check", "--format", "sarif", "--output", "link"]);
    assert_eq!((done.code, done.out.as_str()), (Some(1), ""));
    assert_eq!(fs::read_to_string(project.join("report.sarif")).expect("it is there"), report(project.path(), "sarif"));
    assert!(fs::symlink_metadata(project.join("link")).expect("it is there").is_symlink());
    let to_device =
        support::schemabook(project.path()).args(["check", "--output", "/dev/null"]).status().expect("it runs");
    assert_eq!(to_device.code(), Some(1));
}
