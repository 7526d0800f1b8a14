//! `--new-from`: the findings of an earlier state, out of a report or a git revision.

use std::path::Path;

use super::exit::{Failure, say};
use super::state::FETCH;
use crate::compare::Known;
use crate::config::{self, Config};
use crate::date::Date;
use crate::pipeline;
use crate::tree::{ReadError, RevisionError, Tree};

/// The findings that `from` names: a file that `check --format json` wrote, or `git:REV`, whose deadlines are held against `today`.
///
/// # Errors
/// A broken report, an unknown revision: exit 2. A file that can't be read, no git: exit 3.
pub fn known(from: &str, dir: &Path, today: Option<Date>) -> Result<Known, Failure> {
    match from.strip_prefix("git:") {
        Some(revision) => of_revision(revision, dir, today),
        None => of_report(from),
    }
}

fn of_report(file: &str) -> Result<Known, Failure> {
    let bytes = std::fs::read(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::usage(format!("--new-from: there is no file `{file}`"))
            .with_help("a revision of git is written `git:main`"),
        _ => Failure::environment(format!("`{file}` can't be read: {error}")),
    })?;
    Known::read(&bytes).map_err(|cause| {
        let help = "write one with `schemabook check --format json --output FILE`";
        Failure::usage(format!("--new-from: `{file}` is no report of schemabook: {cause}")).with_help(help)
    })
}

fn of_revision(revision: &str, dir: &Path, today: Option<Date>) -> Result<Known, Failure> {
    let tree = Tree::at_revision(dir, revision).map_err(|error| match error {
        RevisionError::NoGit => Failure::environment("--new-from: there is no program `git` to read the revision with"),
        RevisionError::System(error) => Failure::environment(format!("--new-from: git can't be run: {error}")),
        RevisionError::NoRepository(cause) => {
            Failure::usage(format!("--new-from: `{}` can't be read as a git repository: {cause}", dir.display()))
        }
        RevisionError::NoRevision => {
            Failure::usage(format!("--new-from: git knows no revision `{revision}`")).with_help(FETCH)
        }
        RevisionError::Incomplete(why) => Failure::usage(format!("--new-from: {why}")).with_help(FETCH),
    })?;
    let config = match tree.read(config::FILE) {
        Err(ReadError::Missing) => Some(Config::defaults()),
        Err(_) => None,
        Ok(bytes) => Some(config::read(bytes)).filter(|(_, mistakes)| mistakes.is_empty()).map(|(config, _)| config),
    };
    // A site.toml that was broken must not keep people from mending it.
    let Some(mut config) = config else {
        say(&format!("schemabook: {} has mistakes in {revision}, so no finding counts as known", config::FILE));
        return Ok(Known::default());
    };
    config.check.today = today;
    Ok(Known::of(&pipeline::findings(config, &tree)))
}
