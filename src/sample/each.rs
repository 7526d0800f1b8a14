//! Sets of samples: one way after the other, of all that a schema leaves open.

use std::collections::HashSet;

use serde_json::Value;

use super::search::{Mode, Plan, Point, Search, Spot};
use super::{Sampler, Verdict};

/// How many plans are followed for one set.
const PLANS: usize = 400;

/// How many things one plan decides.
const DEEP: usize = 3;

/// How many steps all searches for one set may take, and how long what they find may be, in bytes.
const STEPS: u64 = 1_500_000;
const BYTES: usize = 1 << 20;

impl Sampler<'_> {
    /// A set that takes every branch, member and bound, and has each optional property and has it not, as far as they were found.
    pub fn each(&self) -> Vec<Value> {
        let candidates = self.candidates(PLANS);
        candidates.into_iter().filter(|value| self.proof(value).verdict == Verdict::Valid).collect()
    }

    /// Many different values that probably fit, the plain ones first; nobody has asked the engine about them.
    pub fn candidates(&self, most: usize) -> Vec<Value> {
        let mut all: Vec<Value> = [self.minimal(), self.complete()].into_iter().flatten().collect();
        all.extend(self.varied(most));
        let mut known = HashSet::new();
        all.retain(|value| known.insert(value.to_string()));
        all.truncate(most);
        all
    }

    /// So many values, each with one thing decided otherwise.
    pub(super) fn varied(&self, most: usize) -> Vec<Value> {
        let mut found = Vec::new();
        let mut done: HashSet<(String, Point, usize)> = HashSet::new();
        let mut open: Vec<(Mode, Plan)> = vec![(Mode::Minimal, Plan::new()), (Mode::Complete, Plan::new())];
        let mut next = 0;
        let (mut steps, mut bytes) = (0, 0);
        while let Some((mode, plan)) = open.get(next).cloned() {
            next += 1;
            let search = Search::new(&self.shapes, mode, plan.clone());
            if let Some(value) = search.make(&[self.id], &[], &Spot::root(&self.name, 0)) {
                bytes += value.to_string().len();
                found.push(value);
            }
            steps += search.spent();
            if steps > STEPS || bytes > BYTES {
                break;
            }
            if found.len() >= most || plan.len() >= DEEP {
                continue;
            }
            let points = search.points.borrow();
            for ((at, point), options) in points.iter() {
                for option in 0..*options {
                    if open.len() < PLANS.min(most) && done.insert((at.clone(), point.clone(), option)) {
                        let mut plan = plan.clone();
                        plan.insert((at.clone(), point.clone()), option);
                        open.push((mode, plan));
                    }
                }
            }
        }
        found
    }
}
