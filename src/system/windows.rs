//! Open folders of Windows, where files are reached by paths. A folder that is opened below another cannot be moved, removed or
//! replaced by anybody, since it is not shared for that, and neither can those above it; so a path below it leads where it led when
//! each part of it was looked at.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use winapi_util::file::{Information, information};

use super::cause::Cause;
use super::name::{asks_for_folder, names};
use super::stamp::{Kind, Stamp};

/// FILE_FLAG_BACKUP_SEMANTICS opens folders, FILE_FLAG_OPEN_REPARSE_POINT what leads elsewhere and not what it leads to.
const FOLDERS: u32 = 0x0200_0000;
const NO_LINKS: u32 = 0x0020_0000;
/// FILE_SHARE_READ, FILE_SHARE_WRITE, FILE_SHARE_DELETE.
const SHARED: u32 = 7;
/// The same without the last: it stays where it is.
const HELD: u32 = 3;
/// FILE_READ_ATTRIBUTES, which asks nobody to share anything.
const LOOK: u32 = 0x80;
/// FILE_ATTRIBUTE_DIRECTORY, FILE_ATTRIBUTE_REPARSE_POINT.
const IS_FOLDER: u64 = 0x10;
const IS_REPARSE_POINT: u64 = 0x400;

/// How often something is tried that another program is in the way of, each time after twice as long: a second in all.
const TRIES: u32 = 10;
/// What is said of a file that another program has open: when it is opened, and when it is moved, replaced or removed.
const OPENING: [Cause; 1] = [Cause::Held];
const MOVING: [Cause; 2] = [Cause::Held, Cause::Forbidden];

/// An open folder. Paths that its functions take are relative to it, stay below it and are no links.
#[derive(Debug)]
pub struct Dir {
    stamp: Stamp,
    /// `None` while it is closed.
    held: Option<Arc<Held>>,
}

/// A folder that stays where it is, with those that lead to it.
#[derive(Debug)]
struct Held {
    path: PathBuf,
    /// `None` for one that is opened when something is done in it.
    folder: Option<File>,
    _above: Option<Arc<Held>>,
}

/// A lock, held until it is dropped or its holder dies.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Dir {
    /// Opens the folder at an absolute path whose links the caller has resolved. It is open only while something is done in it: a
    /// preview is up all day, and its project is the user's to move.
    ///
    /// # Errors
    /// The system's; as for all functions here.
    pub fn open(path: &Path) -> io::Result<Dir> {
        let Dir { stamp, .. } = Dir::hold(path.to_owned(), None)?;
        Ok(Dir { stamp, held: Some(Arc::new(Held { path: path.to_owned(), folder: None, _above: None })) })
    }

    fn hold(path: PathBuf, above: Option<Arc<Held>>) -> io::Result<Dir> {
        let folder = patient(&OPENING, || opener(HELD).read(true).open(&path))?;
        let stamp = stamp_from(&information(&folder)?);
        if stamp.kind != Kind::Folder {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Dir { stamp, held: Some(Arc::new(Held { path, folder: Some(folder), _above: above })) })
    }

    /// This folder, held.
    fn here(&self) -> io::Result<Dir> {
        let held = self.held()?;
        match held.folder {
            Some(_) => Ok(Dir { stamp: self.stamp.clone(), held: Some(Arc::clone(held)) }),
            None => Dir::hold(held.path.clone(), None),
        }
    }

    fn held(&self) -> io::Result<&Arc<Held>> {
        self.held.as_ref().ok_or_else(|| io::Error::other("the folder is being moved"))
    }

    fn at(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(names(path)?.into_iter().fold(self.held()?.path.clone(), |path, name| path.join(name)))
    }

    /// Opens the folder at `path`; an empty one is this folder.
    pub fn folder(&self, path: &Path) -> io::Result<Dir> {
        names(path)?.into_iter().try_fold(self.here()?, |folder, name| {
            let held = folder.held()?;
            Dir::hold(held.path.join(name), Some(Arc::clone(held)))
        })
    }

    /// Opens what stands at `path` for reading. It may be no regular file; its opener has to ask.
    pub fn file(&self, path: &Path) -> io::Result<File> {
        let (name, above) = {
            let mut names = names(path)?;
            (names.pop().ok_or(io::ErrorKind::NotFound)?, names.into_iter().collect::<PathBuf>())
        };
        let folder = self.folder(&above)?;
        let path_there = folder.at(name.as_ref())?;
        let file = patient(&OPENING, || opener(SHARED).read(true).open(&path_there))?;
        match stamp_from(&information(&file)?).kind {
            Kind::Folder => Ok(file),
            Kind::File if !asks_for_folder(path) => Ok(file),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// What stands at `path`. Links on the way are followed, one at the end is not.
    pub fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        stamp_of(&self.at(path)?, false)
    }

    /// What the system noted of this folder itself when it was opened.
    pub fn own_stamp(&self) -> io::Result<Stamp> {
        Ok(self.stamp.clone())
    }

    /// The names of what this folder holds, in no order.
    pub fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.held()?.path)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    /// Whether another file system begins at the folder `name`: never, since what leads to one is a reparse point and so no folder.
    pub fn is_mount(&self, _name: &OsStr, _stamp: &Stamp) -> io::Result<bool> {
        Ok(false)
    }

    /// Whether this user may change what the folder `name` holds is found out by trying.
    pub fn check_access(&self, _name: &OsStr) -> io::Result<()> {
        Ok(())
    }

    /// Makes a folder. `path` may lead through folders that only this program fills.
    pub fn make_folder(&self, path: &Path) -> io::Result<()> {
        let path = self.at(path)?;
        patient(&MOVING, || fs::create_dir(&path))
    }

    /// Makes a file, to be written. `path` may lead through folders that only this program fills.
    pub fn make_file(&self, path: &Path) -> io::Result<File> {
        let path = self.at(path)?;
        patient(&MOVING, || OpenOptions::new().write(true).create_new(true).open(&path))
    }

    /// Opens the lock file `name`, making it if need be, and shares it with nobody. `None` if another holds it.
    pub fn lock(&self, name: &OsStr) -> io::Result<Option<Lock>> {
        let path = self.at(name.as_ref())?;
        match opener(0).read(true).write(true).create(true).truncate(false).open(path) {
            Ok(file) => Ok(Some(Lock { file })),
            Err(error) if Cause::of(&error) == Cause::Held => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens a lock and removes its file, if nobody has taken it meanwhile.
    pub fn remove_lock(&self, lock: Lock, name: &OsStr) -> io::Result<()> {
        drop(lock.file);
        self.remove(name)
    }

    /// Gives this folder the permissions that `stamp` notes: there are none.
    pub fn set_mode(&self, _stamp: &Stamp) -> io::Result<()> {
        Ok(())
    }

    /// Makes `path` below `to` another name of the file `name`.
    pub fn link(&self, name: &OsStr, to: &Dir, path: &Path) -> io::Result<()> {
        fs::hard_link(self.at(name.as_ref())?, to.at(path)?)
    }

    /// Moves `path` to `name` in the folder `to`, in place of a file that stands there.
    pub fn rename(&self, path: &Path, to: &Dir, name: &OsStr) -> io::Result<()> {
        let (from, to) = (self.at(path)?, to.at(name.as_ref())?);
        patient(&MOVING, || fs::rename(&from, &to))
    }

    /// Moves `name` to `new` in the folder `to`, where nothing may stand: no call does.
    pub fn rename_new(&self, _name: &OsStr, _to: &Dir, _new: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Swaps `name` and `new` in the folder `to`: no call does.
    pub fn exchange(&self, _name: &OsStr, _to: &Dir, _new: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Closes the folder, so that it can be moved or removed by its name. Until it is opened again it can't be used.
    pub fn close(&mut self) {
        self.held = None;
    }

    /// Opens the folder again, which is `name` in `parent` now.
    pub fn reopen(&mut self, parent: &Dir, name: &OsStr) -> io::Result<()> {
        *self = parent.folder(name.as_ref())?;
        Ok(())
    }

    /// Removes the file `name`; none is fine, too.
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        let path = self.at(name.as_ref())?;
        match patient(&MOVING, || fs::remove_file(&path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    /// Removes the empty folder `name`.
    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        let path = self.at(name.as_ref())?;
        patient(&MOVING, || fs::remove_dir(&path))
    }

    /// Brings what was written to the disk: the system does, when it likes. To ask for it file by file would take seconds.
    pub fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

/// What stands at a path; whether links are followed.
pub(super) fn stamp_of(path: &Path, follows: bool) -> io::Result<Stamp> {
    let flags = if follows { FOLDERS } else { FOLDERS | NO_LINKS };
    let found = OpenOptions::new().access_mode(LOOK).share_mode(SHARED).custom_flags(flags).open(path)?;
    Ok(stamp_from(&information(&found)?))
}

fn stamp_from(about: &Information) -> Stamp {
    let attributes = about.file_attributes();
    let kind = match (attributes & IS_REPARSE_POINT, attributes & IS_FOLDER) {
        (0, 0) => Kind::File,
        (0, _) => Kind::Folder,
        _ => Kind::Link,
    };
    // In tenths of a microsecond.
    let time = |ticks: Option<u64>| {
        let ticks = ticks.unwrap_or_default();
        (i64::try_from(ticks / 10_000_000).unwrap_or(i64::MAX), ticks % 10_000_000 * 100)
    };
    Stamp {
        kind,
        mode: u32::try_from(attributes).unwrap_or_default(),
        identity: (about.volume_serial_number(), about.file_index()),
        size: about.file_size(),
        written: time(about.last_write_time()),
        changed: time(about.creation_time()),
    }
}

/// Opens files and folders, and of what leads elsewhere itself.
fn opener(share: u32) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.share_mode(share).custom_flags(FOLDERS | NO_LINKS);
    options
}

/// Tries again for a while what another program is in the way of: an editor, a browser, a virus scanner.
fn patient<T>(causes: &[Cause], mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for tried in 0..TRIES {
        match attempt() {
            Err(error) if causes.contains(&Cause::of(&error)) => sleep(Duration::from_millis(1 << tried)),
            done => return done,
        }
    }
    attempt()
}
