//! `schemabook init`: a small project to begin with.

use super::args::{Args, Init};
use super::exit::{Exit, Failure};

/// Runs the command.
///
/// # Errors
/// A file of the project is there already, or the system refuses to write.
pub fn run(_args: &Args, _command: &Init) -> Result<Exit, Failure> {
    Ok(Exit::Fine)
}
