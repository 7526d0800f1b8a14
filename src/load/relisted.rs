//! What there would be if files were to move or to come: told by what the last walk found, without another one.

use std::collections::BTreeSet;

use super::cache::{Cache, Listing};
use super::{is_skipped, nearest};
use crate::config::Config;
use crate::tree::{Moves, is_hidden};

impl Cache {
    /// The next run takes the files of the last one as they are, but for those that were edited, that move, and that are made. Whether it does:
    /// where the last listing does not tell what there would be, it looks at everything.
    pub fn expect(
        &mut self,
        config: &Config,
        out: Option<&str>,
        edited: &BTreeSet<String>,
        (moves, made): (&Moves, Option<&str>),
    ) -> bool {
        // What was touched since the last run is not in its listing.
        let before = self.listing.take().filter(|_| self.touched.is_none());
        let expected = before.and_then(|before| relisted(config, out, before, moves, made));
        let is_known = expected.is_some();
        (self.listing, self.touched) = expected.map_or((None, None), |(listing, moved)| {
            let edited = edited.iter().map(|file| moves.after(file));
            (Some(listing), Some(moved.into_iter().chain(edited).collect()))
        });
        is_known
    }
}

/// A listing after moves and with a file that is made, and the files that were not where they are then; `None` if what was left out of it might be an
/// input then, or the other way round.
fn relisted(
    config: &Config,
    out: Option<&str>,
    (files, skipped): Listing,
    moves: &Moves,
    made: Option<&str>,
) -> Option<(Listing, Vec<String>)> {
    let build = &config.build;
    let left_out = [out.unwrap_or_default(), &build.out, &build.templates, &build.statics];
    let meets = |path: &str, folder: &str| !folder.is_empty() && (holds(folder, path) || holds(path, folder));
    let is_left_out = |path: &str| {
        is_hidden(path) || is_skipped(config, out, path) || left_out.iter().any(|folder| meets(path, folder))
    };
    let is_plain = |(from, to): (&str, &str)| {
        let has_left_out = skipped.iter().any(|skipped| holds(from, &skipped.file) || skipped.file == to);
        nearest(config, from).is_some() && !is_left_out(from) && !is_left_out(to) && !has_left_out
    };
    // A pattern may name a file in one place and not in another.
    if !(build.exclude.is_empty() || moves.is_empty()) || !moves.iter().all(is_plain) || made.is_some_and(is_left_out) {
        return None;
    }
    let mut moved: Vec<String> = made.map(str::to_owned).into_iter().collect();
    let mut listed: Vec<(usize, String)> = Vec::with_capacity(files.len() + moved.len());
    for (catalog, file) in files {
        let there = moves.after(&file);
        if there == file {
            listed.push((catalog, file));
        } else {
            moved.push(there);
        }
    }
    listed.extend(moved.iter().filter_map(|file| Some((nearest(config, file)?, file.clone()))));
    listed.sort_by(|(_, one), (_, other)| one.cmp(other));
    let is_once = listed.windows(2).all(|pair| pair[0].1 != pair[1].1);
    is_once.then_some(((listed, skipped), moved))
}

/// Whether a path is another one, or holds it.
fn holds(path: &str, other: &str) -> bool {
    other.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
