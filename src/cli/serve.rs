//! `schemabook serve`: the preview.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use super::args::{Args, Serve};
use super::exit::{self, Exit, Failure, print};
use super::project::{Closed, Opened, Running, lines, needs_inputs, prefix, print_stages, say, try_open};
use super::signals;
use crate::diagnostic::Severity;
use crate::load::is_skipped;
use crate::pipeline::Outcome;
use crate::report::Text;
use crate::serve::{Build, Changes, Door, Notice, Place, Screen, answer_all, keep_up};
use crate::source::Sources;
use crate::system::Signals;
use crate::words::counted;

/// How often it is looked whether a signal came.
const SIGNALS: Duration = Duration::from_millis(20);

/// Runs the command, until a signal ends it.
///
/// # Errors
/// The program's own: usage, environment.
pub fn run(args: &Args, command: &Serve) -> Result<Exit, Failure> {
    let signals = signals::listen()?;
    let opened = super::project::open(&command.dir, None)?;
    let place = Place { root: opened.tree.root().to_owned(), poll: command.poll };
    let door = Door::open(&command.host, command.port, &command.allow_host)
        .map_err(|error| Failure::environment(error.to_string()).with_help("--port 0 takes any free one"))?;
    let door = Arc::new(door);
    let mut project = Project::new(command, args.verbose, opened);
    let first = worker(move || {
        let first = project.first();
        (project, first)
    })?;
    let (project, first) = match until_signal(first, &signals) {
        Ok((project, first)) => (project, first?),
        Err(exit) => return Ok(exit),
    };
    let files = (first.files.clone().unwrap_or_default(), first.errors.is_empty());
    if !args.quiet {
        for error in &first.errors {
            exit::say(&format!("schemabook: {error}"));
        }
    }
    let screen = Screen::new(first).map(Arc::new).ok_or_else(|| Failure::usage("there is no site to show"))?;
    print(&Text::lines(&format!("Serving {} at {}", command.dir.display(), door.url())))?;
    let quiet = args.quiet;
    let keeper = {
        let screen = Arc::clone(&screen);
        worker(move || {
            let project = std::sync::Mutex::new(project);
            let locked = || project.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let mut rebuild = |changes: &Changes| locked().rebuild(changes);
            let folders = || locked().folders();
            let notice = |notice| {
                if !quiet {
                    tell(&notice);
                }
            };
            keep_up(&place, &screen, files, &mut rebuild, &folders, &notice)
        })?
    };
    let url = door.url();
    let answerer = worker(move || answer_all(&door, &screen))?;
    if command.open && open::that_detached(&url).is_err() {
        exit::say(&format!("schemabook: no browser could be started; open {url}"));
    }
    // Both go on for ever; one that has ended is a bug.
    while !keeper.is_finished() && !answerer.is_finished() {
        if let Some(exit) = signals::exit(&signals) {
            return Ok(exit);
        }
        std::thread::sleep(SIGNALS);
    }
    Ok(Exit::Internal)
}

/// What a thread makes, unless a signal comes first.
fn until_signal<T>(thread: JoinHandle<T>, signals: &Signals) -> Result<T, Exit> {
    while !thread.is_finished() {
        if let Some(exit) = signals::exit(signals) {
            return Err(exit);
        }
        std::thread::sleep(SIGNALS);
    }
    thread.join().map_err(|_| Exit::Internal)
}

fn worker<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<JoinHandle<T>, Failure> {
    let worker = std::thread::Builder::new().stack_size(super::STACK).spawn(work);
    worker.map_err(|error| Failure::environment(format!("no thread can be started: {error}")))
}

/// One line for each rebuild.
fn tell(notice: &Notice) {
    let text = match notice {
        Notice::Polling(why) => {
            format!("the system can't watch this project ({why}); it is looked at once a second instead")
        }
        Notice::Rebuilt { changes, pages, took, errors } => {
            let what = match changes.paths.first() {
                Some(first) if changes.paths.len() > 1 => format!("{first} and {} more", changes.paths.len() - 1),
                Some(first) => first.clone(),
                None => "files came or went".to_owned(),
            };
            let pages = pages.map_or_else(|| "no site".to_owned(), |pages| counted(pages, "page"));
            let found = match errors.as_slice() {
                [] => "no errors".to_owned(),
                [error] => format!("1 error: {error}"),
                [error, rest @ ..] => format!("{} errors: {error}", rest.len() + 1),
            };
            format!("{what}: {pages}, {} ms, {found}", took.as_millis())
        }
    };
    exit::say(&format!("schemabook: {text}"));
}

/// The project between two rebuilds.
struct Project {
    dir: std::path::PathBuf,
    prefix: String,
    verbose: bool,
    running: Running,
    /// The sources of the last site.
    sources: Sources,
    /// Why the last rebuild made no site.
    closed: Vec<String>,
}

impl Project {
    fn new(command: &Serve, verbose: bool, opened: Opened) -> Project {
        let prefix = prefix(&command.dir);
        let (dir, running) = (command.dir.clone(), Running::new(opened));
        Project { dir, prefix, verbose, running, sources: Sources::default(), closed: Vec::new() }
    }

    /// The first build.
    ///
    /// # Errors
    /// There is nothing to work on.
    fn first(&mut self) -> Result<Build, Failure> {
        self.run().map_err(say)?.ok_or_else(|| Failure::usage("there is no site to show"))
    }

    /// A rebuild after `changes`; `None` if nothing is another than before.
    fn rebuild(&mut self, changes: &Changes) -> Option<Build> {
        // While the project can't be opened, no named file says whether it can be again.
        if changes.everything || !self.closed.is_empty() {
            match try_open(&self.dir, None) {
                Ok(opened) => self.running.reopen(opened, !self.closed.is_empty()),
                Err((lines, failure)) => return self.closed(lines, &failure),
            }
        } else {
            self.running.cache.load.touch(&changes.paths);
        }
        match self.run() {
            Ok(Some(build)) => {
                self.closed.clear();
                Some(build)
            }
            Ok(None) => None,
            Err((lines, failure)) => self.closed(lines, &failure),
        }
    }

    fn run(&mut self) -> Result<Option<Build>, Closed> {
        let Some(outcome) = self.running.run() else {
            return Ok(None);
        };
        if self.verbose {
            print_stages(&outcome);
        }
        needs_inputs(&outcome, &self.dir)?;
        Ok(Some(self.build(outcome)))
    }

    fn build(&mut self, outcome: Outcome) -> Build {
        let errors = lines(&outcome, &self.prefix, Severity::Error);
        let sources = &outcome.site.proved.resolved.project.sources;
        let files = (!sources.has_names_of(&self.sources)).then(|| {
            let mut files: Vec<String> = sources.iter().map(|(_, source)| source.file.clone()).collect();
            files.dedup();
            files
        });
        self.sources = sources.clone();
        Build { output: Some(Arc::new(outcome.output)), errors, files }
    }

    /// What is wrong where there is no site; `None` if it is what was wrong before.
    fn closed(&mut self, mut lines: Vec<String>, failure: &Failure) -> Option<Build> {
        lines.push(failure.message.clone());
        if self.closed == lines {
            return None;
        }
        self.closed.clone_from(&lines);
        Some(Build { output: None, errors: lines, files: None })
    }

    /// The folders that hold what is read: those of the catalogs, of the theme, of files that something refers to, and the project's own.
    fn folders(&self) -> Vec<String> {
        let opened = &self.running.opened;
        let Opened { tree, config, .. } = opened;
        let out = opened.relative(&opened.out(None));
        let skip = |path: &str| is_skipped(config, out.as_deref(), path);
        let mut folders = vec![String::new()];
        for catalog in &config.catalogs {
            folders.extend(tree.folders(&catalog.path, &skip));
        }
        for folder in [&config.build.templates, &config.build.statics] {
            if tree.has_folder(folder) {
                folders.extend(tree.folders(folder, &|_| false));
            }
        }
        let parents = self.running.cache.load.files().filter_map(|file| Path::new(file).parent()?.to_str());
        folders.extend(parents.map(str::to_owned));
        folders.sort();
        folders.dedup();
        folders
    }
}
