//! Whether a repository is what it was, told without starting git: by the files in which it keeps what `HEAD`, branches and tags are.

use std::fs;
use std::path::{Path, PathBuf};

use crate::system::{self, Kind, Stamp};

/// How many tags are looked at one by one.
const TAGS: usize = 10_000;

/// What stands for a repository: while it is the same, its history is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepositoryStamp {
    /// What `HEAD` names, and what that is.
    head: Vec<u8>,
    branch: Vec<u8>,
    files: Vec<(PathBuf, Option<Stamp>)>,
}

impl RepositoryStamp {
    /// That of the repository that a folder lies in; of none, where there is none.
    pub fn of(folder: &Path) -> RepositoryStamp {
        let Some(own) = folder.ancestors().find_map(|above| repository(&above.join(".git"))) else {
            return RepositoryStamp::default();
        };
        // Of a work tree beside others only HEAD is its own.
        let common = fs::read_to_string(own.join("commondir")).map(|path| own.join(path.trim()));
        let common = common.unwrap_or_else(|_| own.clone());
        let head = fs::read(own.join("HEAD")).unwrap_or_default();
        let named = head.strip_prefix(b"ref: ").and_then(|name| std::str::from_utf8(name).ok());
        let branch = named.and_then(|name| fs::read(common.join(name.trim())).ok()).unwrap_or_default();
        let mut files: Vec<PathBuf> =
            ["packed-refs", "shallow", "reftable/tables.list"].map(|name| common.join(name)).into();
        files.extend(tags(&common.join("refs/tags")));
        let stamped = files.into_iter().map(|path| {
            let stamp = system::stamp(&path).ok();
            (path, stamp)
        });
        RepositoryStamp { head, branch, files: stamped.collect() }
    }
}

/// The repository that `.git` is, or that it names.
fn repository(git: &Path) -> Option<PathBuf> {
    match system::stamp(git).ok()?.kind {
        Kind::Folder => Some(git.to_owned()),
        Kind::File => {
            let text = fs::read_to_string(git).ok()?;
            Some(git.parent()?.join(text.strip_prefix("gitdir:")?.trim()))
        }
        _ => None,
    }
}

/// The files of tags, in order.
fn tags(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).follow_links(false).sort_by_file_name().into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_file()).take(TAGS).map(walkdir::DirEntry::into_path).collect()
}
