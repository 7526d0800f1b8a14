//! What became of a file over the revisions of a repository: what it held, and what it was called.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::folders::{Folders, Other};
use super::moved::{Files, Moves};
use crate::source::Format;
use crate::tree::objects::Refusal;
use crate::tree::revision::Object;

/// A file, as long as it is told to be one.
#[derive(Debug)]
pub struct Thread {
    /// What it is called now, or was last.
    pub path: String,
    /// Whether the newest revision has it.
    pub is_there: bool,
    /// What it held, the newest first.
    pub runs: Vec<Run>,
    /// What it was called, each with the number of the newest revision at which it was, the newest first.
    names: Vec<(usize, String)>,
    /// The oldest revision that has it.
    oldest: usize,
    /// The revisions that lack it, though older ones have it: the newest and the oldest of each row of them.
    away: Vec<(usize, usize)>,
}

/// What a file held from a revision on.
#[derive(Debug)]
pub struct Run {
    /// The object.
    pub(super) id: String,
    /// The oldest revision that has it, by number, and the newest.
    pub since: usize,
    pub until: usize,
    /// Whether the revision before that is known.
    pub is_dated: bool,
}

impl Thread {
    fn new(path: &str, id: String, at: usize) -> Thread {
        Thread {
            path: path.to_owned(),
            is_there: at == 0,
            runs: vec![Run { id, since: at, until: at, is_dated: false }],
            names: vec![(at, path.to_owned())],
            oldest: at,
            away: Vec::new(),
        }
    }

    /// Whether it was called otherwise once.
    pub fn has_moved(&self) -> bool {
        self.names.len() > 1
    }

    /// What it was called at a revision, if that has it.
    pub fn path_at(&self, number: usize) -> Option<&str> {
        let known = self.names.iter().rev().find(|(from, _)| *from <= number);
        let is_there = number <= self.oldest && !self.away.iter().any(|(from, to)| (*from..=*to).contains(&number));
        known.filter(|_| is_there).map(|(_, path)| path.as_str())
    }

    /// It held something else at a revision and before.
    fn held(&mut self, id: String, at: usize) {
        self.end(at - 1);
        self.runs.push(Run { id, since: at, until: at, is_dated: false });
    }

    /// It was called otherwise at a revision and before, and may have held something else.
    fn was(&mut self, path: &str, id: String, at: usize) {
        if self.runs.last().is_none_or(|run| run.id != id) {
            self.held(id, at);
        }
        self.names.push((at, path.to_owned()));
    }

    /// It is there again at a revision and before.
    fn returned(&mut self, path: &str, id: String, at: usize) {
        self.away.push((self.oldest + 1, at - 1));
        if self.runs.last().is_none_or(|run| run.id != id) {
            self.runs.push(Run { id, since: at, until: at, is_dated: false });
        }
        if self.names.last().is_none_or(|(_, name)| name != path) {
            self.names.push((at, path.to_owned()));
        }
    }

    /// What it holds is there since a revision, of which the one before is known.
    fn end(&mut self, since: usize) {
        self.oldest = since;
        if let Some(run) = self.runs.last_mut() {
            (run.since, run.is_dated) = (since, true);
        }
    }
}

/// The files of JSON, YAML and Markdown of all states, the newest state first, and why older states could not be read. The oldest state is
/// where all began if `is_whole`. No file is followed that `skip` refuses, or that stands in a folder which it refuses.
pub fn threads(
    folders: &mut Folders,
    states: &[Option<String>],
    is_whole: bool,
    skip: &dyn Fn(&str) -> bool,
) -> (Vec<Thread>, Option<Refusal>) {
    let mut known = Known::default();
    let newest = match folders.files(states.first().and_then(Option::as_deref)) {
        Ok(files) => files,
        Err(why) => return (known.threads, Some(why)),
    };
    let is_read = |path: &str| {
        let mut ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        is_read(path) && !ends.any(|end| skip(&path[..end]))
    };
    for (path, object) in newest.into_iter().filter(|(path, _)| is_read(path)) {
        if let Object::File { id, .. } = object {
            known.begin(&path, id, 0);
        }
    }
    let objects = Arc::clone(&folders.objects);
    let mut moves = Moves::of(&objects);
    let (mut last, mut missing) = (0, None);
    for number in 1..states.len() {
        match folders.others(states[number - 1].as_deref(), states[number].as_deref()) {
            Ok(others) => {
                let others = others.into_iter().filter(|other| is_read(&other.path)).collect();
                known.step_back(&mut moves, others, number);
                last = number;
            }
            Err(why) => {
                missing = Some(why);
                break;
            }
        }
    }
    let Known { mut threads, open, .. } = known;
    for number in open.into_values() {
        threads[number].end(last);
        if let Some(run) = threads[number].runs.last_mut() {
            run.is_dated = is_whole && missing.is_none();
        }
    }
    (threads, missing)
}

fn is_read(path: &str) -> bool {
    use Format::{Json, Json5, Jsonc, Markdown, Yaml};
    matches!(Format::of_path(path), Some(Json | Jsonc | Json5 | Yaml | Markdown))
}

/// Files by the number of their thread: what they are called at the revision that is looked at, and what those were called last that
/// it lacks.
#[derive(Default)]
struct Known {
    threads: Vec<Thread>,
    open: HashMap<String, usize>,
    ended: BTreeMap<String, usize>,
}

impl Known {
    fn begin(&mut self, path: &str, id: String, at: usize) {
        self.open.insert(path.to_owned(), self.threads.len());
        self.threads.push(Thread::new(path, id, at));
    }

    fn end(&mut self, path: String, since: usize) {
        let Some(number) = self.open.remove(&path) else { return };
        self.threads[number].end(since);
        self.ended.insert(path, number);
    }

    /// Follows all files from the revision before to one, which is older.
    fn step_back(&mut self, moves: &mut Moves<'_>, others: Vec<Other>, at: usize) {
        let (mut fresh, mut gone) = (Files::new(), Files::new());
        for Other { path, newer, older } in others {
            match (newer, older) {
                (Some(_), Some(id)) => {
                    if let Some(number) = self.open.get(&path) {
                        self.threads[*number].held(id, at);
                    }
                }
                (Some(id), None) => drop(fresh.insert(path, id)),
                (None, Some(id)) => drop(gone.insert(path, id)),
                (None, None) => {}
            }
        }
        if !fresh.is_empty() && !gone.is_empty() {
            for (new, old, id) in moves.take(&mut fresh, &mut gone) {
                let Some(number) = self.open.remove(&new) else { continue };
                self.open.insert(old.clone(), number);
                self.threads[number].was(&old, id, at);
            }
        }
        for path in fresh.into_keys() {
            self.end(path, at - 1);
        }
        self.resume(moves, &mut gone, at);
        for (path, id) in gone {
            self.begin(&path, id, at);
        }
    }

    /// Goes on with files that were away for a while: under their names, or as what they say that they are.
    fn resume(&mut self, moves: &mut Moves<'_>, gone: &mut Files, at: usize) {
        if gone.is_empty() || self.ended.is_empty() {
            return;
        }
        let same: Vec<String> = gone.keys().filter(|path| self.ended.contains_key(*path)).cloned().collect();
        let mut pairs: Vec<(String, String)> = same.into_iter().map(|path| (path.clone(), path)).collect();
        let rest = |files: &Files| -> Files {
            let is_paired = |path: &String| pairs.iter().any(|(same, _)| same == path);
            files.iter().filter(|(path, _)| !is_paired(path)).map(|(path, id)| (path.clone(), id.clone())).collect()
        };
        let last = |number: &usize| self.threads[*number].runs.last().map(|run| run.id.clone());
        let ended = self.ended.iter().filter_map(|(path, number)| Some((path.clone(), last(number)?)));
        let (ended, others) = (rest(&ended.collect()), rest(gone));
        if !ended.is_empty() && !others.is_empty() {
            pairs.extend(moves.returned(&ended, &others));
        }
        for (new, old) in pairs {
            let (Some(number), Some(id)) = (self.ended.remove(&new), gone.remove(&old)) else { continue };
            self.open.insert(old.clone(), number);
            self.threads[number].returned(&old, id, at);
        }
    }
}
