//! The order of the house, read from the sources: which module may use which, who may read, write and print, where each
//! outside crate is named, how long a file may be. ARCHITECTURE.md gives the reasons.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules, lowest first: each uses only those before it.
const ORDER: &[&str] = &[
    "words",
    "spelling",
    "system",
    "pattern",
    "dialect",
    "date",
    "version",
    "digest",
    "source",
    "diagnostic",
    "fix",
    "tree",
    "config",
    "asyncapi",
    "model",
    "keyword",
    "prose",
    "layout",
    "load",
    "resolve",
    "past",
    "bundle",
    "code",
    "prove",
    "compat",
    "sample",
    "coverage",
    "differ",
    "stream",
    "route",
    "check",
    "compare",
    "page",
    "search",
    "output",
    "render",
    "export",
    "report",
    "pipeline",
    "serve",
    "lsp",
    "cli",
];

/// Modules that never use one another, whatever their order.
const STRANGERS: [&str; 3] = ["check", "page", "report"];

/// Uses against the order, as `module -> module`, each with its reason. It is empty, and should stay so.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// Outside crates that any module may name; each other one is named in one module only.
const EVERYWHERE: [&str; 3] = ["serde", "serde_json", "rayon"];

/// What names a system, or speaks to one.
const SYSTEMS: [&str; 9] =
    ["rustix", "cap_std", "winapi_util", "std::os::", "target_os", "(unix", "(windows", "(not(unix", "(not(windows"];

/// The longest file that needs no reason, and the longest of all.
const ASK_AT: usize = 400;
const STOP_AT: usize = 600;

/// Files between the two lengths, each with its reason.
const LONG: [(&str, &str); 0] = [];

/// One file of `src/`: its path from there, the module it belongs to, its text.
struct File {
    path: String,
    module: String,
    text: String,
}

impl File {
    /// Its lines with their numbers, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The lines that hold one of `words`, as `path:line: word`.
    fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let found = self.code().flat_map(|(number, line)| {
            words.iter().filter(move |word| line.contains(**word)).map(move |word| (number, *word))
        });
        found.map(|(number, word)| format!("src/{}:{number}: {word}", self.path)).collect()
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = repository().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of `src/` but the two roots, by path.
fn files() -> Vec<File> {
    let root = repository().join("src");
    let mut open: Vec<PathBuf> = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).expect("src can be read").map(|entry| entry.expect("an entry").path()));
            continue;
        }
        let path = path.strip_prefix(&root).expect("it is below src").to_string_lossy().replace('\\', "/");
        let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        if module != "main" && module != "lib" && path.ends_with(".rs") {
            files.push(File { text: read(format!("src/{path}")), module, path });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The identifiers that follow `prefix` in a line.
fn after<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix).map(move |(at, _)| {
        let rest = &line[at + prefix.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

fn assert_none(faults: Vec<String>, rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}

#[test]
fn each_module_uses_only_those_before_it() {
    let place = |module: &str| ORDER.iter().position(|name| *name == module);
    let mut faults = Vec::new();
    for file in files() {
        let Some(own) = place(&file.module) else {
            faults.push(format!("src/{}: `{}` has no place in the order", file.path, file.module));
            continue;
        };
        for (number, line) in file.code() {
            for used in after(line, "crate::").filter(|used| *used != file.module) {
                let edge = format!("{} -> {used}", file.module);
                let allowed = place(used).is_some_and(|used| used < own);
                let strangers = STRANGERS.contains(&used) && STRANGERS.contains(&&*file.module);
                if (!allowed || strangers) && !EXCEPTIONS.iter().any(|(excepted, _)| *excepted == edge) {
                    faults.push(format!("src/{}:{number}: {edge}", file.path));
                }
            }
        }
    }
    assert_none(faults, "a module uses only modules before it; check, page and report never use one another");
}

#[test]
fn architecture_and_library_list_the_modules() {
    let architecture = read("ARCHITECTURE.md");
    // The modules are the first table of the page.
    let rows =
        architecture.lines().skip_while(|line| !line.starts_with("| `")).map_while(|line| line.strip_prefix("| `"));
    let named: Vec<&str> = rows.map(|row| row.split(['`', '/', '.']).next().unwrap_or_default()).collect();
    assert_eq!(named, ORDER, "the table of ARCHITECTURE.md has the modules in their order");
    let text = read("src/lib.rs");
    let declared: BTreeSet<&str> = text.lines().flat_map(|line| after(line, "pub mod ")).collect();
    assert_eq!(declared, ORDER.iter().copied().collect::<BTreeSet<_>>(), "src/lib.rs declares the same modules");
}

#[test]
fn each_outside_crate_is_named_in_one_module() {
    let manifest = read("Cargo.toml");
    // Those of all systems and those of one.
    let tables = manifest.split("\n[").filter_map(|table| table.split_once("dependencies]\n"));
    let lines = tables.filter(|(kind, _)| !kind.starts_with("dev-")).flat_map(|(_, lines)| lines.lines());
    let names: BTreeSet<String> =
        lines.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.replace('-', "_")).collect();
    let files = files();
    let mut faults = Vec::new();
    for name in names.into_iter().filter(|name| !EVERYWHERE.contains(&&**name)) {
        let path = format!("{name}::");
        let is_named = |line: &str| {
            line.match_indices(&path).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            })
        };
        let users = files.iter().filter(|file| file.code().any(|(_, line)| is_named(line)));
        let modules: BTreeSet<&str> = users.map(|file| &*file.module).collect();
        if modules.len() != 1 {
            faults.push(format!("{name}: {modules:?}"));
        }
    }
    assert_none(faults, "each crate of [dependencies] is named in one module, and no crate is idle");
}

#[test]
fn only_the_rim_reads_writes_and_prints() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| !file.path.ends_with("/tests.rs")) {
        let module = &*file.module;
        if module != "cli" {
            faults.extend(file.lines_with(&["println!", "print!(", "dbg!(", "stderr()"]));
        }
        // Whether a console takes colours is asked of the console.
        if !["cli", "system"].contains(&module) {
            faults.extend(file.lines_with(&["stdout()"]));
        }
        if !["tree", "cli"].contains(&module) {
            faults.extend(file.lines_with(&["std::process"]));
        }
        // The one program that is started, to read a revision with.
        if file.path != "tree/git.rs" {
            faults.extend(file.lines_with(&["Command::new"]));
        }
        if !["system", "tree", "output", "cli"].contains(&module) {
            faults.extend(file.lines_with(&["std::fs", "std::env", "File::open", "OpenOptions"]));
        }
        // The preview listens; nobody opens a connection.
        if module != "serve" && file.path != "system/socket.rs" {
            faults.extend(file.lines_with(&["std::net", "TcpStream"]));
        }
        faults.extend(file.lines_with(&["::connect(", "UdpSocket", "SystemTime", "thread_rng"]));
    }
    assert_none(
        faults,
        "cli prints; system, tree, output and cli touch the disk; tree starts git; serve listens; nobody asks the network, another program, the date or chance",
    );
}

#[test]
fn one_room_names_systems() {
    let others = files().into_iter().filter(|file| file.module != "system");
    let faults = others.flat_map(|file| file.lines_with(&SYSTEMS)).collect();
    assert_none(faults, "what differs between systems is in src/system/");
}

#[test]
fn each_file_says_what_it_is_and_is_short() {
    let mut faults = Vec::new();
    for File { path, text, .. } in files() {
        if !text.starts_with("//! ") {
            faults.push(format!("src/{path}: no `//!` header"));
        }
        let lines = text.lines().count();
        if lines > STOP_AT || (lines > ASK_AT && !LONG.iter().any(|(long, _)| *long == path)) {
            faults.push(format!("src/{path}: {lines} lines"));
        }
    }
    assert_none(faults, "each file has a header and at most 400 lines, or a reason and at most 600");
}

#[test]
fn each_rule_has_its_file_and_its_fixture() {
    let mut faults = Vec::new();
    for code in schemabook::check::codes() {
        let file = format!("src/check/rules/{}.rs", code.replace('-', "_"));
        for path in [file, format!("tests/rules/{code}/good"), format!("tests/rules/{code}/expected.txt")] {
            if !repository().join(&path).exists() {
                faults.push(format!("{code}: no {path}"));
            }
        }
    }
    assert_none(faults, "rule `x-y` is src/check/rules/x_y.rs and tests/rules/x-y/");
}

#[test]
fn ci_runs_what_the_readme_says() {
    let readme = read("README.md");
    let in_fences: Vec<&str> = readme.split("```").skip(1).step_by(2).flat_map(str::lines).collect();
    let ci = read(".ci/run");
    let commands: Vec<&str> = ci
        .lines()
        .filter(|line| {
            !line.is_empty() && !line.starts_with(['#']) && !line.starts_with("set ") && !line.starts_with("cd ")
        })
        .collect();
    assert_eq!(commands.len(), 1, "CI runs one command: {commands:?}");
    assert!(in_fences.contains(&commands[0]), "README.md shows `{}`", commands[0]);
}

#[test]
fn each_target_of_fuzz_has_a_fault_that_can_be_planted() {
    let names = |folder: &str, ending: &str| -> BTreeSet<String> {
        let entries =
            fs::read_dir(repository().join(folder)).expect("it can be read").map(|entry| entry.expect("an entry"));
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().strip_suffix(ending).map(str::to_owned);
        entries.filter_map(name).collect()
    };
    let mut targets = names("fuzz/targets", ".rs");
    targets.remove("mod");
    assert_eq!(targets, names("fuzz/faults", ".patch"), "each target has its fault in fuzz/faults");
    let mut faults = Vec::new();
    for target in targets {
        let patch = read(format!("fuzz/faults/{target}.patch"));
        let mut text = String::new();
        for (number, hunk) in patch.split("\n@@ ").enumerate() {
            // What the hunk expects to stand there, and what it puts in its place.
            let lines: Vec<&str> = hunk.lines().skip(1).take_while(|line| !line.starts_with("--- ")).collect();
            let side = |other: char| -> String {
                let own = lines.iter().filter(|line| !line.starts_with(other)).filter_map(|line| line.get(1..));
                own.map(|line| format!("{line}\n")).collect()
            };
            let (before, after) = (side('+'), side('-'));
            if number > 0 && (text.matches(&before).count() != 1 || before == after) {
                faults.push(format!("fuzz/faults/{target}.patch: hunk {number} no longer fits"));
            }
            if let Some(path) = hunk.lines().find_map(|line| line.strip_prefix("--- a/")) {
                text = read(path);
            }
        }
        if text.is_empty() || !patch.contains("\n@@ ") {
            faults.push(format!("fuzz/faults/{target}.patch: it changes nothing"));
        }
    }
    assert_none(faults, "make the fault anew where what it was planted in has changed");
}
