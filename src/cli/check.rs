//! `schemabook check`: everything that build does, except writing.

use std::ffi::OsStr;
use std::path::Path;

use super::args::{Args, Check, Format};
use super::exit::{self, Exit, Failure, print};
use super::kept::{Ended, Slot};
use super::project::{Opened, exit_of, needs_inputs, open, open_traced, prefix, say};
use super::state::{earlier_revision, of_folder};
use super::{earlier, fix, write};
use crate::check;
use crate::coverage::Coverage;
use crate::diagnostic::Severity;
use crate::differ::Purpose;
use crate::output::Output;
use crate::pipeline::{Cache, Earlier};
use crate::prove::Proved;
use crate::report::{Report, Text, github, human, istanbul, json, junit, lcov, sarif};

/// Runs the command.
///
/// # Errors
/// The program's own: usage, environment.
pub fn run(args: &Args, command: &Check) -> Result<Exit, Failure> {
    if command.output.as_deref() == Some(Path::new("-")) {
        return Err(Failure::usage("--output takes a file").with_help("without it, the report goes to stdout"));
    }
    let by_line = command.coverage.as_deref().map(by_line).transpose()?;
    let mended = command.fix.then(|| fix::mend(&command.dir, command.today)).transpose()?;
    match mended {
        Some(mended) if command.dry_run => return mended.show(&command.dir, args.quiet),
        Some(mended) => mended.write(args.quiet)?,
        None => {}
    }
    let open = if command.cache.is_some() { open_traced } else { open };
    let mut opened = open(&command.dir, None)?;
    opened.config.check.today = command.today;
    let slot = command.cache.as_deref().and_then(|folder| slot(args, command, folder, &opened));
    if let Some(run) = slot.as_ref().and_then(|slot| slot.find(&opened, &opened.out(None))) {
        let (ended, _) = run.into_output();
        tell(command, &Text::kept(ended.report))?;
        return Ok(if ended.is_fine { Exit::Fine } else { Exit::Findings });
    }
    let known =
        command.new_from.as_deref().map(|from| earlier::known(from, &command.dir, command.today)).transpose()?;
    let out = opened.out(None);
    let may_fail = opened.theme.has_own_templates();
    let mut cache = Cache::default();
    let earlier = command.against.as_deref().map(|state| earlier_state(&mut cache, state, &command.dir)).transpose()?;
    let (outcome, tree) = opened.run_against(&mut cache, &out, args.verbose, earlier.as_ref(), Purpose::Rules);
    let is_empty = needs_inputs(&outcome, &command.dir);
    let is_counted = command.fail_under.is_some() || command.format == Format::Json;
    let coverage = is_counted.then(|| outcome.site.coverage.of_all(&outcome.site.proved));
    let new = known.map(|known| known.hide(&outcome.findings));
    let report = Report {
        proved: &outcome.site.proved,
        findings: new.as_ref().unwrap_or(&outcome.findings),
        rules: &check::rules(),
        prefix: &prefix(&command.dir),
        fails_at: if command.strict { Severity::Warning } else { Severity::Error },
        coverage,
    };
    let text = match command.format {
        Format::Human => human(&report, args.colour() && command.output.is_none()),
        Format::Json => json(&report),
        Format::Sarif => sarif(&report),
        Format::Junit => junit(&report),
        Format::Github => github(&report),
    };
    // People are told that there is nothing, and a sum of nothing is no finding; a script still reads what it asked for.
    let is_silent = is_empty.is_err() || (args.quiet && report.findings.all.is_empty());
    let is_for_people = command.output.is_none() && command.format == Format::Human;
    let text = if is_silent && is_for_people { Text::default() } else { text };
    tell(command, &text)?;
    is_empty.map_err(say)?;
    if let Some((path, by_line)) = by_line {
        write::write(path, by_line(&outcome.site.coverage, report.proved, report.prefix).as_str())?;
    }
    if may_fail {
        make_all(&outcome.output)?;
    }
    let mut exit = exit_of(&outcome, &report);
    if let (Some(least), Some(tally)) = (command.fail_under, &report.coverage)
        && tally.all().is_below(least)
    {
        let all = tally.all();
        let (exercised, least) = (format!("{} of {}", all.exercised, all.total), least.words());
        let what = format!("the examples exercise {} of what the schemas allow ({exercised})", all.percent());
        exit::say(&format!("schemabook: {what}; --fail-under asks for {least}"));
        exit = if exit == Exit::Fine { Exit::Findings } else { exit };
    }
    if let (Some(slot), Some(trace), Exit::Fine | Exit::Findings) = (slot, tree.trace(), exit)
        && let Some(writer) = slot.writer()
    {
        let (report, is_fine) = (text.as_str().to_owned(), exit == Exit::Fine);
        slot.keep(&writer, Ended { trace, report, is_fine, inputs: Vec::new() });
    }
    // As in build: the program ends here.
    std::mem::forget(outcome);
    Ok(exit)
}

/// Where the run is kept. What else than the project a run is held against, or changes or writes, is not known to be the same.
fn slot(args: &Args, command: &Check, folder: &Path, opened: &Opened) -> Option<Slot> {
    let others = [
        ("--fix", command.fix),
        ("--new-from", command.new_from.is_some()),
        ("--against", command.against.is_some()),
        ("--fail-under", command.fail_under.is_some()),
        ("--coverage", command.coverage.is_some()),
    ];
    if let Some((other, _)) = others.iter().find(|(_, is_asked)| *is_asked) {
        if !args.quiet {
            exit::say(&format!("schemabook: --cache is passed over, as a run with {other} is not kept"));
        }
        return None;
    }
    let asked = (command, prefix(&command.dir), args.colour(), args.quiet);
    Slot::of(folder, &opened.tree, &asked, args)
}

/// Prints the report, or writes it where it was asked for.
fn tell(command: &Check, text: &Text) -> Result<(), Failure> {
    match &command.output {
        Some(path) => write::write(path, text.as_str()),
        None => print(text),
    }
}

/// What writes the report of `--coverage`, by the ending of its file.
type ByLine = fn(&Coverage, &Proved, &str) -> Text;

fn by_line(path: &Path) -> Result<(&Path, ByLine), Failure> {
    match path.extension().and_then(OsStr::to_str) {
        Some("info") => Ok((path, lcov)),
        Some("json") => Ok((path, istanbul)),
        _ => Err(Failure::usage(format!("--coverage: `{}` ends neither in .info nor in .json", path.display()))
            .with_help("coverage.info is written for lcov, coverage.json for Istanbul")),
    }
}

/// The state that `--against` names.
fn earlier_state(cache: &mut Cache, name: &str, dir: &Path) -> Result<Earlier, Failure> {
    match name.strip_prefix("git:") {
        Some(revision) => earlier_revision(cache, revision, dir),
        None if Path::new(name).is_file() => Err(Failure::usage(format!("--against: `{name}` is a file"))
            .with_help("name a folder, or a revision as in git:main")),
        None => Ok(Earlier::Known(Box::new(of_folder(cache, Path::new(name))?))),
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
