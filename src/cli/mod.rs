//! Arguments, and one file per command; what is printed and how the program ends is decided here.

mod args;
mod build;
mod check;
mod exit;
mod project;
mod signals;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;

/// Runs the program: parses the arguments, runs the command, reports its own errors on stderr.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // `--help` and `--version` come this way, too, and are no errors.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Fine.into() };
        }
    };
    exit::quiet_panics();
    let run = std::panic::catch_unwind(|| match &args.command {
        Command::Build(command) => build::run(&args, command),
        Command::Check(command) => check::run(&args, command),
    });
    match run {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(failure)) => {
            eprintln!("schemabook: {}", crate::report::harmless(&failure.message));
            if let Some(help) = failure.help {
                eprintln!("  help: {}", crate::report::harmless(&help));
            }
            failure.exit.into()
        }
        Err(_) => {
            eprintln!("schemabook: internal error; please report it with the command that you ran");
            Exit::Internal.into()
        }
    }
}
