//! Which part of one document is which of another: by the first of several keys that both have and no other has.

use std::collections::{HashMap, HashSet};

/// Parts of two documents by their numbers.
#[derive(Debug, Default)]
pub struct Matched {
    /// In the order of the old document.
    pub both: Vec<(usize, usize)>,
    pub gone: Vec<usize>,
    pub fresh: Vec<usize>,
    /// The number in `both` of each old and of each new part.
    olds: HashMap<usize, usize>,
    news: HashMap<usize, usize>,
}

/// The keys of a part, the surest first.
pub type Keys = Vec<Option<String>>;

/// Matches parts by their keys; each has as many.
pub fn matched(old: &[Keys], new: &[Keys]) -> Matched {
    let mut gone: Vec<usize> = (0..old.len()).collect();
    let mut fresh: Vec<usize> = (0..new.len()).collect();
    let mut both = Vec::new();
    let ranks = old.iter().chain(new).map(Vec::len).max().unwrap_or_default();
    for rank in 0..ranks {
        let (olds, news) = (by_key(old, &gone, rank), by_key(new, &fresh, rank));
        let pairs = olds.iter().filter_map(|(key, one)| Some(((*one)?, (*news.get(key)?)?)));
        let found: Vec<(usize, usize)> = pairs.collect();
        let (used, taken): (HashSet<usize>, HashSet<usize>) = found.iter().copied().unzip();
        gone.retain(|number| !used.contains(number));
        fresh.retain(|number| !taken.contains(number));
        both.extend(found);
    }
    both.sort_unstable();
    let olds = both.iter().enumerate().map(|(pair, (one, _))| (*one, pair)).collect();
    let news = both.iter().enumerate().map(|(pair, (_, other))| (*other, pair)).collect();
    Matched { both, gone, fresh, olds, news }
}

/// The parts that have a key of a rank, if only one has it.
fn by_key<'k>(keys: &'k [Keys], of: &[usize], rank: usize) -> HashMap<&'k str, Option<usize>> {
    let mut known: HashMap<&str, Option<usize>> = HashMap::new();
    for number in of {
        if let Some(Some(key)) = keys.get(*number).and_then(|keys| keys.get(rank)) {
            known.entry(key).and_modify(|it| *it = None).or_insert(Some(*number));
        }
    }
    known
}

impl Matched {
    /// The pair that an old part is in.
    pub fn of_old(&self, number: usize) -> Option<usize> {
        self.olds.get(&number).copied()
    }

    /// The pair that a new part is in.
    pub fn of_new(&self, number: usize) -> Option<usize> {
        self.news.get(&number).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(all: &[[&str; 2]]) -> Vec<Keys> {
        let key = |key: &str| (!key.is_empty()).then(|| key.to_owned());
        all.iter().map(|keys| keys.iter().map(|it| key(it)).collect()).collect()
    }

    #[test]
    fn the_surest_key_counts_first_and_one_that_several_have_is_none() {
        let old = keys(&[["a", "x"], ["b", "y"], ["c", "z"], ["d", "z"]]);
        let new = keys(&[["b", "x"], ["e", "z"], ["", "y"]]);
        let found = matched(&old, &new);
        assert_eq!(found.both, [(1, 0)]);
        assert_eq!((found.gone, found.fresh), (vec![0, 2, 3], vec![1, 2]));
    }
}
