//! The program `git`, asked for what a repository holds.
//!
//! The repository is input like its files, and its configuration must not run anything: only the commands that list and copy objects are
//! used, which start no hook, filter or pager, and nothing is fetched.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Why a revision can't be read.
#[derive(Debug)]
pub enum RevisionError {
    /// There is no program `git`.
    NoGit,
    /// The system refuses.
    System(io::Error),
    /// The folder is in no repository, or git refuses to read it: its own words.
    NoRepository(String),
    /// The repository has no such revision.
    NoRevision,
    /// The clone is shallow or partial and lacks the revision, or files of it; nothing is fetched.
    Incomplete(String),
}

/// git in a folder, deaf to the surroundings of a hook, and kept from running or fetching anything by the repository's configuration.
pub(super) fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).arg("--no-pager").args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]);
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"] {
        git.env_remove(variable);
    }
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    git.stdin(Stdio::null());
    git
}

/// What a command prints; the inner error is what git says where it refuses.
pub(super) fn run(folder: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, RevisionError> {
    let output = git(folder).args(arguments).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => RevisionError::NoGit,
        _ => RevisionError::System(error),
    })?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(Err(said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned()))
}

/// Whether the folder lies in a shallow clone.
pub(super) fn is_shallow(folder: &Path) -> Result<bool, RevisionError> {
    let shallow = run(folder, &["rev-parse", "--is-shallow-repository"])?.map_err(RevisionError::NoRepository)?;
    Ok(shallow.trim_ascii() == b"true")
}

/// Whether git refuses since a partial clone lacks what a commit holds, which is not fetched.
pub(super) fn lacks_objects(why: &str) -> bool {
    ["missing", "promisor", "could not fetch", "not a tree object", "unable to read tree"]
        .iter()
        .any(|words| why.contains(words))
}
