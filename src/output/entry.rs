//! What an open folder holds.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::fs::{self, AtFlags, Dir, FileType, Mode, Stat};
use rustix::io::Errno;

use super::fault::Fault;
use super::folder::Folder;

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// A symbolic link, a socket and the like: never ours.
    Other,
}

/// An entry of a folder, as it was when the folder was listed.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub name: OsString,
    pub kind: Kind,
    /// Whether another file system begins here.
    pub is_mount: bool,
    stat: Stat,
}

impl Entry {
    /// The permissions.
    pub fn mode(&self) -> Mode {
        Mode::from_raw_mode(self.stat.st_mode)
    }

    /// Whether this is the same file as `earlier`, and nobody wrote to it since.
    pub fn is_still(&self, earlier: &Entry) -> bool {
        let (now, then) = (&self.stat, &earlier.stat);
        (now.st_dev, now.st_ino, now.st_size) == (then.st_dev, then.st_ino, then.st_size)
            && (now.st_mtime, now.st_mtime_nsec) == (then.st_mtime, then.st_mtime_nsec)
    }
}

impl Folder {
    /// The entry `name`, or `None`.
    pub fn entry(&self, name: &OsStr) -> Result<Option<Entry>, Fault> {
        let stat = match fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(Errno::NOENT) => return Ok(None),
            Err(error) => return Err(self.fault("look at", name.as_ref(), error)),
        };
        let kind = match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => Kind::File,
            FileType::Directory => Kind::Folder,
            _ => Kind::Other,
        };
        let is_mount = kind == Kind::Folder && self.is_mount(name, &stat)?;
        Ok(Some(Entry { name: name.to_owned(), kind, is_mount, stat }))
    }

    /// Whether another file system begins at the folder `name`. A bind mount has the number of the device it shows,
    /// so that Linux is asked, which knows.
    fn is_mount(&self, name: &OsStr, stat: &Stat) -> Result<bool, Fault> {
        #[cfg(target_os = "linux")]
        {
            let flags = AtFlags::NO_AUTOMOUNT | AtFlags::SYMLINK_NOFOLLOW;
            let known = fs::statx(&self.fd, name, flags, fs::StatxFlags::empty());
            if let Ok(known) = known
                && known.stx_attributes_mask.contains(fs::StatxAttributes::MOUNT_ROOT)
            {
                return Ok(known.stx_attributes.contains(fs::StatxAttributes::MOUNT_ROOT));
            }
        }
        let own = fs::fstat(&self.fd).map_err(|error| self.fault("look at", name.as_ref(), error))?;
        Ok(own.st_dev != stat.st_dev)
    }

    /// The entries by name.
    pub fn entries(&self) -> Result<Vec<Entry>, Fault> {
        let fault = |error| Fault::new("list", self.path(), error);
        let mut entries = Vec::new();
        for found in Dir::read_from(&self.fd).map_err(fault)? {
            let found = found.map_err(fault)?;
            let name = OsStr::from_bytes(found.file_name().to_bytes());
            if name != "." && name != ".." {
                entries.extend(self.entry(name)?);
            }
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
            let folders = entries.into_iter().filter(|entry| entry.kind == Kind::Folder);
            Ok(folders.map(|entry| path.join(entry.name)).collect::<Vec<_>>())
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
