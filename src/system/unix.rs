//! Open folders of Unix. Every operation goes by a handle and a path below it, and none follows a symbolic link, so that whoever
//! swaps a folder for a link while we work leads us nowhere else.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{self, AtFlags, FileType, Mode, OFlags, Stat};
use rustix::io::{Errno, fcntl_dupfd_cloexec};

use super::name::{asks_for_folder, names};
use super::stamp::{Kind, Stamp};

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// NONBLOCK keeps a pipe without a writer from blocking the open.
const READ: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);
const NEW: OFlags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::CLOEXEC);
const LOCK: OFlags = OFlags::RDWR.union(OFlags::CREATE).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// An open folder. Paths that its functions take are relative to it, stay below it and are no links.
#[derive(Debug)]
pub struct Dir(OwnedFd);

/// A lock, held until it is dropped or its holder dies.
#[derive(Debug)]
pub struct Lock {
    _file: OwnedFd,
}

impl Dir {
    /// Opens the folder at an absolute path whose links the caller has resolved.
    ///
    /// # Errors
    /// The system's; as for all functions here.
    pub fn open(path: &Path) -> io::Result<Dir> {
        Ok(Dir(fs::open(path, FOLDER, Mode::empty())?))
    }

    /// Opens the folder at `path`; an empty one is this folder.
    pub fn folder(&self, path: &Path) -> io::Result<Dir> {
        let is_here = path.as_os_str().is_empty();
        Ok(Dir(if is_here { fcntl_dupfd_cloexec(&self.0, 0)? } else { self.open_below(path, FOLDER)? }))
    }

    /// Opens what stands at `path` for reading. It may be no regular file; its opener has to ask.
    pub fn file(&self, path: &Path) -> io::Result<File> {
        Ok(File::from(self.open_below(path, READ)?))
    }

    /// [`file`](Dir::file) as systems without such a call take it.
    #[cfg(test)]
    pub(super) fn file_by_names(&self, path: &Path) -> io::Result<File> {
        Ok(File::from(self.open_by_names(path, READ)?))
    }

    fn open_below(&self, path: &Path, flags: OFlags) -> io::Result<OwnedFd> {
        #[cfg(target_os = "linux")]
        if !super::is_plain() {
            let resolve = fs::ResolveFlags::BENEATH | fs::ResolveFlags::NO_SYMLINKS;
            match fs::openat2(&self.0, path, flags, Mode::empty(), resolve) {
                // An old kernel or a sandbox that does not know the call, or a path longer than it takes.
                Err(Errno::NOSYS | Errno::PERM | Errno::NAMETOOLONG) => {}
                done => return Ok(done?),
            }
        }
        self.open_by_names(path, flags)
    }

    /// The same where the system opens no path without following links: name by name.
    fn open_by_names(&self, path: &Path, mut flags: OFlags) -> io::Result<OwnedFd> {
        let names = names(path)?;
        let (name, above) = names.split_last().ok_or(io::ErrorKind::NotFound)?;
        if asks_for_folder(path) {
            flags |= OFlags::DIRECTORY;
        }
        let mut folder: Option<OwnedFd> = None;
        for name in above {
            folder = Some(fs::openat(folder.as_ref().unwrap_or(&self.0), *name, FOLDER, Mode::empty())?);
        }
        Ok(fs::openat(folder.as_ref().unwrap_or(&self.0), *name, flags, Mode::empty())?)
    }

    /// What stands at `path`. Links on the way are followed, one at the end is not.
    pub fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        Ok(stamp_of(&fs::statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// What the system notes of this folder itself.
    pub fn own_stamp(&self) -> io::Result<Stamp> {
        Ok(stamp_of(&fs::fstat(&self.0)?))
    }

    /// The names of what this folder holds, in no order.
    pub fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for found in fs::Dir::read_from(&self.0)? {
            let found = found?;
            let name = OsStr::from_bytes(found.file_name().to_bytes());
            if name != "." && name != ".." {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    /// Whether another file system begins at the folder `name`, of which the system notes `stamp`. A bind mount has the number of
    /// the device it shows, so that Linux is asked, which knows.
    pub fn is_mount(&self, name: &OsStr, stamp: &Stamp) -> io::Result<bool> {
        #[cfg(target_os = "linux")]
        {
            let flags = AtFlags::NO_AUTOMOUNT | AtFlags::SYMLINK_NOFOLLOW;
            let known = fs::statx(&self.0, name, flags, fs::StatxFlags::empty());
            if let Ok(known) = known
                && known.stx_attributes_mask.contains(fs::StatxAttributes::MOUNT_ROOT)
            {
                return Ok(known.stx_attributes.contains(fs::StatxAttributes::MOUNT_ROOT));
            }
        }
        let _ = name;
        Ok(self.own_stamp()?.identity.0 != stamp.identity.0)
    }

    /// Whether this user may list the folder `name` and change what it holds; an error if not.
    pub fn check_access(&self, name: &OsStr) -> io::Result<()> {
        let access = fs::Access::READ_OK | fs::Access::WRITE_OK | fs::Access::EXEC_OK;
        Ok(fs::accessat(&self.0, name, access, AtFlags::EACCESS)?)
    }

    /// Makes a folder. `path` may lead through folders that only this program fills.
    pub fn make_folder(&self, path: &Path) -> io::Result<()> {
        Ok(fs::mkdirat(&self.0, path, Mode::from(0o777))?)
    }

    /// Makes a file, to be written. `path` may lead through folders that only this program fills.
    pub fn make_file(&self, path: &Path) -> io::Result<File> {
        Ok(File::from(fs::openat(&self.0, path, NEW, Mode::from(0o666))?))
    }

    /// Opens the lock file `name`, making it if need be, and locks it. `None` if another holds it; "not found" if the last holder
    /// removed it at the same moment.
    pub fn lock(&self, name: &OsStr) -> io::Result<Option<Lock>> {
        let file = fs::openat(&self.0, name, LOCK, Mode::from(0o666))?;
        match fs::flock(&file, fs::FlockOperation::NonBlockingLockExclusive) {
            Ok(()) if self.stamp(name.as_ref())?.is_same(&stamp_of(&fs::fstat(&file)?)) => {
                Ok(Some(Lock { _file: file }))
            }
            Ok(()) => Err(Errno::NOENT.into()),
            Err(Errno::WOULDBLOCK) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the file of a lock, and opens it. Who waits for it finds that it is gone.
    pub fn remove_lock(&self, lock: Lock, name: &OsStr) -> io::Result<()> {
        let removed = self.remove(name);
        drop(lock);
        removed
    }

    /// Gives this folder the permissions that `stamp` notes; its owner keeps all of them.
    pub fn set_mode(&self, stamp: &Stamp) -> io::Result<()> {
        // A mode has 16 bits on some systems.
        let mode = Mode::from_raw_mode(stamp.mode as fs::RawMode);
        Ok(fs::fchmod(&self.0, mode | Mode::RWXU)?)
    }

    /// Makes `path` below `to` another name of the file (or symbolic link) `name`.
    pub fn link(&self, name: &OsStr, to: &Dir, path: &Path) -> io::Result<()> {
        Ok(fs::linkat(&self.0, name, &to.0, path, AtFlags::empty())?)
    }

    /// Moves `path` to `name` in the folder `to`, in place of a file or an empty folder that stands there.
    pub fn rename(&self, path: &Path, to: &Dir, name: &OsStr) -> io::Result<()> {
        Ok(fs::renameat(&self.0, path, &to.0, name)?)
    }

    /// Moves `name` to `new` in the folder `to`, where nothing may stand; [`Unknown`](super::Cause::Unknown) where no call does.
    pub fn rename_new(&self, name: &OsStr, to: &Dir, new: &OsStr) -> io::Result<()> {
        self.rename_with(name, to, new, How::New)
    }

    /// Swaps `name` and `new` in the folder `to`; [`Unknown`](super::Cause::Unknown) where no call does.
    pub fn exchange(&self, name: &OsStr, to: &Dir, new: &OsStr) -> io::Result<()> {
        self.rename_with(name, to, new, How::Exchange)
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn rename_with(&self, name: &OsStr, to: &Dir, new: &OsStr, how: How) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        if super::is_plain() {
            return Err(Errno::NOSYS.into());
        }
        let flags = match how {
            How::New => fs::RenameFlags::NOREPLACE,
            How::Exchange => fs::RenameFlags::EXCHANGE,
        };
        Ok(fs::renameat_with(&self.0, name, &to.0, new, flags)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    fn rename_with(&self, _: &OsStr, _: &Dir, _: &OsStr, _: How) -> io::Result<()> {
        Err(Errno::NOSYS.into())
    }

    /// Lets the folder be moved or removed by its name. It stays open: only Windows minds.
    pub fn close(&mut self) {}

    /// Takes up the folder again, which is `name` in `parent` now. It was never closed: only Windows minds.
    pub fn reopen(&mut self, _parent: &Dir, _name: &OsStr) -> io::Result<()> {
        Ok(())
    }

    /// Removes the file `name`; none is fine, too.
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        match fs::unlinkat(&self.0, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the empty folder `name`.
    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// Brings what was written to this file system to the disk: on Linux it is there when this returns, elsewhere it is asked for.
    pub fn sync(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        fs::syncfs(&self.0)?;
        #[cfg(not(target_os = "linux"))]
        fs::sync();
        Ok(())
    }
}

/// What a rename does about what stands at the new name.
#[derive(Clone, Copy)]
enum How {
    New,
    Exchange,
}

/// What the system notes, in our words. Which numbers are how long differs between systems.
#[allow(clippy::unnecessary_cast, clippy::cast_lossless, reason = "the types differ between systems")]
pub(super) fn stamp_of(stat: &Stat) -> Stamp {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    };
    Stamp {
        kind,
        mode: stat.st_mode as u32,
        identity: (stat.st_dev as u64, stat.st_ino as u64),
        size: stat.st_size as u64,
        written: (stat.st_mtime as i64, stat.st_mtime_nsec as u64),
        changed: (stat.st_ctime as i64, stat.st_ctime_nsec as u64),
    }
}
