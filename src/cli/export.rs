//! `schemabook export`: catalogs or event types as one file to hand out.

use super::args::{Args, Export};
use super::exit::{Exit, Failure, say};
use super::project::{exit_of, lines, open, prefix};
use super::write;
use crate::check;
use crate::diagnostic::Severity;
use crate::export::{Unknown, chosen, export};
use crate::report::Report;
use crate::words::counted;

/// Runs the command.
///
/// # Errors
/// The program's own: usage, a name of nothing, a file that can't be written or would be too long.
pub fn run(args: &Args, command: &Export) -> Result<Exit, Failure> {
    let opened = open(&command.dir, None)?;
    let out = opened.out(None);
    let (outcome, _tree) = opened.run(&out, &command.dir, args.verbose)?;
    let prefix = prefix(&command.dir);
    let report = Report {
        proved: &outcome.site.proved,
        findings: &outcome.findings,
        rules: &check::rules(),
        prefix: &prefix,
        fails_at: Severity::Error,
        coverage: None,
    };
    let errors = lines(&outcome, &prefix, Severity::Error);
    if !errors.is_empty() && !command.keep_going {
        errors.iter().for_each(|error| say(error));
        say("schemabook: the file was not written (--keep-going writes it all the same)");
        return Ok(exit_of(&outcome, &report));
    }
    let pages = chosen(&outcome.site, &command.names).map_err(unknown)?;
    let title = format!("{} · {}", command.names.join(", "), outcome.site.proved.resolved.project.config.site.title);
    let html = export(&outcome.site, &outcome.output, &pages, &title)
        .map_err(|refusal| Failure::usage(refusal.to_string()).with_help("name fewer catalogs or event types"))?;
    write::write(&command.out, &html)?;
    if !args.quiet {
        let size = html.len().div_ceil(1000);
        say(&format!("schemabook: {}, {size} kB, in {}", counted(pages.len(), "page"), command.out.display()));
    }
    Ok(exit_of(&outcome, &report))
}

fn unknown(unknown: Unknown) -> Failure {
    let failure = Failure::usage(format!("`{}` is no catalog and no event type", unknown.name));
    match unknown.near {
        Some(near) => failure.with_help(format!("did you mean `{near}`?")),
        None => failure.with_help("site.toml has the catalogs, and the page of event types their names"),
    }
}
