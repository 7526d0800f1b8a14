//! What became of a file over the revisions of a repository: what it held, and what it was called.

use std::collections::{BTreeMap, HashMap};

use super::folders::{Folders, Other};
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
}

/// What a file held from a revision on.
#[derive(Debug)]
pub struct Run {
    /// The object.
    pub(super) id: String,
    /// The oldest revision that has it, by number.
    pub since: usize,
    /// Whether the revision before that is known.
    pub is_dated: bool,
    /// What the file was called then.
    pub path: String,
}

impl Thread {
    fn new(path: &str, id: String, at: usize) -> Thread {
        let run = Run { id, since: at, is_dated: false, path: path.to_owned() };
        Thread {
            path: path.to_owned(),
            is_there: at == 0,
            runs: vec![run],
            names: vec![(at, path.to_owned())],
            oldest: at,
        }
    }

    /// Whether it was called otherwise once.
    pub fn has_moved(&self) -> bool {
        self.names.len() > 1
    }

    /// What it was called at a revision, if that has it.
    pub fn path_at(&self, number: usize) -> Option<&str> {
        let known = self.names.iter().rev().find(|(from, _)| *from <= number);
        known.filter(|_| number <= self.oldest).map(|(_, path)| path.as_str())
    }

    /// It was called otherwise at a revision and before.
    fn was(&mut self, path: &str, at: usize) {
        self.names.push((at, path.to_owned()));
        if let Some(run) = self.runs.last_mut() {
            run.path = path.to_owned();
        }
    }

    /// It held something else at a revision and before.
    fn held(&mut self, id: String, at: usize) {
        self.end(at - 1);
        let path = self.names.last().map(|(_, path)| path.clone()).unwrap_or_default();
        self.runs.push(Run { id, since: at, is_dated: false, path });
    }

    /// What it holds is there since a revision, of which the one before is known.
    fn end(&mut self, since: usize) {
        self.oldest = since;
        if let Some(run) = self.runs.last_mut() {
            (run.since, run.is_dated) = (since, true);
        }
    }
}

/// The files of JSON and YAML of all states, the newest state first, and why older states could not be read. The oldest state is where all
/// began if `is_whole`.
pub fn threads(folders: &mut Folders, states: &[Option<String>], is_whole: bool) -> (Vec<Thread>, Option<Refusal>) {
    let mut threads = Vec::new();
    let newest = match folders.files(states.first().and_then(Option::as_deref)) {
        Ok(files) => files,
        Err(why) => return (threads, Some(why)),
    };
    // By what they are called at the revision that is looked at.
    let mut open: HashMap<String, usize> = HashMap::new();
    for (path, object) in newest.into_iter().filter(|(path, _)| is_read(path)) {
        if let Object::File { id, .. } = object {
            open.insert(path.clone(), threads.len());
            threads.push(Thread::new(&path, id, 0));
        }
    }
    let (mut last, mut missing) = (0, None);
    for number in 1..states.len() {
        match folders.others(states[number - 1].as_deref(), states[number].as_deref()) {
            Ok(others) => {
                let others = others.into_iter().filter(|other| is_read(&other.path)).collect();
                step_back(&mut threads, &mut open, others, number);
                last = number;
            }
            Err(why) => {
                missing = Some(why);
                break;
            }
        }
    }
    for number in open.into_values() {
        threads[number].end(last);
        if let Some(run) = threads[number].runs.last_mut() {
            run.is_dated = is_whole && missing.is_none();
        }
    }
    (threads, missing)
}

fn is_read(path: &str) -> bool {
    matches!(Format::of_path(path), Some(Format::Json | Format::Jsonc | Format::Json5 | Format::Yaml))
}

/// Follows all files from the revision before to one, which is older.
fn step_back(threads: &mut Vec<Thread>, open: &mut HashMap<String, usize>, others: Vec<Other>, at: usize) {
    let (mut fresh, mut gone) = (BTreeMap::new(), BTreeMap::new());
    for Other { path, newer, older } in others {
        match (newer, older) {
            (Some(_), Some(id)) => {
                if let Some(thread) = open.get(&path).and_then(|number| threads.get_mut(*number)) {
                    thread.held(id, at);
                }
            }
            (Some(id), None) => drop(fresh.insert(path, id)),
            (None, Some(id)) => drop(gone.insert(path, id)),
            (None, None) => {}
        }
    }
    // What came under one name as it went under another was moved; so was what alone has its file name among both.
    for (new, old) in moved(&fresh, &gone, |_, id| id.clone()) {
        move_back(threads, open, (&new, &old), None, at);
        fresh.remove(&new);
        gone.remove(&old);
    }
    for (new, old) in moved(&fresh, &gone, |path, _| path.rsplit('/').next().unwrap_or_default().to_owned()) {
        move_back(threads, open, (&new, &old), gone.remove(&old), at);
        fresh.remove(&new);
    }
    for path in fresh.keys() {
        if let Some(thread) = open.remove(path).and_then(|number| threads.get_mut(number)) {
            thread.end(at - 1);
        }
    }
    for (path, id) in gone {
        open.insert(path.clone(), threads.len());
        threads.push(Thread::new(&path, id, at));
    }
}

fn move_back(
    threads: &mut [Thread],
    open: &mut HashMap<String, usize>,
    (new, old): (&str, &str),
    other: Option<String>,
    at: usize,
) {
    let Some(number) = open.remove(new) else { return };
    open.insert(old.to_owned(), number);
    let Some(thread) = threads.get_mut(number) else { return };
    if let Some(id) = other {
        thread.held(id, at);
    }
    thread.was(old, at);
}

/// The pairs of a new and an old path that have a key in common which no other has.
fn moved(
    fresh: &BTreeMap<String, String>,
    gone: &BTreeMap<String, String>,
    key: impl Fn(&str, &String) -> String,
) -> Vec<(String, String)> {
    let by_key = |files: &BTreeMap<String, String>| {
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (path, id) in files {
            known.entry(key(path, id)).and_modify(|path| *path = None).or_insert_with(|| Some(path.clone()));
        }
        known
    };
    let gone = by_key(gone);
    let fresh = by_key(fresh).into_iter();
    fresh.filter_map(|(key, new)| Some((new?, gone.get(&key)?.clone()?))).collect()
}
