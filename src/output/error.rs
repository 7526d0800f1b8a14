//! What can keep a site from being written, in words for the person who has to mend it.

use std::error::Error;
use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::fault::Fault;
use super::manifest::MANIFEST;
use super::map::ProducerError;

/// Why a place is not written to. Nothing has been changed.
#[derive(Debug)]
pub enum Refusal {
    /// No name was given.
    Empty,
    /// The root of the file system.
    Root,
    /// This system can't hold such a name.
    Name { path: PathBuf },
    /// Something other than a folder stands there, or where a folder above it should be.
    NotAFolder { path: PathBuf },
    /// A symbolic link leads there.
    Link { path: PathBuf },
    /// It is, or lies in, a `.git`.
    Repository { path: PathBuf },
    /// It is the project or lies above it.
    Project { path: PathBuf },
    /// It is the user's home or lies above it.
    Home { path: PathBuf },
    /// It holds an input.
    AboveInput { path: PathBuf, input: PathBuf },
    /// It lies in a folder that holds an input.
    BesideInput { path: PathBuf, input: PathBuf },
    /// It holds files and was not written by schemabook.
    Foreign { path: PathBuf },
    /// The record of the last build cannot be read, so that our files cannot be told from others.
    Damaged { path: PathBuf },
    /// Where the new site would be staged stands something that schemabook did not make.
    Staging { path: PathBuf },
    /// Another build writes to it.
    Busy { path: PathBuf },
    /// The operating system forbids it.
    Fault(Fault),
}

impl Refusal {
    /// Whether the user named a wrong place (exit code 2); if not, the environment is in the way (exit code 3).
    pub fn is_usage(&self) -> bool {
        !matches!(self, Refusal::Busy { .. } | Refusal::Fault(_))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Empty => write!(f, "the output folder has no name: give one, such as `public`"),
            Refusal::Root => write!(f, "the output cannot be `/`: name a folder of its own"),
            Refusal::Name { path } => {
                write!(f, "`{}` is no name that this system can hold: name another output", path.display())
            }
            Refusal::NotAFolder { path } => {
                write!(f, "`{}` is not a folder: move it away or name another output", path.display())
            }
            Refusal::Link { path } => {
                write!(f, "`{}` is a symbolic link, and none is followed: name the real folder", path.display())
            }
            Refusal::Repository { path } => write!(f, "`{}` belongs to git: name another output", path.display()),
            Refusal::Project { path } => {
                write!(f, "the output `{}` holds the project itself: name a folder below it", path.display())
            }
            Refusal::Home { path } => {
                write!(f, "the output `{}` holds your home folder: name a folder below it", path.display())
            }
            Refusal::AboveInput { path, input } => {
                let (path, input) = (path.display(), input.display());
                write!(f, "the output `{path}` holds the input `{input}`: name a folder without inputs")
            }
            Refusal::BesideInput { path, input } => {
                let (path, input) = (path.display(), input.display());
                write!(f, "the output `{path}` lies among inputs such as `{input}`: name a folder apart from them")
            }
            Refusal::Foreign { path } => {
                let path = path.display();
                write!(f, "`{path}` is not empty and was not written by schemabook (it has no `{MANIFEST}`): ")?;
                write!(f, "empty it or name another output")
            }
            Refusal::Damaged { path } => {
                let path = path.display();
                write!(f, "`{path}` is damaged, so schemabook cannot tell its files from yours: ")?;
                write!(f, "delete the folder that holds it, and build again")
            }
            Refusal::Staging { path } => {
                let path = path.display();
                write!(f, "`{path}` is in the way and was not made by schemabook: move it away")
            }
            Refusal::Busy { path } => {
                write!(f, "another build is running and writes to `{}`: wait for it to end", path.display())
            }
            Refusal::Fault(fault) => fault.fmt(f),
        }
    }
}

impl Error for Refusal {}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Fault(fault)
    }
}

/// Why a site was not written. The old site stands as it was, unless the fault befell the tidying after the switch.
///
/// Exit codes: 130 or 143 for an interruption, 70 for a panic, what the producer's error asks for, [`Refusal::is_usage`]
/// for a refusal, 2 for a file in the way, 3 for the rest.
#[derive(Debug)]
pub enum WriteError {
    /// The caller asked to stop.
    Interrupted,
    /// The output is not what it was when it was checked.
    Refused(Refusal),
    /// A file of the new site needs the place of a file or folder that schemabook did not write.
    InTheWay { path: PathBuf },
    /// The bytes of a file could not be made.
    Producer { path: String, error: ProducerError },
    /// Making the bytes of a file panicked: a bug.
    Panicked { path: String },
    /// The disk, or the user's share of it, is full. `need` is the size of the new files so far, this one included.
    Full { path: PathBuf, need: u64 },
    /// The operating system forbade or failed something.
    Fault(Fault),
}

impl WriteError {
    /// Why a file could not be written; with it the new files have `need` bytes.
    pub(super) fn of(fault: Fault, need: u64) -> WriteError {
        match fault.error().kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => WriteError::Full { path: fault.path().into(), need },
            _ => WriteError::Fault(fault),
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Interrupted => write!(f, "interrupted: the old site stands as it was"),
            WriteError::Refused(refusal) => refusal.fmt(f),
            WriteError::InTheWay { path } => {
                let path = path.display();
                write!(f, "`{path}` was not written by schemabook and is where the site needs a file or folder: ")?;
                write!(f, "move it away")
            }
            WriteError::Producer { path, error } => write!(f, "cannot make `{path}`: {error}"),
            WriteError::Panicked { path } => write!(f, "internal error while making `{path}`: please report it"),
            WriteError::Full { path, need } => {
                let path = path.display();
                write!(f, "no space left for `{path}`: the new files need more than {need} bytes, ")?;
                write!(f, "beside the old site, which stands as it was")
            }
            WriteError::Fault(fault) => fault.fmt(f),
        }
    }
}

impl Error for WriteError {}

impl From<Fault> for WriteError {
    fn from(fault: Fault) -> WriteError {
        WriteError::Fault(fault)
    }
}

impl From<Refusal> for WriteError {
    fn from(refusal: Refusal) -> WriteError {
        WriteError::Refused(refusal)
    }
}
