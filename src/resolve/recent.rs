//! What was made lately, where making it again costs more than looking for it, and keeping all of it more than there is room for.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// How many values are kept for each thread that makes some.
const KEPT: usize = 12;

/// The values that were made last, by their keys.
#[derive(Debug)]
pub struct Recent<K, V>(Mutex<VecDeque<(K, Arc<V>)>>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Recent<K, V> {
        Recent(Mutex::default())
    }
}

impl<K: PartialEq, V> Recent<K, V> {
    /// The value of a key, which `make` makes if it is not at hand. Two threads may make it at once.
    pub fn get(&self, key: K, make: impl FnOnce(&K) -> V) -> Arc<V> {
        let find = |known: &VecDeque<(K, Arc<V>)>| {
            known.iter().find(|(other, _)| *other == key).map(|(_, value)| Arc::clone(value))
        };
        if let Some(value) = self.0.lock().ok().and_then(|known| find(&known)) {
            return value;
        }
        let value = Arc::new(make(&key));
        if let Ok(mut known) = self.0.lock() {
            known.push_front((key, Arc::clone(&value)));
            known.truncate(KEPT * rayon::current_num_threads());
        }
        value
    }
}
