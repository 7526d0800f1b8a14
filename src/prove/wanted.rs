//! Whether a run is still wanted. Proving takes longest, and somebody who types on no longer waits for what was typed before.

use std::convert::Infallible;

/// Who is asked in the middle of a run whether it is still wanted.
pub trait Wanted: Sync {
    /// What a run ends with that is not.
    type Over: Send;

    /// Goes on.
    ///
    /// # Errors
    /// The run is no longer wanted.
    fn goes_on(&self) -> Result<(), Self::Over>;
}

/// A run that is wanted to its end.
pub struct Always;

impl Wanted for Always {
    type Over = Infallible;

    fn goes_on(&self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// A run that is wanted until this is true.
pub struct Until<'a>(pub &'a (dyn Fn() -> bool + Sync));

/// A run has ended before its end; what it remembers is of the run before.
#[derive(Debug, PartialEq, Eq)]
pub struct Stopped;

impl Wanted for Until<'_> {
    type Over = Stopped;

    fn goes_on(&self) -> Result<(), Stopped> {
        if (self.0)() { Err(Stopped) } else { Ok(()) }
    }
}
