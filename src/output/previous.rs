//! The site that stands at the output: its files, and which of them are still as our last build wrote them.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::entry::Entry;
use super::error::Refusal;
use super::fault::Fault;
use super::folder::{Folder, split};
use super::manifest::{MANIFEST, Manifest};
use crate::digest::digest_of;
use crate::system::{Kind, below};

/// Read of a record that is no record: 500,000 files have a shorter one.
const LONGEST_MANIFEST: u64 = 64 << 20;

/// The old site.
#[derive(Debug)]
pub(super) struct Previous {
    pub folder: Folder,
    /// The folder as an entry of the one above.
    pub root: Entry,
    pub manifest: Manifest,
    /// What it holds at any depth, by path; not its record.
    pub entries: HashMap<PathBuf, Entry>,
    /// Whether there is a record.
    pub is_recorded: bool,
}

/// How the file that stands at a path compares to the one that is to stand there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// There is none.
    Nothing,
    /// It has the same bytes.
    Same,
    /// It has others, which our last build wrote.
    Ours,
    /// It has others, which we did not write.
    Theirs,
}

impl Previous {
    /// Reads what stands in the folder `root` of `parent`, but for an entry `staging`, if that is given.
    ///
    /// # Errors
    /// As [`record`], and for a folder below that this user may not change.
    pub fn read(parent: &Folder, root: Entry, staging: Option<&OsStr>) -> Result<Previous, Refusal> {
        let folder = parent.descend(root.name.as_ref())?;
        let manifest = record(&folder, staging)?;
        let entries = Mutex::new(HashMap::new());
        folder.visit(|folder, path, found| {
            let folders = found.iter().filter(|entry| entry.is_folder());
            folders.map(|entry| &entry.name).try_for_each(|name| folder.check_access(name))?;
            let found = found.iter().map(|entry| (below(path, &entry.name), entry.clone()));
            entries.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
            Ok(())
        })?;
        let mut entries = entries.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(staging) = staging {
            entries.retain(|path, _| !path.starts_with(staging));
        }
        let is_recorded = entries.remove(Path::new(MANIFEST)).is_some();
        Ok(Previous { folder, root, manifest, entries, is_recorded })
    }

    /// Compares the file at `path` with new bytes.
    pub fn compare(&self, path: &Path, bytes: &[u8]) -> Result<Standing, Fault> {
        match self.entries.get(path).map(|entry| entry.stamp.kind) {
            None | Some(Kind::Folder) => Ok(Standing::Nothing),
            Some(Kind::Link | Kind::Other) => Ok(Standing::Theirs),
            Some(Kind::File) if self.has_bytes(path, bytes)? => Ok(Standing::Same),
            Some(Kind::File) if self.is_ours(path)? => Ok(Standing::Ours),
            Some(Kind::File) => Ok(Standing::Theirs),
        }
    }

    /// Whether the file at `path` has these bytes.
    pub fn has_bytes(&self, path: &Path, bytes: &[u8]) -> Result<bool, Fault> {
        let fault = |error| Fault::new("read", self.folder.at(path), error);
        let mut file = self.folder.read(path)?;
        // Most files that changed changed in length, and need not be read.
        let len = file.metadata().map_err(fault)?.len();
        if u64::try_from(bytes.len()) != Ok(len) {
            return Ok(false);
        }
        let mut old = vec![0; bytes.len()];
        match file.read_exact(&mut old) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
            done => done.map(|()| old == bytes).map_err(fault),
        }
    }

    /// Whether the file at `path` is one that our last build wrote, and still has the bytes it was given.
    pub fn is_ours(&self, path: &Path) -> Result<bool, Fault> {
        if !self.manifest.lists(path) {
            return Ok(false);
        }
        let digest = digest_of(self.folder.read(path)?);
        let digest = digest.map_err(|error| Fault::new("read", self.folder.at(path), error))?;
        Ok(self.manifest.holds(path, &digest))
    }

    /// Makes `to/path` another name of the file that stands at `path`.
    pub fn link(&self, path: &Path, to: &Folder) -> Result<(), Fault> {
        let (parent, name) = split(path);
        self.folder.descend(parent)?.link(name, to, path)
    }
}

/// The record of the last build in a folder; an empty one for an empty folder.
///
/// # Errors
/// [`Refusal::Foreign`] for a folder with files but without a record, [`Refusal::Damaged`] for an unreadable record.
pub(super) fn record(folder: &Folder, staging: Option<&OsStr>) -> Result<Manifest, Refusal> {
    let found = folder.entry(MANIFEST.as_ref())?.filter(Entry::is_file);
    if found.is_none() {
        let is_empty = folder.entries()?.iter().all(|entry| Some(entry.name.as_os_str()) == staging);
        let path = folder.path().to_owned();
        return if is_empty { Ok(Manifest::default()) } else { Err(Refusal::Foreign { path }) };
    }
    let path = folder.at(MANIFEST.as_ref());
    let mut bytes = Vec::new();
    let mut file = folder.read(MANIFEST.as_ref())?.take(LONGEST_MANIFEST + 1);
    file.read_to_end(&mut bytes).map_err(|error| Fault::new("read", &path, error))?;
    let text = String::from_utf8(bytes).ok().filter(|_| file.limit() > 0);
    text.and_then(|text| Manifest::parse(&text)).ok_or(Refusal::Damaged { path })
}
