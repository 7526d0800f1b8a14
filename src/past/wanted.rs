//! Which texts of which files are read, and at which revisions.

use std::collections::{BTreeSet, HashMap};

use super::held::{Held, Text};
use crate::resolve::{Past, Resolved, Since};
use crate::source::Format;
use crate::tree::{Run, Thread, Timeline, Tree};

/// A text of a file that is read: the revision that has it first, the file and the text, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    pub revision: usize,
    pub thread: usize,
    pub run: usize,
}

impl Wanted {
    pub fn of(self, timeline: &Timeline) -> Option<(&Thread, &Run)> {
        let thread = timeline.threads.get(self.thread)?;
        Some((thread, thread.runs.get(self.run)?))
    }

    /// Since when the text is there. Where it is the other files of a document that changed, what was before is known.
    pub fn since(self, timeline: &Timeline) -> Since {
        let Some(moment) = timeline.moments.get(self.revision) else { return Since::default() };
        let is_dated = self.of(timeline).is_some_and(|(_, run)| run.is_dated || self.revision < run.since);
        Since { revision: moment.name.clone(), date: moment.date.filter(|_| is_dated) }
    }

    /// Whether its revision has a name. What was committed and has no tag yet is no version.
    pub fn is_named(self, timeline: &Timeline) -> bool {
        timeline.moments.get(self.revision).is_some_and(|moment| moment.name.is_some())
    }
}

/// The files of JSON, YAML and Markdown by what they are called.
pub struct Threads<'a> {
    timeline: &'a Timeline,
    by_path: HashMap<&'a str, usize>,
}

impl<'a> Threads<'a> {
    pub fn of(timeline: &'a Timeline) -> Threads<'a> {
        let numbered = timeline.threads.iter().enumerate();
        Threads { timeline, by_path: numbered.map(|(number, thread)| (thread.path.as_str(), number)).collect() }
    }

    /// What is read whatever it says: each text of each file that may hold what has versions, but what the tree still says. `known` has what
    /// the files of the tree hold.
    pub fn wanted(
        &self,
        past: &mut Past,
        (resolved, held, tree): (&Resolved, &Held<'_>, &Tree),
        known: &[(String, Text)],
    ) -> Vec<Wanted> {
        let known: HashMap<&str, Text> = known.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let mut all = Vec::new();
        for (number, thread) in self.timeline.threads.iter().enumerate() {
            let text = known.get(thread.path.as_str()).copied();
            // What the tree has and is no schema there has no versions; what it no longer has may have been one.
            let is_there = || resolved.project.sources.find(&thread.path).is_some() || tree.has_file(&thread.path);
            if text.is_none() && is_there() {
                continue;
            }
            // Of what went, what it was last says enough: most Markdown never held a schema, and all its texts would have to be read.
            if text.is_none() && thread.runs.first().is_none_or(|last| !self.may_hold(thread, last)) {
                continue;
            }
            let runs = thread.runs.iter().enumerate().filter(|(_, run)| self.may_hold(thread, run));
            let mut own: Vec<Wanted> = runs
                .flat_map(|(run, _)| {
                    let parts = if run == 0 { held.parts(&thread.path) } else { BTreeSet::new() };
                    self.marks(number, run, &parts)
                })
                .collect();
            let is_changed = own.len() > 1 || text == Some(Text::Edited);
            let now = own.first().copied().filter(|_| text == Some(Text::Committed));
            if now.is_some() {
                own.remove(0);
            }
            if is_changed && !matches!(text, Some(Text::Several(_))) {
                let since = now.map(|now| now.since(self.timeline));
                past.heads.insert(thread.path.clone(), since.unwrap_or_default());
            }
            all.extend(own.into_iter().filter(|wanted| wanted.is_named(self.timeline)));
        }
        all
    }

    /// The revisions at which a text of a file is there and some of its parts become what they are, the newest first: it is there itself since
    /// the last of them.
    pub fn marks(&self, thread: usize, run: usize, parts: &BTreeSet<&str>) -> Vec<Wanted> {
        let Some(text) = self.timeline.threads.get(thread).and_then(|thread| thread.runs.get(run)) else {
            return Vec::new();
        };
        let others = parts.iter().filter_map(|part| self.timeline.threads.get(*self.by_path.get(part)?));
        let others = others.flat_map(|other| other.runs.iter().map(|run| run.since));
        let mut marks: BTreeSet<usize> = others.filter(|since| (text.until..text.since).contains(since)).collect();
        marks.insert(text.since);
        marks.into_iter().map(|revision| Wanted { revision, thread, run }).collect()
    }

    /// Whether a text may hold what has versions. Of most Markdown that is told without making pages of it.
    fn may_hold(&self, thread: &Thread, run: &Run) -> bool {
        if Format::of_path(&thread.path) != Some(Format::Markdown) {
            return true;
        }
        let text = self.timeline.copy(run);
        text.is_some_and(|text| text.windows(SIGN.len()).any(|part| part == SIGN))
    }
}

/// What stands in each fence that is a schema: in its text or in its info string.
const SIGN: &[u8] = b"schema";
