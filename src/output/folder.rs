//! Open folders with where they are, so that each fault names its file. Every operation goes by a handle and a path below it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::fault::Fault;
use crate::system::{Dir, Lock, Stamp};

/// An open folder.
#[derive(Debug)]
pub(super) struct Folder {
    pub dir: Dir,
    /// Where it was opened, for messages only.
    path: PathBuf,
}

impl Folder {
    /// Opens the folder at an absolute path whose links the caller has resolved.
    pub fn open(path: &Path) -> Result<Folder, Fault> {
        let dir = Dir::open(path).map_err(|error| Fault::new("open", path, error))?;
        Ok(Folder { dir, path: path.to_owned() })
    }

    /// Opens the folder at a relative path below this one.
    pub fn descend(&self, path: &Path) -> Result<Folder, Fault> {
        let dir = self.dir.folder(path).map_err(|error| self.fault("open", path, error))?;
        Ok(Folder { dir, path: self.at(path) })
    }

    /// Opens the regular file at a relative path below this folder for reading.
    pub fn read(&self, path: &Path) -> Result<File, Fault> {
        self.dir.file(path).map_err(|error| self.fault("open", path, error))
    }

    /// Like [`descend`](Folder::descend), but makes the folders that are missing.
    pub fn make(&self, path: &Path) -> Result<Folder, Fault> {
        let mut folder = self.descend(Path::new(""))?;
        for name in path {
            folder.mkdir(Path::new(name))?;
            folder = folder.descend(Path::new(name))?;
        }
        Ok(folder)
    }

    /// Where this folder was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where `name` is in this folder.
    pub fn at(&self, name: &Path) -> PathBuf {
        if name.as_os_str().is_empty() { self.path.clone() } else { self.path.join(name) }
    }

    pub fn fault(&self, action: &'static str, name: &Path, error: io::Error) -> Fault {
        Fault::new(action, self.at(name), error)
    }

    /// Whether `name` is this very folder.
    pub fn is_at(&self, parent: &Folder, name: &OsStr) -> bool {
        let both = (self.dir.own_stamp(), parent.dir.stamp(name.as_ref()));
        matches!(both, (Ok(open), Ok(named)) if open.is_same(&named))
    }

    /// Whether this user may list the folder `name` and change what it holds.
    pub fn check_access(&self, name: &OsStr) -> Result<(), Fault> {
        self.dir.check_access(name).map_err(|error| self.fault("write to", name.as_ref(), error))
    }

    /// Opens the lock file `name`, making it if need be, and locks it until the handle is dropped or its holder dies.
    /// `None` if another holds it; "not found" if the last holder removed it at the same moment.
    pub fn lock(&self, name: &OsStr) -> Result<Option<Lock>, Fault> {
        self.dir.lock(name).map_err(|error| self.fault("lock", name.as_ref(), error))
    }

    /// Writes a new file and makes the folders that lead to it; only this program may have made any of them.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        let file = match self.dir.make_file(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let mut above: Vec<&Path> = path.ancestors().skip(1).collect();
                above.pop();
                above.into_iter().rev().try_for_each(|folder| self.mkdir(folder).map(drop))?;
                self.dir.make_file(path)
            }
            file => file,
        };
        let mut file = file.map_err(|error| self.fault("write", path, error))?;
        file.write_all(bytes).map_err(|error| Fault::new("write", self.at(path), error))
    }

    /// Makes a folder, and says whether it was missing. `path` may lead through folders that only this program fills.
    pub fn mkdir(&self, path: &Path) -> Result<bool, Fault> {
        match self.dir.make_folder(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(self.fault("make the folder", path, error)),
        }
    }

    /// What the system notes of this folder.
    pub fn own_stamp(&self) -> Result<Stamp, Fault> {
        self.dir.own_stamp().map_err(|error| Fault::new("look at", &self.path, error))
    }

    /// Gives the folder at `path` below this one the permissions that `stamp` notes; its owner keeps all of them.
    pub fn set_mode(&self, path: &Path, stamp: &Stamp) -> Result<(), Fault> {
        let done = self.descend(path)?.dir.set_mode(stamp);
        done.map_err(|error| self.fault("set the permissions of", path, error))
    }

    /// Makes `path` below `to` another name of the file (or symbolic link) `name`.
    pub fn link(&self, name: &OsStr, to: &Folder, path: &Path) -> Result<(), Fault> {
        self.dir.link(name, &to.dir, path).map_err(|error| to.fault("link", path, error))
    }

    /// Moves `path` to `name` in the folder `to`, in place of a file that stands there.
    pub fn rename(&self, path: &Path, to: &Folder, name: &OsStr) -> Result<(), Fault> {
        self.dir.rename(path, &to.dir, name).map_err(|error| to.fault("write", name.as_ref(), error))
    }

    /// Like [`rename`](Folder::rename) where nothing may stand at the new name.
    pub fn rename_new(&self, name: &OsStr, to: &Folder, new: &OsStr) -> Result<(), Fault> {
        self.dir.rename_new(name, &to.dir, new).map_err(|error| to.fault("write", new.as_ref(), error))
    }

    /// Swaps `name` and `new` in the folder `to`.
    pub fn exchange(&self, name: &OsStr, to: &Folder, new: &OsStr) -> Result<(), Fault> {
        self.dir.exchange(name, &to.dir, new).map_err(|error| to.fault("write", new.as_ref(), error))
    }

    /// Opens this folder again where it is after a move.
    pub fn reopen(&mut self, parent: &Folder, name: &OsStr) -> Result<(), Fault> {
        self.dir.reopen(&parent.dir, name).map_err(|error| parent.fault("open", name.as_ref(), error))
    }

    /// Removes the file `name`; none is fine, too.
    pub fn remove(&self, name: &OsStr) -> Result<(), Fault> {
        self.dir.remove(name).map_err(|error| self.fault("remove", name.as_ref(), error))
    }

    /// Removes the empty folder `name`.
    pub fn remove_folder(&self, name: &OsStr) -> Result<(), Fault> {
        self.dir.remove_folder(name).map_err(|error| self.fault("remove", name.as_ref(), error))
    }

    /// Brings what was written to this file system to the disk.
    pub fn sync(&self) -> Result<(), Fault> {
        self.dir.sync().map_err(|error| Fault::new("write", &self.path, error))
    }
}

/// A path's folder and its name there.
pub(super) fn split(path: &Path) -> (&Path, &OsStr) {
    (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default())
}
