//! What an open folder holds.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::fault::Fault;
use super::folder::Folder;
use crate::system::{Cause, Kind, Stamp, below};

/// An entry of a folder, as it was when the folder was listed.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub name: OsString,
    pub stamp: Stamp,
    /// Whether another file system begins here.
    pub is_mount: bool,
}

impl Entry {
    pub fn is_file(&self) -> bool {
        self.stamp.kind == Kind::File
    }

    pub fn is_folder(&self) -> bool {
        self.stamp.kind == Kind::Folder
    }
}

impl Folder {
    /// The entry `name`, or `None`.
    pub fn entry(&self, name: &OsStr) -> Result<Option<Entry>, Fault> {
        let fault = |error| self.fault("look at", name.as_ref(), error);
        let stamp = match self.dir.stamp(name.as_ref()) {
            Ok(stamp) => stamp,
            Err(error) if Cause::of(&error) == Cause::Missing => return Ok(None),
            Err(error) => return Err(fault(error)),
        };
        let is_mount = stamp.kind == Kind::Folder && self.dir.is_mount(name, &stamp).map_err(fault)?;
        Ok(Some(Entry { name: name.to_owned(), stamp, is_mount }))
    }

    /// The entries by name.
    pub fn entries(&self) -> Result<Vec<Entry>, Fault> {
        let names = self.dir.names().map_err(|error| Fault::new("list", self.path(), error))?;
        let mut entries = Vec::with_capacity(names.len());
        for name in names {
            entries.extend(self.entry(&name)?);
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// Calls `each` with this folder and every folder below it (open, with its path from here and its entries), on all
    /// cores, and returns the paths of those below by depth. No more folders are open at a time than there are threads,
    /// however deep they lie.
    pub fn visit(
        &self,
        each: impl Fn(&Folder, &Path, &[Entry]) -> Result<(), Fault> + Sync,
    ) -> Result<Vec<Vec<PathBuf>>, Fault> {
        let visit = |path: &PathBuf| {
            let folder = self.descend(path)?;
            let entries = folder.entries()?;
            each(&folder, path, &entries)?;
            let folders = entries.iter().filter(|entry| entry.is_folder());
            Ok(folders.map(|entry| below(path, &entry.name)).collect::<Vec<_>>())
        };
        let mut levels: Vec<Vec<PathBuf>> = Vec::new();
        let mut level = vec![PathBuf::new()];
        while !level.is_empty() {
            let below: Result<Vec<_>, Fault> = level.par_iter().map(visit).collect();
            levels.push(std::mem::replace(&mut level, below?.concat()));
        }
        levels.remove(0);
        Ok(levels)
    }
}
