//! A tree of files and the one opener: stays inside its folder, follows no links, reads regular files only.
//!
//! A tree is a folder of the disk, or the same folder as a git revision has it.

mod buffers;
mod git;
mod history;
mod moves;
mod objects;
mod revision;
mod stamp;
mod timeline;
mod trace;
mod walk;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::system::{Cause, Dir, Kind, can_name, canonicalize, is_spelled};
use revision::{Object, Revision};
use trace::{Question, Recorder, of_bytes, of_debug, of_head, of_truth};

pub use crate::system::Stamp;
pub use buffers::{Buffers, Texts};
pub use git::RevisionError;
pub use history::{FileDates, Gap};
pub use moves::Moves;
pub use stamp::RepositoryStamp;
pub use timeline::{Moment, Run, Thread, Timeline};
pub use trace::Trace;
pub use walk::is_hidden;

/// The largest file that is read, in bytes (contract, section 7).
pub const FILE_LIMIT: u64 = crate::source::MAX_BYTES as u64;

/// A folder, opened once; every read goes through it.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    files: Files,
    buffers: Buffers,
    /// What it is asked, if somebody wants to know.
    recorder: Option<Recorder>,
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
        Ok(Tree { root, files: Files::Disk(folder), buffers: Buffers::default(), recorder: None })
    }

    /// The folder at `root` as `revision` of its git repository has it; empty if the revision lacks the folder.
    ///
    /// # Errors
    /// There is no git, no repository or no such revision.
    pub fn at_revision(root: &Path, revision: &str) -> Result<Tree, RevisionError> {
        let root = canonicalize(root).map_err(RevisionError::System)?;
        let files = Files::Revision(Revision::open(&root, revision)?);
        Ok(Tree { root, files, buffers: Buffers::default(), recorder: None })
    }

    /// Since when its files are there, by the history of its repository; `None` for a state of the past.
    pub fn dates(&self) -> Option<FileDates> {
        let dates = matches!(self.files, Files::Disk(_)).then(|| history::file_dates(&self.root))?;
        self.doubt(dates.gap.as_ref());
        Some(dates)
    }

    /// What stands for its repository; `None` for a state of the past.
    pub fn repository(&self) -> Option<RepositoryStamp> {
        let stamp = matches!(self.files, Files::Disk(_)).then(|| RepositoryStamp::of(&self.root));
        self.note(|| Question::Repository, || Some(of_debug(&stamp)));
        stamp
    }

    /// What it held at earlier revisions of its repository, without the paths that `skip` refuses; `None` for a state of the past.
    pub fn timeline(&self, skip: &dyn Fn(&str) -> bool) -> Option<Timeline> {
        let timeline = matches!(self.files, Files::Disk(_)).then(|| Timeline::of(&self.root, skip))?;
        self.doubt(timeline.gap.as_ref());
        Some(timeline)
    }

    /// Notes that the history may say more the next time, though the repository is the same: objects come, or a program does.
    fn doubt(&self, gap: Option<&Gap>) {
        if matches!(gap, Some(Gap::Incomplete | Gap::Unreadable(_))) {
            self.note(|| Question::Repository, || None);
        }
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
        let read = self.read_now(path);
        self.note(|| Question::Bytes(path.to_owned()), || of_bytes(&read));
        read
    }

    fn read_now(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let path = &self.moves().before(path).ok_or(ReadError::Missing)?;
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
        let head = self.head_now(path, most);
        self.note(|| Question::Head(path.to_owned(), most), || Some(of_head(head.as_deref())));
        head
    }

    fn head_now(&self, path: &str, most: usize) -> Option<Vec<u8>> {
        let Files::Disk(folder) = &self.files else {
            return self.read_now(path).ok().map(|mut bytes| {
                bytes.truncate(most);
                bytes
            });
        };
        let (file, _) = open_file(folder, &self.moves().before(path)?).ok()?;
        let mut bytes = Vec::new();
        file.take(most as u64).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Whether a regular file stands at `path`.
    pub fn has_file(&self, path: &str) -> bool {
        let has = match &self.files {
            Files::Disk(folder) => self.stands_at(folder, path, Kind::File),
            Files::Revision(revision) => matches!(revision.object(path), Some(Object::File { .. })),
        };
        self.note(|| Question::File(path.to_owned()), || Some(of_truth(has)));
        has
    }

    /// What the system notes of the file at `path`; `None` if there is none, or it is not that of the disk.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        let Files::Disk(folder) = &self.files else { return None };
        let path = &self.moves().before(path)?;
        if self.buffers.get(path).is_some() {
            return None;
        }
        folder.stamp(path.as_ref()).ok()
    }

    /// Whether a folder stands at `path`, which is no link.
    pub fn has_folder(&self, path: &str) -> bool {
        let has = match &self.files {
            Files::Disk(folder) => self.stands_at(folder, path, Kind::Folder),
            Files::Revision(revision) => !path.is_empty() && revision.below(path).next().is_some(),
        };
        self.note(|| Question::Folder(path.to_owned()), || Some(of_truth(has)));
        has
    }

    /// Whether a thing of this kind, and no link to one, stands at a path.
    fn stands_at(&self, folder: &Dir, path: &str, kind: Kind) -> bool {
        let moves = self.moves();
        if (kind == Kind::Folder && moves.fill(path)) || (kind == Kind::File && self.made().contains(path)) {
            return true;
        }
        let Some(path) = &moves.before(path) else { return false };
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

fn read_error(error: io::Error) -> ReadError {
    match Cause::of(&error) {
        Cause::Missing => ReadError::Missing,
        Cause::Elsewhere => ReadError::Outside,
        Cause::OtherKind => ReadError::NotAFile,
        _ => ReadError::System(error),
    }
}
