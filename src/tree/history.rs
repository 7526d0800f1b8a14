//! Since when the files of a folder are there, by the history of its git repository: one pass over the commits that touched it.

use std::collections::BTreeMap;
use std::path::Path;

use super::revision::{RevisionError, is_shallow, lacks_objects, run};
use crate::date::Date;

/// How many commits are looked at, and how much git may say of them.
const COMMITS: usize = 2_000;
const BYTES: usize = 256 << 20;

/// What the history of a folder says of its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDates {
    /// The day, in UTC, of the commit that brought a file, by its path relative to the folder. What was moved keeps its day.
    pub first: BTreeMap<String, Date>,
    /// Why some of it may be missing.
    pub gap: Option<Gap>,
}

/// Why the history of a folder says less than all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The clone has a part of the history only.
    Incomplete,
    /// There are more commits, or git says more of them, than is read; the words say which.
    Limit(String),
    /// There is no history to read, and why.
    Unreadable(String),
}

/// The days of the files below `folder`, which lies in a repository.
pub fn file_dates(folder: &Path) -> FileDates {
    match read(folder) {
        Ok(dates) => dates,
        Err(RevisionError::NoGit) => unreadable("there is no program `git`"),
        // Where git looked for it is another on each machine.
        Err(RevisionError::NoRepository(why)) => unreadable(why.split(" (").next().unwrap_or_default()),
        Err(RevisionError::NoRevision) => unreadable("there is no commit"),
        Err(RevisionError::Incomplete(_)) => FileDates { first: BTreeMap::new(), gap: Some(Gap::Incomplete) },
        Err(RevisionError::System(error)) => unreadable(&error.to_string()),
    }
}

fn unreadable(why: &str) -> FileDates {
    FileDates { first: BTreeMap::new(), gap: Some(Gap::Unreadable(why.to_owned())) }
}

fn read(folder: &Path) -> Result<FileDates, RevisionError> {
    let is_shallow = is_shallow(folder)?;
    // What a configuration could have git run beside this is switched off; exact moves are told by ids, so that no content is needed.
    let most = format!("--max-count={}", COMMITS + 1);
    let log = run(
        folder,
        &[
            "log",
            &most,
            "--no-show-signature",
            "--no-ext-diff",
            "--no-textconv",
            "--no-mailmap",
            "--no-color",
            "--topo-order",
            "--find-renames=100%",
            "--diff-filter=AR",
            "--name-status",
            "--relative",
            "-z",
            "--format=%x01%ct",
            "HEAD",
            "--",
            ".",
        ],
    )?;
    let log = match log {
        Ok(log) => log,
        Err(why) if lacks_objects(&why) => {
            return Ok(FileDates { first: BTreeMap::new(), gap: Some(Gap::Incomplete) });
        }
        Err(why) => return Ok(unreadable(&why)),
    };
    if log.len() > BYTES {
        let why = format!("git says more than {} MiB of the history", BYTES >> 20);
        return Ok(FileDates { first: BTreeMap::new(), gap: Some(Gap::Limit(why)) });
    }
    let commits: Vec<&[u8]> = log.split(|byte| *byte == 1).skip(1).collect();
    let gap = if commits.len() > COMMITS {
        Some(Gap::Limit(format!("more than {COMMITS} commits brought files")))
    } else {
        is_shallow.then_some(Gap::Incomplete)
    };
    let mut first = BTreeMap::new();
    // The oldest come last.
    for commit in commits.iter().take(COMMITS).rev() {
        bring(&mut first, commit);
    }
    // Of a shallow clone the oldest commit seems to bring everything.
    if is_shallow {
        first = BTreeMap::new();
    }
    Ok(FileDates { first, gap })
}

/// The files that a commit brings: its time, and then the state and the path of each, or the state and both paths of one that was moved.
fn bring(first: &mut BTreeMap<String, Date>, commit: &[u8]) {
    let mut parts = commit.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).trim().to_owned());
    let date = parts.next().and_then(|time| time.parse::<i64>().ok()).and_then(Date::of_time);
    let Some(date) = date else { return };
    while let Some(state) = parts.next() {
        if state.starts_with('R') {
            let (Some(old), Some(new)) = (parts.next(), parts.next()) else { return };
            let since = first.get(&old).copied().unwrap_or(date);
            first.entry(new).or_insert(since);
        } else if state.starts_with('A') {
            let Some(path) = parts.next() else { return };
            first.entry(path).or_insert(date);
        }
    }
}
