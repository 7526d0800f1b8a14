//! Finished runs, kept in a folder of the user's, so that a run which would read the same need not be run again.
//!
//! A run is found by what was asked for, and counts as long as the tree answers everything that it asked as it did then ([`crate::tree::Trace`]). Its
//! report and its files, compressed, are one file ([`pack`]), which comes into place whole. What is damaged, of another program, too
//! large or can't be reached is passed over with a line on stderr: nothing that goes wrong here changes how a run ends.
//!
//! The folder is never one of the project: who may change a project, as a stranger's pull request does, could say what its site is.

mod folder;
mod pack;

use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Args;
use super::exit::say;
use super::project::Opened;
use crate::digest::{Digest, digest, digest_of, to_hex};
use crate::load::is_skipped;
use crate::output::{Output, Paths};
use crate::system::cache_folder;
use crate::tree::Tree;

pub use pack::{Ended, Run};

/// Where a run is kept, and under which name.
#[derive(Debug)]
pub struct Slot {
    folder: PathBuf,
    name: String,
    is_quiet: bool,
    is_verbose: bool,
}

impl Slot {
    /// That of what `asked` spells: everything that the run depends on besides the files of the tree. `None` if the folder can't be used.
    pub fn of(folder: &Path, tree: &Tree, asked: &impl Debug, args: &Args) -> Option<Slot> {
        let mut slot =
            Slot { folder: folder.to_owned(), name: String::new(), is_quiet: args.quiet, is_verbose: args.verbose };
        let made = folder::make(&slot.folder, tree.root()).and_then(|folder| Ok((folder, own_digest()?)));
        match made {
            Ok((folder, program)) => {
                let key = format!("{program:?} {:?} {asked:?}", tree.root());
                slot = Slot { folder, name: to_hex(&digest(key.as_bytes())), ..slot };
                Some(slot)
            }
            Err(why) => {
                slot.pass_over(&why);
                None
            }
        }
    }

    /// The run that was kept here, if the project still says all that it read. `out` is where the site goes.
    pub fn find(&self, opened: &Opened, out: &Path) -> Option<Run> {
        let run = Run::read(&self.folder.join(&self.name)).unwrap_or_else(|why| {
            self.pass_over(&why);
            None
        })?;
        let (config, out) = (&opened.config, opened.relative(out));
        // The theme is read whole, whatever is excluded.
        let theme = [&config.build.templates, &config.build.statics];
        let is_theme = |path: &str| {
            theme.iter().any(|folder| path.strip_prefix(folder.as_str()).is_some_and(|below| below.starts_with('/')))
        };
        let skip = |path: &str| is_skipped(config, out.as_deref(), path) && !is_theme(path);
        let holds = run.ended.trace.holds(&opened.tree, &skip);
        if holds && self.is_verbose {
            say("schemabook: nothing that is read has changed since this was run: what was kept is taken");
        }
        holds.then_some(run)
    }

    /// The writer of a run, to be heard while it makes its files.
    pub fn writer(&self) -> Option<Arc<pack::Writer>> {
        let part = self.folder.join(format!("{}.{}", self.name, std::process::id()));
        match pack::Writer::new(part, self.folder.join(&self.name)) {
            Ok(writer) => Some(Arc::new(writer)),
            Err(error) => {
                self.pass_over(&error.to_string());
                None
            }
        }
    }

    /// Keeps a run whose files the writer has heard, and lets older ones go.
    pub fn keep(&self, writer: &pack::Writer, ended: Ended) {
        let kept = writer.finish(ended).map_err(|error| error.to_string());
        if let Err(why) = kept.and_then(|()| folder::prune(&self.folder, &self.name)) {
            self.pass_over(&why);
        }
    }

    fn pass_over(&self, why: &str) {
        if !self.is_quiet {
            say(&format!("schemabook: the cache in {} is passed over: {why}", self.folder.display()));
        }
    }
}

/// The folder that the system gives to each user for this; `None` where the environment names none.
pub fn usual_folder() -> Option<PathBuf> {
    Some(cache_folder()?.join("schemabook"))
}

/// The same files, each told to the writer when it is made.
pub fn overheard(output: Output, writer: &Arc<pack::Writer>) -> Output {
    let writer = Arc::clone(writer);
    let paths: Vec<String> = output.iter().map(|(path, _)| path.to_owned()).collect();
    listed(&paths.clone(), move |number| {
        let path = paths.get(number).map(String::as_str).unwrap_or_default();
        let bytes = output.get(path).ok_or("there is no such file")?.make()?.into_owned();
        writer.hear(path, &bytes);
        Ok(bytes)
    })
}

/// An output of files that are made by number.
fn listed(
    paths: &[String],
    make: impl Fn(usize) -> Result<Vec<u8>, crate::output::ProducerError> + Send + Sync + 'static,
) -> Output {
    let mut list = Paths::default();
    for (number, path) in paths.iter().enumerate() {
        // Paths of one site stand beside one another.
        let _ = list.insert(path.as_str(), number);
    }
    let mut output = Output::new();
    output.insert_list(Arc::new(list), Box::new(make));
    output
}

/// What tells one build of the program from another.
fn own_digest() -> Result<Digest, String> {
    let program = std::env::current_exe().and_then(std::fs::File::open).and_then(digest_of);
    program.map_err(|error| format!("the program can't read itself: {error}"))
}
