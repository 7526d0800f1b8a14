//! What a folder held at earlier revisions of its git repository: at its tags, or without tags at the commits that touched it.
//!
//! Only what `HEAD` has in its history counts, and of branches that were merged what the merge brought: so each state is one that the folder
//! was in. Which revisions there are git lists; their folders and files are copied by one running `git`, and nothing is checked out.

mod folders;
mod moved;
mod thread;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::git::{RevisionError, run};
use super::history::{Gap, unreadable};
use super::objects::{Objects, Refusal};
use super::revision::Revision;
use super::{Buffers, Files, Tree};
use crate::date::Date;
use crate::version::Version;
use folders::Folders;
use thread::threads;

pub use thread::{Run, Thread};

/// How many revisions are looked at, and how much is copied of what they hold.
const REVISIONS: usize = 2_000;
const BYTES: usize = 256 << 20;

/// So many digits of a commit's id tell it from others.
const DIGITS: usize = 10;

/// A revision of the repository.
#[derive(Debug)]
pub struct Moment {
    /// The tag, or the beginning of the commit's id; `None` for what was committed and has no tag, where there are tags.
    pub name: Option<String>,
    /// The committer's day, in UTC.
    pub date: Option<Date>,
    commit: String,
}

/// What a folder held at earlier revisions.
#[derive(Debug)]
pub struct Timeline {
    /// The newest first.
    pub moments: Vec<Moment>,
    /// What became of each file of JSON, YAML or Markdown.
    pub threads: Vec<Thread>,
    /// Why some of it may be missing.
    pub gap: Option<Gap>,
    root: PathBuf,
    folders: Folders,
    /// The folder at each revision.
    states: Vec<Option<String>>,
}

impl Timeline {
    /// What the folder at `root` held, but for what `skip` refuses.
    pub(super) fn of(root: &Path, skip: &dyn Fn(&str) -> bool) -> Timeline {
        let mut timeline = Timeline {
            moments: Vec::new(),
            threads: Vec::new(),
            gap: None,
            root: root.to_owned(),
            folders: Folders::new(Arc::new(Objects::of(root, Some(BYTES)))),
            states: Vec::new(),
        };
        if let Err(why) = timeline.read(skip) {
            timeline.gap = Some(unreadable(why));
        }
        timeline
    }

    fn read(&mut self, skip: &dyn Fn(&str) -> bool) -> Result<(), RevisionError> {
        let asked = run(&self.root, &["rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD"])?;
        let asked = String::from_utf8_lossy(&asked.map_err(|why| no_commit(&why))?).into_owned();
        let mut lines = asked.lines();
        let is_shallow = lines.next() == Some("true");
        let (prefix, head) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        self.moments = tags(&self.root)?;
        if self.moments.is_empty() {
            self.moments = commits(&self.root)?;
        } else {
            self.moments.insert(0, Moment { name: None, date: None, commit: head.to_owned() });
        }
        if is_shallow {
            self.gap = Some(Gap::Incomplete);
        }
        if self.moments.len() > REVISIONS {
            self.moments.truncate(REVISIONS);
            self.gap = Some(Gap::Limit(format!("more than {REVISIONS} revisions touched the folder")));
        }
        for number in 0..self.moments.len() {
            match self.folders.of_commit(&self.moments[number].commit, prefix) {
                Ok(folder) => self.states.push(folder),
                Err(why) => {
                    self.gap = Some(gap(&why));
                    break;
                }
            }
        }
        let (threads, missing) = threads(&mut self.folders, &self.states, self.gap.is_none(), skip);
        self.threads = threads;
        self.gap = missing.map(|why| gap(&why)).or_else(|| self.gap.take());
        Ok(())
    }

    /// The folder as it was at a revision, by number, of which a walk finds the files that are called so now. What has another name now has
    /// both. `None` if it can't be read.
    pub fn at(&mut self, number: usize, walked: BTreeSet<String>) -> Option<Tree> {
        let mut objects = self.folders.files(self.states.get(number)?.as_deref()).ok()?;
        let moved = self.threads.iter().filter(|thread| thread.has_moved());
        let moved: Vec<(String, _)> = moved
            .filter_map(|thread| Some((thread.path.clone(), objects.get(thread.path_at(number)?)?.clone())))
            .collect();
        objects.extend(moved);
        let revision = Revision::of(objects, walked, Arc::clone(&self.folders.objects));
        Some(Tree {
            root: self.root.clone(),
            files: Files::Revision(revision),
            buffers: Buffers::default(),
            recorder: None,
        })
    }

    /// The files of JSON, YAML and Markdown at a revision, by the names that they have now, where they have one.
    pub fn files_at(&self, number: usize) -> BTreeMap<&str, &Thread> {
        let there = self.threads.iter().filter(|thread| thread.path_at(number).is_some());
        there.map(|thread| (thread.path.as_str(), thread)).collect()
    }

    /// Why some of what was asked for since it was read may be missing.
    pub fn missed(&self) -> Option<Gap> {
        self.folders.objects.is_spent().then(|| gap(&Refusal::Spent))
    }

    /// What a file held in a run.
    pub fn copy(&self, run: &Run) -> Option<Arc<[u8]>> {
        self.folders.objects.copy(&run.id).ok()
    }

    /// Ends git, until something is asked for that was not kept.
    pub fn rest(&self) {
        self.folders.objects.rest();
    }
}

fn no_commit(why: &str) -> RevisionError {
    if why.contains("HEAD") { RevisionError::NoRevision } else { RevisionError::NoRepository(why.to_owned()) }
}

fn gap(why: &Refusal) -> Gap {
    match why {
        Refusal::Spent | Refusal::TooLarge(_) => {
            Gap::Limit(format!("its folders and files have more than {} MiB", BYTES >> 20))
        }
        // A partial clone lacks what the commits hold, and nothing is fetched.
        Refusal::System(_) => Gap::Incomplete,
    }
}

/// The tags that `HEAD` has in its history, the newest first: by the committer's time, and at one time by the versions that they name.
fn tags(root: &Path) -> Result<Vec<Moment>, RevisionError> {
    let format =
        "--format=%(refname:strip=2)%00%(objectname)%00%(committerdate:unix)%00%(*objectname)%00%(*committerdate:unix)";
    let listed = run(root, &["for-each-ref", "--merged=HEAD", format, "refs/tags"])?;
    let listed = listed.map_err(RevisionError::NoRepository)?;
    let mut found: Vec<(i64, Moment)> = Vec::new();
    for line in String::from_utf8_lossy(&listed).lines() {
        let parts: Vec<&str> = line.split('\0').collect();
        let &[name, id, time, of, of_time] = parts.as_slice() else { continue };
        let (commit, time) = if of.is_empty() { (id, time) } else { (of, of_time) };
        let Ok(time) = time.parse::<i64>() else { continue };
        let moment = Moment { name: Some(name.to_owned()), date: Date::of_time(time), commit: commit.to_owned() };
        found.push((time, moment));
    }
    found.sort_by_cached_key(|(time, moment)| {
        let name = moment.name.clone().unwrap_or_default();
        (*time, Version::read(name.rsplit('/').next().unwrap_or_default()), name)
    });
    Ok(found.into_iter().rev().map(|(_, moment)| moment).collect())
}

/// The commits that touched the folder, the newest first.
fn commits(root: &Path) -> Result<Vec<Moment>, RevisionError> {
    let most = format!("--max-count={}", REVISIONS + 1);
    let quiet = ["--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-mailmap", "--no-color"];
    let asked = ["log", &most, "--first-parent", "--format=%H %ct"];
    let arguments: Vec<&str> = asked.into_iter().chain(quiet).chain(["HEAD", "--", "."]).collect();
    let listed = run(root, &arguments)?.map_err(RevisionError::NoRepository)?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let moments = listed.lines().filter_map(|line| line.split_once(' ')).map(|(commit, time)| Moment {
        name: Some(commit.chars().take(DIGITS).collect()),
        date: time.parse().ok().and_then(Date::of_time),
        commit: commit.to_owned(),
    });
    Ok(moments.collect())
}
