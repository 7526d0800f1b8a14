//! The place that a site is written to, and the writing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::{Refusal, WriteError};
use super::exchange;
use super::fault::Fault;
use super::folder::{Folder, split};
use super::location::{self, staging_of};
use super::manifest::MANIFEST;
use super::map::Output;
use super::place;
use super::plan::Plan;
use super::previous::{self, Previous};
use super::stage::Stage;
use super::staging::{SITE, Staging};

/// A folder that a site may be written to, locked against other builds until this value is dropped.
#[derive(Debug)]
pub struct Target {
    path: PathBuf,
    staging: Staging,
    /// Whether another file system begins at the output, so that the staging folder is in it and not beside it.
    is_mount: bool,
    /// Dropped last: it removes folders that must be empty by then.
    _made: MadeFolders,
}

/// What writing a site did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files of the site that schemabook made.
    pub files: usize,
    /// Those of them that were already there with the same bytes, and were not touched.
    pub unchanged: usize,
    /// The files of the last build that this one lacks.
    pub removed: usize,
    /// The files that schemabook did not write, or that were changed since, and that stay.
    pub carried_over: usize,
    /// Of those, the paths where the site has a page that is not to be seen: worth a warning.
    pub kept: Vec<String>,
    /// The size of the files that schemabook made.
    pub bytes: u64,
}

impl Target {
    /// Makes sure that a site may be written to `out`, before any work is done, and locks it.
    ///
    /// `out` is absolute or relative to the working directory. `inputs` are the files that the project is built from
    /// and the folders that are read whatever they hold (`templates`, `static`), absolute or relative to `project`.
    /// Folders above `out` are made, and removed again if nothing comes of the build.
    ///
    /// # Errors
    /// A place that is not, or not now, to be written to. Nothing has been changed then.
    pub fn prepare(out: &Path, project: &Path, inputs: &[PathBuf]) -> Result<Target, Refusal> {
        let path = location::resolve(out, project, inputs)?;
        let (Some(above), Some(name)) = (path.parent(), path.file_name()) else { return Err(Refusal::Root) };
        let beside = staging_of(&path);
        let staging_name = beside.file_name().unwrap_or_default();
        let made = MadeFolders::make(above)?;
        let parent = Folder::open(above)?;
        let entry = parent.entry(name)?;
        let is_mount = entry.as_ref().is_some_and(|entry| entry.is_mount);
        if entry.is_some() {
            parent.check_access(name)?;
            previous::record(&parent.descend(name.as_ref())?, is_mount.then_some(staging_name))?;
        }
        let home = parent.descend(if is_mount { name.as_ref() } else { Path::new("") })?;
        let staging = Staging::take(parent, name, home, staging_name)?;
        Ok(Target { path, staging, is_mount, _made: made })
    }

    /// The absolute path of the output.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the site in place of the one that stands there.
    ///
    /// Setting `interrupted` (a signal does) ends the work before the switch; after it, the little that is left to
    /// tidy is done.
    ///
    /// # Errors
    /// Any leaves the old site as it was, but for a fault in tidying up after the switch, and for a mount point.
    pub fn write(self, output: &Output, interrupted: &AtomicBool) -> Result<Written, WriteError> {
        let mut previous = self.previous()?;
        let plan = Plan::new(output, previous.as_ref())?;
        self.staging.folder.mkdir(SITE.as_ref())?;
        let mut site = self.staging.folder.descend(SITE.as_ref())?;
        let stage = Stage::new(&site, previous.as_ref(), interrupted);
        let staged = stage.fill(output)?;
        if !staged.written.is_empty() || !plan.dropped.is_empty() {
            let is_whole = match &previous {
                Some(previous) => !self.is_mount && stage.complete(previous, &plan, &staged)?,
                None => true,
            };
            // Once for all files, as once for each takes seconds. Without it a power cut after the switch could leave
            // empty files, which the next build would have to take for somebody's changes.
            site.sync()?;
            if interrupted.load(Ordering::Relaxed) {
                return Err(WriteError::Interrupted);
            }
            match &mut previous {
                None => exchange::first(&self.staging, &mut site)?,
                Some(previous) => {
                    if is_whole && exchange::swap(&self.staging, &mut previous.folder, &mut site)? {
                        self.retire(&site, previous)?;
                    } else {
                        place::place(&site, previous, &plan, &staged)?;
                    }
                }
            }
            // Windows removes no folder that is open.
            drop((site, previous));
            self.staging.clear()?;
        }
        Ok(Written {
            files: output.len() - staged.kept.len(),
            unchanged: staged.unchanged.len(),
            removed: plan.dropped.len(),
            carried_over: plan.carried.len() + staged.kept.len(),
            kept: staged.kept.into_iter().map(str::to_owned).collect(),
            bytes: staged.bytes,
        })
    }

    /// What stands at the output now.
    fn previous(&self) -> Result<Option<Previous>, WriteError> {
        let Staging { parent, out, .. } = &self.staging;
        let Some(root) = parent.entry(out)? else { return Ok(None) };
        let staging = staging_of(&self.path);
        let inside = staging.file_name().filter(|_| self.is_mount);
        Ok(Some(Previous::read(parent, root, inside)?))
    }

    /// Removes the old site. What came to it, or was written to, while we worked is in no list of ours and moves to the
    /// new site.
    fn retire(&self, site: &Folder, previous: &Previous) -> Result<(), Fault> {
        self.staging.remove_old(|folder, path, entry| {
            let seen = previous.entries.get(path);
            if path == Path::new(MANIFEST) || seen.is_some_and(|seen| entry.stamp.is_still(&seen.stamp)) {
                return Ok(());
            }
            let (parent, name) = split(path);
            folder.rename(name.as_ref(), &site.make(parent)?, name)
        })
    }
}

/// The folders that were missing above an output. Those that are empty when this is dropped are removed.
#[derive(Debug, Default)]
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes the folder at an absolute path.
    fn make(path: &Path) -> Result<MadeFolders, Fault> {
        let mut made = MadeFolders::default();
        let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).map_err(|error| Fault::new("make the folder", folder, error))?;
            made.0.push(folder.to_owned());
        }
        Ok(made)
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // It fails where a site stands, as it should.
            let _ = fs::remove_dir(folder);
        }
    }
}
