//! SIGINT and SIGTERM: work stops at the next step, and the exit code tells which it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

use super::exit::{Exit, Failure};

/// What a signal leaves behind.
pub struct Signals {
    pub interrupted: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
}

impl Signals {
    /// Listens; a second signal ends the program at once.
    pub fn listen() -> Result<Signals, Failure> {
        let signals = Signals { interrupted: Arc::default(), which: Arc::default() };
        for signal in [SIGINT, SIGTERM] {
            let registered = signal_hook::flag::register_conditional_shutdown(
                signal,
                128 + signal,
                Arc::clone(&signals.interrupted),
            )
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&signals.interrupted)))
            .and_then(|_| signal_hook::flag::register_usize(signal, Arc::clone(&signals.which), signal as usize));
            registered.map_err(|error| Failure::environment(format!("signals can't be handled: {error}")))?;
        }
        Ok(signals)
    }

    /// How to end if a signal came.
    pub fn exit(&self) -> Option<Exit> {
        match self.which.load(Ordering::SeqCst) {
            0 => None,
            signal => Some(Exit::Signal(signal as u8)),
        }
    }
}
