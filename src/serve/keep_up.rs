//! Keeps what is shown up with the files: acts on the first event at once, looks at everything again when it is quiet.

use std::collections::{BTreeSet, HashSet};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::pace::Pace;
use super::watch::{Heard, Watch};
use super::{Build, Changes, Folders, Place, Rebuild, Screen};
use crate::system::{Stamp, stamp};

/// A save is several events; this long without one is the end of it.
const SETTLED: Duration = Duration::from_millis(2);
/// A save that goes on for longer is built half done, and again when it is.
const SETTLES: Duration = Duration::from_millis(20);
/// Names that were not known may come in numbers.
const SOON: Duration = Duration::from_millis(20);
/// When nothing was heard for this long, everything is looked at once more: events get lost.
const QUIET: Duration = Duration::from_millis(250);
/// How often the disk is asked where the system does not tell, and whether the project is still where it was.
const POLL: Duration = Duration::from_secs(1);
/// How long a failure has to stand before it is shown: a half-typed file is no news.
const STANDS: Duration = Duration::from_millis(300);

/// What the user is told.
#[derive(Debug)]
pub enum Notice {
    /// A rebuild: what changed, the number of pages of the site, how long it took, the errors.
    Rebuilt { changes: Changes, pages: Option<usize>, took: Duration, errors: Vec<String> },
    /// The system can't watch the project, and why.
    Polling(String),
}

/// A failure that is not shown yet.
struct Failure {
    since: Instant,
    build: Build,
}

/// What this thread knows.
struct Keeper<'a> {
    place: &'a Place,
    screen: &'a Screen,
    rebuild: &'a mut Rebuild<'a>,
    folders: &'a Folders<'a>,
    notice: &'a dyn Fn(Notice),
    sender: Sender<Heard>,
    heard: Receiver<Heard>,
    watch: Option<Watch>,
    known: HashSet<String>,
    /// Files that are known and have changed.
    pending: BTreeSet<String>,
    /// Names that were not known.
    unknown: BTreeSet<String>,
    /// When everything is looked at again.
    look_at: Option<Instant>,
    /// When it was looked last whether the project is still there.
    checked: Instant,
    /// What the system notes of the folder that is watched.
    folder: Option<Stamp>,
    pace: Pace,
    /// Whether a good site has been shown.
    was_good: bool,
    failure: Option<Failure>,
}

/// Rebuilds whenever a file changes, for ever. `files` are those of the first build, `good` says whether it had no errors.
pub fn keep_up<'a>(
    place: &'a Place,
    screen: &'a Screen,
    (files, good): (Vec<String>, bool),
    rebuild: &'a mut Rebuild<'a>,
    folders: &'a Folders<'a>,
    notice: &'a dyn Fn(Notice),
) -> ! {
    let (sender, heard) = channel();
    let now = Instant::now();
    let mut keeper = Keeper {
        place,
        screen,
        rebuild,
        folders,
        notice,
        sender,
        heard,
        watch: None,
        known: files.into_iter().collect(),
        pending: BTreeSet::new(),
        unknown: BTreeSet::new(),
        // Nothing was heard during the first build.
        look_at: Some(now),
        checked: now,
        folder: stamp(&place.root).ok(),
        pace: Pace::default(),
        was_good: good,
        failure: None,
    };
    if !place.poll {
        keeper.start_watch();
    }
    loop {
        keeper.step();
    }
}

impl Keeper<'_> {
    fn step(&mut self) {
        let now = Instant::now();
        match self.heard.recv_timeout(self.next_wake(now).saturating_duration_since(now)) {
            Ok(first) => self.settle(first),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
        let now = Instant::now();
        if now >= self.checked + POLL {
            self.checked = now;
            self.check_root();
        }
        let free = self.pace.earliest().is_none_or(|earliest| earliest <= now);
        if free && !self.pending.is_empty() {
            // A file that is not there may be on its way: some programs save by deleting first.
            let (paths, gone) = std::mem::take(&mut self.pending).into_iter().partition(|path| self.is_there(path));
            self.unknown.extend::<BTreeSet<String>>(gone);
            self.build(&Changes { everything: false, paths });
            self.look_at = Some(Instant::now() + if self.unknown.is_empty() { QUIET } else { SOON });
        } else if free && self.look_at.is_some_and(|at| at <= now) {
            self.look_at = None;
            self.look();
        }
        if self.failure.as_ref().is_some_and(|failure| failure.since.elapsed() >= STANDS) {
            self.show_failure();
        }
    }

    fn next_wake(&self, now: Instant) -> Instant {
        let failure = self.failure.as_ref().map(|failure| failure.since + STANDS);
        let earliest = self.pace.earliest().unwrap_or(now);
        let work = if self.pending.is_empty() { self.look_at } else { Some(now) };
        let work = work.map(|work| work.max(earliest));
        [Some(self.checked + POLL), work, failure].into_iter().flatten().min().unwrap_or(now)
    }

    /// Hears out a save.
    fn settle(&mut self, first: Heard) {
        let end = Instant::now() + SETTLES;
        self.note(first);
        while let Ok(next) = self.heard.recv_timeout(SETTLED) {
            self.note(next);
            if Instant::now() >= end {
                return;
            }
        }
    }

    fn note(&mut self, heard: Heard) {
        if let Heard::Path(path) = heard
            && path != self.place.root
        {
            let Some(path) = Watch::relative(&self.place.root, &path) else { return };
            if self.known.contains(&path) {
                self.pending.insert(path);
                return;
            }
            self.unknown.insert(path);
        }
        // A new file or folder: the tree has to be looked at, but not again for each of a thousand.
        let soon = Instant::now() + SOON;
        self.look_at = Some(self.look_at.map_or(soon, |at| at.min(soon)));
    }

    /// Looks at everything, at folders that are new as well.
    fn look(&mut self) {
        let started = Instant::now();
        // If it is gone now, that it comes back is news, even if it is the same folder.
        self.folder = stamp(&self.place.root).ok();
        if self.watch.is_some() {
            self.listen();
        }
        let paths = std::mem::take(&mut self.unknown);
        if self.build(&Changes { everything: true, paths }) {
            // What came while folders were found that nobody listened to.
            self.look_at = Some(Instant::now() + QUIET);
        } else if self.watch.is_none() {
            // A large project on a slow disk is asked less often.
            self.look_at = Some(Instant::now() + (started.elapsed() * 30).clamp(POLL, 2 * POLL));
        }
    }

    fn start_watch(&mut self) {
        match Watch::new(&self.place.root, self.sender.clone()) {
            Ok(watch) => {
                self.watch = Some(watch);
                self.listen();
            }
            Err(error) => self.poll_instead(error.0),
        }
    }

    fn listen(&mut self) {
        let folders = (self.folders)();
        if let Some(Err(error)) = self.watch.as_mut().map(|watch| watch.listen(&folders)) {
            self.poll_instead(error.0);
        }
    }

    fn poll_instead(&mut self, why: String) {
        self.watch = None;
        self.look_at = Some(Instant::now());
        (self.notice)(Notice::Polling(why));
    }

    fn is_there(&self, path: &str) -> bool {
        self.place.root.join(path).exists()
    }

    /// Whether the project is still the folder that is watched: it may have been moved, or deleted and made again.
    fn check_root(&mut self) {
        let folder = stamp(&self.place.root).ok();
        let is_same = match (&folder, &self.folder) {
            (Some(now), Some(before)) => now.is_same(before),
            (now, before) => now.is_some() == before.is_some(),
        };
        if !is_same {
            self.folder = folder;
            self.look_at = Some(Instant::now());
        }
    }

    /// Rebuilds; whether anything had changed.
    fn build(&mut self, changes: &Changes) -> bool {
        if !changes.everything && changes.paths.is_empty() {
            return false;
        }
        let started = Instant::now();
        let Some(mut build) = (self.rebuild)(changes) else { return false };
        self.pace.begin(started);
        let files = build.output.as_ref().and_then(|_| build.files.take());
        let good = build.errors.is_empty();
        let errors = build.errors.clone();
        let output = build.output.clone();
        if good {
            self.was_good = true;
            self.failure = None;
            self.screen.show(build.output, build.errors);
        } else {
            let since = self.failure.take().map_or(started, |failure| failure.since);
            self.failure = Some(Failure { since, build });
        }
        let took = started.elapsed();
        // What takes longer than it matters to the writer is done when the site is shown.
        let pages = output.map(|output| output.pages());
        (self.notice)(Notice::Rebuilt { changes: changes.clone(), pages, took, errors });
        if let Some(files) = files {
            self.known = files.into_iter().collect();
        }
        true
    }

    /// The last good site stays; where there was none, the site with its errors is the best there is.
    fn show_failure(&mut self) {
        if let Some(Failure { build, .. }) = self.failure.take() {
            let output = if self.was_good { None } else { build.output };
            self.screen.show(output, build.errors);
        }
    }
}
