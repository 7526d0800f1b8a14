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
    pub fn renamed(&self, name: impl Fn(&K, &V) -> Option<(K, V)>) -> Cached<K, V> {
        let renamed = self.0.iter().filter_map(|(key, fingerprint, found)| {
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
