//! A state of a catalog that is held against another: a folder, or a git revision of one.

use std::path::Path;

use super::exit::Failure;
use super::project::{say, try_open};
use crate::config::{self, Config};
use crate::pipeline::{self, Cache, Earlier};
use crate::resolve::Resolved;
use crate::tree::{ReadError, RevisionError, Tree};

/// What to do where git lacks a revision.
pub const FETCH: &str = "a CI job may have to fetch it first: with actions/checkout, `fetch-depth: 0`";

/// The catalog of a folder. What the other state that has the cache has as well is read once.
///
/// # Errors
/// No such folder, a mistake in site.toml: exit 2. The system refuses: exit 3.
pub fn of_folder(cache: &mut Cache, folder: &Path) -> Result<Resolved, Failure> {
    let opened = try_open(folder, None).map_err(say)?;
    let out = opened.relative(&opened.out(None));
    Ok(pipeline::catalog_beside(cache, opened.config, &opened.tree, out.as_deref()))
}

/// The catalog of a folder as a revision has it.
///
/// # Errors
/// No repository, no such revision, a site.toml with mistakes: exit 2. No git: exit 3.
pub fn of_revision(cache: &mut Cache, revision: &str, dir: &Path) -> Result<Resolved, Failure> {
    is_revision(revision)?;
    of_tree(cache, Tree::at_revision(dir, revision), revision, dir)
}

/// The same for a run that is held against it, to which it is a finding where the clone lacks the revision.
///
/// # Errors
/// As above, but for a clone that is shallow or partial.
pub fn earlier_revision(cache: &mut Cache, revision: &str, dir: &Path) -> Result<Earlier, Failure> {
    is_revision(revision)?;
    match Tree::at_revision(dir, revision) {
        Err(RevisionError::Incomplete(why)) => Ok(Earlier::Lacking(why)),
        tree => Ok(Earlier::Known(Box::new(of_tree(cache, tree, revision, dir)?))),
    }
}

fn of_tree(
    cache: &mut Cache,
    tree: Result<Tree, RevisionError>,
    revision: &str,
    dir: &Path,
) -> Result<Resolved, Failure> {
    let tree = tree.map_err(|error| refused(&error, revision, dir))?;
    Ok(pipeline::catalog_beside(cache, config_of(&tree, &format!("git:{revision}"))?, &tree, None))
}

/// Refuses what git would take for something else.
///
/// # Errors
/// It is empty, or begins like an option.
pub fn is_revision(revision: &str) -> Result<(), Failure> {
    if revision.is_empty() || revision.starts_with('-') {
        let help = "name a branch, a tag or a commit, as in git:main";
        return Err(Failure::usage(format!("`{revision}` is no revision")).with_help(help));
    }
    Ok(())
}

/// The configuration of a state; a mistake in it is no reason to read it otherwise.
///
/// # Errors
/// It can't be read, or has mistakes.
pub fn config_of(tree: &Tree, state: &str) -> Result<Config, Failure> {
    match tree.read(config::FILE) {
        Err(ReadError::Missing) => Ok(Config::defaults()),
        Err(_) => Err(Failure::usage(format!("{} of `{state}` can't be read", config::FILE))),
        Ok(bytes) => match config::read(bytes) {
            (config, mistakes) if mistakes.is_empty() => Ok(config),
            (_, mistakes) => {
                let first = mistakes.first().map(|mistake| mistake.message.clone()).unwrap_or_default();
                Err(Failure::usage(format!("{} of `{state}` has mistakes: {first}", config::FILE)))
            }
        },
    }
}

fn refused(error: &RevisionError, revision: &str, dir: &Path) -> Failure {
    match error {
        RevisionError::NoGit => Failure::environment("there is no program `git` to read the revision with"),
        RevisionError::System(error) => Failure::environment(format!("git can't be run: {error}")),
        RevisionError::NoRepository(cause) => {
            Failure::usage(format!("`{}` can't be read as a git repository: {cause}", dir.display()))
        }
        RevisionError::NoRevision => {
            Failure::usage(format!("git knows no revision `{revision}`, or more than one")).with_help(FETCH)
        }
        RevisionError::Incomplete(why) => Failure::usage(why.clone()).with_help(FETCH),
    }
}
