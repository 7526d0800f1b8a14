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

    /// Finds anew what was found for each key that `print` gives another print for; whether anything is another than it was.
    pub fn renew(&mut self, print: impl Fn(&K) -> Option<u64>, find: impl Fn(&K) -> V) -> bool
    where
        V: PartialEq,
    {
        let mut is_other = false;
        for (key, before, found) in &mut self.0 {
            let Some(now) = print(key).filter(|now| now != before) else { continue };
            let new = find(key);
            *before = now;
            if new != **found {
                *found = Arc::new(new);
                is_other = true;
            }
        }
        is_other
    }

    /// What was found, in order.
    pub fn found(&self) -> impl Iterator<Item = &Arc<V>> {
        self.0.iter().map(|(_, _, found)| found)
    }
}
