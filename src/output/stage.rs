//! Making the new site in the staging folder, on all cores.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::error::{Fault, WriteError};
use super::folder::Folder;
use super::manifest::{self, Digest, MANIFEST, Manifest};
use super::map::{Content, Output};
use super::plan::Plan;
use super::previous::{Previous, Standing};

/// The new site, complete in the staging folder.
#[derive(Debug, Default)]
pub(super) struct Staged {
    pub manifest: Manifest,
    /// The files that were written anew, the record among them unless it is the old one.
    pub written: Vec<String>,
    /// The paths where a file that we did not write stays in place of ours.
    pub kept: Vec<String>,
    pub unchanged: usize,
    pub bytes: u64,
}

/// Where a new site is staged, and what it is compared with.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    pub site: &'a Folder,
    pub previous: Option<&'a Previous>,
    /// Whether files that stay are linked into the staged site, which then takes the place of the old one as a whole.
    pub links: bool,
    /// Set from outside to make the work stop.
    pub interrupted: &'a AtomicBool,
    /// The bytes written so far.
    written: AtomicU64,
    /// Set when writing failed, so that the other threads stop.
    failed: AtomicBool,
}

impl<'a> Stage<'a> {
    pub fn new(site: &'a Folder, previous: Option<&'a Previous>, interrupted: &'a AtomicBool) -> Stage<'a> {
        let (written, failed) = (AtomicU64::new(0), AtomicBool::new(false));
        Stage { site, previous, links: previous.is_some(), interrupted, written, failed }
    }

    /// Makes the folders of the new site, with the permissions that they have in the old one.
    pub fn make_folders(&self, plan: &Plan) -> Result<(), Fault> {
        plan.folders.iter().try_for_each(|path| self.site.mkdir(path).map(drop))?;
        let Some(previous) = self.previous else { return Ok(()) };
        self.site.set_mode("".as_ref(), previous.root.mode())?;
        let both = plan.folders.iter().filter_map(|path| Some((path, previous.entries.get(path)?)));
        both.into_iter().try_for_each(|(path, entry)| self.site.set_mode(path, entry.mode()))
    }

    /// Links the files that stay, and says whether it could. Where another file system begins in the old folder, or
    /// links are unknown or not allowed to other users' files, the old folder has to stay where it is.
    pub fn carry_over(&self, plan: &Plan) -> bool {
        self.previous.is_none_or(|previous| {
            let has_mounts = previous.entries.values().any(|entry| entry.is_mount);
            !has_mounts && plan.carried.iter().all(|path| previous.link(path, self.site).is_ok())
        })
    }

    /// Makes and writes each file of the site, and last the record of them.
    ///
    /// # Errors
    /// Of several, the one of the first path.
    pub fn fill(&self, output: &Output) -> Result<Staged, WriteError> {
        let files: Vec<(&str, &Content)> = output.iter().collect();
        let made: Vec<_> = files.par_iter().map(|(path, content)| self.file(path, content)).collect();
        let mut staged = Staged::default();
        let mut stopped = None;
        for ((path, _), made) in files.into_iter().zip(made) {
            match made {
                Ok(file) => staged.add(path, file),
                Err(WriteError::Interrupted) => stopped = Some(WriteError::Interrupted),
                Err(error) => return Err(error),
            }
        }
        if let Some(error) = stopped {
            return Err(error);
        }
        let record = staged.manifest.to_string();
        if !self.is_recorded(&record)? {
            self.write(MANIFEST, record.as_bytes())?;
            staged.written.push(MANIFEST.to_owned());
        }
        Ok(staged)
    }

    /// Whether the old record says the same and now stands in the new site, too.
    fn is_recorded(&self, record: &str) -> Result<bool, Fault> {
        match self.previous.filter(|previous| previous.is_recorded) {
            Some(previous) if previous.has_bytes(MANIFEST.as_ref(), record.as_bytes())? => {
                Ok(!self.links || previous.link(MANIFEST.as_ref(), self.site).is_ok())
            }
            _ => Ok(false),
        }
    }

    fn file(&self, path: &str, content: &Content) -> Result<File, WriteError> {
        if self.interrupted.load(Ordering::Relaxed) || self.failed.load(Ordering::Relaxed) {
            return Err(WriteError::Interrupted);
        }
        let made = catch_unwind(AssertUnwindSafe(|| content.make()));
        let bytes = made
            .map_err(|_| WriteError::Panicked { path: path.to_owned() })?
            .map_err(|error| WriteError::Producer { path: path.to_owned(), error })?;
        let place = self.place(path, &bytes).inspect_err(|_| self.failed.store(true, Ordering::Relaxed))?;
        Ok(File { place, digest: manifest::digest(&bytes), len: bytes.len() as u64 })
    }

    fn place(&self, path: &str, bytes: &[u8]) -> Result<Place, WriteError> {
        let standing = match self.previous {
            Some(previous) => previous.compare(path.as_ref(), bytes)?,
            None => Standing::Nothing,
        };
        let stays = || match self.previous {
            Some(previous) if self.links => previous.link(path.as_ref(), self.site),
            _ => Ok(()),
        };
        match standing {
            // A file of another user may not be linked, but it may be replaced.
            Standing::Same if stays().is_ok() => Ok(Place::Unchanged),
            Standing::Theirs => stays().map(|()| Place::Kept).map_err(WriteError::from),
            Standing::Nothing | Standing::Same | Standing::Ours => self.write(path, bytes).map(|()| Place::Written),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let need = self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed) + bytes.len() as u64;
        self.site.write(path.as_ref(), bytes).map_err(|fault| fault.into_write_error(need))
    }
}

/// What became of one file.
#[derive(Debug)]
enum Place {
    Written,
    Unchanged,
    Kept,
}

/// One file of the new site.
#[derive(Debug)]
struct File {
    place: Place,
    digest: Digest,
    len: u64,
}

impl Staged {
    fn add(&mut self, path: &str, file: File) {
        match file.place {
            Place::Kept => return self.kept.push(path.to_owned()),
            Place::Unchanged => self.unchanged += 1,
            Place::Written => self.written.push(path.to_owned()),
        }
        self.manifest.insert(path, file.digest);
        self.bytes += file.len;
    }
}
