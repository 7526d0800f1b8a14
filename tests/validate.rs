//! `schemabook validate` as scripts see it, over the fixtures in `tests/validate/`: a folder each, with a project, recorded events, the
//! commands to run (`commands.txt`, one a line; `< file` hands a file to stdin) and what they print (`expected.txt`).
//!
//! `SNAPSHOTS=overwrite cargo test --test validate` writes what is printed to each `expected.txt`. Read them: they are what users read.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use support::{Folder, schemabook};

const OURS: [&str; 2] = ["commands.txt", "expected.txt"];

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validate").join(name)
}

#[test]
fn each_command_prints_what_is_expected() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    for entry in fs::read_dir(fixture("")).expect("tests/validate can be read") {
        let case = entry.expect("an entry").path();
        let project = Folder::copy_of(&case, &OURS);
        let commands = fs::read_to_string(case.join(OURS[0])).expect("each folder has its commands");
        let mut actual = String::new();
        for line in commands.lines() {
            let (args, input) = line.split_once(" < ").map_or((line, None), |(args, input)| (args, Some(input)));
            let mut command = schemabook(project.path());
            command.arg("validate").args(args.split_whitespace());
            let input = input.map(|file| fs::read(project.join(file)).expect("the input can be read"));
            let output = fed(command, &input.unwrap_or_default());
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it prints UTF-8");
            let (out, err) = (text(&output.stdout), text(&output.stderr));
            assert_eq!(obeyed(&out).or(obeyed(&err)), None, "{line}: what a terminal or a CI runner obeys");
            let code = output.status.code().map_or_else(|| "by a signal".to_owned(), |code| code.to_string());
            let _ = writeln!(actual, "$ schemabook validate {line}\n{out}{err}exit {code}\n");
        }
        let expected = case.join(OURS[1]);
        if overwrite {
            fs::write(&expected, &actual).expect("a snapshot can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != actual {
            wrong.push(format!("{}: now it is\n{actual}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "SNAPSHOTS=overwrite accepts these:\n{}", wrong.join("\n"));
}

/// A control character, or a line that a runner of GitHub takes for a command.
fn obeyed(text: &str) -> Option<String> {
    let control = text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202A}'..='\u{202E}').contains(c));
    let command = text.lines().find(|line| line.trim_start().starts_with("::"));
    control.map(|c| format!("{c:?}")).or(command.map(str::to_owned))
}

/// What the program prints that reads `input` from stdin.
fn fed(mut command: Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    let input = input.to_vec();
    // The program may end before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the writer ends");
    output
}

/// What is said of lines in the project `types`: the bad events, and the summary.
fn judged(input: &[u8]) -> (Vec<Value>, Value) {
    let mut command = schemabook(&fixture("types"));
    command.args(["validate", "--format", "json"]);
    let output = fed(command, input);
    let text = String::from_utf8(output.stdout).expect("it prints UTF-8");
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let summary = lines.pop().expect("the last line is the summary");
    assert_eq!(output.status.code(), Some(i32::from(!lines.is_empty())), "{}", String::from_utf8_lossy(&output.stderr));
    (lines, summary["summary"].clone())
}

const GOOD: &str = "{\"event_type\":\"order.placed\",\"id\":\"o-1\",\"total\":1}\n";

#[test]
fn order_and_counts_hold_over_many_batches() {
    let bad = "{\"event_type\":\"order.placed\",\"id\":1,\"total\":1}\r\n";
    let mut input = String::new();
    for number in 1..=40_000 {
        input.push_str(if number % 1000 == 0 { bad } else { GOOD });
        if number % 7 == 0 {
            input.push('\n');
        }
    }
    let (lines, summary) = judged(input.as_bytes());
    let expected: Vec<u64> = (1..=40u64).map(|thousand| thousand * 1000 + (thousand * 1000 - 1) / 7).collect();
    let found: Vec<u64> = lines.iter().filter_map(|line| line["line"].as_u64()).collect();
    assert_eq!(found, expected);
    assert_eq!((&summary["events"], &summary["valid"]), (&40_000.into(), &39_960.into()));
    assert_eq!(summary["by_type"]["order.placed"]["invalid"], 40);
}

#[test]
fn a_line_that_is_too_long_is_reported_and_the_next_one_judged() {
    // One that is skipped while it is read, one that ends just past the limit.
    for length in [40 << 20, (16 << 20) + 1] {
        let mut input = GOOD.as_bytes().to_vec();
        input.resize(input.len() + length, b'x');
        input.extend_from_slice(b"\n");
        input.extend_from_slice(GOOD.as_bytes());
        let (lines, summary) = judged(&input);
        assert_eq!(lines.len(), 1);
        assert_eq!((&lines[0]["line"], &lines[0]["errors"][0]["keyword"]), (&2.into(), &"limit-exceeded".into()));
        assert_eq!((&summary["events"], &summary["valid"]), (&3.into(), &2.into()));
    }
}

#[test]
fn deep_nesting_and_many_values_are_limits() {
    let deep = "[".repeat(100_000);
    let many = format!("[{}1]", "1,".repeat(1_100_000));
    for text in [deep, many] {
        let (lines, summary) = judged(format!("{text}\n{GOOD}").as_bytes());
        assert_eq!(lines[0]["errors"][0]["keyword"], "limit-exceeded");
        assert_eq!(summary["valid"], 1);
    }
}

#[test]
fn types_without_end_are_counted_together() {
    let events: String = (0..12_000).map(|number| format!("{{\"event_type\":\"a.t{number}\"}}\n")).collect();
    let (lines, summary) = judged(events.as_bytes());
    assert_eq!(lines.len(), 12_000, "each is reported");
    let by_type = summary["by_type"].as_object().expect("an object");
    let sum: u64 = by_type.values().filter_map(|counts| counts["events"].as_u64()).sum();
    assert_eq!((by_type.len(), sum), (10_001, 12_000));
    assert_eq!(by_type["…"]["unknown_type"], 2000);
}

#[test]
fn events_are_answered_while_the_input_is_still_open() {
    let mut child = schemabook(&fixture("types"))
        .args(["validate", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    stdin.write_all(b"{\"event_type\":\"order.lost\"}\n").expect("it reads");
    let mut first = [0; 8];
    child.stdout.as_mut().expect("stdout is a pipe").read_exact(&mut first).expect("it answers");
    assert_eq!(&first, b"{\"file\":");
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}

#[test]
#[cfg(unix)]
fn an_interruption_loses_nothing_that_was_judged() {
    let mut child = schemabook(&fixture("types"))
        .args(["validate", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    stdin.write_all(format!("{GOOD}{{\"event_type\":\"order.lost\"}}\n").as_bytes()).expect("it reads");
    let mut out = child.stdout.take().expect("stdout is a pipe");
    let mut text = vec![0; 8];
    out.read_exact(&mut text).expect("it answers");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill can be run");
    assert!(killed.success());
    out.read_to_end(&mut text).expect("it can be read to its end");
    assert_eq!(child.wait().expect("it ends").code(), Some(130), "although stdin is still open");
    drop(stdin);
    let text = String::from_utf8(text).expect("it prints UTF-8");
    let summary: Value = serde_json::from_str(text.lines().last().expect("a line")).expect("the summary is JSON");
    assert_eq!((&summary["summary"]["events"], &summary["summary"]["valid"]), (&2.into(), &1.into()));
}

#[test]
fn a_reader_that_goes_away_ends_the_work_quietly() {
    let mut child = schemabook(&fixture("types"))
        .args(["validate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    // More than any pipe holds: the program has to end although there is more to read.
    let bad = "{\"event_type\":\"order.lost\"}\n".repeat(400_000);
    drop(stdin.write_all(bad.as_bytes()));
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
}
