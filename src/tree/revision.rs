//! The files of a folder as a git revision has them, read by the program `git`.
//!
//! The repository is input like its files, and its configuration must not run anything: only the commands that list and copy objects are
//! used, which start no hook, filter or pager, and nothing is fetched.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use super::{FILE_LIMIT, Found, ReadError};
use crate::words::counted;

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

/// What a revision has at a path.
#[derive(Debug)]
pub(super) enum Object {
    File {
        id: String,
        size: u64,
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
    copier: Mutex<Copier>,
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
        Ok(Revision { objects, copier: Mutex::new(Copier::start(folder).map_err(RevisionError::System)?) })
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

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.object(path) {
            Some(Object::File { size, .. }) if *size > FILE_LIMIT => Err(ReadError::TooLarge(*size)),
            Some(Object::File { id, .. }) => self.copy(id).map_err(ReadError::System),
            Some(_) => Err(ReadError::NotAFile),
            None if self.below(path).next().is_some() => Err(ReadError::NotAFile),
            None => Err(ReadError::Missing),
        }
    }

    /// What the walk finds at a path.
    pub fn found(&self, path: &str, object: &Object) -> Found {
        match object {
            Object::File { .. } => Found::File,
            Object::OddName => Found::OddName,
            Object::Link { id } => {
                let to = self.copy(id).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                let to = to.and_then(|to| target(path, &to));
                Found::Link {
                    inside: to.is_some_and(|to| self.object(&to).is_some() || self.below(&to).next().is_some()),
                }
            }
        }
    }

    fn copy(&self, id: &str) -> io::Result<Vec<u8>> {
        self.copier.lock().map_err(|_| io::Error::other("git was left in the middle of a file"))?.copy(id)
    }
}

/// An entry of the list: `mode type id size`, a tab and the path. A submodule is another repository, and is left out.
fn object(entry: &[u8]) -> Option<(String, Object)> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let (head, path) = (std::str::from_utf8(&entry[..tab]).ok()?, &entry[tab + 1..]);
    let mut head = head.split_ascii_whitespace();
    let (mode, kind, id, size) = (head.next()?, head.next()?, head.next()?.to_owned(), head.next()?);
    let object = match (kind, mode) {
        ("blob", "120000") => Object::Link { id },
        ("blob", _) => Object::File { id, size: size.parse().ok()? },
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

/// git in a folder, deaf to the surroundings of a hook, and kept from running or fetching anything by the repository's configuration.
fn git(folder: &Path) -> Command {
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

/// A running `git cat-file --batch`: it copies one object for each id that it is told.
#[derive(Debug)]
struct Copier {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Copier {
    fn start(folder: &Path) -> io::Result<Copier> {
        let mut command = git(folder);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(requests), Some(answers)) => Ok(Copier { child, requests, answers: BufReader::new(answers) }),
            _ => Err(io::Error::other("git has no pipes")),
        }
    }

    /// The answer is `id type size`, a line end, the bytes, a line end; `id missing` for what is not there.
    fn copy(&mut self, id: &str) -> io::Result<Vec<u8>> {
        writeln!(self.requests, "{id}")?;
        self.requests.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let size = head.split_ascii_whitespace().nth(2).and_then(|size| size.parse::<usize>().ok());
        let size = size.ok_or_else(|| io::Error::other("git lacks the object"))?;
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.truncate(size);
        Ok(bytes)
    }
}

impl Drop for Copier {
    fn drop(&mut self) {
        // It holds no data of ours, and nobody waits for its answer.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
