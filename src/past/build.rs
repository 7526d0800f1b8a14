//! Reads revisions: those files that the tree no longer has as they were, and what they refer to.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::distinct::add_distinct;
use super::held::{Held, Text};
use super::renamed::rename;
use super::state::{FILES, Reader};
use super::wanted::{Threads, Wanted};
use super::{Asked, States};
use crate::resolve::{Past, PastVersion, Resolved, Whole};
use crate::tree::{FileDates, Gap, Timeline, Tree};

/// How many texts are read.
const VERSIONS: usize = 20_000;

/// What of a project its past depends on.
pub fn asked(resolved: &Resolved, timeline: &Timeline) -> Asked {
    let held = Held::of(resolved);
    let threads = timeline.threads.iter().filter(|thread| thread.is_there);
    let first = threads.clone().filter_map(|thread| Some((thread.path.as_str(), thread.runs.first()?)));
    let first: HashMap<_, _> = first.collect();
    let committed = |file: &str| timeline.copy(first.get(file)?);
    threads.filter_map(|thread| Some((thread.path.clone(), held.text(&thread.path, committed)?))).collect()
}

/// The past of a project. `known` has the files of the tree that were committed and hold what has versions.
pub fn past(
    states: &mut States,
    resolved: &Resolved,
    tree: &Tree,
    timeline: &mut Timeline,
    dates: &FileDates,
    known: &[(String, Text)],
) -> Past {
    let mut past = Past { dates: dates.clone(), ..Past::default() };
    past.gaps.extend(dates.gap.iter().chain(&timeline.gap).cloned());
    let held = Held::of(resolved);
    let wanted = Threads::of(timeline).wanted(&mut past, (resolved, &held, tree), known);
    let mut reader = Reader { states, resolved, held: &held, left: FILES };
    let mut read = read(&mut past, &mut reader, timeline, wanted);
    let more = of_parts(&past, timeline, &read, known);
    let more = self::read(&mut past, &mut reader, timeline, more);
    read.extend(more);
    // Of what was refused a state has a file that can't be read, and of that nobody is told.
    let missed = timeline.missed().filter(|missed| !past.gaps.contains(missed));
    past.gaps.extend(missed);
    rename(&past, resolved, &held, &mut read);
    add_distinct(&mut past, resolved, known, read);
    past
}

/// The revisions at which only other files of a document became what they are: which these were is known when its own text is read. Of the
/// text that the tree still has that was known before.
fn of_parts(past: &Past, timeline: &Timeline, read: &[(Wanted, PastVersion)], now: &[(String, Text)]) -> Vec<Wanted> {
    let threads = Threads::of(timeline);
    let now: HashSet<&str> = now.iter().map(|(path, _)| path.as_str()).collect();
    let known: BTreeSet<Wanted> = read.iter().map(|(wanted, _)| *wanted).collect();
    let mut more = BTreeSet::new();
    for (wanted, version) in read.iter().filter(|(_, version)| matches!(version.whole, Whole::Document(_))) {
        let state = past.states.get(version.state);
        let of = wanted.of(timeline).filter(|(_, run)| wanted.revision == run.since && run.until < run.since);
        let of = of.filter(|(thread, _)| wanted.run > 0 || !now.contains(thread.path.as_str()));
        if let Some((state, (thread, _))) = state.zip(of) {
            more.extend(threads.marks(wanted.thread, wanted.run, &Held::of(state).parts(&thread.path)));
        }
    }
    more.into_iter().filter(|wanted| !known.contains(wanted) && wanted.is_named(timeline)).collect()
}

/// What some files were, with the states that it stands in.
fn read(
    past: &mut Past,
    reader: &mut Reader<'_>,
    timeline: &mut Timeline,
    mut wanted: Vec<Wanted>,
) -> Vec<(Wanted, PastVersion)> {
    wanted.sort();
    if wanted.len() > VERSIONS {
        wanted.truncate(VERSIONS);
        past.gaps.push(Gap::Limit(format!("it has more than {VERSIONS} texts of schemas")));
    }
    let mut versions = Vec::new();
    for wanted in wanted.chunk_by(|one, other| one.revision == other.revision) {
        let Some(state) = reader.state(timeline, wanted) else {
            past.gaps.push(Gap::Limit(format!("its schemas refer to more than {FILES} files")));
            break;
        };
        let held = Held::of(&state);
        for wanted in wanted {
            let Some((thread, _)) = wanted.of(timeline) else { continue };
            versions.extend(held.in_file(&thread.path).iter().map(|(whole, source)| {
                let version = PastVersion {
                    name: state.project.sources.get(*source).name.clone(),
                    since: wanted.since(timeline),
                    state: past.states.len(),
                    whole: *whole,
                };
                (*wanted, version)
            }));
        }
        drop(held);
        past.states.push(state);
    }
    versions
}
