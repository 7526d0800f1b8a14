//! `schemabook build`: writes the site.

use std::path::PathBuf;

use super::args::{Args, Build};
use super::exit::{Exit, Failure, print, say};
use super::project::{exit_of, open, prefix};
use super::signals;
use crate::check;
use crate::diagnostic::Severity;
use crate::output::{Target, WriteError, Written};
use crate::pipeline::Outcome;
use crate::report::{Report, human};
use crate::tree::Tree;
use crate::words::counted;

/// Runs the command.
///
/// # Errors
/// The program's own: usage, environment.
pub fn run(args: &Args, command: &Build) -> Result<Exit, Failure> {
    let signals = signals::listen()?;
    let started = std::time::Instant::now();
    let opened = open(&command.dir, command.base_url.as_deref())?;
    let out = opened.out(command.out.as_deref());
    let (templates, statics) = (opened.config.build.templates.clone(), opened.config.build.statics.clone());
    let (outcome, tree) = opened.run(&out, &command.dir, args.verbose)?;
    let target =
        Target::prepare(&out, tree.root(), &inputs(&outcome, &tree, &[templates, statics])).map_err(|refusal| {
            let exit = if refusal.is_usage() { Exit::Usage } else { Exit::Environment };
            Failure { exit, message: refusal.to_string(), help: None }
        })?;
    let report = Report {
        proved: &outcome.site.proved,
        findings: &outcome.findings,
        rules: &check::rules(),
        prefix: &prefix(&command.dir),
        fails_at: Severity::Error,
        coverage: None,
    };
    let errors = outcome.findings.count(Severity::Error);
    if !args.quiet || errors > 0 {
        print(&human(&report, args.colour()))?;
    }
    if let Some(exit) = signals::exit(&signals) {
        return Ok(exit);
    }
    if errors > 0 && !command.keep_going {
        say(
            "schemabook: the site was not written; the previous one, if any, is untouched (--keep-going writes it all the same)",
        );
        return Ok(exit_of(&outcome, &report));
    }
    let pages = outcome.output.len();
    match target.write(&outcome.output, &signals.interrupted) {
        Ok(written) => report_written(args, &written, pages, &out, started.elapsed()),
        Err(WriteError::Interrupted) => return Ok(signals::exit(&signals).unwrap_or(Exit::Signal(2))),
        Err(error) => return Err(failure(&error)),
    }
    let exit = exit_of(&outcome, &report);
    // The program ends here: taking a large project apart, piece by piece, would only make people wait.
    std::mem::forget(outcome);
    Ok(exit)
}

/// Everything that the output must not lie on: the files that were read, and the folders of the theme.
fn inputs(outcome: &Outcome, tree: &Tree, folders: &[String]) -> Vec<PathBuf> {
    let project = &outcome.site.proved.resolved.project;
    let files = project.sources.iter().map(|(_, source)| source.file.as_str());
    let folders = folders.iter().map(String::as_str).filter(|folder| tree.has_folder(folder));
    let mut inputs: Vec<PathBuf> = files.chain(folders).map(|path| tree.root().join(path)).collect();
    inputs.sort();
    inputs.dedup();
    inputs
}

fn report_written(args: &Args, written: &Written, files: usize, out: &std::path::Path, took: std::time::Duration) {
    for path in &written.kept {
        say(&format!(
            "schemabook: `{path}` was changed by hand since the last build and is kept as it is; delete it to have it made anew"
        ));
    }
    if !args.quiet {
        let millis = took.as_millis();
        let same = written.unchanged;
        let files = counted(files, "file");
        say(&format!("schemabook: {files} in {} ({same} unchanged), {millis} ms", out.display()));
    }
}

fn failure(error: &WriteError) -> Failure {
    match error {
        WriteError::Producer { path, error } => Failure::usage(template_message(path, error.as_ref())),
        WriteError::Panicked { path } => Failure {
            exit: Exit::Internal,
            message: format!("internal error while making `{path}`; the site is untouched"),
            help: None,
        },
        WriteError::InTheWay { .. } => Failure::usage(error.to_string()),
        WriteError::Refused(refusal) if refusal.is_usage() => Failure::usage(error.to_string()),
        _ => Failure::environment(error.to_string()),
    }
}

/// The message of a template that failed while a page was made.
pub fn template_message(path: &str, error: &(dyn std::error::Error + 'static)) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        message.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    format!("{message} (while `{path}` was made)")
}
