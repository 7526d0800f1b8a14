//! Copies objects out of a repository: one running `git` for all of them, started when the first is asked for.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex};

use super::FILE_LIMIT;
use super::git::git;

/// Why an object can't be had.
#[derive(Debug)]
pub enum Refusal {
    /// It is larger than [`FILE_LIMIT`]: its size in bytes.
    TooLarge(u64),
    /// More would have been copied than is allowed.
    Spent,
    /// git or the system refuses.
    System(io::Error),
}

/// The objects of a repository.
#[derive(Debug)]
pub(super) struct Objects {
    folder: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    copier: Option<Copier>,
    /// What was copied, where it is kept.
    kept: HashMap<String, Arc<[u8]>>,
    /// How many bytes may still be copied; `None` has no limit, and keeps nothing.
    left: Option<usize>,
    /// Whether an object was refused for that.
    is_spent: bool,
}

impl Objects {
    /// Those of the repository that a folder lies in; with a limit on how much is copied each is copied once.
    pub fn of(folder: &Path, limit: Option<usize>) -> Objects {
        Objects { folder: folder.to_owned(), state: Mutex::new(State { left: limit, ..State::default() }) }
    }

    /// The bytes of an object, by its id.
    pub fn copy(&self, id: &str) -> Result<Arc<[u8]>, Refusal> {
        let poisoned = |_| Refusal::System(io::Error::other("git was left in the middle of a file"));
        let mut state = self.state.lock().map_err(poisoned)?;
        let State { copier, kept, left, is_spent } = &mut *state;
        if let Some(bytes) = kept.get(id) {
            return Ok(Arc::clone(bytes));
        }
        let copier = match copier {
            Some(copier) => copier,
            None => copier.insert(Copier::start(&self.folder).map_err(Refusal::System)?),
        };
        let most = left.map_or(FILE_LIMIT, |left| FILE_LIMIT.min(left as u64));
        let bytes: Arc<[u8]> = match copier.copy(id, most).map_err(Refusal::System)? {
            Ok(bytes) => bytes.into(),
            Err(size) if size > FILE_LIMIT => return Err(Refusal::TooLarge(size)),
            Err(_) => {
                *is_spent = true;
                return Err(Refusal::Spent);
            }
        };
        if let Some(left) = left {
            *left -= bytes.len();
            kept.insert(id.to_owned(), Arc::clone(&bytes));
        }
        Ok(bytes)
    }

    /// Whether something was not copied since more would have been than is allowed.
    pub fn is_spent(&self) -> bool {
        self.state.lock().is_ok_and(|state| state.is_spent)
    }

    /// Ends git, until something is asked for that was not kept.
    pub fn rest(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.copier = None;
        }
    }
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

    /// The answer is `id type size`, a line end, the bytes, a line end; `id missing` for what is not there. Of what has more than `most` bytes
    /// only the size is told.
    fn copy(&mut self, id: &str, most: u64) -> io::Result<Result<Vec<u8>, u64>> {
        writeln!(self.requests, "{id}")?;
        self.requests.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let size = head.split_ascii_whitespace().nth(2).and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other("git lacks the object"))?;
        if size > most {
            io::copy(&mut (&mut self.answers).take(size + 1), &mut io::sink())?;
            return Ok(Err(size));
        }
        let mut bytes = vec![0; size as usize + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.truncate(size as usize);
        Ok(Ok(bytes))
    }
}

impl Drop for Copier {
    fn drop(&mut self) {
        // It holds no data of ours, and nobody waits for its answer.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
