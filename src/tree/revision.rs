//! The files of a folder as a git revision has them, read by the program `git`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use sha1::{Digest as _, Sha1};

use super::git::{RevisionError, is_shallow, lacks_objects, run};
use super::objects::{Objects, Refusal};
use super::{FILE_LIMIT, Found, ReadError, open_file};
use crate::system::Dir;
use crate::words::counted;

/// What a revision has at a path.
#[derive(Clone, Debug)]
pub(super) enum Object {
    File {
        id: String,
        /// In bytes, where that is known.
        size: Option<u64>,
    },
    Link {
        id: String,
    },
    /// A name that is not UTF-8.
    OddName,
}

/// The files of a revision below a folder.
#[derive(Debug)]
pub(super) struct Revision {
    objects: BTreeMap<String, Object>,
    /// The paths that a walk finds, where others are only read if something refers to them.
    walked: Option<BTreeSet<String>>,
    source: Arc<Objects>,
    /// The folder of the disk: what a file there has in common with the revision need not be copied out of the repository.
    beside: Option<Dir>,
}

impl Revision {
    /// The files below `folder`, which lies in a repository, at a revision.
    pub fn open(folder: &Path, revision: &str) -> Result<Revision, RevisionError> {
        run(folder, &["rev-parse", "--git-dir"])?.map_err(RevisionError::NoRepository)?;
        let commit = format!("{revision}^{{commit}}");
        let commit = run(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        let Some(commit) = commit.ok().and_then(|commit| String::from_utf8(commit).ok()) else {
            let why = format!("the clone is shallow, and git knows no revision `{revision}` in it");
            return Err(if is_shallow(folder)? { RevisionError::Incomplete(why) } else { RevisionError::NoRevision });
        };
        // In a folder git lists that folder, by paths relative to it.
        let listed = run(folder, &["ls-tree", "-r", "-z", "-l", commit.trim()])?;
        let listed = listed.map_err(|why| match lacks_objects(&why) {
            true => RevisionError::Incomplete(format!("the clone is partial and lacks the folders of `{revision}`")),
            false => RevisionError::NoRepository(why),
        })?;
        let entries = || listed.split(|byte| *byte == 0);
        let missing = entries().filter(|entry| is_missing(entry)).count();
        if missing > 0 {
            let files = counted(missing, "file");
            return Err(RevisionError::Incomplete(format!("the clone is partial and lacks {files} of `{revision}`")));
        }
        let objects = entries().filter_map(object).collect();
        let source = Arc::new(Objects::of(folder, None));
        Ok(Revision { objects, walked: None, source, beside: Dir::open(folder).ok() })
    }

    /// Files that are known by the ids of their objects, of which a walk finds some.
    pub fn of(objects: BTreeMap<String, Object>, walked: BTreeSet<String>, source: Arc<Objects>) -> Revision {
        Revision { objects, walked: Some(walked), source, beside: None }
    }

    pub fn object(&self, path: &str) -> Option<&Object> {
        self.objects.get(path)
    }

    /// What lies below a folder, sorted by path.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &Object)> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let from = self.objects.range(prefix.clone()..);
        from.take_while(move |(path, _)| path.starts_with(&prefix)).map(|(path, object)| (path.as_str(), object))
    }

    /// What of it a walk finds.
    pub fn walked(&self, folder: &str) -> impl Iterator<Item = (&str, &Object)> {
        self.below(folder).filter(|(path, _)| self.walked.as_ref().is_none_or(|walked| walked.contains(*path)))
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.object(path) {
            Some(Object::File { size: Some(size), .. }) if *size > FILE_LIMIT => Err(ReadError::TooLarge(*size)),
            Some(Object::File { id, size }) => {
                if let Some(bytes) = size.and_then(|size| self.read_beside(path, id, size)) {
                    return Ok(bytes);
                }
                self.source.copy(id).map(|bytes| bytes.to_vec()).map_err(|why| match why {
                    Refusal::TooLarge(size) => ReadError::TooLarge(size),
                    Refusal::Spent => {
                        ReadError::System(io::Error::other("more of the history is read than is allowed"))
                    }
                    Refusal::System(error) => ReadError::System(error),
                })
            }
            Some(_) => Err(ReadError::NotAFile),
            None if self.below(path).next().is_some() => Err(ReadError::NotAFile),
            None => Err(ReadError::Missing),
        }
    }

    /// The bytes of the file at a path of the disk, where they are those of an object.
    fn read_beside(&self, path: &str, id: &str, size: u64) -> Option<Vec<u8>> {
        let (file, length) = open_file(self.beside.as_ref()?, path).ok()?;
        if length != size {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).ok()? + 1);
        file.take(size + 1).read_to_end(&mut bytes).ok()?;
        (object_id(&bytes) == id).then_some(bytes)
    }

    /// What the walk finds at a path.
    pub fn found(&self, path: &str, object: &Object) -> Found {
        match object {
            Object::File { .. } => Found::File,
            Object::OddName => Found::OddName,
            Object::Link { id } => {
                let to = self.source.copy(id).ok().and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
                let to = to.and_then(|to| target(path, &to));
                Found::Link {
                    inside: to.is_some_and(|to| self.object(&to).is_some() || self.below(&to).next().is_some()),
                }
            }
        }
    }
}

/// The id that git gives to a file of these bytes, where its ids are of SHA-1 (git's book, "Git Objects"); another id equals none of these.
fn object_id(bytes: &[u8]) -> String {
    let hash = Sha1::new().chain_update(format!("blob {}\0", bytes.len())).chain_update(bytes).finalize();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An entry of the list: `mode type id size`, a tab and the path. A submodule is another repository, and is left out.
fn object(entry: &[u8]) -> Option<(String, Object)> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let (head, path) = (std::str::from_utf8(&entry[..tab]).ok()?, &entry[tab + 1..]);
    let mut head = head.split_ascii_whitespace();
    let (mode, kind, id, size) = (head.next()?, head.next()?, head.next()?.to_owned(), head.next()?);
    let object = match (kind, mode) {
        ("blob", "120000") => Object::Link { id },
        ("blob", _) => Object::File { id, size: Some(size.parse().ok()?) },
        _ => return None,
    };
    Some(match String::from_utf8(path.to_vec()) {
        Ok(path) => (path, object),
        Err(_) => (String::from_utf8_lossy(path).into_owned(), Object::OddName),
    })
}

/// Whether an entry of the list is a file that the clone lacks: git knows no size of it.
fn is_missing(entry: &[u8]) -> bool {
    let head = entry.split(|byte| *byte == b'\t').next().and_then(|head| std::str::from_utf8(head).ok());
    let mut head = head.unwrap_or_default().split_ascii_whitespace().skip(1);
    head.next() == Some("blob") && head.nth(1).is_some_and(|size| size.parse::<u64>().is_err())
}

/// Where a link at `path` leads, without leaving the tree.
fn target(path: &str, to: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    if to.starts_with('/') {
        return None;
    }
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::object_id;

    #[test]
    fn ids_are_those_of_git() {
        // As `git hash-object` says.
        assert_eq!(object_id(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(object_id(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
    }
}
