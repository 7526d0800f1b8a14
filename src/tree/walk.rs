//! The walk through a tree: every entry that may be an input, told apart from what tools made and what the project leaves out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::WalkDir;

use super::revision::Revision;
use super::trace::Question;
use super::{Entry, Files, Found, Moves, Tree};
use crate::digest::{Digest, digest};
use crate::system::canonicalize;

impl Tree {
    /// All entries below `below` (empty: the whole tree) that are no folders, sorted by path, without dot-files, `node_modules`, what
    /// `.gitignore` files name, and the paths that `skip` refuses. A folder that a tool made is one entry.
    pub fn walk(&self, below: &str, skip: &dyn Fn(&str) -> bool) -> Vec<Entry> {
        let moves = self.moves();
        let mut entries =
            if moves.is_empty() { self.walk_there(below, skip) } else { self.walk_moved(&moves, below, skip) };
        let made = self.made();
        let made = made.into_iter().filter(|path| is_below(path, below) && !skip(path));
        entries.extend(made.map(|path| Entry { path, found: Found::File }));
        entries.sort_by(|a: &Entry, b| a.path.cmp(&b.path));
        entries
    }

    /// The same of files that stand where they are.
    fn walk_there(&self, below: &str, skip: &dyn Fn(&str) -> bool) -> Vec<Entry> {
        let made = RefCell::new(Vec::new());
        let mut entries = match &self.files {
            Files::Disk(_) => self.visit(below, skip, &made).filter_map(|entry| self.found(entry)).collect(),
            Files::Revision(revision) => self.walk_revision(revision, below, skip, &made),
        };
        entries.extend(made.into_inner());
        entries
    }

    /// The same of files that stand where moves lead, which may be from anywhere.
    fn walk_moved(&self, moves: &Moves, below: &str, skip: &dyn Fn(&str) -> bool) -> Vec<Entry> {
        let made = RefCell::new(Vec::new());
        let is_out = |path: &str| skip(&moves.after(path));
        let found = self.visit("", &is_out, &made).filter_map(|entry| self.found(entry)).collect::<Vec<_>>();
        let there = found.into_iter().chain(made.into_inner());
        let there = there.map(|entry| Entry { path: moves.after(&entry.path), ..entry });
        let is_read = |path: &str| !is_hidden(path) && !skip(path);
        there.filter(|entry| is_below(&entry.path, below) && is_read(&entry.path)).collect()
    }

    /// The folders of the disk that such a walk goes through, `below` included.
    pub fn folders(&self, below: &str, skip: &dyn Fn(&str) -> bool) -> Vec<String> {
        let made = RefCell::new(Vec::new());
        let folders = self.visit(below, skip, &made).flatten().filter(|entry| entry.file_type().is_dir());
        folders.filter_map(|entry| self.relative(entry.path())).collect::<Vec<_>>()
    }

    fn visit(
        &self,
        below: &str,
        skip: &dyn Fn(&str) -> bool,
        made: &RefCell<Vec<Entry>>,
    ) -> impl Iterator<Item = walkdir::Result<walkdir::DirEntry>> {
        let mut ignored: Vec<Gitignore> =
            self.folders_above(below).filter_map(|folder| self.gitignore(&folder)).collect();
        let walk = WalkDir::new(self.root.join(below)).follow_links(false).into_iter();
        walk.filter_entry(move |entry| {
            let folder = entry.file_type().is_dir();
            let name = entry.file_name().to_string_lossy();
            let keep = entry.depth() == 0
                || !(is_left_out(&name, folder)
                    || self.relative(entry.path()).is_some_and(|path| skip(&path))
                    || ignored.iter().rev().any(|rules| names(rules, entry.path(), folder))
                    || (folder && self.relative(entry.path()).is_some_and(|path| self.is_made(&path, made))));
            if keep && folder {
                // Before it is read, so that what comes to it meanwhile is seen the next time.
                if let Some(path) = self.relative(entry.path()) {
                    self.note(|| Question::Entries(path.clone()), || self.entries(&path, skip));
                }
                ignored.extend(self.gitignore(entry.path()));
            }
            keep
        })
    }

    /// A revision lists files only: each is kept if every folder on the way to it is.
    fn walk_revision(
        &self,
        revision: &Revision,
        below: &str,
        skip: &dyn Fn(&str) -> bool,
        made: &RefCell<Vec<Entry>>,
    ) -> Vec<Entry> {
        let mut ignored: HashMap<&str, Option<Gitignore>> = HashMap::new();
        let mut kept: HashMap<&str, bool> = HashMap::new();
        let entries = revision.walked(below).filter(|(path, _)| {
            let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
            let mut folders = vec![""];
            for end in ends {
                let part = &path[..end];
                let folder = end < path.len();
                let above = *folders.last().unwrap_or(&"");
                ignored.entry(above).or_insert_with(|| self.gitignore(&self.root.join(above)));
                let keep = *kept.entry(part).or_insert_with(|| {
                    let name = part.rsplit('/').next().unwrap_or(part);
                    let full = self.root.join(part);
                    let mut rules = folders.iter().filter_map(|folder| ignored.get(folder)?.as_ref());
                    part.len() <= below.len()
                        || !(is_left_out(name, folder)
                            || skip(part)
                            || rules.any(|rules| names(rules, &full, folder))
                            || (folder && self.is_made(part, made)))
                });
                if !keep {
                    return false;
                }
                folders.push(part);
            }
            true
        });
        entries.map(|(path, object)| Entry { path: path.to_owned(), found: revision.found(path, object) }).collect()
    }

    /// The hash of what a folder of the disk holds; `None` if it can't be read.
    pub(super) fn entries(&self, folder: &str, skip: &dyn Fn(&str) -> bool) -> Option<Digest> {
        let inside = WalkDir::new(self.root.join(folder)).min_depth(1).max_depth(1).sort_by_file_name();
        let mut names = String::new();
        for entry in inside.follow_links(false) {
            let entry = entry.ok()?;
            let is_folder = entry.file_type().is_dir();
            let is_out = is_left_out(&entry.file_name().to_string_lossy(), is_folder)
                || self.relative(entry.path()).is_some_and(|path| skip(&path));
            if !is_out {
                let name = entry.file_name().to_owned();
                names.push_str(&format!("{name:?} {:?}\n", self.found(Ok(entry))));
            }
        }
        Some(digest(names.as_bytes()))
    }

    /// Whether a tool made the folder at `path`; if so, it is added to `made`.
    fn is_made(&self, path: &str, made: &RefCell<Vec<Entry>>) -> bool {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let has = |file: &str, folder: &str| {
            self.has_file(&if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") })
        };
        let by_name = MADE.iter().find(|(folder, beside, _)| *folder == name && has(beside, above));
        let tagged = || has("CACHEDIR.TAG", path).then_some("it has a CACHEDIR.TAG");
        let why = by_name.map(|(_, _, why)| *why).or_else(tagged);
        made.borrow_mut().extend(why.map(|why| Entry { path: path.to_owned(), found: Found::LeftOut(why) }));
        why.is_some()
    }

    fn found(&self, entry: walkdir::Result<walkdir::DirEntry>) -> Option<Entry> {
        let entry = match entry {
            Ok(entry) if entry.file_type().is_dir() => return None,
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| self.lossy(path));
                let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                return Some(Entry { path, found: Found::Unreadable(cause) });
            }
        };
        let kind = entry.file_type();
        let Some(path) = self.relative(entry.path()) else {
            return Some(Entry { path: self.lossy(entry.path()), found: Found::OddName });
        };
        let found = if kind.is_file() {
            Found::File
        } else if kind.is_symlink() {
            Found::Link { inside: canonicalize(entry.path()).is_ok_and(|to| to.starts_with(&self.root)) }
        } else {
            Found::Special
        };
        Some(Entry { path, found })
    }

    /// The folders from the root down to the one that holds `below`; the walk itself reads those from `below` on.
    fn folders_above(&self, below: &str) -> impl Iterator<Item = PathBuf> {
        let parts = below.split('/').filter(|part| !part.is_empty());
        let mut folders = vec![];
        let mut path = self.root.clone();
        for part in parts {
            folders.push(path.clone());
            path.push(part);
        }
        folders.into_iter()
    }

    /// The rules of the folder's `.gitignore`, if it has one; a line that git can't read names nothing.
    fn gitignore(&self, folder: &Path) -> Option<Gitignore> {
        let name = self.relative(&folder.join(".gitignore"))?;
        let text = String::from_utf8_lossy(&self.read(&name).ok()?).into_owned();
        let mut rules = GitignoreBuilder::new(folder);
        for line in text.lines() {
            let _ = rules.add_line(None, line);
        }
        rules.build().ok()
    }
}

/// Whether a path is one of a folder, whose path is empty for the root.
fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Folders that a tool makes beside its own file: the folder, the file, and the reason in words.
const MADE: [(&str, &str, &str); 5] = [
    ("target", "Cargo.toml", "Cargo makes it, beside Cargo.toml"),
    ("target", "pom.xml", "Maven makes it, beside pom.xml"),
    ("target", "build.sbt", "sbt makes it, beside build.sbt"),
    ("build", "build.gradle", "Gradle makes it, beside build.gradle"),
    ("build", "build.gradle.kts", "Gradle makes it, beside build.gradle.kts"),
];

/// What is no input wherever it stands.
pub(super) fn is_left_out(name: &str, folder: bool) -> bool {
    name.starts_with('.') || (folder && name == "node_modules")
}

/// Whether something on the way to a file begins with a dot, so that it is no input wherever it stands.
pub fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| is_left_out(part, false))
}

fn names(rules: &Gitignore, path: &Path, folder: bool) -> bool {
    path.starts_with(rules.path()) && rules.matched(path, folder).is_ignore()
}
