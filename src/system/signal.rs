//! Being asked to stop: SIGINT and SIGTERM, on Windows Ctrl-C, Ctrl-Break and the closing of the window.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

/// What stops the program, and the number that its exit code tells.
#[cfg(unix)]
const STOPS: [(i32, usize); 2] = [(SIGINT, 2), (SIGTERM, 15)];
/// SIGBREAK is 21 for the C library, and means what SIGINT does.
#[cfg(windows)]
const STOPS: [(i32, usize); 3] = [(SIGINT, 2), (SIGTERM, 15), (21, 2)];

/// Lets a write past the limit of a file's size fail like one on a full disk; unasked, the system would end the program.
pub fn outlive_full_files() {
    // Where this is refused, nothing is worse than it was.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// What a signal leaves behind.
pub struct Signals {
    /// Set when one came.
    pub interrupted: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
}

impl Signals {
    /// Listens; a second signal ends the program at once.
    ///
    /// # Errors
    /// The system's.
    pub fn listen() -> io::Result<Signals> {
        let signals = Signals { interrupted: Arc::default(), which: Arc::default() };
        for (signal, number) in STOPS {
            let exit = 128 + number as i32;
            signal_hook::flag::register_conditional_shutdown(signal, exit, Arc::clone(&signals.interrupted))?;
            signal_hook::flag::register(signal, Arc::clone(&signals.interrupted))?;
            signal_hook::flag::register_usize(signal, Arc::clone(&signals.which), number)?;
        }
        Ok(signals)
    }

    /// The number of the one that came: 2 for SIGINT, 15 for SIGTERM.
    pub fn came(&self) -> Option<u8> {
        u8::try_from(self.which.load(Ordering::SeqCst)).ok().filter(|number| *number != 0)
    }
}
