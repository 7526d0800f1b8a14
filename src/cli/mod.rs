//! Arguments, and one file per command; what is printed and how the program ends is decided here.

mod args;
mod build;
mod check;
mod diff;
mod earlier;
mod exit;
mod export;
mod fix;
mod init;
mod kept;
mod lsp;
mod manual;
mod project;
mod rules;
mod sample;
mod serve;
mod signals;
mod state;
mod validate;
mod write;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;

/// Pages are made of many small texts on all cores: `check` of 2,000 events takes 2.7 s of processor time, and 4.2 s with the allocator of
/// glibc.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The stack of a thread that does work: schemas nest thousands deep while they are compiled, one reference after the other, and the
/// system's limit may be lower than that needs. What is not used takes no memory.
const STACK: usize = 64 << 20;

/// Runs the program: parses the arguments, runs the command, reports its own errors on stderr.
pub fn main() -> ExitCode {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(work);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => Exit::Internal.into(),
        Err(error) => {
            exit::say(&format!("schemabook: no thread can be started: {error}"));
            Exit::Environment.into()
        }
    }
}

/// The arguments, or what is wrong with them, in words without the control characters that one of them may hold.
fn parse() -> Result<Args, clap::Error> {
    Args::try_parse().map_err(|error| {
        let shown = std::env::args_os().map(|arg| crate::report::harmless(&arg.to_string_lossy()));
        Args::try_parse_from(shown).err().unwrap_or(error)
    })
}

fn work() -> ExitCode {
    let args = match parse() {
        Ok(args) => args,
        Err(error) => {
            // `--help` and `--version` come this way, too, and are no errors.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Fine.into() };
        }
    };
    exit::quiet_panics();
    crate::system::outlive_full_files();
    if let Err(error) = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global() {
        exit::say(&format!("schemabook: no threads can be started: {error}"));
        return Exit::Environment.into();
    }
    let run = std::panic::catch_unwind(|| match &args.command {
        Command::Build(command) => build::run(&args, command),
        Command::Check(command) => check::run(&args, command),
        Command::Explain(command) => rules::explain(command),
        Command::Rules(command) => rules::rules(command),
        Command::Init(command) => init::run(&args, command),
        Command::Validate(command) => validate::run(&args, command),
        Command::Sample(command) => sample::run(&args, command),
        Command::Diff(command) => diff::run(&args, command),
        Command::Serve(command) => serve::run(&args, command),
        Command::Export(command) => export::run(&args, command),
        Command::Lsp(_) => lsp::run(),
        Command::Completions(command) => manual::completions(command),
        Command::Man(command) => manual::man(command),
    });
    match run {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(failure)) => {
            exit::say(&format!("schemabook: {}", failure.message));
            if let Some(help) = failure.help {
                exit::say(&format!("  help: {help}"));
            }
            failure.exit.into()
        }
        Err(_) => {
            exit::say("schemabook: internal error; please report it with the command that you ran");
            Exit::Internal.into()
        }
    }
}
