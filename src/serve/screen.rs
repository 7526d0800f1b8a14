//! What is shown now: one site, whole, and what is wrong with the project since.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, PoisonError, RwLock};

use serde::Serialize;

use super::Build;
use super::answer::Answer;
use super::shared::Shared;
use super::streams::Streams;
use crate::output::Output;

/// How many errors the banner lists.
const LISTED: usize = 20;

/// A site on the screen. It never changes: another one takes its place.
pub struct Shown {
    /// Counts what was shown.
    pub number: u64,
    pub output: Arc<Output>,
    pub state: State,
    /// The answers that are being read.
    pub(super) answers: Shared<Answer>,
}

impl Shown {
    fn new(number: u64, output: Arc<Output>, state: State) -> Shown {
        Shown { number, output, state, answers: Shared::default() }
    }
}

/// What open pages ask for when something has changed.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct State {
    /// Changes when the files do that pages are shown with: styles, scripts, pictures.
    pub look: String,
    /// Whether the site is older than the errors.
    pub stale: bool,
    /// The first errors.
    pub errors: Vec<String>,
    /// How many there are.
    pub count: usize,
}

/// The screen: everybody sees the same, and it changes in one step.
pub struct Screen {
    shown: RwLock<Arc<Shown>>,
    pub(super) streams: Streams,
}

impl Screen {
    /// A screen with the first build; `None` if that made no site.
    pub fn new(build: Build) -> Option<Screen> {
        let output = build.output?;
        let state = state(&output, false, build.errors);
        Some(Screen { shown: RwLock::new(Arc::new(Shown::new(1, output, state))), streams: Streams::default() })
    }

    /// What is shown now.
    pub fn now(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows the site of a build, and its errors; without `output` the site stays and only the errors are new.
    pub fn show(&self, output: Option<Arc<Output>>, errors: Vec<String>) {
        let before = self.now();
        let stale = output.is_none() && !errors.is_empty();
        let output = output.unwrap_or_else(|| Arc::clone(&before.output));
        let state = state(&output, stale, errors);
        let number = before.number + 1;
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Shown::new(number, output, state));
        self.streams.tell(number);
    }
}

fn state(output: &Output, stale: bool, mut errors: Vec<String>) -> State {
    let mut look = DefaultHasher::new();
    // What is at hand rather than made are the theme's files.
    for (path, bytes) in output.at_hand() {
        (path, bytes).hash(&mut look);
    }
    let count = errors.len();
    errors.truncate(LISTED);
    State { look: format!("{:016x}", look.finish()), stale, errors, count }
}
