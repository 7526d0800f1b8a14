//! `schemabook check`: everything that build does, except writing.

use std::path::Path;

use super::args::{Args, Check, Format};
use super::exit::{Exit, Failure, print};
use super::project::{exit_of, needs_inputs, open, prefix, say};
use super::state::{of_folder, of_revision};
use super::{earlier, write};
use crate::check;
use crate::diagnostic::Severity;
use crate::output::Output;
use crate::report::{Report, github, human, json, junit, sarif};
use crate::resolve::Resolved;

/// Runs the command.
///
/// # Errors
/// The program's own: usage, environment.
pub fn run(args: &Args, command: &Check) -> Result<Exit, Failure> {
    if command.output.as_deref() == Some(Path::new("-")) {
        return Err(Failure::usage("--output takes a file").with_help("without it, the report goes to stdout"));
    }
    let mut opened = open(&command.dir, None)?;
    opened.config.check.today = command.today;
    let known =
        command.new_from.as_deref().map(|from| earlier::known(from, &command.dir, command.today)).transpose()?;
    let out = opened.out(None);
    let may_fail = opened.theme.has_own_templates();
    let earlier = command.against.as_deref().map(|state| earlier_state(state, &command.dir)).transpose()?;
    let (outcome, _tree) = opened.run_against(&out, args.verbose, earlier.as_ref());
    let is_empty = needs_inputs(&outcome, &command.dir);
    let new = known.map(|known| known.hide(&outcome.findings));
    let report = Report {
        proved: &outcome.site.proved,
        findings: new.as_ref().unwrap_or(&outcome.findings),
        rules: &check::rules(),
        prefix: &prefix(&command.dir),
        fails_at: if command.strict { Severity::Warning } else { Severity::Error },
    };
    let text = match command.format {
        Format::Human => human(&report, args.colour() && command.output.is_none()),
        Format::Json => json(&report),
        Format::Sarif => sarif(&report),
        Format::Junit => junit(&report),
        Format::Github => github(&report),
    };
    match &command.output {
        Some(path) => write::write(path, &text)?,
        // People are told that there is nothing; a script still reads what it asked for.
        None if is_empty.is_err() && command.format == Format::Human => {}
        // A sum of nothing is no finding.
        None if args.quiet && command.format == Format::Human && report.findings.all.is_empty() => {}
        None => print(&text)?,
    }
    is_empty.map_err(say)?;
    if may_fail {
        make_all(&outcome.output)?;
    }
    let exit = exit_of(&outcome, &report);
    // As in build: the program ends here.
    std::mem::forget(outcome);
    Ok(exit)
}

/// The state that `--against` names.
fn earlier_state(name: &str, dir: &Path) -> Result<Resolved, Failure> {
    match name.strip_prefix("git:") {
        Some(revision) => of_revision(revision, dir),
        None if Path::new(name).is_file() => Err(Failure::usage(format!("--against: `{name}` is a file"))
            .with_help("name a folder, or a revision as in git:main")),
        None => of_folder(Path::new(name)),
    }
}

/// Makes every page of a project with templates of its own and throws it away: a green check is a green build.
fn make_all(output: &Output) -> Result<(), Failure> {
    use rayon::prelude::*;
    let files: Vec<_> = output.iter().collect();
    // The first of several that fail, so that each run says the same.
    let failed = files.par_iter().find_map_first(|(path, content)| {
        let error = content.make().err()?;
        Some(Failure::usage(super::build::template_message(path, error.as_ref())))
    });
    failed.map_or(Ok(()), Err)
}
