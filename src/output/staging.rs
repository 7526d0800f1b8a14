//! The staging folder: where the new site is made, and the lock that keeps a second build away.
//!
//! It holds a lock file, which marks it as ours, the new site, and, where no system call swaps two folders, for a
//! moment the old site. Whatever a killed run left in it is cleared by the next.

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::entry::Entry;
use super::error::Refusal;
use super::fault::Fault;
use super::folder::{Folder, split};
use crate::system::{Cause, Lock, below};

/// The new site before the switch, the old one after it.
pub(super) const SITE: &str = "site";
/// The old site between two renames.
pub(super) const PREVIOUS: &str = "previous";
const LOCK: &str = ".schemabook-lock";

/// How often the folder is made anew where another build removes it at the same moment.
const ATTEMPTS: usize = 100;

/// A staging folder that this process holds. It is removed when dropped.
#[derive(Debug)]
pub(super) struct Staging {
    pub folder: Folder,
    /// The folder that holds the output.
    pub parent: Folder,
    /// The output's name there.
    pub out: OsString,
    /// Where the staging folder is: beside the output, or in it.
    home: Folder,
    name: OsString,
    /// `None` once its file is removed.
    lock: Option<Lock>,
}

impl Staging {
    /// Makes the folder `name` in `home` for the output `out` in `parent`, or takes over one that a killed run left,
    /// and locks it.
    ///
    /// # Errors
    /// [`Refusal::Busy`] if another build holds it, [`Refusal::Staging`] if something that is not ours stands there.
    pub fn take(parent: Folder, out: &OsStr, home: Folder, name: &OsStr) -> Result<Staging, Refusal> {
        for _ in 0..ATTEMPTS {
            let is_new = home.mkdir(name.as_ref())?;
            match lock(&home, name, &parent.at(out.as_ref())) {
                Ok(Some((folder, lock))) => {
                    let (out, name) = (out.to_owned(), name.to_owned());
                    let staging = Staging { folder, parent, out, home, name, lock: Some(lock) };
                    staging.clear()?;
                    return Ok(staging);
                }
                Ok(None) => {}
                Err(refusal) => {
                    if is_new {
                        // If this fails, too, the first fault is still the one to mend.
                        let _ = home.remove_folder(name);
                    }
                    return Err(refusal);
                }
            }
        }
        Err(Refusal::Busy { path: parent.at(out.as_ref()) })
    }

    /// Brings back an old site that was moved away when nothing came into its place.
    pub fn mend(&self) -> Result<(), Fault> {
        let is_away = self.folder.entry(PREVIOUS.as_ref())?.is_some();
        if is_away && self.parent.entry(&self.out)?.is_none() {
            self.folder.rename(PREVIOUS.as_ref(), &self.parent, &self.out)?;
        }
        Ok(())
    }

    /// Brings back an old site that a killed run moved away, and removes all else that was staged.
    pub fn clear(&self) -> Result<(), Fault> {
        self.mend()?;
        self.remove_old(|_, _, _| Ok(()))
    }

    /// Removes the staged site, which after the switch is the old one. `last_look` sees each file (its folder, its path
    /// in the site, the file) before it goes, and may move it elsewhere.
    pub fn remove_old(
        &self,
        last_look: impl Fn(&Folder, &Path, &Entry) -> Result<(), Fault> + Sync,
    ) -> Result<(), Fault> {
        for name in [SITE, PREVIOUS] {
            if self.folder.entry(name.as_ref())?.is_some() {
                remove_tree(&self.folder, name.as_ref(), &last_look)?;
            }
        }
        Ok(())
    }
}

impl Drop for Staging {
    /// A folder that cannot be removed is left to the next run, which says why if it cannot either.
    fn drop(&mut self) {
        let lock = if self.clear().is_ok() { self.lock.take() } else { None };
        if lock.is_some_and(|lock| self.folder.dir.remove_lock(lock, LOCK.as_ref()).is_ok()) {
            self.folder.dir.close();
            let _ = self.home.remove_folder(&self.name);
        }
    }
}

/// Opens and locks the staging folder; `None` if its last holder removed it meanwhile.
fn lock(home: &Folder, name: &OsStr, out: &Path) -> Result<Option<(Folder, Lock)>, Refusal> {
    let folder = match home.descend(name.as_ref()) {
        Ok(folder) => folder,
        Err(fault) => match fault.cause() {
            Cause::Missing => return Ok(None),
            Cause::OtherKind => return Err(Refusal::Staging { path: home.at(name.as_ref()) }),
            _ => return Err(fault.into()),
        },
    };
    let marker = folder.entry(LOCK.as_ref())?;
    let is_ours = match &marker {
        Some(marker) => marker.is_file(),
        // A run that was killed before it made the lock, or has just removed it.
        None => folder.entries()?.is_empty(),
    };
    if !is_ours {
        return Err(Refusal::Staging { path: home.at(name.as_ref()) });
    }
    match folder.lock(LOCK.as_ref()) {
        Ok(Some(lock)) if folder.is_at(home, name) => Ok(Some((folder, lock))),
        Ok(Some(_)) => Ok(None),
        Ok(None) => Err(Refusal::Busy { path: out.to_owned() }),
        Err(fault) if fault.cause() == Cause::Missing => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

/// Removes the folder `name` and all below it, by handles and without following links.
fn remove_tree(
    parent: &Folder,
    name: &OsStr,
    last_look: &(impl Fn(&Folder, &Path, &Entry) -> Result<(), Fault> + Sync),
) -> Result<(), Fault> {
    let tree = parent.descend(name.as_ref())?;
    let levels = tree.visit(|folder, path, entries| {
        if let Some(mount) = entries.iter().find(|entry| entry.is_mount) {
            // What is mounted here is not ours, and to remove it we would have to enter it.
            return Err(folder.fault("remove", mount.name.as_ref(), ErrorKind::ResourceBusy.into()));
        }
        entries.iter().filter(|entry| !entry.is_folder()).try_for_each(|entry| {
            last_look(folder, &below(path, &entry.name), entry)?;
            folder.remove(&entry.name)
        })
    })?;
    for level in levels.iter().rev() {
        level.par_iter().try_for_each(|path| {
            let (above, name) = split(path);
            tree.descend(above)?.remove_folder(name)
        })?;
    }
    // Windows removes no folder that is open.
    drop(tree);
    parent.remove_folder(name)
}
