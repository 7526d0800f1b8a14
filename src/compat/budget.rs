//! What searches may take, in steps of automata, the smallest thing that is done: so many for one search, and so many for all together.
//!
//! A search counts what it takes. The sum of all is made in the order in which they were asked, and what is asked when that is spent is left
//! open: so it is the same with any number of threads, and where some of it is known from the last run.

use std::cell::Cell;

/// What following one way of a search takes, in steps of automata; each takes some sixty nanoseconds.
pub const WAY: u64 = 100;

/// What the verdicts of one direction may take; the longest of real pairs take a tenth of it.
pub const VERDICTS: u64 = 3_000_000;

/// The same for the verdict on a part of a change, of which there may be many.
pub const PART: u64 = 300_000;

/// What all verdicts of a run may take in any case, and more for each byte of the project: a pair of versions of a kilobyte takes a few for each
/// of its bytes.
const LEAST: u64 = 2_000_000;
const EACH_BYTE: u64 = 200;

/// What all verdicts of a run over a project of so many bytes may take.
pub fn together(bytes: usize) -> u64 {
    LEAST.max(EACH_BYTE.saturating_mul(bytes as u64))
}

/// Why a verdict is left open that comes after all this.
pub const SPENT: &str = "the comparisons before it took all the steps that a run has for them";

/// What is left for one search, and what it has taken.
#[derive(Debug)]
pub struct Steps {
    left: Cell<u64>,
    taken: Cell<u64>,
}

impl Steps {
    /// So many.
    pub fn of(most: u64) -> Steps {
        Steps { left: Cell::new(most), taken: Cell::new(0) }
    }

    /// Takes some; whether they were left.
    pub fn take(&self, steps: u64) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(steps));
        self.taken.set(self.taken.get().saturating_add(steps.min(left)));
        left >= steps
    }

    /// How many are left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    /// How many were taken.
    pub fn taken(&self) -> u64 {
        self.taken.get()
    }
}
