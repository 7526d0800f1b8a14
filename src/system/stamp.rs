//! What the system notes of a file or folder.

use std::io;
use std::path::Path;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    /// A symbolic link; on Windows every reparse point, a junction among them.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// What the system notes of a file: while it is the same, the file is taken to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub kind: Kind,
    /// The permissions and more as the system writes them, attributes on Windows.
    pub(super) mode: u32,
    /// The disk, and the file on it.
    pub(super) identity: (u64, u64),
    pub(super) size: u64,
    /// Of the last change of the content, in seconds and nanoseconds.
    pub(super) written: (i64, u64),
    /// Of the last change of anything; on Windows, which does not tell, of the making.
    pub(super) changed: (i64, u64),
}

impl Stamp {
    /// Whether both are of one file or folder.
    pub fn is_same(&self, other: &Stamp) -> bool {
        self.identity == other.identity
    }

    /// Whether this is the file that `earlier` is of, and nobody wrote to it since.
    pub fn is_still(&self, earlier: &Stamp) -> bool {
        self.is_same(earlier) && self.size == earlier.size && self.written == earlier.written
    }

    /// Whether both have the same permissions.
    pub fn has_mode_of(&self, other: &Stamp) -> bool {
        self.mode == other.mode
    }
}

/// What stands at a path, links followed.
///
/// # Errors
/// The system's.
#[cfg(unix)]
pub fn stamp(path: &Path) -> io::Result<Stamp> {
    Ok(super::unix::stamp_of(&rustix::fs::stat(path)?))
}

/// What stands at a path, links followed.
///
/// # Errors
/// The system's.
#[cfg(windows)]
pub fn stamp(path: &Path) -> io::Result<Stamp> {
    super::windows::stamp_of(path, true)
}
