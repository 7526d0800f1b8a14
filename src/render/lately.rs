//! The pages that were made last, each kept for its twin: both are made of one page, and mostly one after the other.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many are kept: some for each core.
const KEPT: usize = 32;

/// Pages by their numbers, the latest last.
#[derive(Default)]
pub struct Lately(Mutex<VecDeque<(usize, String)>>);

impl Lately {
    /// Keeps a page until its twin was made or there are too many.
    pub fn keep(&self, number: usize, page: String) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back((number, page));
    }

    /// The page, which is not kept any longer.
    pub fn take(&self, number: usize) -> Option<String> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = kept.iter().position(|(other, _)| *other == number)?;
        kept.remove(index).map(|(_, page)| page)
    }
}
