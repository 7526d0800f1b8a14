//! Files as an editor has them open, which may be newer than the disk has them, or as it is about to move or make them.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::{FILE_LIMIT, Moves, ReadError, Tree};

/// The texts of open files by path, relative to the tree with `/`. Copies share them.
#[derive(Clone, Debug, Default)]
pub struct Buffers(Arc<RwLock<Desk>>);

#[derive(Debug, Default)]
struct Desk {
    texts: HashMap<String, Arc<str>>,
    moves: Moves,
    made: BTreeSet<String>,
}

/// Texts of files; `None` for one that is what the disk has.
pub type Texts = Vec<(String, Option<Arc<str>>)>;

impl Buffers {
    /// Takes the text of a file that is open, or of one that has changed.
    pub fn set(&self, path: &str, text: &str) {
        self.write().texts.insert(path.to_owned(), text.into());
    }

    /// The file is what the disk has again.
    pub fn close(&self, path: &str) {
        self.write().texts.remove(path);
    }

    /// The text of a file, if it is open.
    pub fn get(&self, path: &str) -> Option<Arc<str>> {
        self.read().texts.get(path).cloned()
    }

    /// Takes these texts; which there were in their place, so that they can be put back.
    pub fn replace(&self, texts: Texts) -> Texts {
        let before = texts.iter().map(|(path, _)| (path.clone(), self.get(path))).collect();
        for (path, text) in texts {
            match text {
                Some(text) => self.set(&path, &text),
                None => self.close(&path),
            }
        }
        before
    }

    /// From now on files stand where these moves lead; their texts are still those of the paths from which they come.
    pub fn set_moves(&self, moves: Moves) {
        self.write().moves = moves;
    }

    /// From now on these files are there, with the texts that are taken for them, though the disk has none of them.
    pub fn set_made(&self, made: BTreeSet<String>) {
        self.write().made = made;
    }

    fn read(&self) -> RwLockReadGuard<'_, Desk> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Desk> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tree {
    /// The same, with the texts that an editor has open in the place of those of the disk.
    pub fn with_buffers(mut self, buffers: &Buffers) -> Tree {
        self.buffers = buffers.clone();
        self
    }

    /// The bytes of a file that is open in an editor.
    pub(super) fn buffered(&self, path: &str) -> Option<Result<Vec<u8>, ReadError>> {
        let text = self.buffers.get(path)?;
        let size = text.len() as u64;
        Some(if size > FILE_LIMIT { Err(ReadError::TooLarge(size)) } else { Ok(text.as_bytes().to_vec()) })
    }

    /// The files that only the editor has, none in most runs.
    pub(super) fn made(&self) -> BTreeSet<String> {
        self.buffers.read().made.clone()
    }

    /// The moves of its files, none in most runs.
    pub(super) fn moves(&self) -> Moves {
        self.buffers.read().moves.clone()
    }
}
