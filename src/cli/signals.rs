//! Being asked to stop, in words of exit codes: work stops at the next step, and the code tells by what.

use super::exit::{Exit, Failure};
use crate::system::Signals;

/// Listens; a second signal ends the program at once.
///
/// # Errors
/// The system's: exit 3.
pub fn listen() -> Result<Signals, Failure> {
    Signals::listen().map_err(|error| Failure::environment(format!("signals can't be handled: {error}")))
}

/// How to end if a signal came.
pub fn exit(signals: &Signals) -> Option<Exit> {
    signals.came().map(Exit::Signal)
}
