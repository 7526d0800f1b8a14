//! Open folders. Every operation goes by a handle and one name below it, and none follows a symbolic link, so that
//! whoever swaps a folder for a link while we work leads us nowhere else.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{self, AtFlags, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::error::Fault;

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const READ: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);
const NEW: OFlags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::CLOEXEC);
const LOCK: OFlags = OFlags::RDWR.union(OFlags::CREATE).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

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

/// An open folder.
#[derive(Debug)]
pub(super) struct Folder {
    fd: OwnedFd,
    /// Where it was opened, for messages only.
    path: PathBuf,
}

impl Folder {
    /// Opens the folder at an absolute path whose links the caller has resolved.
    pub fn open(path: &Path) -> Result<Folder, Fault> {
        let fd = fs::open(path, FOLDER, Mode::empty()).map_err(|error| Fault::new("open", path, error))?;
        Ok(Folder { fd, path: path.to_owned() })
    }

    /// Opens the folder at a relative path below this one, name by name.
    pub fn descend(&self, path: &Path) -> Result<Folder, Fault> {
        let mut folder: Option<OwnedFd> = None;
        for name in path {
            let parent = folder.as_ref().unwrap_or(&self.fd);
            let next = fs::openat(parent, name, FOLDER, Mode::empty());
            folder = Some(next.map_err(|error| self.fault("open", path, error))?);
        }
        let fd = match folder {
            Some(fd) => fd,
            None => self.fd.try_clone().map_err(|error| Fault::new("open", &self.path, error))?,
        };
        Ok(Folder { fd, path: self.at(path) })
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

    fn fault(&self, action: &'static str, name: &Path, error: Errno) -> Fault {
        Fault::new(action, self.at(name), error)
    }

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

    /// Whether `name` is this very folder.
    pub fn is_at(&self, parent: &Folder, name: &OsStr) -> bool {
        same(fs::fstat(&self.fd), parent, name)
    }

    /// The entries by name.
    pub fn entries(&self) -> Result<Vec<Entry>, Fault> {
        let fault = |error| Fault::new("list", &self.path, error);
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

    /// Calls `each` with this folder and every folder below it (open, with its path from here and its entries), each
    /// folder before those that it holds. One folder is open at a time, however deep they lie.
    pub fn visit<E: From<Fault>>(
        &self,
        mut each: impl FnMut(&Folder, &Path, &[Entry]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut waiting = vec![PathBuf::new()];
        while let Some(path) = waiting.pop() {
            let folder = self.descend(&path)?;
            let entries = folder.entries()?;
            let folders = entries.iter().filter(|entry| entry.kind == Kind::Folder);
            waiting.extend(folders.map(|entry| path.join(&entry.name)));
            each(&folder, &path, &entries)?;
        }
        Ok(())
    }

    /// Whether this user may list the folder `name` and change what it holds.
    pub fn check_access(&self, name: &OsStr) -> Result<(), Fault> {
        let access = fs::Access::READ_OK | fs::Access::WRITE_OK | fs::Access::EXEC_OK;
        fs::accessat(&self.fd, name, access, AtFlags::EACCESS)
            .map_err(|error| self.fault("write to", name.as_ref(), error))
    }

    /// Opens the regular file `name` for reading.
    pub fn read(&self, name: &OsStr) -> Result<File, Fault> {
        let fd = fs::openat(&self.fd, name, READ, Mode::empty());
        fd.map(File::from).map_err(|error| self.fault("open", name.as_ref(), error))
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

    /// Writes a new file. `path` may lead through folders that only this program fills.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        let fd = fs::openat(&self.fd, path, NEW, Mode::from(0o666));
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
