//! Answers that many ask for at the same time: each is made once, and its bytes are there once, for as long as somebody reads them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

/// What is made while it is asked for, by path.
pub struct Shared<T> {
    by_path: Mutex<HashMap<String, Weak<OnceLock<T>>>>,
}

impl<T> Default for Shared<T> {
    fn default() -> Shared<T> {
        Shared { by_path: Mutex::default() }
    }
}

impl<T: Clone> Shared<T> {
    /// What is at a path of the site, made by `make` unless somebody has it or is making it; it is shared until the last one who asked for
    /// it lets go.
    pub fn get(&self, path: &str, make: impl FnOnce() -> T) -> (T, Arc<OnceLock<T>>) {
        let cell = {
            let mut by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
            by_path.get(path).and_then(Weak::upgrade).unwrap_or_else(|| {
                let cell = Arc::default();
                by_path.insert(path.to_owned(), Arc::downgrade(&cell));
                cell
            })
        };
        (cell.get_or_init(make).clone(), cell)
    }
}
