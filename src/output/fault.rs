//! Operations of the file system that fail.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::system::Cause;

/// An operation of the file system that failed.
#[derive(Debug)]
pub struct Fault {
    action: &'static str,
    path: PathBuf,
    error: io::Error,
}

impl Fault {
    pub(super) fn new(action: &'static str, path: impl Into<PathBuf>, error: io::Error) -> Fault {
        Fault { action, path: path.into(), error }
    }

    /// The file or folder that it failed on.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The operating system's error.
    pub fn error(&self) -> &io::Error {
        &self.error
    }

    /// What the error says.
    pub(super) fn cause(&self) -> Cause {
        Cause::of(&self.error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} `{}`: {}", self.action, self.path.display(), self.error)?;
        if self.cause() == Cause::Held {
            write!(
                f,
                " (another program has it open, perhaps an editor or a browser: close it there and build again)"
            )?;
        }
        Ok(())
    }
}

impl Error for Fault {}
