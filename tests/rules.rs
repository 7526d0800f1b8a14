//! The rules, over the fixtures in `tests/rules/`: a folder for each rule with a project that breaks it (`bad/`), one that
//! does not (`good/`), and what is found in the bad one (`expected.txt`).
//!
//! `SNAPSHOTS=overwrite cargo test --test rules` writes what is found to each `expected.txt`. Read them: they are what
//! users read.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemabook::check::{CHECKS, check};
use schemabook::config::{self, Config};
use schemabook::date::Date;
use schemabook::diagnostic::{At, Finding, Findings, Severity};
use schemabook::fix::{apply, edits, text_of};
use schemabook::load::load;
use schemabook::render::{Cache, Theme, render};
use schemabook::resolve::{Resolved, resolve};
use schemabook::route::Site;
use schemabook::tree::Tree;
use support::Folder;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

/// The project of a folder, as far as the checks need it; beside it may stand `before/`, the earlier state that it is held against.
fn site(folder: &Path) -> Site {
    let resolved_here = resolved(folder);
    let mut site = schemabook::pipeline::site(resolved_here, &Tree::open(folder).expect("a folder"));
    let before = folder.with_file_name("before");
    if before.is_dir() {
        site.since = Some(Arc::new(schemabook::pipeline::since(&resolved(&before), &site.proved.resolved)));
    }
    if site.proved.resolved.project.config.publish.is_some() { weighed(folder, site) } else { site }
}

/// The site with what it weighs.
fn weighed(folder: &Path, site: Site) -> Site {
    let theme = Theme::load(&site.proved.resolved.project.config, &Tree::open(folder).expect("a folder"));
    let site = Arc::new(site);
    let output = render(&mut Cache::default(), &site, &check(&site), Arc::new(theme.expect("a theme")));
    let _ = site.weight.set(output.weight());
    drop(output);
    Arc::into_inner(site).expect("nobody else has it")
}

fn resolved(folder: &Path) -> Resolved {
    let tree = Tree::open(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut config = match fs::read(folder.join(config::FILE)) {
        Ok(bytes) => {
            let (config, mistakes) = config::read(bytes);
            assert!(mistakes.is_empty(), "{}: {mistakes:?}", folder.display());
            config
        }
        Err(_) => Config::defaults(),
    };
    // Deadlines are held against one day in all fixtures.
    config.check.today = Date::read("2027-03-01");
    resolve(load(config, &tree, None))
}

/// One line for each finding, with its labels and its help below it.
fn show(site: &Site, findings: &Findings) -> String {
    let sources = &site.proved.resolved.project.sources;
    let place = |at: &At| match at.source {
        Some(source) => {
            let position = sources.position(source, at.span);
            format!("{}:{}:{}", at.file, position.line, position.column)
        }
        None => at.file.clone(),
    };
    let mut shown = String::new();
    for finding in &findings.all {
        let Finding { rule, severity, message, at, labels, help, .. } = &**finding;
        let _ = writeln!(shown, "{}: {severity}[{}]: {message}", place(at), rule.code);
        for label in labels {
            let _ = writeln!(shown, "    label {}: {}", place(&label.at), label.message);
        }
        if let Some(help) = help {
            let _ = writeln!(shown, "    help: {help}");
        }
    }
    shown
}

/// Rules whose bad projects hold what not every system can: links, a socket, names that differ in case or that Windows has none of; or are told
/// otherwise where there is no git.
const LINUX_ONLY: [&str; 6] =
    ["skipped-file", "outside-project", "unreadable-file", "windows-names", "path-collision", "incomplete-history"];

#[test]
fn each_bad_project_is_reported_as_expected() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    let can_be_here = |code: &str| cfg!(target_os = "linux") || !LINUX_ONLY.contains(&code);
    for rule in CHECKS.iter().map(|check| check.rule).filter(|rule| can_be_here(rule.code)) {
        let folder = fixtures().join(rule.code);
        let bad = Bad::of(rule.code, &folder);
        let site = site(bad.path());
        let findings = check(&site);
        assert!(findings.all.iter().any(|finding| finding.rule.code == rule.code), "{}/bad is not bad", rule.code);
        let actual = show(&site, &findings);
        let obeyed = actual.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202A}'..='\u{202E}').contains(c));
        assert_eq!(obeyed, None, "{}: no message holds what a terminal obeys", rule.code);
        let expected = folder.join("expected.txt");
        if overwrite {
            fs::write(&expected, &actual).expect("expected.txt can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != actual {
            wrong.push(format!("{}: now it is\n{actual}", rule.code));
        }
    }
    assert!(wrong.is_empty(), "SNAPSHOTS=overwrite accepts these:\n{}", wrong.join("\n"));
}

#[test]
fn no_good_project_is_reported() {
    for code in CHECKS.iter().map(|check| check.rule.code) {
        let site = site(&fixtures().join(code).join("good"));
        let mut found = Arc::into_inner(check(&site)).expect("nobody else has them");
        found.all.retain(|finding| finding.rule.code == code);
        assert!(found.all.is_empty(), "{code}/good is not good:\n{}", show(&site, &found));
    }
}

#[test]
fn each_fixture_has_a_rule() {
    for entry in fs::read_dir(fixtures()).expect("tests/rules can be read") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(CHECKS.iter().any(|check| check.rule.code == name), "tests/rules/{name} is the fixture of no rule");
    }
}

#[test]
fn the_table_is_in_order_and_explains_each_rule() {
    let codes: Vec<&str> = CHECKS.iter().map(|check| check.rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "the codes are unique and sorted: {codes:?}");
    for rule in CHECKS.iter().map(|check| check.rule) {
        let code = rule.code;
        assert!(rule.explanation.contains("\nBad") && rule.explanation.contains("\nGood"), "{code} has two examples");
        assert_eq!(rule.explanation.matches("\n```").count() % 2, 0, "{code} closes its fences");
        assert!(!rule.summary.ends_with('.') && !rule.summary.contains('\n'), "{code} has a terse summary");
    }
}

#[test]
fn levels_of_site_toml_are_applied() {
    let folder = fixtures().join("unknown-keyword/bad");
    let levels = [("off", 0, 0), ("note", 3, 0), ("error", 0, 3)];
    for (level, notes, errors) in levels {
        let mut site = site(&folder);
        let text = format!("[check.rules]\nunknown-keyword = \"{level}\"\n");
        Arc::make_mut(&mut site.proved.resolved.project.config).check = config::read(text.into_bytes()).0.check;
        let findings = check(&site);
        let count = |severity| findings.count(severity);
        assert_eq!((count(Severity::Note), count(Severity::Error)), (notes, errors), "{level}");
    }
}

/// What is told, each as often as it is, without its place: a fix may move what stands behind it.
fn told(findings: &Findings, least: Severity) -> BTreeMap<(&'static str, String), usize> {
    let mut told = BTreeMap::new();
    for finding in findings.all.iter().filter(|finding| finding.severity >= least) {
        *told.entry((finding.rule.code, finding.message.clone())).or_default() += 1;
    }
    told
}

#[test]
fn each_fix_removes_its_finding_and_adds_no_other() {
    let mut wrong = Vec::new();
    let mut offered = BTreeMap::new();
    for code in CHECKS.iter().map(|check| check.rule.code) {
        let folder = Folder::copy_of(&fixtures().join(code), &[]);
        let bad = folder.join("bad");
        if !bad.is_dir() {
            continue;
        }
        let before = check(&site(&bad));
        let sources = site(&bad).proved.resolved.project.sources;
        let known = told(&before, Severity::Note);
        let fixes = before.all.iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
        for (finding, fix) in fixes {
            let Some(edits) = edits(&sources, fix) else { continue };
            *offered.entry(finding.rule.code).or_insert(0) += 1;
            let files: BTreeSet<&str> = edits.iter().map(|edit| edit.file.as_str()).collect();
            let texts: Vec<(PathBuf, Vec<u8>)> =
                files.iter().map(|file| (bad.join(file), fs::read(bad.join(file)).expect("it was read"))).collect();
            for (file, (path, bytes)) in files.iter().zip(&texts) {
                let text = text_of(&sources, file, bytes).expect("the text is the one that was read");
                fs::write(path, apply(text, edits.iter().filter(|edit| edit.file == *file)))
                    .expect("it can be written");
            }
            let after = check(&site(&bad));
            let own = (finding.rule.code, finding.message.clone());
            let what = format!("{code}: `{}` for {}: {}", fix.title, finding.rule.code, finding.message);
            if told(&after, Severity::Note).get(&own).unwrap_or(&0) >= &known[&own] {
                wrong.push(format!("{what}: it is still found"));
            }
            // Of a text that could not be read nothing was known; a keyword that counts again may be worth a note.
            let after = told(&after, Severity::Warning);
            let is_new = |(told, count): &(&(&str, String), &usize)| *count > known.get(*told).unwrap_or(&0);
            if !fix.reveals {
                wrong.extend(
                    after.iter().filter(is_new).map(|((rule, message), _)| format!("{what}: adds {rule}: {message}")),
                );
            }
            for (path, bytes) in &texts {
                fs::write(path, bytes).expect("it can be written");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("fixes by rule: {offered:?}");
    assert!(offered.len() > 10, "so few rules offer fixes: {offered:?}");
}

/// The folder of a bad project: stored, or made where it holds what git can't store.
enum Bad {
    Stored(PathBuf),
    Made(PathBuf),
}

impl Bad {
    fn of(code: &str, folder: &Path) -> Bad {
        let files: &[&str] = match code {
            "unreadable-file" => &[],
            // A folder that no repository holds.
            "incomplete-history" => &[],
            "windows-names" => &["aux.json", "schemas/a:b.json", "schemas/end./c.json", "schemas/auxiliary.json"],
            // One name in two normal forms, and two that differ in case.
            "path-collision" => {
                &["examples/caf\u{e9}.json", "examples/cafe\u{301}.json", "examples/A.json", "examples/a.json"]
            }
            _ => return Bad::Stored(folder.join("bad")),
        };
        let made = std::env::temp_dir().join(format!("schemabook-rules-{code}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&made);
        fs::create_dir_all(&made).expect("a temporary folder can be made");
        let stored = ["schemas/order a.json", "schemas/order+a.json"].map(|name| (name, folder.join("bad").join(name)));
        for name in files.iter().copied().chain(stored.iter().filter(|(_, path)| path.exists()).map(|(name, _)| *name))
        {
            let path = made.join(name);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
            fs::write(path, "{ \"type\": \"object\" }\n").expect("a file can be written");
        }
        if code == "incomplete-history" {
            fs::copy(folder.join("bad/site.toml"), made.join("site.toml")).expect("a file can be copied");
        }
        #[cfg(unix)]
        if code == "unreadable-file" {
            use std::ffi::OsStr;
            use std::os::unix::{ffi::OsStrExt, net::UnixListener};
            drop(UnixListener::bind(made.join("events.json")).expect("a socket can be made"));
            fs::write(made.join(OsStr::from_bytes(b"order-\xFF.json")), "{}").expect("a file can be written");
        }
        Bad::Made(made)
    }

    fn path(&self) -> &Path {
        match self {
            Bad::Stored(path) | Bad::Made(path) => path,
        }
    }
}

impl Drop for Bad {
    fn drop(&mut self) {
        if let Bad::Made(path) = self {
            let _ = fs::remove_dir_all(path);
        }
    }
}
