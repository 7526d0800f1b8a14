//! Making the new site in the staging folder, on all cores.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::error::WriteError;
use super::fault::Fault;
use super::folder::Folder;
use super::manifest::{MANIFEST, Manifest};
use super::map::{Maker, Output};
use super::plan::Plan;
use super::previous::{Previous, Standing};
use crate::digest::{Digest, digest};

/// What making the new site came to.
#[derive(Debug, Default)]
pub(super) struct Staged<'a> {
    pub manifest: Manifest,
    /// The files that were written to the staging folder, the record among them unless the old one says the same.
    pub written: Vec<&'a str>,
    /// The files that stand in the old site with the same bytes.
    pub unchanged: Vec<&'a str>,
    /// The paths where a file that we did not write stays in place of ours.
    pub kept: Vec<&'a str>,
    pub bytes: u64,
}

/// Where a new site is staged, and what it is compared with.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    pub site: &'a Folder,
    pub previous: Option<&'a Previous>,
    /// Set from outside to make the work stop.
    pub interrupted: &'a AtomicBool,
    /// Set when writing failed, so that the other threads stop.
    failed: AtomicBool,
    /// The bytes written so far.
    written: AtomicU64,
}

impl<'a> Stage<'a> {
    pub fn new(site: &'a Folder, previous: Option<&'a Previous>, interrupted: &'a AtomicBool) -> Stage<'a> {
        Stage { site, previous, interrupted, failed: AtomicBool::new(false), written: AtomicU64::new(0) }
    }

    /// Makes each file of the site, and writes those that differ from the old site's, last the record of them.
    ///
    /// # Errors
    /// Of several files that cannot be made, the first.
    pub fn fill<'b>(&self, output: &'b Output) -> Result<Staged<'b>, WriteError> {
        let files: Vec<(&str, Maker<'_>)> = output.iter().collect();
        let made: Vec<_> = files.par_iter().map(|(path, maker)| self.file(path, *maker)).collect();
        let is_stop = |made: &Result<File, WriteError>| matches!(made, Err(WriteError::Interrupted));
        let was_stopped = made.iter().any(is_stop);
        let mut staged = Staged::default();
        for ((path, _), made) in files.into_iter().zip(made).filter(|(_, made)| !is_stop(made)) {
            staged.add(path, made?);
        }
        if was_stopped {
            return Err(WriteError::Interrupted);
        }
        let record = staged.manifest.to_string();
        let stands = match self.previous {
            Some(previous) if previous.is_recorded => previous.has_bytes(MANIFEST.as_ref(), record.as_bytes())?,
            _ => false,
        };
        if !stands {
            self.write(MANIFEST, record.as_bytes())?;
            staged.written.push(MANIFEST);
        }
        Ok(staged)
    }

    fn file(&self, path: &str, maker: Maker<'_>) -> Result<File, WriteError> {
        if self.interrupted.load(Ordering::Relaxed) || self.failed.load(Ordering::Relaxed) {
            return Err(WriteError::Interrupted);
        }
        let made = catch_unwind(AssertUnwindSafe(|| maker.make()));
        let bytes = made
            .map_err(|_| WriteError::Panicked { path: path.to_owned() })?
            .map_err(|error| WriteError::Producer { path: path.to_owned(), error })?;
        let standing = self.stand(path, &bytes).inspect_err(|_| self.failed.store(true, Ordering::Relaxed))?;
        Ok(File { standing, digest: digest(&bytes), len: bytes.len() as u64 })
    }

    /// Compares a file with the one that stands in its place, and writes it where they differ.
    fn stand(&self, path: &str, bytes: &[u8]) -> Result<Standing, WriteError> {
        let standing = match self.previous {
            Some(previous) => previous.compare(path.as_ref(), bytes)?,
            None => Standing::Nothing,
        };
        if matches!(standing, Standing::Nothing | Standing::Ours) {
            self.write(path, bytes)?;
        }
        Ok(standing)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let need = self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed) + bytes.len() as u64;
        self.site.write(path.as_ref(), bytes).map_err(|fault| WriteError::of(fault, need))
    }

    /// Adds what the new site takes from the old one: folders with their permissions, and links to the files that stay.
    ///
    /// `false` where another file system begins in the old site, and where links are unknown or not allowed to other
    /// users' files: the old folder then has to stay where it is.
    pub fn complete(&self, previous: &Previous, plan: &Plan, staged: &Staged) -> Result<bool, Fault> {
        if previous.entries.values().any(|entry| entry.is_mount) {
            return Ok(false);
        }
        let own = self.site.own_stamp()?;
        self.site.set_mode("".as_ref(), &previous.root.stamp)?;
        for path in &plan.folders {
            self.site.mkdir(path)?;
            let old = previous.entries.get(path).map(|entry| &entry.stamp);
            if let Some(old) = old.filter(|old| !old.has_mode_of(&own)) {
                self.site.set_mode(path, old)?;
            }
        }
        let record = [MANIFEST].into_iter().filter(|record| staged.written.last() != Some(record));
        let ours = staged.unchanged.iter().chain(&staged.kept).copied().chain(record).map(Path::new);
        let all: Vec<&Path> = ours.chain(plan.carried.iter().map(PathBuf::as_path)).collect();
        match all.par_iter().try_for_each(|path| previous.link(path, self.site)) {
            Err(fault) if fault.cause().is_unlinkable() => Ok(false),
            done => done.map(|()| true),
        }
    }
}

/// One file of the new site.
#[derive(Debug)]
struct File {
    /// What stood in its place.
    standing: Standing,
    digest: Digest,
    len: u64,
}

impl<'a> Staged<'a> {
    fn add(&mut self, path: &'a str, file: File) {
        match file.standing {
            Standing::Theirs => return self.kept.push(path),
            Standing::Same => self.unchanged.push(path),
            Standing::Nothing | Standing::Ours => self.written.push(path),
        }
        self.manifest.insert(path, file.digest);
        self.bytes += file.len;
    }
}
