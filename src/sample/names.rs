//! Names in the order in which they were first met.

use std::collections::HashSet;

/// Each name once.
#[derive(Clone, Debug, Default)]
pub struct Names {
    all: Vec<String>,
    known: HashSet<String>,
}

impl Names {
    /// Adds a name, if it is new.
    pub fn insert(&mut self, name: String) {
        if self.known.insert(name.clone()) {
            self.all.push(name);
        }
    }

    /// Whether a name is among them.
    pub fn contains(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The names in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, String> {
        self.all.iter()
    }
}

impl Extend<String> for Names {
    fn extend<T: IntoIterator<Item = String>>(&mut self, names: T) {
        names.into_iter().for_each(|name| self.insert(name));
    }
}

impl FromIterator<String> for Names {
    fn from_iter<T: IntoIterator<Item = String>>(names: T) -> Names {
        let mut all = Names::default();
        all.extend(names);
        all
    }
}
