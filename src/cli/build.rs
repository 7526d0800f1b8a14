//! `schemabook build`: writes the site.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::{Args, Build};
use super::exit::{Exit, Failure, print, say};
use super::kept::{Ended, Run, Slot, overheard, usual_folder};
use super::project::{Opened, exit_of, open, open_traced, prefix};
use super::signals;
use crate::check;
use crate::diagnostic::Severity;
use crate::output::{Output, Target, WriteError, Written};
use crate::report::{Report, Text, human};
use crate::tree::Trace;
use crate::words::counted;

/// What a run has made, now or when it was kept.
struct Made {
    report: Text,
    is_fine: bool,
    exit: Exit,
    /// Everything that the output must not lie on: the files that were read, and the folders of the theme, relative to the project.
    inputs: Vec<PathBuf>,
    output: Output,
}

/// Runs the command.
///
/// # Errors
/// The program's own: usage, environment.
pub fn run(args: &Args, command: &Build) -> Result<Exit, Failure> {
    let signals = signals::listen()?;
    let started = std::time::Instant::now();
    let open = if command.no_cache { open } else { open_traced };
    let opened = open(&command.dir, command.base_url.as_deref())?;
    let out = opened.out(command.out.as_deref());
    let asked = (command, opened.relative(&out), prefix(&command.dir), args.colour());
    let slot = cache(command).and_then(|folder| Slot::of(&folder, &opened.tree, &asked, args));
    let kept = slot.as_ref().and_then(|slot| slot.find(&opened, &out));
    let root = opened.tree.root().to_owned();
    let (mut made, trace) = match kept {
        Some(run) => (Made::of_kept(run), None),
        None => make(opened, &out, args, command)?,
    };
    let inputs: Vec<PathBuf> = made.inputs.iter().map(|path| root.join(path)).collect();
    let target = Target::prepare(&out, &root, &inputs).map_err(|refusal| {
        let exit = if refusal.is_usage() { Exit::Usage } else { Exit::Environment };
        Failure { exit, message: refusal.to_string(), help: None }
    })?;
    if !args.quiet || !made.is_fine {
        print(&made.report)?;
    }
    if let Some(exit) = signals::exit(&signals) {
        return Ok(exit);
    }
    let is_written = made.is_fine || command.keep_going;
    // What the environment is in the way of may be another the next time, though the files are not.
    let keeps = trace.zip(slot.filter(|_| made.exit != Exit::Environment));
    let keeps = keeps.and_then(|(trace, slot)| Some((trace, slot.writer()?, slot)));
    if let Some((_, writer, _)) = keeps.as_ref().filter(|_| is_written) {
        made.output = overheard(std::mem::take(&mut made.output), writer);
    }
    if is_written {
        let files = made.output.len();
        match target.write(&made.output, &signals.interrupted) {
            Ok(written) => report_written(args, &written, files, &out, started.elapsed()),
            Err(WriteError::Interrupted) => return Ok(signals::exit(&signals).unwrap_or(Exit::Signal(2))),
            Err(error) => return Err(failure(&error)),
        }
    } else {
        say(
            "schemabook: the site was not written; the previous one, if any, is untouched (--keep-going writes it all the same)",
        );
    }
    let Made { report, is_fine, exit, inputs, output } = made;
    if let Some((trace, writer, slot)) = keeps {
        slot.keep(&writer, Ended { trace, report: report.as_str().to_owned(), is_fine, inputs });
    }
    // The program ends here: taking a large project apart, piece by piece, would only make people wait.
    std::mem::forget(output);
    Ok(exit)
}

/// Runs the pipeline; with what it has read, if that is known.
fn make(opened: Opened, out: &Path, args: &Args, command: &Build) -> Result<(Made, Option<Trace>), Failure> {
    let folders = [opened.config.build.templates.clone(), opened.config.build.statics.clone()];
    let (outcome, tree) = opened.run(out, &command.dir, args.verbose)?;
    let report = Report {
        proved: &outcome.site.proved,
        findings: &outcome.findings,
        rules: &check::rules(),
        prefix: &prefix(&command.dir),
        fails_at: Severity::Error,
        coverage: None,
    };
    let project = &outcome.site.proved.resolved.project;
    let files = project.sources.iter().map(|(_, source)| source.file.as_str());
    let folders = folders.iter().map(String::as_str).filter(|folder| tree.has_folder(folder));
    let inputs: BTreeSet<PathBuf> = files.chain(folders).map(PathBuf::from).collect();
    let made = Made {
        report: human(&report, args.colour()),
        is_fine: outcome.findings.count(Severity::Error) == 0,
        exit: exit_of(&outcome, &report),
        inputs: inputs.into_iter().collect(),
        output: outcome.output,
    };
    Ok((made, tree.trace()))
}

impl Made {
    fn of_kept(run: Run) -> Made {
        let (ended, output) = run.into_output();
        let exit = if ended.is_fine { Exit::Fine } else { Exit::Findings };
        Made { report: Text::kept(ended.report), is_fine: ended.is_fine, exit, inputs: ended.inputs, output }
    }
}

/// The folder in which the run is kept, if it is to be.
fn cache(command: &Build) -> Option<PathBuf> {
    let is_wanted = !command.no_cache;
    is_wanted.then(|| command.cache.clone().or_else(usual_folder)).flatten()
}

fn report_written(args: &Args, written: &Written, files: usize, out: &Path, took: std::time::Duration) {
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
