//! A run that remembers earlier ones makes the site of a run that does not: files of `tests/sites/` and `tests/rules/` are changed one
//! after the other, and after each change every page is compared.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use schemabook::compat::SPENT;
use schemabook::config::{self, Config};
use schemabook::pipeline::{Cache, Outcome, rerun, run};
use schemabook::prove::{Always, Stopped, Until};
use schemabook::render::Theme;
use schemabook::tree::Tree;
use support::{Folder, files_of, git};

/// The fixtures in which what one file says depends on another.
const KINDS: [&str; 8] =
    ["asyncapi-", "contract-", "dialects", "markdown-", "pairing-", "references-", "types-", "versions-"];

/// Changes of a text that leave it readable: references, names, pointers, types and numbers lead elsewhere, or nothing is said anew and
/// all stands elsewhere.
const CHANGES: [(&str, &str); 12] = [
    ("\n", "\n\n"),
    ("string", "integer"),
    ("{", "{ \"deprecated\": true, "),
    ("title", "heading"),
    ("#/", "#/no"),
    ("$id", "$idle"),
    ("\"type\"", "\"kind\""),
    ("example", "sample"),
    ("message", "massage"),
    ("1", "2"),
    ("properties", "property"),
    ("schema", "scheme"),
];

struct Project {
    folder: Folder,
    cache: Cache,
    theme: Option<Arc<Theme>>,
}

impl Project {
    fn config(&self) -> Config {
        let text = fs::read(self.folder.join(config::FILE));
        text.map_or_else(|_| Config::defaults(), |bytes| config::read(bytes).0)
    }

    /// Compares after a change of `file`. What is made, where that is another than before.
    fn compare(&mut self, file: &str, what: &str) -> BTreeMap<String, String> {
        if file != config::FILE {
            self.cache.load.touch(&[file.to_owned()].into());
        }
        self.compare_all(file, what)
    }

    /// The same where files may have come or gone.
    fn compare_all(&mut self, file: &str, what: &str) -> BTreeMap<String, String> {
        let tree = Tree::open(self.folder.path()).expect("the folder can be opened");
        let config = self.config();
        let theme = self.theme.get_or_insert_with(|| Arc::new(Theme::load(&config, &tree).expect("a theme")));
        let theme = Arc::clone(theme);
        let Ok(again) = rerun(&mut self.cache, config.clone(), Arc::clone(&theme), &tree, None, &Always);
        let Some(again) = again else { return BTreeMap::new() };
        let (again, fresh) = (made(&again), made(&run(config, theme, &tree, None)));
        let name = self.folder.path().display();
        assert!(again.keys().eq(fresh.keys()), "{name}: {what} in {file}: other files are written");
        for (path, text) in &fresh {
            assert!(again[path] == *text, "{name}: {what} in {file}: {path} is\n{}\nnot\n{text}", again[path]);
        }
        fresh
    }
}

/// Every file of a site.
fn made(outcome: &Outcome) -> BTreeMap<String, String> {
    let make = |content: schemabook::output::Maker<'_>| {
        String::from_utf8_lossy(&content.make().unwrap_or_else(|error| error.to_string().into_bytes().into()))
            .into_owned()
    };
    outcome.output.iter().map(|(path, content)| (path.to_owned(), make(content))).collect()
}

/// Changes each file of a fixture in so many ways, one after the other, and puts it back.
fn follows(fixture: &Path, ways: usize) {
    follows_in(Folder::copy_of(fixture, &[]), ways);
}

/// The same of a folder.
fn follows_in(folder: Folder, ways: usize) {
    let mut project = Project { folder, cache: Cache::default(), theme: None };
    let files = files_of(project.folder.path());
    let is_none = |name: &str| name.contains("expected") || name.starts_with(".git/") || name == config::FILE;
    let files = files.iter().filter(|(name, _)| !is_none(name));
    for (number, (file, bytes)) in files.enumerate() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let fitting: Vec<&(&str, &str)> = CHANGES.iter().filter(|(from, _)| text.contains(from)).collect();
        for turn in 0..fitting.len().min(ways) {
            let (from, to) = fitting[(number + turn) % fitting.len()];
            project.folder.write(file, &text.replace(from, to));
            project.compare(file, &format!("`{from}` is `{to}`"));
        }
        project.folder.write(file, text);
        project.compare(file, "all is as it was");
    }
}

#[test]
fn a_run_that_remembers_is_the_same_run() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut fixtures: Vec<_> = fs::read_dir(sites).expect("fixtures").map(|entry| entry.expect("one").path()).collect();
    fixtures.sort();
    for fixture in fixtures {
        let name = fixture.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if KINDS.iter().any(|kind| name.starts_with(kind)) {
            follows(&fixture, 2);
        }
    }
}

#[test]
fn each_rule_finds_what_it_finds_in_a_fresh_run() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut fixtures: Vec<_> = fs::read_dir(rules).expect("fixtures").map(|entry| entry.expect("one").path()).collect();
    fixtures.sort();
    for fixture in fixtures {
        // Git keeps no fixture of some rules: links, pipes, files that nobody may read.
        if fixture.join("bad").is_dir() {
            follows(&fixture.join("bad"), 1);
        }
    }
}

impl Project {
    /// Runs until it was asked so many times whether it is still wanted; whether it came to its end.
    fn stopped_after(&mut self, asked: usize, file: &str) -> bool {
        let tree = Tree::open(self.folder.path()).expect("the folder can be opened");
        let theme = Arc::clone(self.theme.as_ref().expect("it was run before"));
        let count = AtomicUsize::new(0);
        let stops = || count.fetch_add(1, Ordering::Relaxed) >= asked;
        self.cache.load.touch(&[file.to_owned()].into());
        let config = self.config();
        rerun(&mut self.cache, config, theme, &tree, None, &Until(&stops)).map_or_else(|Stopped| false, |_| true)
    }
}

#[test]
fn a_run_that_was_stopped_leaves_what_was_known() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    for fixture in ["references-by-path", "asyncapi-3-0", "pairing-order"] {
        let mut project =
            Project { folder: Folder::copy_of(&sites.join(fixture), &[]), cache: Cache::default(), theme: None };
        project.compare_all("nothing", "as it is");
        let files = files_of(project.folder.path());
        let mut ended = BTreeSet::new();
        for (number, (file, bytes)) in files.iter().enumerate() {
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            let fitting: Vec<_> = CHANGES.iter().filter(|(from, _)| text.contains(from)).collect();
            for (asked, (from, to)) in fitting.into_iter().enumerate() {
                project.folder.write(file, &text.replace(from, to));
                let has_ended = project.stopped_after((number + asked) % 7, file);
                ended.insert(has_ended);
                if asked % 2 == 0 {
                    let made = project.compare(file, "stopped, and run again");
                    assert!(
                        has_ended || !made.is_empty(),
                        "{file}: what was stopped is run, though nothing has changed since"
                    );
                }
            }
            project.folder.write(file, text);
            ended.insert(project.stopped_after(number % 7, file));
            project.compare(file, "stopped, and as it was");
        }
        assert_eq!(ended.len(), 2, "{fixture}: some runs are stopped, and some are not");
    }
}

/// Moves two files of a fixture before all others, so that all have other numbers, then away, and back.
fn follows_moves(fixture: &Path) {
    let folder = Folder::copy_of(fixture, &[]);
    let mut project = Project { folder, cache: Cache::default(), theme: None };
    project.compare_all("nothing", "as it is");
    let aside = Folder::with(&[]);
    let files = files_of(project.folder.path());
    let inputs = files.iter().map(|(name, _)| name).filter(|name| *name != config::FILE);
    for file in inputs.take(2) {
        let (from, first) = (project.folder.join(file), project.folder.join("0").join(file));
        let away = aside.join("away");
        fs::create_dir_all(first.parent().expect("a folder")).expect("it can be made");
        for (from, to, what) in [(&from, &first, "first"), (&first, &away, "away"), (&away, &from, "back")] {
            fs::create_dir_all(to.parent().expect("a folder")).expect("it can be made");
            fs::rename(from, to).expect("it can be moved");
            project.compare_all(file, what);
        }
    }
}

#[test]
fn files_that_move_come_and_go_are_followed() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let fixtures = fs::read_dir(rules).expect("fixtures").map(|entry| entry.expect("one").path().join("bad"));
    for fixture in fixtures.filter(|fixture| fixture.is_dir()) {
        follows_moves(&fixture);
    }
}

#[test]
fn what_a_list_is_to_its_schema_is_asked_again() {
    let schema = |kind: &str| format!("{{ \"type\": \"{kind}\", \"title\": \"Bill\" }}");
    let folder =
        Folder::with(&[("schemas/bill.json", &schema("object")), ("examples/bill/several.json", "[{}, {}, 1]")]);
    let mut project = Project { folder, cache: Cache::default(), theme: None };
    project.compare("schemas/bill.json", "as it is");
    for kind in ["array", "object", "string"] {
        project.folder.write("schemas/bill.json", &schema(kind));
        project.compare("schemas/bill.json", kind);
    }
}

#[test]
fn which_section_a_fence_stands_in_is_asked_again() {
    // No fence has another name or text without the heading between the two sections, and each has the schema of the other in its section.
    let part = |title: &str| {
        let schema = format!("{{ \"title\": \"{title}\", \"type\": \"object\", \"required\": [\"{title}\"] }}");
        format!(
            "### Schema\n\n```json schema\n{schema}\n```\n\n### Event\n\n```json example\n{{ \"{title}\": 1 }}\n```\n\n"
        )
    };
    let page = |between: &str| format!("# Guide\n\n## One\n\n{}{between}\n\n{}", part("one"), part("two"));
    let folder = Folder::with(&[("guide.md", &page("## Two"))]);
    let mut project = Project { folder, cache: Cache::default(), theme: None };
    project.compare("guide.md", "as it is");
    for between in ["##] Two", "## Two"] {
        project.folder.write("guide.md", &page(between));
        project.compare("guide.md", between);
    }
}

#[test]
fn what_a_fence_says_of_itself_is_heard() {
    // The text of the fences is the same in both runs; what they are paired with is said beside it.
    let page = |schema: &str| format!("# Guide\n\n```json example{schema}\n{{ \"total\": 1 }}\n```\n");
    let schema = |title: &str| {
        format!("{{ \"title\": \"{title}\", \"type\": \"object\", \"properties\": {{ \"total\": {{}} }} }}")
    };
    let folder =
        Folder::with(&[("guide.md", &page("")), ("bill.json", &schema("Bill")), ("note.json", &schema("Note"))]);
    let mut project = Project { folder, cache: Cache::default(), theme: None };
    project.compare("guide.md", "as it is");
    for named in ["=note", "=bill.json#/properties/total", "=none", "", "=bill"] {
        project.folder.write("guide.md", &page(named));
        project.compare("guide.md", named);
    }
}

#[test]
fn a_save_that_says_nothing_new_of_what_belongs_together_leaves_it() {
    let asyncapi = r##"{ "asyncapi": "3.0.0", "info": { "title": "Bills", "version": "1" },
        "channels": { "bills": { "address": "bills", "description": "All bills.", "messages": { "bill": { "payload": {
            "$ref": "schemas/bill.json" } } } } } }"##;
    let files = [
        ("schemas/bill.json", r#"{ "title": "Bill", "description": "What is owed.", "properties": { "total": {} } }"#),
        ("examples/bill/full.json", r#"{ "total": 17 }"#),
        ("bills.json", asyncapi),
        ("guide.md", "---\norder: 1\n---\n# Guide\n\nHow bills are paid.\n"),
    ];
    let folder = Folder::with(&files);
    let mut project = Project { folder, cache: Cache::default(), theme: None };
    let tree = Tree::open(project.folder.path()).expect("the folder can be opened");
    let config = project.config();
    let theme = Arc::new(Theme::load(&config, &tree).expect("a theme"));
    let mut run = |touched: &[&str]| {
        if !touched.is_empty() {
            project.cache.load.touch(&touched.iter().map(|file| (*file).to_owned()).collect());
        }
        let Ok(again) = rerun(&mut project.cache, config.clone(), Arc::clone(&theme), &tree, None, &Always);
        again.expect("something has changed")
    };
    let mut before = run(&[]);
    let saves = [("What is owed", "What is due"), ("17", "18"), ("All bills", "Bills"), ("are paid", "get paid")];
    for ((file, text), (from, to)) in files.iter().zip(saves) {
        fs::write(tree.root().join(file), text.replace(from, to)).expect("it can be written");
        let now = run(&[file]);
        assert!(Arc::ptr_eq(&before.site.routes, &now.site.routes), "{file} was put together anew");
        before = now;
    }
}

#[test]
fn what_comes_after_all_steps_for_comparisons_is_what_it_is_in_a_fresh_run() {
    // Two patterns are told apart by more states than are looked at, once for each property.
    let hard = |end: &str| {
        let pattern = |n: usize| format!("^(a|b)*a(a|b){{{n}}}{end}$");
        let properties: Vec<String> = (14..22)
            .map(|n| format!("\"p{n}\": {{ \"type\": \"string\", \"pattern\": \"{}\" }}", pattern(n)))
            .collect();
        format!("{{ \"type\": \"object\", \"properties\": {{ {} }} }}", properties.join(", "))
    };
    let easy =
        |kind: &str| format!("{{ \"type\": \"object\", \"properties\": {{ \"sum\": {{ \"type\": \"{kind}\" }} }} }}");
    let folder = Folder::with(&[
        ("schemas/a-1.0.0.json", &hard("")),
        ("schemas/a-2.0.0.json", &hard("b?")),
        ("schemas/b-1.0.0.json", &easy("integer")),
        ("schemas/b-2.0.0.json", &easy("number")),
    ]);
    let mut project = Project { folder, cache: Cache::default(), theme: None };
    let is_undecided =
        |made: &BTreeMap<String, String>| made.iter().any(|(path, page)| path.contains("/b") && page.contains(SPENT));
    let made = project.compare("schemas/a-1.0.0.json", "as it is");
    assert!(is_undecided(&made), "the page says why nothing is decided");
    project.folder.write("schemas/a-1.0.0.json", &easy("integer"));
    let made = project.compare("schemas/a-1.0.0.json", "what takes much is gone");
    assert!(!made.is_empty() && !is_undecided(&made), "there are steps left");
    project.folder.write("schemas/a-1.0.0.json", &hard(""));
    project.compare("schemas/a-1.0.0.json", "what takes much is there again");
}

#[test]
fn what_was_before_is_what_it_is_in_a_fresh_run() {
    let fence = |head: &str, kind: &str| {
        format!(
            "## {head}\n\n```json\n{{ \"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"{kind}\" }}\n```\n\n"
        )
    };
    let text = |version: u8, kind: &str| {
        let root = format!(
            "asyncapi: 3.0.0\ninfo: {{ title: Orders, version: {version}.0.0 }}\nchannels:\n  orders: {{ address: orders, messages: {{ placed: {{ $ref: ./placed.yaml }} }} }}\n"
        );
        let part = format!("name: placed\npayload: {{ type: object, properties: {{ sum: {{ type: {kind} }} }} }}\n");
        [("orders.yaml", root), ("placed.yaml", part), ("page.md", fence("Paid", kind) + &fence("Sent", "string"))]
    };
    let folder = Folder::with(&[("site.toml", "[changes]\nfrom = \"git\"\n")]);
    git(folder.path(), &["init", "-q"]);
    for (version, kind) in [(1, "number"), (2, "number"), (2, "integer"), (3, "string")] {
        text(version, kind).iter().for_each(|(file, text)| folder.write(file, text));
        git(folder.path(), &["add", "-A"]);
        git(folder.path(), &["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "more"]);
    }
    follows_in(folder, 4);
}
