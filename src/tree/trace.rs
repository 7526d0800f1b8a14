//! What was asked of a tree, and what it answered: while it answers the same, whatever was made of it is the same.
//!
//! Every read goes through [`Tree`], so that nothing is forgotten and nobody who reads has to think of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ReadError, Tree};
use crate::digest::{Digest, digest};

/// A question, about a path relative to the tree with `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Question {
    /// The bytes of a file.
    Bytes(String),
    /// Its first bytes.
    Head(String, usize),
    /// Whether a file stands there.
    File(String),
    /// Whether a folder does.
    Folder(String),
    /// What a folder holds, without what the walk leaves out by its name.
    Entries(String),
    /// What stands for the repository.
    Repository,
}

/// Questions with the hashes of their answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace(Vec<(Question, Digest)>);

/// The trace of a tree while it is asked.
#[derive(Debug, Default)]
pub(super) struct Recorder(Mutex<Asked>);

#[derive(Debug, Default)]
struct Asked {
    answers: BTreeMap<Question, Digest>,
    /// Whether some answer was none: the system refused, or a file changed meanwhile.
    is_torn: bool,
}

impl Recorder {
    fn add(&self, question: Question, answer: Option<Digest>) {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answer.and_then(|answer| asked.answers.insert(question, answer));
        asked.is_torn |= answer.is_none() || known.is_some_and(|known| Some(known) != answer);
    }
}

impl Tree {
    /// The same, which notes what it is asked from now on.
    #[must_use]
    pub fn traced(mut self) -> Tree {
        self.recorder = Some(Recorder::default());
        self
    }

    /// What it was asked so far; `None` if that is not known, or nobody could count on the answers.
    pub fn trace(&self) -> Option<Trace> {
        let asked = self.recorder.as_ref()?.0.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = asked.answers.iter().map(|(question, answer)| (question.clone(), *answer));
        (!asked.is_torn).then(|| Trace(answers.collect()))
    }

    /// Notes a question, if questions are noted; `answer` is asked only then.
    pub(super) fn note(&self, question: impl FnOnce() -> Question, answer: impl FnOnce() -> Option<Digest>) {
        if let Some(recorder) = &self.recorder {
            recorder.add(question(), answer());
        }
    }

    fn answer(&self, question: &Question, skip: &(dyn Fn(&str) -> bool + Sync)) -> Option<Digest> {
        match question {
            Question::Bytes(path) => of_bytes(&self.read(path)),
            Question::Head(path, most) => Some(of_head(self.head(path, *most).as_deref())),
            Question::File(path) => Some(of_truth(self.has_file(path))),
            Question::Folder(path) => Some(of_truth(self.has_folder(path))),
            Question::Entries(path) => self.entries(path, skip),
            Question::Repository => Some(of_debug(&self.repository())),
        }
    }
}

impl Trace {
    /// Whether a tree answers everything as it did, where the walk leaves out what `skip` refuses.
    pub fn holds(&self, tree: &Tree, skip: &(dyn Fn(&str) -> bool + Sync)) -> bool {
        self.0.par_iter().all(|(question, answer)| tree.answer(question, skip).as_ref() == Some(answer))
    }
}

pub(super) fn of_bytes(read: &Result<Vec<u8>, ReadError>) -> Option<Digest> {
    match read {
        Ok(bytes) => Some(digest(bytes)),
        Err(ReadError::System(_)) => None,
        Err(error) => Some(of_debug(error)),
    }
}

pub(super) fn of_head(head: Option<&[u8]>) -> Digest {
    head.map_or_else(|| of_debug(&None::<()>), digest)
}

pub(super) fn of_truth(is_so: bool) -> Digest {
    of_debug(&is_so)
}

/// The hash of a small answer as the program spells it; a trace is read by the program that wrote it.
pub(super) fn of_debug(answer: &impl std::fmt::Debug) -> Digest {
    digest(format!("{answer:?}").as_bytes())
}
