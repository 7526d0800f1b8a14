//! Whole projects: the fixtures of the tests, changed, and what must hold of a run over any folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use schemabook::check::rules;
use schemabook::config::{self, Config};
use schemabook::diagnostic::Severity;
use schemabook::pipeline::{Outcome, run};
use schemabook::render::Theme;
use schemabook::report::{Report, github, human, junit, sarif};
use schemabook::tree::Tree;
use serde_json::Value;

use crate::mutate::{Choices, mutate};
use crate::read::is_alive;

/// How large a fixture may be, in bytes: what is larger costs too much for each run.
const LARGEST: u64 = 30_000;

/// The files of a project, by path.
#[derive(Clone, Default)]
pub struct Project(pub BTreeMap<String, Vec<u8>>);

impl Project {
    /// The fixtures of the tests that are small enough, in the order of their paths.
    fn fixtures() -> Vec<Project> {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
        let mut folders: Vec<PathBuf> = Vec::new();
        for group in ["sites", "rules", "hostile", "samples"] {
            let entries = fs::read_dir(tests.join(group)).into_iter().flatten().flatten();
            folders.extend(entries.map(|entry| entry.path()).filter(|path| path.is_dir()));
        }
        folders.sort();
        let small = |project: &Project| project.0.values().map(|bytes| bytes.len() as u64).sum::<u64>() <= LARGEST;
        folders.iter().map(|folder| Project::of(folder)).filter(|it| !it.0.is_empty() && small(it)).collect()
    }

    fn of(folder: &Path) -> Project {
        let mut files = BTreeMap::new();
        let mut open = vec![folder.to_owned()];
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                } else if let (Ok(relative), Ok(bytes)) = (path.strip_prefix(folder), fs::read(&path)) {
                    let name = relative.to_string_lossy().into_owned();
                    if !name.starts_with("expected") {
                        files.insert(name, bytes);
                    }
                }
            }
        }
        Project(files)
    }

    /// A fixture that is changed: the same number makes the same.
    pub fn of_number(number: u64) -> Project {
        static FIXTURES: LazyLock<Vec<Project>> = LazyLock::new(Project::fixtures);
        let mut choices = Choices::new(number);
        let mut project = choices.one(&FIXTURES).clone();
        project.mutate(&FIXTURES, &mut choices);
        project
    }

    /// A project of one file.
    pub fn of_file(name: &str, bytes: &[u8]) -> Project {
        Project(BTreeMap::from([(name.to_owned(), bytes.to_vec())]))
    }

    /// Changes some of its files: subtrees of JSON, names of files, bytes, what other fixtures have.
    fn mutate(&mut self, fixtures: &[Project], choices: &mut Choices) {
        for _ in 0..=choices.below(5) {
            let names: Vec<String> = self.0.keys().cloned().collect();
            if names.is_empty() {
                return;
            }
            let name = choices.one(&names).clone();
            let foreign: Vec<&Vec<u8>> = choices.one(fixtures).0.values().collect();
            let other = (*choices.one(&foreign)).clone();
            let others: Vec<Value> =
                names.iter().filter_map(|name| serde_json::from_slice(&self.0[name]).ok()).collect();
            match choices.below(8) {
                0..=3 => {
                    let Some(bytes) = self.0.get_mut(&name) else { continue };
                    match serde_json::from_slice::<Value>(bytes) {
                        Ok(mut value) => {
                            let foreign: Option<Value> = serde_json::from_slice(&other).ok();
                            let parts: Vec<Value> = others.into_iter().chain(foreign).collect();
                            mutate(&mut value, &parts, choices);
                            *bytes = value.to_string().into_bytes();
                        }
                        Err(_) => damage(bytes, choices),
                    }
                }
                4 => damage(self.0.entry(name).or_default(), choices),
                5 => {
                    if let Some(bytes) = self.0.remove(&name) {
                        let to = *choices.one(&[
                            "a.json",
                            "a.yaml",
                            "b/a.json",
                            "README.md",
                            "a.example.json",
                            "examples/a.json",
                            "types.toml",
                            "site.toml",
                        ]);
                        self.0.insert(to.to_owned(), bytes);
                    }
                }
                6 => drop(self.0.remove(&name)),
                _ => drop(self.0.insert(format!("foreign/{name}"), other)),
            }
        }
    }

    /// Writes it to a folder of its own, which is emptied before.
    fn write(&self) -> PathBuf {
        let base = if Path::new("/dev/shm").is_dir() { PathBuf::from("/dev/shm") } else { std::env::temp_dir() };
        let folder = base.join(format!("schemabook-fuzz-{}", std::process::id()));
        empty(&folder);
        let _ = fs::create_dir_all(&folder);
        for (name, bytes) in &self.0 {
            let path = folder.join(name);
            if let Some(above) = path.parent() {
                let _ = fs::create_dir_all(above);
            }
            let _ = fs::write(path, bytes);
        }
        folder
    }
}

fn empty(folder: &Path) {
    // What can't be removed is written over.
    let _ = fs::remove_dir_all(folder);
}

fn damage(bytes: &mut Vec<u8>, choices: &mut Choices) {
    for _ in 0..=choices.below(6) {
        if bytes.is_empty() {
            return;
        }
        let at = choices.below(bytes.len());
        match choices.below(5) {
            0 => bytes[at] = choices.below(256) as u8,
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, *choices.one(b"{}[]\"\\:,#\n &*!|->`<%")),
            3 => bytes.truncate(at),
            _ => {
                let end = (at + choices.below(40)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                let to = choices.below(bytes.len());
                bytes.splice(to..to, part);
            }
        }
    }
}

/// Runs a project and says what is wrong with the run.
///
/// # Panics
/// Two runs differ; a page holds what is alive; a link leads nowhere.
pub fn check_site(project: &Project) {
    let [Some(first), Some(second)] = &[(); 2].map(|()| ran(project, made)) else { return };
    assert!(first.keys().eq(second.keys()), "two runs write other files");
    for (path, bytes) in first {
        assert!(second[path] == *bytes, "two runs differ in {path}");
        // The page for what is not found stands at every address, and links from the site's root.
        if path.ends_with(".html") && path != "404.html" {
            check_page(path, &String::from_utf8_lossy(bytes), first);
        }
    }
}

/// What four reports say of a project: human, github, sarif, junit.
pub fn reports(project: &Project) -> Option<[String; 4]> {
    ran(project, |outcome| {
        let report = Report {
            proved: &outcome.site.proved,
            findings: &outcome.findings,
            rules: &rules(),
            prefix: "",
            fails_at: Severity::Error,
            coverage: None,
        };
        [human(&report, false), github(&report), sarif(&report), junit(&report)].map(|text| text.as_str().to_owned())
    })
}

/// The theme of projects that say nothing of it, read once: reading it takes as long as all else of a small project.
static THEME: OnceLock<Arc<Theme>> = OnceLock::new();

/// What is wanted of a run over a project; `None` where it can't be opened.
fn ran<T>(project: &Project, wanted: impl Fn(&Outcome) -> T) -> Option<T> {
    let folder = project.write();
    let tree = Tree::open(&folder).ok()?;
    let config = fs::read(folder.join(config::FILE)).map_or_else(|_| Config::defaults(), |bytes| config::read(bytes).0);
    let is_own = |name: &String| name == config::FILE || name.starts_with("templates/") || name.starts_with("static/");
    let theme = match THEME.get().filter(|_| !project.0.keys().any(is_own)) {
        Some(theme) => Arc::clone(theme),
        None => Arc::new(Theme::load(&config, &tree).ok()?),
    };
    if !project.0.keys().any(is_own) {
        THEME.get_or_init(|| Arc::clone(&theme));
    }
    let wanted = wanted(&run(config, theme, &tree, None));
    empty(&folder);
    Some(wanted)
}

fn made(outcome: &Outcome) -> BTreeMap<String, Vec<u8>> {
    let make = |content: schemabook::output::Maker<'_>| content.make().map(|bytes| bytes.to_vec()).unwrap_or_default();
    outcome.output.iter().map(|(path, content)| (path.to_owned(), make(content))).collect()
}

/// What must hold of every page: what came from the input is text, and what is linked to is there.
fn check_page(path: &str, html: &str, files: &BTreeMap<String, Vec<u8>>) {
    let own = html.replace("<meta ", "<").replace("<meta\n", "<").replace("<form ", "<");
    assert!(!is_alive(&own) && !html.contains("<script>alert"), "{path} is alive");
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (at, _) in html.match_indices(" href=\"") {
        let rest = &html[at + 7..];
        let Some(href) = rest.split('"').next() else { continue };
        if href.contains(':') || href.starts_with('#') || href.starts_with("//") || href.is_empty() {
            continue;
        }
        let file = href.split(['#', '?']).next().unwrap_or_default();
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in file.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "" | "." => {}
                part => parts.push(part),
            }
        }
        let to = parts.join("/");
        let plain = percent_decoded(&to.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", "\""));
        assert!(files.contains_key(&plain) || files.contains_key(&to), "{path} links to {href}, which is not there");
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let digits = others
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match digits.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
