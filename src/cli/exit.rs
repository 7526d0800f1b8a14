//! Exit codes, in one place.

use std::process::ExitCode;

use crate::report::{Text, harmless};

/// How the program ends (contract, section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Fine.
    Fine,
    /// Findings of level error, or warnings under `--strict`.
    Findings,
    /// Wrong usage or configuration, nothing to work on.
    Usage,
    /// The environment: permission, disk, port.
    Environment,
    /// Ended by SIGINT (2) or SIGTERM (15).
    Signal(u8),
    /// Always a bug.
    Internal,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
            Exit::Signal(signal) => 128 + signal,
            Exit::Internal => 70,
        })
    }
}

/// An error of the program itself: what is wrong, what to do, how to end.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    pub message: String,
    pub help: Option<String>,
}

impl Failure {
    /// Wrong usage or configuration.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Usage, message: message.into(), help: None }
    }

    /// The environment is in the way.
    pub fn environment(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Environment, message: message.into(), help: None }
    }

    /// The same with what to do.
    pub fn with_help(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into());
        self
    }
}

/// Keeps the panic hook from printing input: a panic is reported in one line of our own.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            say(&format!("schemabook: panic at {}:{}", place.file(), place.line()));
        }
    }));
}

/// Says a line on stderr, whatever it holds: nothing of it is obeyed, and it stays one line.
#[expect(clippy::print_stderr, reason = "what is said here is harmless")]
pub fn say(line: &str) {
    eprintln!("{}", harmless(line));
}

/// Prints to stdout; a reader that went away is no error.
pub fn print(text: &Text) -> Result<(), Failure> {
    try_print(text).map(|_heard| ())
}

/// Prints to stdout; whether somebody still reads it.
pub fn try_print(text: &Text) -> Result<bool, Failure> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_str().as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Failure::environment(format!("stdout can't be written: {error}"))),
    }
}
