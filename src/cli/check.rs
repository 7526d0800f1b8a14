//! `schemabook check`: everything that build does, except writing.

use super::args::{Args, Check, Format};
use super::exit::{Exit, Failure, print};
use super::project::{exit_of, open, prefix};
use crate::output::Output;
use crate::report::{Report, human, json};

/// Runs the command.
///
/// # Errors
/// The program's own: usage, environment.
pub fn run(args: &Args, command: &Check) -> Result<Exit, Failure> {
    if command.output.as_deref() == Some(std::path::Path::new("-")) {
        return Err(Failure::usage("--output takes a file").with_help("without it, the report goes to stdout"));
    }
    let opened = open(&command.dir, None)?;
    let out = opened.out(None);
    let (outcome, _tree) = opened.run(&out, &command.dir, args.verbose)?;
    let prefix = prefix(&command.dir);
    let report = Report { proved: &outcome.site.proved, findings: &outcome.findings, prefix: &prefix };
    let text = match command.format {
        Format::Human => human(&report, args.colour() && command.output.is_none()),
        Format::Json => json(&report),
    };
    match &command.output {
        Some(path) => std::fs::write(path, text)
            .map_err(|error| Failure::environment(format!("`{}` can't be written: {error}", path.display())))?,
        None => print(&text)?,
    }
    make_all(&outcome.output)?;
    let exit = exit_of(&outcome, command.strict);
    // As in build: the program ends here.
    std::mem::forget(outcome);
    Ok(exit)
}

/// Makes every page and throws it away: a green check is a green build.
fn make_all(output: &Output) -> Result<(), Failure> {
    use rayon::prelude::*;
    let files: Vec<_> = output.iter().collect();
    files.par_iter().try_for_each(|(path, content)| match content.make() {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::usage(super::build::template_message(path, error.as_ref()))),
    })
}
