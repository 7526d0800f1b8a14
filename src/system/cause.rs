//! Why a system refused something, as far as anybody asks.

use std::io;

/// What an error of the system says. Anything else about it is for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is no such file or folder.
    Missing,
    /// A link, or a thing of another kind than the one that was asked for, stands there or on the way.
    OtherKind,
    /// It leads to another file system, or out of the folder.
    Elsewhere,
    /// The system, or this file system, does not know how to do that.
    Unknown,
    /// Another file system begins there, or the system itself uses it.
    Busy,
    /// Another program has it open and shares it with nobody: on Windows only.
    Held,
    /// This user may not. On Windows also: another program has a file below the folder open.
    Forbidden,
    /// The file has as many names as it can have.
    TooManyLinks,
    /// Something else.
    Other,
}

impl Cause {
    /// What `error` says.
    pub fn of(error: &io::Error) -> Cause {
        match error.kind() {
            io::ErrorKind::NotFound => Cause::Missing,
            io::ErrorKind::NotADirectory => Cause::OtherKind,
            io::ErrorKind::CrossesDevices => Cause::Elsewhere,
            io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported => Cause::Unknown,
            io::ErrorKind::ResourceBusy => Cause::Busy,
            io::ErrorKind::PermissionDenied => Cause::Forbidden,
            io::ErrorKind::TooManyLinks => Cause::TooManyLinks,
            _ => of_number(error),
        }
    }

    /// Whether folders, as they stand, cannot be moved because of this.
    pub fn is_immovable(self) -> bool {
        matches!(self, Cause::Busy | Cause::Elsewhere)
            || cfg!(windows) && matches!(self, Cause::Held | Cause::Forbidden)
    }

    /// Whether a file cannot have a second name because of this, whatever the disk's state.
    pub fn is_unlinkable(self) -> bool {
        matches!(self, Cause::Elsewhere | Cause::Forbidden | Cause::TooManyLinks | Cause::Unknown)
    }

    /// Whether the system has no more of what watching or opening takes.
    pub fn is_exhausted(error: &io::Error) -> bool {
        // ENOSPC is the limit of watches, EMFILE that of files.
        error.raw_os_error().is_some_and(|number| cfg!(unix) && matches!(number, 24 | 28))
    }
}

/// The same for errors that the standard library has no name for.
#[cfg(unix)]
fn of_number(error: &io::Error) -> Cause {
    use rustix::io::Errno;
    match Errno::from_io_error(error) {
        Some(Errno::LOOP | Errno::NXIO) => Cause::OtherKind,
        // Two numbers on some systems, one on others.
        Some(number) if [Errno::NOTSUP, Errno::OPNOTSUPP].contains(&number) => Cause::Unknown,
        _ => Cause::Other,
    }
}

/// The same for errors that the standard library has no name for.
#[cfg(windows)]
fn of_number(error: &io::Error) -> Cause {
    match error.raw_os_error() {
        // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
        Some(32 | 33) => Cause::Held,
        // ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED: what a file system without hard links says.
        Some(1 | 50) => Cause::Unknown,
        _ => Cause::Other,
    }
}
