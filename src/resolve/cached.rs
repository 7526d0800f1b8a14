//! What was found for parts of a project, by content: what is not the same is found anew.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

/// What was found for each key, with the fingerprint of what that depends on, in the order in which it was asked.
#[derive(Clone, Debug)]
pub struct Cached<K, V>(Vec<(K, u64, Arc<V>)>);

impl<K, V> Default for Cached<K, V> {
    fn default() -> Cached<K, V> {
        Cached(Vec::new())
    }
}

/// How many are looked at before it is asked what they took.
const ROUND: usize = 64;

impl<K: Eq + Hash + Send + Sync, V: Send + Sync> Cached<K, V> {
    /// What was found for each key if its fingerprint is the same, else what `find` finds; nothing else is kept for the next run.
    pub fn all<T: Send>(&mut self, asked: Vec<(K, u64, T)>, find: impl Fn(T) -> V + Sync) -> Vec<Arc<V>> {
        let known = &self.0;
        // Nearly always the same is asked in the same order.
        let numbers: OnceLock<HashMap<&K, usize>> = OnceLock::new();
        let number_of = |key: &K| {
            let numbers =
                numbers.get_or_init(|| known.iter().enumerate().map(|(number, kept)| (&kept.0, number)).collect());
            numbers.get(key).and_then(|number| known.get(*number))
        };
        let one = |(number, (key, fingerprint, asked)): (usize, (K, u64, T))| {
            let kept = known.get(number).filter(|kept| kept.0 == key).or_else(|| number_of(&key));
            let kept = kept.filter(|(_, of, _)| *of == fingerprint).map(|(_, _, found)| Arc::clone(found));
            (key, fingerprint, kept.unwrap_or_else(|| Arc::new(find(asked))))
        };
        self.0 = asked.into_par_iter().enumerate().map(one).collect();
        self.0.iter().map(|(_, _, found)| Arc::clone(found)).collect()
    }

    /// The same where what is found took `steps`, and all together may take `most`: what comes after so many, in the order in which it was asked, is
    /// found with less, which `find` is told. So it is the same with any number of threads, and whatever of it is known.
    pub fn within<T: Copy + Send + Sync>(
        &mut self,
        asked: Vec<(K, u64, T)>,
        most: u64,
        find: impl Fn(T, bool) -> V + Sync,
        steps: impl Fn(&V) -> u64,
    ) -> Vec<Arc<V>> {
        let known: HashMap<&K, (u64, &Arc<V>)> = self.0.iter().map(|(key, of, found)| (key, (*of, found))).collect();
        let one = |(key, fingerprint, asked): &(K, u64, T), is_left: bool| {
            let fingerprint = if is_left { *fingerprint } else { !fingerprint };
            let kept = known.get(key).filter(|(of, _)| *of == fingerprint).map(|(_, found)| Arc::clone(found));
            (fingerprint, kept.unwrap_or_else(|| Arc::new(find(*asked, is_left))))
        };
        let mut taken = 0_u64;
        let mut all = Vec::with_capacity(asked.len());
        for round in asked.chunks(ROUND) {
            let is_left = taken < most;
            let found: Vec<(u64, Arc<V>)> = round.par_iter().map(|asked| one(asked, is_left)).collect();
            for (asked, found) in round.iter().zip(found) {
                // Others of its round may have taken what there was.
                let found = if is_left && taken >= most { one(asked, false) } else { found };
                taken = taken.saturating_add(steps(&found.1));
                all.push(found);
            }
        }
        self.0 =
            asked.into_iter().zip(all).map(|((key, ..), (fingerprint, found))| (key, fingerprint, found)).collect();
        self.0.iter().map(|(_, _, found)| Arc::clone(found)).collect()
    }

    /// Has each key hold what `find` finds. With `is_stale` the keys are those of the last run, and only what is stale is looked at;
    /// without, they are those that `keys` gives, and what has the fingerprint that it had is what it was. What was found before and is found
    /// now, where only some were looked at and that is not the same.
    pub fn keep(
        &mut self,
        is_stale: Option<impl Fn(&K) -> bool>,
        keys: impl FnOnce() -> Vec<K>,
        fingerprint: impl Fn(&K) -> u64,
        find: impl Fn(&K) -> V + Sync,
    ) -> Vec<(Arc<V>, Arc<V>)>
    where
        K: Clone,
        V: PartialEq,
    {
        let Some(is_stale) = is_stale else {
            let asked = keys().into_iter().map(|key| (key.clone(), fingerprint(&key), key));
            self.all(asked.collect(), |key| find(&key));
            return Vec::new();
        };
        let stale = self.0.iter().enumerate().filter(|(_, (key, ..))| is_stale(key));
        let stale = stale.map(|(number, (key, before, _))| (number, fingerprint(key), *before));
        let stale: Vec<(usize, u64)> =
            stale.filter(|(_, now, before)| now != before).map(|(number, now, _)| (number, now)).collect();
        let known = &self.0;
        let found: Vec<V> = stale.par_iter().map(|(number, _)| find(&known[*number].0)).collect();
        let mut others = Vec::new();
        for ((number, fingerprint), found) in stale.into_iter().zip(found) {
            let (_, of, before) = &mut self.0[number];
            *of = fingerprint;
            if **before != found {
                let now = Arc::new(found);
                others.push((std::mem::replace(before, Arc::clone(&now)), now));
            }
        }
        others
    }

    /// What was found by other keys, in the same order: what has none any more is left out.
    pub fn renamed(&self, name: impl Fn(&K, &V) -> Option<(K, V)> + Sync) -> Cached<K, V> {
        let renamed = self.0.par_iter().filter_map(|(key, fingerprint, found)| {
            name(key, found).map(|(key, found)| (key, *fingerprint, Arc::new(found)))
        });
        Cached(renamed.collect())
    }

    /// Forgets what is stale and is not asked now: fingerprints are told by what a source holds only as long as it is there.
    pub fn forget(&mut self, is_stale: impl Fn(&K) -> bool) {
        self.0.retain(|(key, ..)| !is_stale(key));
    }

    /// What was found, in order.
    pub fn found(&self) -> impl Iterator<Item = &Arc<V>> {
        self.0.iter().map(|(_, _, found)| found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_all_steps_is_told_by_the_order_alone() {
        const MOST: u64 = 300;
        let pools =
            [1, 4].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads"));
        let mut random = 1_u64;
        let mut next = |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % below
        };
        let mut steps = vec![2_u64; 200];
        let mut cached = Cached::default();
        for turn in 0..300 {
            // Most is what it was in the last run, and is known.
            for _ in 0..3 {
                steps[next(200) as usize] = next(9);
            }
            let asked = steps.iter().enumerate().map(|(number, steps)| (number, *steps, *steps)).collect();
            let find = |steps, is_left| if is_left { (true, steps) } else { (false, 0) };
            let found = pools[turn % 2].install(|| cached.within(asked, MOST, find, |(_, steps)| *steps));
            let mut sum = 0;
            for (number, (found, steps)) in found.iter().zip(&steps).enumerate() {
                assert_eq!(**found, find(*steps, sum < MOST), "{number} in turn {turn}, after {sum}");
                sum += steps;
            }
        }
    }
}
