//! What the tests of the whole program share: folders of their own, and the program run in them.

#![allow(dead_code, reason = "each test binary uses its part")]

pub mod preview;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder that is removed when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder.
    pub fn new() -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("schemabook-test-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder can be made");
        Folder(path)
    }

    /// A folder with these files.
    pub fn with(files: &[(&str, &str)]) -> Folder {
        let folder = Folder::new();
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    /// A copy of `from`, without the entries that `skip` names.
    pub fn copy_of(from: &Path, skip: &[&str]) -> Folder {
        let folder = Folder::new();
        copy(from, &folder.0, skip);
        folder
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path, skip: &[&str]) {
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let entry = entry.expect("an entry can be read");
        let name = entry.file_name();
        if skip.iter().any(|skipped| name == *skipped) {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type().expect("an entry has a type").is_dir() {
            fs::create_dir_all(&target).expect("a folder can be made");
            copy(&entry.path(), &target, skip);
        } else {
            fs::copy(entry.path(), &target).expect("a file can be copied");
        }
    }
}

/// All files below a folder, by their path with `/`, with their bytes.
pub fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).expect("a folder can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name =
                    path.strip_prefix(folder).expect("it is below the folder").to_string_lossy().replace('\\', "/");
                files.push((name, fs::read(&path).expect("a file can be read")));
            }
        }
    }
    files.sort();
    files
}

/// The program, to be run in `folder`.
pub fn schemabook(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schemabook"));
    command.current_dir(folder).env("NO_COLOR", "1").env_remove("RAYON_NUM_THREADS");
    // No run is kept in the folder of whoever runs the tests, and none is taken from there.
    ["HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"].iter().for_each(|name| _ = command.env_remove(name));
    command
}

/// What the program does with `args` in `folder`.
pub fn run(folder: &Path, args: &[&str]) -> Run {
    Run::of(schemabook(folder).args(args).output().expect("the program can be run"))
}

/// An ended run: its exit code and what it printed.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    fn of(output: Output) -> Run {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The rows of the table of a site's channel map, or of a part of it, one a line, cells between bars; empty if there is no such page.
pub fn map_rows(page: &Path) -> String {
    let html = fs::read_to_string(page).unwrap_or_default();
    let table = html.split("<table class=\"rows ways\">").nth(1).and_then(|rest| rest.split("</tbody>").next());
    let rows = table.unwrap_or_default().split("<tr id=").skip(1).map(|row| {
        let cells = row.split_once('>').map_or("", |(_, cells)| cells).replace("</td>", "|").replace("</th>", "|");
        let text: String =
            cells.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
        let cells: Vec<&str> = text.split('|').map(str::trim).take(6).collect();
        cells
            .join(" | ")
            .trim_end_matches([' ', '|'])
            .replace("&#39;", "'")
            .replace("&quot;", "\"")
            .replace("&gt;", ">")
            .replace("&lt;", "<")
            .replace("&amp;", "&")
    });
    rows.map(|row| format!("{row}\n")).collect()
}

/// Runs git in a folder, as somebody.
pub fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git can be run");
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}
