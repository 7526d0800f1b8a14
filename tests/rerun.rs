//! A run that remembers earlier ones makes the site of a run that does not: files of `tests/sites/` are changed one after the other, and
//! after each change every page is compared.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schemabook::config::{self, Config};
use schemabook::pipeline::{Memory, Outcome, rerun, run};
use schemabook::render::Theme;
use schemabook::tree::Tree;
use support::{Folder, files_of};

/// The fixtures in which what one file says depends on another.
const KINDS: [&str; 7] = ["asyncapi-", "contract-", "dialects", "markdown-", "pairing-", "references-", "types-"];

/// Changes of a text that leave it readable: references, names, pointers, types and numbers lead elsewhere.
const CHANGES: [(&str, &str); 8] = [
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
    memory: Memory,
    theme: Option<Arc<Theme>>,
}

impl Project {
    fn config(&self) -> Config {
        let text = fs::read(self.folder.join(config::FILE));
        text.map_or_else(|_| Config::defaults(), |bytes| config::read(bytes).0)
    }

    /// Compares after a change of `file`.
    fn compare(&mut self, file: &str, what: &str) {
        let tree = Tree::open(self.folder.path()).expect("the folder can be opened");
        let config = self.config();
        let theme = self.theme.get_or_insert_with(|| Arc::new(Theme::load(&config, &tree).expect("a theme")));
        let theme = Arc::clone(theme);
        if file != config::FILE {
            self.memory.load.touch(&[file.to_owned()].into());
        }
        let Some(again) = rerun(&mut self.memory, config.clone(), Arc::clone(&theme), &tree, None) else { return };
        let (again, fresh) = (made(&again), made(&run(config, theme, &tree, None)));
        let name = self.folder.path().display();
        assert!(again.keys().eq(fresh.keys()), "{name}: {what} in {file}: other files are written");
        for (path, text) in &fresh {
            assert!(again[path] == *text, "{name}: {what} in {file}: {path} is\n{}\nnot\n{text}", again[path]);
        }
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

fn follows(fixture: &Path) {
    let folder = Folder::copy_of(fixture, &[]);
    let mut project = Project { folder, memory: Memory::default(), theme: None };
    let files = files_of(project.folder.path());
    let files = files.iter().filter(|(name, _)| !name.contains("expected") && name != config::FILE);
    for (number, (file, bytes)) in files.enumerate() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let fitting: Vec<&(&str, &str)> = CHANGES.iter().filter(|(from, _)| text.contains(from)).collect();
        // Each file is changed in two of the ways that there are, and put back.
        for turn in 0..fitting.len().min(2) {
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
            follows(&fixture);
        }
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
    let mut project = Project { folder, memory: Memory::default(), theme: None };
    project.compare("guide.md", "as it is");
    for named in ["=note", "=bill.json#/properties/total", "=none", "", "=bill"] {
        project.folder.write("guide.md", &page(named));
        project.compare("guide.md", named);
    }
}
