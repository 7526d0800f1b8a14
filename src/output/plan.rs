//! What becomes of the old site's entries that the new site does not claim, and the folders that the new site has.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::entry::Entry;
use super::error::WriteError;
use super::fault::Fault;
use super::map::Output;
use super::previous::Previous;

/// What is done besides writing the new site's files.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files that we did not write, or that were changed since. They stay.
    pub carried: Vec<PathBuf>,
    /// Files of our last build that this one lacks. They go.
    pub dropped: Vec<PathBuf>,
    /// The folders of the new site, each before those in it.
    pub folders: BTreeSet<PathBuf>,
}

impl Plan {
    /// Decides what becomes of each entry of the old site.
    ///
    /// # Errors
    /// [`WriteError::InTheWay`] if a file would stand where another needs a folder.
    pub fn new(output: &Output, previous: Option<&Previous>) -> Result<Plan, WriteError> {
        let mut plan = Plan::default();
        if let Some(previous) = previous {
            plan.sort_out(output, previous)?;
        }
        let claimed = output.iter().map(|(path, _)| Path::new(path));
        let files: Vec<&Path> = claimed.chain(plan.carried.iter().map(PathBuf::as_path)).collect();
        files.iter().for_each(|path| add_folders_above(&mut plan.folders, path));
        let in_the_way = files.into_iter().find(|path| plan.folders.contains(*path));
        match (in_the_way, previous) {
            (Some(path), Some(previous)) => Err(WriteError::InTheWay { path: previous.folder.at(path) }),
            // An `Output` alone has no file where it has a folder.
            _ => Ok(plan),
        }
    }

    fn sort_out(&mut self, output: &Output, previous: &Previous) -> Result<(), WriteError> {
        let is_claimed = |path: &Path| path.to_str().is_some_and(|path| output.get(path).is_some());
        let ours: HashSet<&Path> = previous.manifest.paths().flat_map(|path| path.ancestors().skip(1)).collect();
        let foreign =
            previous.entries.iter().filter(|(path, entry)| entry.is_folder() && !ours.contains(path.as_path()));
        for (path, _) in foreign {
            self.folders.insert(path.clone());
            add_folders_above(&mut self.folders, path);
        }
        let files = previous.entries.iter().filter(|(path, entry)| !entry.is_folder() && !is_claimed(path));
        let files: Vec<(&PathBuf, &Entry)> = files.collect();
        let known: Result<Vec<(PathBuf, bool)>, Fault> = files
            .into_par_iter()
            .map(|(path, entry)| Ok((path.clone(), entry.is_file() && previous.is_ours(path)?)))
            .collect();
        let mut known = known?;
        known.sort();
        let (dropped, carried): (Vec<_>, Vec<_>) = known.into_iter().partition(|(_, is_ours)| *is_ours);
        self.dropped = dropped.into_iter().map(|(path, _)| path).collect();
        self.carried = carried.into_iter().map(|(path, _)| path).collect();
        Ok(())
    }
}

/// Adds the folders that lead to `path`.
fn add_folders_above(folders: &mut BTreeSet<PathBuf>, path: &Path) {
    for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        if folders.contains(folder) {
            return;
        }
        folders.insert(folder.to_owned());
    }
}
