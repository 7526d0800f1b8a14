//! Open folders. Every operation goes by a handle and one name below it, and none follows a symbolic link, so that
//! whoever swaps a folder for a link while we work leads us nowhere else.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{self, AtFlags, Mode, OFlags, Stat};
use rustix::io::{Errno, fcntl_dupfd_cloexec};

use super::fault::Fault;

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const READ: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);
const NEW: OFlags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::CLOEXEC);
const LOCK: OFlags = OFlags::RDWR.union(OFlags::CREATE).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// An open folder.
#[derive(Debug)]
pub(super) struct Folder {
    pub fd: OwnedFd,
    /// Where it was opened, for messages only.
    path: PathBuf,
}

impl Folder {
    /// Opens the folder at an absolute path whose links the caller has resolved.
    pub fn open(path: &Path) -> Result<Folder, Fault> {
        let fd = fs::open(path, FOLDER, Mode::empty()).map_err(|error| Fault::new("open", path, error))?;
        Ok(Folder { fd, path: path.to_owned() })
    }

    /// Opens the folder at a relative path below this one.
    pub fn descend(&self, path: &Path) -> Result<Folder, Fault> {
        let is_here = path.as_os_str().is_empty();
        let fd = if is_here { fcntl_dupfd_cloexec(&self.fd, 0) } else { self.open_below(path, FOLDER) };
        let fd = fd.map_err(|error| self.fault("open", path, error))?;
        Ok(Folder { fd, path: self.at(path) })
    }

    /// Opens the regular file at a relative path below this folder for reading.
    pub fn read(&self, path: &Path) -> Result<File, Fault> {
        self.open_below(path, READ).map(File::from).map_err(|error| self.fault("open", path, error))
    }

    /// Opens what is at a relative path, which no link is part of.
    fn open_below(&self, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
        #[cfg(target_os = "linux")]
        match fs::openat2(&self.fd, path, flags, Mode::empty(), fs::ResolveFlags::NO_SYMLINKS) {
            // An old kernel or a sandbox that does not know the call, or a path longer than it takes.
            Err(Errno::NOSYS | Errno::PERM | Errno::NAMETOOLONG) => {}
            done => return done,
        }
        self.open_by_names(path, flags)
    }

    /// [`open_below`](Folder::open_below) where the system opens no path without following links: name by name.
    fn open_by_names(&self, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
        let (parent, name) = split(path);
        let mut folder: Option<OwnedFd> = None;
        for name in parent {
            folder = Some(fs::openat(folder.as_ref().unwrap_or(&self.fd), name, FOLDER, Mode::empty())?);
        }
        fs::openat(folder.as_ref().unwrap_or(&self.fd), name, flags, Mode::empty())
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

    pub fn fault(&self, action: &'static str, name: &Path, error: Errno) -> Fault {
        Fault::new(action, self.at(name), error)
    }

    /// Whether `name` is this very folder.
    pub fn is_at(&self, parent: &Folder, name: &OsStr) -> bool {
        same(fs::fstat(&self.fd), parent, name)
    }

    /// Whether this user may list the folder `name` and change what it holds.
    pub fn check_access(&self, name: &OsStr) -> Result<(), Fault> {
        let access = fs::Access::READ_OK | fs::Access::WRITE_OK | fs::Access::EXEC_OK;
        fs::accessat(&self.fd, name, access, AtFlags::EACCESS)
            .map_err(|error| self.fault("write to", name.as_ref(), error))
    }

    /// Opens the lock file `name`, making it if need be, and locks it until the handle is dropped or its holder dies.
    /// `None` if another holds it; "not found" if the last holder removed it at the same moment.
    pub fn lock(&self, name: &OsStr) -> Result<Option<OwnedFd>, Fault> {
        let fault = |error| self.fault("lock", name.as_ref(), error);
        let fd = fs::openat(&self.fd, name, LOCK, Mode::from(0o666)).map_err(fault)?;
        match fs::flock(&fd, fs::FlockOperation::NonBlockingLockExclusive) {
            Ok(()) if same(fs::fstat(&fd), self, name) => Ok(Some(fd)),
            Ok(()) => Err(fault(Errno::NOENT)),
            Err(Errno::WOULDBLOCK) => Ok(None),
            Err(error) => Err(fault(error)),
        }
    }

    /// Writes a new file and makes the folders that lead to it; only this program may have made any of them.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        let create = || fs::openat(&self.fd, path, NEW, Mode::from(0o666));
        let fd = match create() {
            Err(Errno::NOENT) => {
                let mut above: Vec<&Path> = path.ancestors().skip(1).collect();
                above.pop();
                above.into_iter().rev().try_for_each(|folder| self.mkdir(folder).map(drop))?;
                create()
            }
            fd => fd,
        };
        let mut file = fd.map(File::from).map_err(|error| self.fault("write", path, error))?;
        file.write_all(bytes).map_err(|error| Fault::new("write", self.at(path), error))
    }

    /// Makes a folder, and says whether it was missing. `path` may lead through folders that only this program fills.
    pub fn mkdir(&self, path: &Path) -> Result<bool, Fault> {
        match fs::mkdirat(&self.fd, path, Mode::from(0o777)) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => Ok(false),
            Err(error) => Err(self.fault("make the folder", path, error)),
        }
    }

    /// The permissions.
    pub fn mode(&self) -> Result<Mode, Fault> {
        let stat = fs::fstat(&self.fd).map_err(|error| Fault::new("look at", &self.path, error))?;
        Ok(Mode::from_raw_mode(stat.st_mode))
    }

    /// Sets the permissions of the folder at `path` below this one; its owner keeps all of them.
    pub fn set_mode(&self, path: &Path, mode: Mode) -> Result<(), Fault> {
        let mode = mode | Mode::RWXU;
        let folder = self.descend(path)?;
        fs::fchmod(&folder.fd, mode).map_err(|error| self.fault("set the permissions of", path, error))
    }

    /// Makes `path` below `to` another name of the file (or symbolic link) `name`.
    pub fn link(&self, name: &OsStr, to: &Folder, path: &Path) -> Result<(), Fault> {
        fs::linkat(&self.fd, name, &to.fd, path, AtFlags::empty()).map_err(|error| to.fault("link", path, error))
    }

    /// Moves `path` to `name` in the folder `to`, in place of a file that stands there.
    pub fn rename(&self, path: &Path, to: &Folder, name: &OsStr) -> Result<(), Fault> {
        fs::renameat(&self.fd, path, &to.fd, name).map_err(|error| to.fault("write", name.as_ref(), error))
    }

    /// Like [`rename`](Folder::rename), with one of the flags of renameat2 (renameatx_np on macOS).
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    pub fn rename_with(&self, name: &OsStr, to: &Folder, new: &OsStr, flags: fs::RenameFlags) -> Result<(), Fault> {
        fs::renameat_with(&self.fd, name, &to.fd, new, flags).map_err(|error| to.fault("write", new.as_ref(), error))
    }

    /// Removes the file `name`; none is fine, too.
    pub fn remove(&self, name: &OsStr) -> Result<(), Fault> {
        match fs::unlinkat(&self.fd, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(self.fault("remove", name.as_ref(), error)),
        }
    }

    /// Removes the empty folder `name`.
    pub fn remove_folder(&self, name: &OsStr) -> Result<(), Fault> {
        fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR).map_err(|error| self.fault("remove", name.as_ref(), error))
    }

    /// Brings what was written to this file system to the disk.
    pub fn sync(&self) -> Result<(), Fault> {
        #[cfg(target_os = "linux")]
        let done = fs::syncfs(&self.fd);
        #[cfg(not(target_os = "linux"))]
        let done = fs::fsync(&self.fd);
        done.map_err(|error| Fault::new("write", &self.path, error))
    }
}

/// Whether the open file that `fstat` looked at is the one that `name` is in `parent`.
fn same(fstat: Result<Stat, Errno>, parent: &Folder, name: &OsStr) -> bool {
    let named = fs::statat(&parent.fd, name, AtFlags::SYMLINK_NOFOLLOW);
    matches!((fstat, named), (Ok(open), Ok(named)) if (open.st_dev, open.st_ino) == (named.st_dev, named.st_ino))
}

/// A path's folder and its name there.
pub(super) fn split(path: &Path) -> (&Path, &OsStr) {
    (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default())
}
