//! A tree of files and the one opener: stays inside its folder, follows no links, reads regular files only.
//!
//! A tree is a folder of the disk, or the same folder as a git revision has it.

mod buffers;
mod git;
mod history;
mod objects;
mod revision;
mod stamp;
mod timeline;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::WalkDir;

use crate::system::{Cause, Dir, Kind, can_name, canonicalize, is_spelled};
use revision::{Object, Revision};

pub use crate::system::Stamp;
pub use buffers::Buffers;
pub use git::RevisionError;
pub use history::{FileDates, Gap};
pub use stamp::RepositoryStamp;
pub use timeline::{Moment, Run, Thread, Timeline};

/// The largest file that is read, in bytes (contract, section 7).
pub const FILE_LIMIT: u64 = crate::source::MAX_BYTES as u64;

/// A folder, opened once; every read goes through it.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    files: Files,
    buffers: Buffers,
}

/// Where the files of a tree are.
#[derive(Debug)]
enum Files {
    Disk(Dir),
    Revision(Revision),
}

/// Why a file was not read.
#[derive(Debug)]
pub enum ReadError {
    /// There is no such file.
    Missing,
    /// The path leaves the tree.
    Outside,
    /// A link, a folder, a pipe or another thing that is no regular file.
    NotAFile,
    /// Larger than [`FILE_LIMIT`]: its size in bytes.
    TooLarge(u64),
    /// The system refused.
    System(io::Error),
}

/// What the walk found at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    File,
    /// A symbolic link; whether it leads to something inside the tree.
    Link {
        inside: bool,
    },
    /// A name that is not UTF-8, shown with its odd bytes replaced.
    OddName,
    /// A pipe, a socket or a device.
    Special,
    /// A folder or entry that could not be read.
    Unreadable(String),
    /// A folder that a tool made: its files are copies, or not the authors'. The words say by what that is told.
    LeftOut(&'static str),
}

/// An entry of the walk: its path relative to the tree, with `/`, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub path: String,
    pub found: Found,
}

impl Tree {
    /// Opens the folder at `root`.
    ///
    /// # Errors
    /// The system's, if there is no such folder or it can't be opened.
    pub fn open(root: &Path) -> io::Result<Tree> {
        let root = canonicalize(root)?;
        let folder = Dir::open(&root)?;
        Ok(Tree { root, files: Files::Disk(folder), buffers: Buffers::default() })
    }

    /// The folder at `root` as `revision` of its git repository has it; empty if the revision lacks the folder.
    ///
    /// # Errors
    /// There is no git, no repository or no such revision.
    pub fn at_revision(root: &Path, revision: &str) -> Result<Tree, RevisionError> {
        let root = canonicalize(root).map_err(RevisionError::System)?;
        let files = Files::Revision(Revision::open(&root, revision)?);
        Ok(Tree { root, files, buffers: Buffers::default() })
    }

    /// Since when its files are there, by the history of its repository; `None` for a state of the past.
    pub fn dates(&self) -> Option<FileDates> {
        match &self.files {
            Files::Disk(_) => Some(history::file_dates(&self.root)),
            Files::Revision(_) => None,
        }
    }

    /// What stands for its repository; `None` for a state of the past.
    pub fn repository(&self) -> Option<RepositoryStamp> {
        matches!(self.files, Files::Disk(_)).then(|| RepositoryStamp::of(&self.root))
    }

    /// What it held at earlier revisions of its repository, without the paths that `skip` refuses; `None` for a state of the past.
    pub fn timeline(&self, skip: &dyn Fn(&str) -> bool) -> Option<Timeline> {
        matches!(self.files, Files::Disk(_)).then(|| Timeline::of(&self.root, skip))
    }

    /// The folder, with every link resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The bytes of the file at `path`, relative to the tree with `/`.
    ///
    /// # Errors
    /// Says why it was not read. Nothing outside the tree is ever opened, not even to look at it.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if let Some(text) = self.buffered(path) {
            return text;
        }
        let folder = match &self.files {
            Files::Disk(folder) => folder,
            Files::Revision(revision) if is_inside(path) => return revision.read(path),
            Files::Revision(_) => return Err(ReadError::Outside),
        };
        let (mut file, length) = open_file(folder, path)?;
        if length > FILE_LIMIT {
            return Err(ReadError::TooLarge(length));
        }
        let mut bytes = Vec::with_capacity(length as usize + 1);
        // A file that grows while it is read stays within the limit.
        (&mut file).take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(ReadError::System)?;
        if bytes.len() as u64 > FILE_LIMIT { Err(ReadError::TooLarge(bytes.len() as u64)) } else { Ok(bytes) }
    }

    /// The first bytes of the file at `path`, so many at `most`; `None` if it can't be read.
    pub fn head(&self, path: &str, most: usize) -> Option<Vec<u8>> {
        let Files::Disk(folder) = &self.files else {
            return self.read(path).ok().map(|mut bytes| {
                bytes.truncate(most);
                bytes
            });
        };
        let (file, _) = open_file(folder, path).ok()?;
        let mut bytes = Vec::new();
        file.take(most as u64).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Whether a regular file stands at `path`.
    pub fn has_file(&self, path: &str) -> bool {
        match &self.files {
            Files::Disk(folder) => self.stands_at(folder, path, Kind::File),
            Files::Revision(revision) => matches!(revision.object(path), Some(Object::File { .. })),
        }
    }

    /// What the system notes of the file at `path`; `None` if there is none, or it is not that of the disk.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        let Files::Disk(folder) = &self.files else { return None };
        if self.buffers.get(path).is_some() {
            return None;
        }
        folder.stamp(path.as_ref()).ok()
    }

    /// Whether a folder stands at `path`, which is no link.
    pub fn has_folder(&self, path: &str) -> bool {
        match &self.files {
            Files::Disk(folder) => self.stands_at(folder, path, Kind::Folder),
            Files::Revision(revision) => !path.is_empty() && revision.below(path).next().is_some(),
        }
    }

    /// All entries below `below` (empty: the whole tree) that are no folders, sorted by path, without dot-files, `node_modules`, what
    /// `.gitignore` files name, and the paths that `skip` refuses. A folder that a tool made is one entry.
    pub fn walk(&self, below: &str, skip: &dyn Fn(&str) -> bool) -> Vec<Entry> {
        let made = RefCell::new(Vec::new());
        let mut entries = match &self.files {
            Files::Disk(_) => self.visit(below, skip, &made).filter_map(|entry| self.found(entry)).collect(),
            Files::Revision(revision) => self.walk_revision(revision, below, skip, &made),
        };
        entries.extend(made.into_inner());
        entries.sort_by(|a: &Entry, b| a.path.cmp(&b.path));
        entries
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

    /// Whether a thing of this kind, and no link to one, stands at a path.
    fn stands_at(&self, folder: &Dir, path: &str, kind: Kind) -> bool {
        is_inside(path)
            && can_name(path)
            && folder.stamp(path.as_ref()).is_ok_and(|stamp| stamp.kind == kind)
            && is_spelled(&self.root.join(path))
    }

    fn relative(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    }

    fn lossy(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().into_owned()
    }
}

/// The regular file at `path`, and its length.
fn open_file(folder: &Dir, path: &str) -> Result<(File, u64), ReadError> {
    if !is_inside(path) {
        return Err(ReadError::Outside);
    }
    if !can_name(path) {
        return Err(ReadError::Missing);
    }
    let file = folder.file(path.as_ref()).map_err(read_error)?;
    let about = file.metadata().map_err(ReadError::System)?;
    if about.is_file() { Ok((file, about.len())) } else { Err(ReadError::NotAFile) }
}

/// Whether a path stays inside the tree that it is relative to.
fn is_inside(path: &str) -> bool {
    !(path.is_empty() || path.starts_with('/') || path.split('/').any(|part| part == "..") || path.contains('\0'))
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
fn is_left_out(name: &str, folder: bool) -> bool {
    name.starts_with('.') || (folder && name == "node_modules")
}

fn names(rules: &Gitignore, path: &Path, folder: bool) -> bool {
    path.starts_with(rules.path()) && rules.matched(path, folder).is_ignore()
}

fn read_error(error: io::Error) -> ReadError {
    match Cause::of(&error) {
        Cause::Missing => ReadError::Missing,
        Cause::Elsewhere => ReadError::Outside,
        Cause::OtherKind => ReadError::NotAFile,
        _ => ReadError::System(error),
    }
}
