//! What was found for parts of a project, by content: what is not the same is found anew.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

/// What was found for each key, with the print of what that depends on, in the order in which it was asked.
#[derive(Debug)]
pub struct Kept<K, V>(Vec<(K, u64, Arc<V>)>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Kept<K, V> {
        Kept(Vec::new())
    }
}

impl<K: Eq + Hash + Send + Sync, V: Send + Sync> Kept<K, V> {
    /// What was found for each key if its print is the same, else what `find` finds; nothing else is kept for the next run.
    pub fn all<T: Send>(&mut self, asked: Vec<(K, u64, T)>, find: impl Fn(T) -> V + Sync) -> Vec<Arc<V>> {
        let known = &self.0;
        // Nearly always the same is asked in the same order.
        let numbers: OnceLock<HashMap<&K, usize>> = OnceLock::new();
        let number_of = |key: &K| {
            let numbers =
                numbers.get_or_init(|| known.iter().enumerate().map(|(number, kept)| (&kept.0, number)).collect());
            numbers.get(key).and_then(|number| known.get(*number))
        };
        let one = |(number, (key, print, asked)): (usize, (K, u64, T))| {
            let kept = known.get(number).filter(|kept| kept.0 == key).or_else(|| number_of(&key));
            let kept = kept.filter(|(_, of, _)| *of == print).map(|(_, _, found)| Arc::clone(found));
            (key, print, kept.unwrap_or_else(|| Arc::new(find(asked))))
        };
        self.0 = asked.into_par_iter().enumerate().map(one).collect();
        self.0.iter().map(|(_, _, found)| Arc::clone(found)).collect()
    }

    /// Finds anew what is stale: what `print` gives another print for, by its number and its key. What was found before and is found
    /// now, where that is not the same.
    pub fn renew(
        &mut self,
        print: impl Fn(usize, &K) -> Option<u64>,
        find: impl Fn(usize, &K) -> V + Sync,
    ) -> Vec<(Arc<V>, Arc<V>)>
    where
        V: PartialEq,
    {
        let prints =
            self.0.iter().enumerate().filter_map(|(number, (key, before, _))| {
                Some((number, print(number, key).filter(|now| now != before)?))
            });
        let prints: Vec<(usize, u64)> = prints.collect();
        let known = &self.0;
        let found: Vec<V> = prints.par_iter().map(|(number, _)| find(*number, &known[*number].0)).collect();
        let mut others = Vec::new();
        for ((number, print), found) in prints.into_iter().zip(found) {
            let (_, of, before) = &mut self.0[number];
            *of = print;
            if **before != found {
                let now = Arc::new(found);
                others.push((std::mem::replace(before, Arc::clone(&now)), now));
            }
        }
        others
    }

    /// Forgets what is stale and is not asked now: prints are told by what a source holds only as long as it is there.
    pub fn forget(&mut self, is_stale: impl Fn(&K) -> bool) {
        self.0.retain(|(key, ..)| !is_stale(key));
    }

    /// What was found, in order.
    pub fn found(&self) -> impl Iterator<Item = &Arc<V>> {
        self.0.iter().map(|(_, _, found)| found)
    }
}
