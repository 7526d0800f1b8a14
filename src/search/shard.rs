//! Cuts the index into files of bounded size.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use super::entry::Entry;
use super::term::terms;

/// The size of a shard, in bytes.
pub const SHARD: usize = 19 << 10;

/// How many shards are fetched for a few letters; what spreads over more has a digest.
const FETCHED: usize = 2;

/// How many entries of a kind a digest has.
const BEST: usize = 8;

/// The index in files; what they hold is JSON.
pub struct Index {
    pub shards: Vec<String>,
    /// The letters with which each shard begins.
    pub begins: Vec<String>,
    /// Digests in the order of their letters, as many in a file as a shard has room for.
    pub digests: Vec<String>,
    /// The letters that each digest is about, by file.
    pub digested: Vec<Vec<String>>,
}

impl Index {
    /// How many files it has, beside the one that says where each begins.
    pub fn files(&self) -> usize {
        self.shards.len() + self.digests.len()
    }
}

/// At least how many bytes the shards of these entries have, but for what one entry has twice in one shard.
pub fn size(entries: &[Entry]) -> usize {
    let sizes = entries.par_iter().map(|entry| {
        let texts = entry.title.len() + entry.also.len() + entry.context.len() + entry.href.len();
        texts * (terms(&entry.title).len().min(entry.last.saturating_add(1)))
    });
    sizes.sum()
}

/// An entry under one of its terms.
struct Row {
    term: String,
    entry: usize,
    /// Whether the term is that of a whole name.
    whole: bool,
}

/// Files the entries under their terms, and cuts the terms into shards.
pub fn cut(entries: &[Entry]) -> Index {
    let texts: Vec<String> = entries.par_iter().map(|entry| entry.to_json().to_string()).collect();
    let rows = rows(entries);
    let mut index = Index { shards: Vec::new(), begins: Vec::new(), digests: Vec::new(), digested: Vec::new() };
    let mut held = HashSet::new();
    let mut shard: Vec<&str> = Vec::new();
    let mut length = 0;
    for (number, row) in rows.iter().enumerate() {
        if !held.insert(row.entry) {
            continue;
        }
        let text = &texts[row.entry];
        if index.begins.is_empty() || length + text.len() > SHARD {
            if !shard.is_empty() {
                index.shards.push(list(&shard));
            }
            let before = number.checked_sub(1).map_or("", |before| &rows[before].term);
            index.begins.push(beginning(before, &row.term).to_owned());
            held = HashSet::from([row.entry]);
            shard.clear();
            length = 0;
        }
        length += text.len() + 1;
        shard.push(text);
    }
    if !shard.is_empty() {
        index.shards.push(list(&shard));
    }
    let crowded = crowded(&rows, &index.begins);
    let digests: Vec<String> =
        crowded.par_iter().map(|(range, letters)| digest(entries, &texts, &rows[range.clone()], letters)).collect();
    let mut packed = 0;
    while packed < digests.len() {
        let mut room = SHARD;
        let fits = digests[packed..].iter().take_while(|digest| {
            let has_room = digest.len() < room;
            room = room.saturating_sub(digest.len() + 1);
            has_room
        });
        let pack = packed..packed + fits.count().max(1);
        index.digests.push(list(&digests[pack.clone()].iter().map(String::as_str).collect::<Vec<_>>()));
        index.digested.push(crowded[pack.clone()].iter().map(|(_, letters)| letters.clone()).collect());
        packed = pack.end;
    }
    index
}

fn list(texts: &[&str]) -> String {
    format!("[{}]", texts.join(","))
}

/// The shards that hold what begins with these letters, and perhaps the one before; `static/search.js` finds them the same way.
fn span(begins: &[String], letters: &str) -> Range<usize> {
    let first = begins.partition_point(|begin| order(begin, letters) == Ordering::Less);
    let behind = |begin: &String| order(begin, letters) == Ordering::Less || begin.starts_with(letters);
    first.saturating_sub(1)..begins.partition_point(behind)
}

/// Entries under their terms, in the order of terms.
fn rows(entries: &[Entry]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let mut known: Vec<String> = Vec::new();
        for name in [&entry.title, &entry.also] {
            let terms = terms(name);
            let last = terms.len().saturating_sub(entry.last);
            for (at, term) in terms.into_iter().enumerate().filter(|(at, _)| *at == 0 || *at >= last) {
                if !known.contains(&term) {
                    known.push(term.clone());
                    rows.push(Row { term, entry: number, whole: at == 0 });
                }
            }
        }
    }
    rows.sort_by(|a, b| order(&a.term, &b.term).then(a.entry.cmp(&b.entry)));
    rows
}

/// The order in which JavaScript has texts.
fn order(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

/// The shortest beginning of `term` that sorts behind `before`; the whole term where they are the same.
fn beginning<'a>(before: &str, term: &'a str) -> &'a str {
    let ends = term.char_indices().map(|(at, c)| at + c.len_utf8());
    let shortest = ends.map(|end| &term[..end]).find(|beginning| order(before, beginning) == Ordering::Less);
    shortest.unwrap_or(term)
}

/// The letters whose terms spread over more shards than are fetched, with the range of their rows. Of letters with the same rows the
/// longest stand for all.
fn crowded(rows: &[Row], begins: &[String]) -> Vec<(Range<usize>, String)> {
    let mut found: BTreeMap<(usize, usize), String> = BTreeMap::new();
    // What is in a shard between others begins as that shard does, and more than two are too many, so there is one.
    for begin in begins {
        for letters in begin.char_indices().map(|(at, c)| &begin[..at + c.len_utf8()]) {
            if span(begins, letters).len() > FETCHED {
                let first = rows.partition_point(|row| order(&row.term, letters) == Ordering::Less);
                let count = rows[first..].partition_point(|row| row.term.starts_with(letters));
                found.insert((first, first + count), letters.to_owned());
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().map(|((start, end), letters)| (start..end, letters)).collect();
    found.sort_by(|(_, a), (_, b)| order(a, b));
    found
}

/// The best entries of each kind, and how many there are: names that begin with the letters before those that have them in the middle, short ones before long ones.
fn digest(entries: &[Entry], texts: &[String], rows: &[Row], letters: &str) -> String {
    let mut best: BTreeMap<usize, BTreeMap<usize, bool>> = BTreeMap::new();
    for row in rows {
        let kind = best.entry(entries[row.entry].kind as usize).or_default();
        *kind.entry(row.entry).or_default() |= row.whole;
    }
    let mut counts: Vec<String> = Vec::new();
    let mut listed: Vec<&str> = Vec::new();
    for (kind, found) in best {
        counts.push(format!("\"{kind}\":{}", found.len()));
        let mut found: Vec<(usize, bool)> = found.into_iter().collect();
        found.sort_by_key(|(entry, whole)| {
            let title = &entries[*entry].title;
            (!whole, title.len().abs_diff(letters.len()), *entry)
        });
        listed.extend(found.iter().take(BEST).map(|(entry, _)| texts[*entry].as_str()));
    }
    format!("{{\"counts\":{{{}}},\"entries\":{}}}", counts.join(","), list(&listed))
}

#[cfg(test)]
mod tests {
    use super::super::entry::Kind;
    use super::*;

    fn sample(count: usize) -> Vec<Entry> {
        let name = |number: usize| format!("order_{}_placed_{number}", ["eu", "us", "asia"][number % 3]);
        (0..count)
            .map(|number| Entry::new(Kind::Schema, &name(number), "Orders", format!("orders/{number}/")))
            .collect()
    }

    #[test]
    fn every_entry_is_found_by_every_beginning_of_every_term() {
        let entries = sample(2_000);
        let index = cut(&entries);
        for entry in &entries {
            for term in terms(&entry.title) {
                for end in 1..=term.len() {
                    let letters = &term[..end];
                    let shards = span(&index.begins, letters);
                    if shards.len() > FETCHED {
                        let digest = index.digested.iter().flatten().find(|digested| digested.starts_with(letters));
                        assert!(digest.is_some(), "{letters} spreads over {shards:?} and has no digest");
                    } else {
                        let text = entry.to_json().to_string();
                        let found = index.shards[shards.clone()].iter().any(|shard| shard.contains(&text));
                        assert!(found, "{} by {letters} in {shards:?}", entry.title);
                    }
                }
            }
        }
    }

    #[test]
    fn no_file_is_large_however_many_have_one_name() {
        let entries: Vec<Entry> =
            (0..5_000).map(|number| Entry::new(Kind::Field, "event", "x", format!("a/{number}/"))).collect();
        let index = cut(&entries);
        assert!(index.shards.iter().chain(&index.digests).all(|file| file.len() <= SHARD + 2));
        assert_eq!(index.digested, [["event"]]);
        assert!(index.digests[0].starts_with("[{\"counts\":{\"2\":5000},"));
    }
}
