//! Reads revisions: those files that the tree no longer has as they were, and what they refer to.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::{Asked, States};
use crate::load::load;
use crate::model::{RefFault, Target};
use crate::resolve::{Past, PastVersion, Resolved, Since, resolve};
use crate::tree::{Gap, Run, Thread, Timeline};

/// How many texts are read, and how many files in all for what they refer to.
const VERSIONS: usize = 20_000;
const FILES: usize = 100_000;

/// What of a project its past depends on.
pub fn asked(resolved: &Resolved, timeline: &Timeline) -> Asked {
    let sources = &resolved.project.sources;
    let settings: Vec<&str> = resolved.project.config.sources.all().map(|source| &*source.text).collect();
    let threads = timeline.threads.iter().filter(|thread| thread.is_there);
    let known = threads.filter_map(|thread| {
        let source = sources.find(&thread.path)?;
        resolved.schema_of(source)?;
        let committed = timeline.copy(thread.runs.first()?)?;
        Some((thread.path.clone(), is_same(&sources.get(source).text, &committed)))
    });
    (settings.join("\n"), known.collect())
}

/// Whether a text is what was committed, however its lines end.
fn is_same(text: &str, committed: &[u8]) -> bool {
    let committed = committed.strip_prefix("\u{feff}".as_bytes()).unwrap_or(committed);
    let lines = |bytes: &[u8]| {
        bytes
            .split(|byte| *byte == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .eq(text.as_bytes().split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)))
    };
    text.as_bytes() == committed || lines(committed)
}

/// The past of a project. `known` has the schema documents of the tree that were committed, and whether they are still what they were.
pub fn past(
    states: &mut States,
    resolved: &Resolved,
    timeline: &mut Timeline,
    dates: &crate::tree::FileDates,
    known: &[(String, bool)],
) -> Past {
    let mut past = Past { dates: dates.clone(), ..Past::default() };
    past.gaps.extend(dates.gap.iter().chain(&timeline.gap).cloned());
    let known: HashMap<&str, bool> = known.iter().map(|(path, is_same)| (path.as_str(), *is_same)).collect();
    let mut wanted: Vec<Wanted> = Vec::new();
    for (number, thread) in timeline.threads.iter().enumerate() {
        let is_same = known.get(thread.path.as_str()).copied();
        // What the tree has and is no schema there has no versions; what it no longer has may have been one.
        if is_same.is_none() && resolved.project.sources.find(&thread.path).is_some() {
            continue;
        }
        let first = usize::from(is_same == Some(true));
        for (at, run) in thread.runs.iter().enumerate().skip(first) {
            if timeline.moments.get(run.since).is_some_and(|moment| moment.name.is_some()) {
                wanted.push(Wanted { revision: run.since, thread: number, run: at });
            }
        }
        if thread.runs.len() > 1 || is_same == Some(false) {
            let since = thread.runs.first().filter(|_| first == 1).map(|run| since(timeline, run));
            past.heads.insert(thread.path.clone(), since.unwrap_or_default());
        }
    }
    wanted.sort();
    if wanted.len() > VERSIONS {
        wanted.truncate(VERSIONS);
        past.gaps.push(Gap::Limit(format!("it has more than {VERSIONS} texts of schemas")));
    }
    let mut left = FILES;
    let mut versions: Vec<(Wanted, PastVersion)> = Vec::new();
    for wanted in wanted.chunk_by(|one, other| one.revision == other.revision) {
        let Some(state) = state(states, resolved, timeline, wanted, &mut left) else {
            past.gaps.push(Gap::Limit(format!("its schemas refer to more than {FILES} files")));
            break;
        };
        let of_state = wanted.iter().filter_map(|wanted| {
            let (thread, run) = wanted.of(timeline)?;
            let schema = state.schema_of(state.project.sources.find(&thread.path)?)?;
            let is_metaschema = state.project.schemas.get(schema)?.is_metaschema;
            let version = PastVersion {
                file: thread.path.clone(),
                path: run.path.clone(),
                since: since(timeline, run),
                state: past.states.len(),
                schema,
            };
            (!is_metaschema).then_some((*wanted, version))
        });
        versions.extend(of_state);
        past.states.push(Arc::clone(&state));
    }
    // Of one file the oldest first.
    versions.sort_by_key(|(wanted, version)| (version.file.clone(), wanted.thread, std::cmp::Reverse(wanted.run)));
    past.versions = versions.into_iter().map(|(_, version)| version).collect();
    past
}

/// A text of a file that is read: the revision that has it first, the file and the text, by their numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted {
    revision: usize,
    thread: usize,
    run: usize,
}

impl Wanted {
    fn of(self, timeline: &Timeline) -> Option<(&Thread, &Run)> {
        let thread = timeline.threads.get(self.thread)?;
        Some((thread, thread.runs.get(self.run)?))
    }
}

fn since(timeline: &Timeline, run: &Run) -> Since {
    let moment = timeline.moments.get(run.since);
    let date = moment.and_then(|moment| moment.date).filter(|_| run.is_dated);
    Since { revision: moment.and_then(|moment| moment.name.clone()), date }
}

/// A revision, as far as some of its files need it; `None` if all revisions together would need too much.
fn state(
    states: &mut States,
    resolved: &Resolved,
    timeline: &mut Timeline,
    wanted: &[Wanted],
    left: &mut usize,
) -> Option<Arc<Resolved>> {
    let revision = wanted.first()?.revision;
    let there = timeline.files_at(revision);
    let mut files: BTreeSet<String> = BTreeSet::new();
    for wanted in wanted {
        let Some((thread, _)) = wanted.of(timeline) else { continue };
        files.insert(thread.path.clone());
        files.extend(refers_to(resolved, &thread.path).filter(|path| there.contains_key(path.as_str())));
    }
    let all: BTreeSet<String> = there.keys().map(|path| (*path).to_owned()).collect();
    let key = (revision, files);
    if let Some(known) = states.get(&key) {
        return Some(Arc::clone(known));
    }
    let mut read = |timeline: &mut Timeline, files: BTreeSet<String>| {
        let tree = timeline.at(revision, files)?;
        let project = load((*resolved.project.config).clone(), &tree, None);
        *left = left.checked_sub(project.files)?;
        Some(resolve(project))
    };
    let mut state = read(timeline, key.1.clone())?;
    // What is referred to by a name that the tree no longer knows is found where everything is looked at.
    if all.len() > key.1.len() && lacks_documents(&state) {
        state = read(timeline, all)?;
    }
    let state = Arc::new(state);
    states.insert(key, Arc::clone(&state));
    Some(state)
}

/// The files that a schema document of the tree refers to.
fn refers_to<'a>(resolved: &'a Resolved, file: &str) -> impl Iterator<Item = String> + 'a {
    let sources = &resolved.project.sources;
    let own = sources.find(file).map(|source| &resolved.closure(source).sources);
    let needed: HashSet<&str> = own.into_iter().flatten().map(|id| sources.get(*id).file.as_str()).collect();
    let needed: BTreeMap<String, ()> = needed.into_iter().map(|file| (file.to_owned(), ())).collect();
    needed.into_keys()
}

/// Whether something refers to a document that is not there.
fn lacks_documents(state: &Resolved) -> bool {
    let is_lacking =
        |target: &Target| matches!(target, Target::Unresolved(RefFault::NoDocument { .. } | RefFault::Remote));
    state.references.iter().any(|reference| is_lacking(&reference.target))
}
