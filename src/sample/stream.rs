//! Any number of samples, for load tests: what is open is decided by numbers that follow from a seed.

use serde_json::Value;

use super::search::{Mode, Plan, Search, Spot};
use super::{Sampler, Verdict};

impl Sampler<'_> {
    /// The sample of a number; the same seed and number give the same sample.
    ///
    /// # Errors
    /// Why nothing was found.
    pub fn nth(&self, seed: u64, number: u64) -> Result<Value, String> {
        let mut numbers =
            Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03));
        let turn = number as usize;
        let mode = if numbers.below(3) == 0 { Mode::Minimal } else { Mode::Complete };
        let first = Search::new(&self.shapes, mode, Plan::new());
        let usual = first.make(&[self.id], &[], &Spot::root(&self.name, turn));
        let mut plan = Plan::new();
        for (key, options) in first.points.borrow().iter() {
            if numbers.below(2) == 0 {
                plan.insert(key.clone(), numbers.below(*options as u64) as usize);
            }
        }
        let search = Search::new(&self.shapes, mode, plan);
        let varied = search.make(&[self.id], &[], &Spot::root(&self.name, turn));
        let right = |value: &Value| self.proof(value).verdict == Verdict::Valid;
        varied.filter(right).or_else(|| usual.filter(right)).map_or_else(|| self.complete(), Ok)
    }
}

/// Numbers that look random and are not (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }
}
