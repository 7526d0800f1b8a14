//! What the system tells of the project's files; the only user of notify.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::system::{Cause, WATCHES_HOLD, slashed};

/// What was heard.
#[derive(Debug)]
pub enum Heard {
    /// Something happened to this path.
    Path(PathBuf),
    /// Events were lost.
    Anything,
}

/// Listens to folders, each for itself: the ones that hold no input, `target` or the output, cost nothing that way. Where that would keep
/// people from moving their folders, the whole project is listened to and what is heard from elsewhere is passed over.
pub struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    /// Those that are listened to, where the system does not keep the list.
    folders: Arc<Mutex<HashSet<PathBuf>>>,
}

/// The system can't watch (more of) the project.
#[derive(Debug)]
pub struct Exhausted(pub String);

impl Watch {
    /// Begins to listen, to nothing yet.
    ///
    /// # Errors
    /// The system has no more watches to give.
    pub fn new(root: &Path, heard: Sender<Heard>) -> Result<Watch, Exhausted> {
        let config = Config::default().with_follow_symlinks(false);
        let folders = Arc::new(Mutex::new(HashSet::new()));
        let known = Arc::clone(&folders);
        let tell = move |event: notify::Result<Event>| {
            let news = match event {
                Ok(event) if event.need_rescan() => vec![Heard::Anything],
                Ok(event) if is_change(event.kind) => event.paths.into_iter().map(Heard::Path).collect(),
                Ok(_) => Vec::new(),
                Err(_) => vec![Heard::Anything],
            };
            for news in news.into_iter().filter(|news| !WATCHES_HOLD || concerns(news, &known)) {
                // Nobody listens any more when the program ends.
                let _ = heard.send(news);
            }
        };
        let watcher = RecommendedWatcher::new(tell, config).map_err(|error| Exhausted(error.to_string()))?;
        Ok(Watch { root: root.to_owned(), watcher, folders })
    }

    /// Listens to `folders` as well, relative to the project. One that was deleted and made again is listened to anew, so this is asked
    /// for after each look at the tree.
    ///
    /// # Errors
    /// The system has no more watches to give.
    pub fn listen(&mut self, folders: &[String]) -> Result<(), Exhausted> {
        if WATCHES_HOLD {
            let folders = folders.iter().map(|folder| self.root.join(folder)).collect();
            *self.folders.lock().unwrap_or_else(PoisonError::into_inner) = folders;
        }
        let whole = [String::new()];
        let (watched, mode) =
            if WATCHES_HOLD { (&whole[..], RecursiveMode::Recursive) } else { (folders, RecursiveMode::NonRecursive) };
        for folder in watched {
            match self.watcher.watch(&self.root.join(folder), mode) {
                Err(error) if is_exhausted(&error.kind) => return Err(Exhausted(error.to_string())),
                // A folder that has gone by now is missed by the next look.
                _ => {}
            }
        }
        Ok(())
    }

    /// The path of the project that an absolute path is; `None` for what no input is named like.
    pub fn relative(root: &Path, path: &Path) -> Option<String> {
        let path = slashed(path.strip_prefix(root).ok()?)?;
        let hidden = path.split('/').any(|part| part.starts_with('.') && part != ".gitignore");
        (!hidden).then_some(path)
    }
}

/// Whether something was heard from one of the folders, or of one.
fn concerns(news: &Heard, folders: &Mutex<HashSet<PathBuf>>) -> bool {
    let Heard::Path(path) = news else { return true };
    let folders = folders.lock().unwrap_or_else(PoisonError::into_inner);
    folders.contains(path) || path.parent().is_some_and(|folder| folders.contains(folder))
}

/// Our own reading is reported as well, and is no change.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn is_exhausted(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => Cause::is_exhausted(error),
        _ => false,
    }
}
