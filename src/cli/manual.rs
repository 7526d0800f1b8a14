//! `schemabook completions SHELL` and `schemabook man DIR`: the arguments, told to shells and to `man`.

use std::fs;

use clap::CommandFactory as _;

use super::args::{Args, Completions, Man};
use super::exit::{Exit, Failure, print};
use crate::report::Text;

/// Prints the completions for a shell.
///
/// # Errors
/// Stdout can't be written.
pub fn completions(command: &Completions) -> Result<Exit, Failure> {
    let mut program = Args::command();
    let name = program.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut program, name, &mut script);
    print(&Text::own(String::from_utf8_lossy(&script).into_owned()))?;
    Ok(Exit::Fine)
}

/// Writes a man page for the program and one for each command.
///
/// # Errors
/// The folder can't be written: exit 3.
pub fn man(command: &Man) -> Result<Exit, Failure> {
    let dir = &command.dir;
    fs::create_dir_all(dir)
        .and_then(|()| clap_mangen::generate_to(Args::command(), dir))
        .map_err(|error| Failure::environment(format!("`{}` can't be written: {error}", dir.display())))?;
    Ok(Exit::Fine)
}
