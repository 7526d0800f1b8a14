//! The program as scripts see it: exit codes, what goes to stdout and stderr, what is written and what is left alone.

mod findings;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use support::{Folder, files_of, run, schemabook};

const SCHEMA: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": { "event_type": { "const": "order.created" }, "id": { "type": "string" } },
  "required": ["id"]
}
"#;
const GOOD: &str = "{ \"event_type\": \"order.created\", \"id\": \"o-1\" }\n";
const BAD: &str = "{\n  \"event_type\": \"order.created\",\n  \"id\": 1\n}\n";
const ORPHAN: &str = "{ \"nothing\": \"names its schema\" }\n";

fn good() -> Folder {
    Folder::with(&[("schemas/order.json", SCHEMA), ("examples/order/first.json", GOOD)])
}

fn bad() -> Folder {
    Folder::with(&[("schemas/order.json", SCHEMA), ("examples/order/first.json", BAD)])
}

fn warned() -> Folder {
    Folder::with(&[("schemas/order.json", SCHEMA), ("examples/elsewhere.json", ORPHAN)])
}

fn report(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn exit_codes_say_how_it_went() {
    for (project, code) in [(good(), 0), (bad(), 1), (warned(), 0)] {
        for command in ["check", "build"] {
            let run = run(project.path(), &[command]);
            assert_eq!(run.code, Some(code), "{command}: {run:?}");
        }
    }
    assert_eq!(run(warned().path(), &["check", "--strict"]).code, Some(1));
    assert_eq!(run(good().path(), &["check", "--strict"]).code, Some(0));
}

#[test]
fn wrong_usage_is_exit_2() {
    let project = good();
    let wrong: [&[&str]; 8] = [
        &[],
        &["biuld"],
        &["build", "--owt", "x"],
        &["check", "--format", "xml"],
        &["check", "missing"],
        &["check", "schemas/order.json"],
        &["build", "--base-url", "ftp://example.com"],
        &["build", "schemas", "examples"],
    ];
    for args in wrong {
        let run = run(project.path(), args);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{args:?}: {run:?}");
        assert!(!run.err.is_empty() && !run.err.contains("panic"), "{args:?}: {run:?}");
    }
    assert!(run(project.path(), &["check", "missing"]).err.contains("no folder `missing`"));
    assert!(run(project.path(), &["check", "schemas/order.json"]).err.contains("not a folder"));
}

#[test]
fn nothing_to_work_on_is_exit_2() {
    let folder = Folder::with(&[("main.rs", "fn main() {}"), ("package.json", "{ \"name\": \"a-service\" }")]);
    for command in ["check", "build"] {
        let run = run(folder.path(), &[command]);
        assert_eq!(run.code, Some(2), "{command}: {run:?}");
        assert!(run.err.contains("nothing to work on"), "{command}: {run:?}");
    }
    assert!(!folder.join("public").exists(), "nothing is written");
}

#[test]
fn help_has_an_example() {
    let folder = Folder::new();
    let commands: [&[&str]; 9] = [
        &["--help"],
        &["build", "--help"],
        &["check", "--help"],
        &["init", "--help"],
        &["validate", "--help"],
        &["sample", "--help"],
        &["diff", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
    ];
    for args in commands {
        let run = run(folder.path(), args);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{args:?}");
        assert!(run.out.contains("Example"), "{args:?}: {}", run.out);
    }
    let version = run(folder.path(), &["--version"]);
    assert_eq!((version.code, version.out), (Some(0), format!("schemabook {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn shells_and_man_are_told_of_each_command() {
    let folder = Folder::new();
    let help = run(folder.path(), &["--help"]).out;
    let listed = help.split_once("Commands:\n").and_then(|(_, rest)| rest.split_once("\n\n")).expect("a list").0;
    let commands: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"completions"), "{commands:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(folder.path(), &["completions", shell]);
        assert_eq!((script.code, script.err.as_str()), (Some(0), ""), "{shell}");
        for word in commands.iter().chain(&["strict", "new-from"]) {
            assert!(script.out.contains(word), "{shell} does not know `{word}`");
        }
    }
    assert_eq!(run(folder.path(), &["completions", "cmd"]).code, Some(2));

    let man = run(folder.path(), &["man", "share/man1"]);
    assert_eq!((man.code, man.out.as_str(), man.err.as_str()), (Some(0), "", ""));
    for command in commands.into_iter().filter(|command| *command != "help") {
        let page = fs::read_to_string(folder.join(&format!("share/man1/schemabook-{command}.1"))).expect("a page");
        assert!(page.contains("\n.SH SYNOPSIS\n"), "{command}: {page}");
    }
    assert!(folder.join("share/man1/schemabook.1").is_file());
    folder.write("taken", "");
    let refused = run(folder.path(), &["man", "taken"]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(3), ""), "{refused:?}");
    assert!(refused.err.contains("`taken` can't be written"), "{}", refused.err);
}

#[test]
fn mistakes_in_site_toml_name_line_and_column() {
    let mistakes = [
        ("[site]\ntitel = \"x\"\n", "2:1", "did you mean `title`?"),
        ("[biuld]\nout = \"x\"\n", "1:2", "did you mean `build`?"),
        ("[site]\ntitle = 3\n", "2:9", "`title` is a number, not a string"),
        ("[site]\ntitle = \"a\"\ntitle = \"b\"\n", "3:1", "title"),
        ("[site]\ntitle = \n", "2:9", ""),
        ("[site]\naccent = \"blue\"\n", "2:10", "a colour"),
        ("[site]\nedit_url = \"javascript:x\"\n", "2:12", "https://"),
        ("[check.rules]\nunknown-keywrod = \"off\"\n", "2:1", "did you mean `unknown-keyword`?"),
        ("[check.rules]\nunknown-keyword = \"loud\"\n", "2:19", "\"warn\""),
        ("[check]\nrules = \"off\"\n", "2:9", "a table"),
        ("[build]\ntwins = \"no\"\n", "2:9", "true or false"),
        ("[publish]\nhost = \"cloudflair\"\n", "2:8", "did you mean `cloudflare`?"),
        ("[publish]\nfiles = -1\n", "2:9", "a whole number above 0"),
        ("[[catalog]]\nid = \"code\"\n", "2:6", "folder of the site itself"),
        ("[check.formats]\nx = { pattern = \"(\" }\n", "2:17", ""),
        ("[[catalog]]\nid = \"types\"\n", "2:6", "folder of the site itself"),
        ("[[catalog]]\nid = \"Big Name\"\n", "2:6", "a name of"),
        ("[[catalog]]\ntitle = \"no id\"\n", "1:1", "without `id`"),
        ("[[catalog]]\nid = \"a\"\n[[catalog]]\nid = \"a\"\n", "4:6", "two catalogs"),
        ("[[catalog]]\nid = \"a\"\npath = \"missing\"\n", "3:8", "no folder `missing`"),
        ("[[catalog]]\nid = \"a\"\ndialect = \"8\"\n", "3:11", "2020-12"),
        ("[[catalog]]\nid = \"a\"\nmap = \"vendor\"\n", "3:7", "a table"),
        ("[[catalog]]\nid = \"a\"\ncode_url = \"ftp://x/{type}\"\n", "3:12", "https://"),
        ("[[catalog]]\nid = \"a\"\ncode_url = \"https://x/search\"\n", "3:12", "{type}"),
        ("[[catalog]]\nid = \"a\"\ncode_url = \"https://{type}.x/\"\n", "3:12", "after the host"),
        ("[[catalog]]\nid = \"a\"\ncode_url = \"https://x/{name}?q={type}\"\n", "3:12", "no other braces"),
        ("[[catalog]]\nid = \"a\"\ntypes = { field = \"type\" }\n", "3:19", "JSON Pointer"),
        ("[[catalog]]\nid = \"a\"\nexamples = [{ file = \"x\" }]\n", "3:15", "did you mean `files`?"),
        ("[[catalog]]\nid = \"a\"\nexamples = [{ files = \"{x\" }]\n", "3:23", "without `}`"),
    ];
    for (toml, place, words) in mistakes {
        let project = good();
        project.write("site.toml", toml);
        for command in ["check", "build"] {
            let run = run(project.path(), &[command]);
            assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{toml}: {run:?}");
            assert!(run.err.contains(&format!("site.toml:{place}:")), "{toml} at {place}: {}", run.err);
            assert!(run.err.contains(words), "{toml}: {}", run.err);
        }
    }
}

#[test]
fn every_mistake_is_reported_not_only_the_first() {
    let project = good();
    project.write("site.toml", "[site]\ntitel = \"x\"\n\n[build]\noutput = \"y\"\n");
    let run = run(project.path(), &["check"]);
    assert!(run.err.contains("site.toml:2:1:") && run.err.contains("site.toml:5:1:"), "{}", run.err);
}

#[test]
fn the_output_goes_where_it_is_told() {
    let project = good();
    assert_eq!(run(project.path(), &["build"]).code, Some(0));
    assert!(project.join("public/index.html").is_file(), "without --out it is public/");
    project.write("site.toml", "[build]\nout = \"of-site-toml\"\n");
    let elsewhere = Folder::new();
    let dir = project.path().to_str().expect("a path in UTF-8");
    assert_eq!(run(elsewhere.path(), &["build", dir]).code, Some(0));
    assert!(project.join("of-site-toml/index.html").is_file(), "`build.out` is relative to DIR");
    assert_eq!(run(elsewhere.path(), &["build", dir, "--out", "here"]).code, Some(0));
    assert!(elsewhere.join("here/index.html").is_file(), "--out is relative to the working directory");
}

#[test]
fn what_a_site_can_do_without_is_left_out() {
    let project = good();
    let site = |toml: &str| {
        project.write("site.toml", toml);
        let run = run(project.path(), &["build"]);
        assert_eq!(run.code, Some(0), "{toml}: {run:?}");
        files_of(&project.join("public"))
    };
    let has = |site: &[(String, Vec<u8>)], part: &str| {
        site.iter().any(|(path, bytes)| path.contains(part) || String::from_utf8_lossy(bytes).contains(part))
    };
    let whole = site("");
    for (key, part) in
        [("twins", "index.md"), ("raw", "raw/"), ("bundled", "bundled/"), ("source", "<h2 id=\"source\">Source</h2>")]
    {
        assert!(has(&whole, part), "{key}: {part} is there otherwise");
        let less = site(&format!("[build]\n{key} = false\n"));
        assert!(!has(&less, part), "{key}: no file, and no link to one");
        assert!(less.len() <= whole.len());
    }
}

#[test]
fn a_site_that_its_host_does_not_take_is_not_written() {
    let project = good();
    let host = |files: u64| {
        project.write("site.toml", &format!("[publish]\nfiles = {files}\n"));
        ["check", "build"].map(|command| run(project.path(), &[command]))
    };
    for run in host(3) {
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(
            run.out.contains("site.toml:2:9: error[site-too-big]") && run.out.contains("more than the 3"),
            "{run:?}"
        );
    }
    assert!(!project.join("public").exists(), "nothing is published that would be refused");
    assert!(host(100_000).iter().all(|run| run.code == Some(0) && !run.out.contains("site-too-big")));
    let files =
        files_of(&project.join("public")).iter().filter(|(path, _)| path != ".schemabook-manifest").count() as u64;
    for run in host(files) {
        assert_eq!(run.code, Some(0), "all that fits is taken: {run:?}");
        assert!(run.out.contains("note[site-too-big]"), "{run:?}");
    }
    let problems = fs::read_to_string(project.join("public/problems/index.html")).expect("there is a page of problems");
    assert!(problems.contains("site-too-big"), "the page of problems has it as well");
}

#[test]
fn an_output_is_never_an_input() {
    let project = good();
    assert_eq!(run(project.path(), &["build"]).code, Some(0));
    let counts = |args: &[&str]| report(&run(project.path(), args).out)["counts"].clone();
    let before = counts(&["check", "--format", "json"]);
    assert_eq!(before["schemas"], 1);
    assert_eq!(run(project.path(), &["build", "--out", "other"]).code, Some(0));
    let catalog = fs::read_to_string(project.join("other/catalog.json")).expect("there is a catalog.json");
    assert_eq!(report(&catalog)["schemas"].as_array().map(Vec::len), Some(1), "public/ is no input of another build");
}

#[test]
fn a_failed_build_leaves_the_old_site_as_it_is() {
    let project = good();
    assert_eq!(run(project.path(), &["build"]).code, Some(0));
    let before = files_of(&project.join("public"));
    project.write("examples/order/first.json", BAD);
    let failed = run(project.path(), &["build"]);
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(failed.err.contains("--keep-going"), "{failed:?}");
    assert_eq!(files_of(&project.join("public")), before, "byte for byte");
    let entries = fs::read_dir(project.path()).expect("the project can be read");
    let names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names.len(), 3, "nothing is left behind: {names:?}");
}

#[test]
fn keep_going_writes_the_site_and_still_exits_1() {
    let project = bad();
    let run = run(project.path(), &["build", "--keep-going"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    let page = fs::read_to_string(project.join("public/catalog/order/index.html")).expect("the page is there");
    assert!(page.contains("is a number, not a string"), "the problem is visible on the page that has it");
}

#[test]
fn a_foreign_folder_is_not_overwritten() {
    let project = good();
    project.write("public/precious.txt", "mine");
    let run = run(project.path(), &["build"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert_eq!(files_of(&project.join("public")), [("precious.txt".to_owned(), b"mine".to_vec())]);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let sites = ["1", "2"].map(|threads| {
        let project =
            Folder::copy_of(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/asyncapi-2-6"), &[]);
        let site = Folder::new();
        let out = site.join("site");
        let mut command = schemabook(project.path());
        command.env("RAYON_NUM_THREADS", threads).args(["build", "--keep-going", "--out"]).arg(&out);
        assert_eq!(command.output().expect("the program can be run").status.code(), Some(1));
        files_of(&out)
    });
    let names = |index: usize| sites[index].iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(0), names(1));
    for ((name, first), (_, second)) in sites[0].iter().zip(&sites[1]) {
        assert!(first == second, "{name} differs");
    }
}

/// git on Windows may write `\r\n` where others have `\n`: but for the published files themselves nobody sees which it was.
#[test]
fn the_ends_of_lines_change_neither_reports_nor_pages() {
    let all = ["asyncapi-2-6", "contract-in-markdown", "markdown-fences", "markdown-front-matter", "types-configured"];
    for name in all {
        let case = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name);
        let [one, two] = ["\n", "\r\n"].map(|end| {
            let project = Folder::copy_of(&case, &[]);
            for (file, bytes) in files_of(&case) {
                let text = String::from_utf8(bytes).expect("the case is text");
                project.write(&file, &text.lines().map(|line| format!("{line}{end}")).collect::<String>());
            }
            let report = run(project.path(), &["check", "--format", "json"]);
            assert!(report.code.is_some_and(|code| code < 2), "{name}: {report:?}");
            run(project.path(), &["build", "--keep-going"]);
            let mut site = files_of(&project.join("public"));
            site.retain(|(path, _)| !path.starts_with("raw/") && !path.starts_with(".schemabook"));
            (report.out, site)
        });
        for (first, second) in one.0.lines().zip(two.0.lines()) {
            assert_eq!(first, second, "{name}");
        }
        assert_eq!(one.1.len(), two.1.len(), "{name}");
        for ((path, first), (_, second)) in one.1.iter().zip(&two.1) {
            assert!(first == second, "{name}: {path} differs");
        }
    }
}

#[test]
fn a_second_build_changes_nothing() {
    let project = good();
    assert_eq!(run(project.path(), &["build"]).code, Some(0));
    let before = files_of(&project.join("public"));
    let again = run(project.path(), &["build"]);
    assert_eq!(files_of(&project.join("public")), before);
    assert!(again.err.contains(&format!("({} unchanged)", before.len() - 1)), "all but the manifest: {}", again.err);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let files: Vec<(String, String)> =
        (0..400).map(|number| (format!("examples/order/{number}.json"), BAD.to_owned())).collect();
    let project = Folder::with(&[("schemas/order.json", SCHEMA)]);
    for (name, text) in &files {
        project.write(name, text);
    }
    let mut child = schemabook(project.path())
        .arg("check")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let mut first = [0];
    child.stdout.take().expect("stdout is a pipe").read_exact(&mut first).expect("it prints something");
    // The pipe is closed by now; the verdict stays what it is.
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
