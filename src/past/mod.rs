//! What schemas and AsyncAPI documents were at the tags of the repository, or without tags at the commits that touched them, where site.toml
//! asks for it.
//!
//! A file is read as it was at the first revision that has a text of it, with what it refers to as that revision has it: so each version is
//! told from the next by the same comparison as versions that stand side by side. What the tree still says needs no past. A document of several
//! files has a version for each text of each of them; of a file that holds several schemas, each has its own versions.

mod build;
mod distinct;
mod held;
mod renamed;
mod state;
mod wanted;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::load::is_skipped;
use crate::resolve::{Followed, Past, Resolved};
use crate::tree::{FileDates, RepositoryStamp, Timeline, Tree};

/// What earlier runs have read of the repository, as long as nothing of it is another.
#[derive(Debug, Default)]
pub struct Cache {
    /// Under which site.toml, which says what is no input.
    git: Option<(RepositoryStamp, String, FileDates, Timeline)>,
    /// What was made of it, and for which files.
    last: Option<(Asked, Arc<Past>)>,
    states: States,
    followed: Followed,
}

/// What of the project the past depends on: which files hold what has versions, and whether that is what was committed.
type Asked = Vec<(String, held::Text)>;

/// Revisions that were read: by their number, and the files that they were read for.
type States = HashMap<(usize, BTreeSet<String>), Arc<Resolved>>;

/// The project with its past, if site.toml asks for it.
pub fn with_past(cache: &mut Cache, resolved: Resolved, tree: &Tree) -> Resolved {
    let stamp = resolved.project.config.changes.from_git.and_then(|_| tree.repository());
    let Some(stamp) = stamp else {
        *cache = Cache::default();
        return resolved;
    };
    let config = &resolved.project.config;
    let settings: Vec<&str> = config.sources.all().map(|source| &*source.text).collect();
    let settings = settings.join("\n");
    let known = cache.git.take().filter(|(known, before, ..)| (known, before) == (&stamp, &settings));
    // What else a revision is depends on the repository and site.toml alone.
    if known.is_none() {
        (cache.last, cache.states) = (None, States::default());
    }
    let skip = |path: &str| is_skipped(config, None, path);
    let read = || Some((stamp, settings, tree.dates()?, tree.timeline(&skip)?));
    let Some((stamp, settings, dates, mut timeline)) = known.or_else(read) else { return resolved };
    let asked = build::asked(&resolved, &timeline);
    let past = match cache.last.take() {
        Some((before, past)) if before == asked => past,
        _ => {
            let past = build::past(&mut cache.states, &resolved, tree, &mut timeline, &dates, &asked);
            timeline.rest();
            Arc::new(past)
        }
    };
    cache.git = Some((stamp, settings, dates, timeline));
    cache.last = Some((asked, Arc::clone(&past)));
    resolved.with_past(&mut cache.followed, past)
}
