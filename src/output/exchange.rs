//! The switch from the old site to the new one.

use std::io;

use super::fault::Fault;
use super::folder::Folder;
use super::staging::{PREVIOUS, SITE, Staging};
use crate::system::Cause;

/// Puts the staged `site` where no output is.
///
/// # Errors
/// One that came meanwhile is not ours, and is not replaced.
pub(super) fn first(staging: &Staging, site: &mut Folder) -> Result<(), Fault> {
    match staging.folder.rename_new(SITE.as_ref(), &staging.parent, &staging.out) {
        Err(fault) if fault.cause() == Cause::Unknown => put(staging, site),
        done => done,
    }
}

/// Swaps the staged `site` and the `old` one, which then is in the staging folder. `false` if folders cannot be moved
/// here, and nothing was.
pub(super) fn swap(staging: &Staging, old: &mut Folder, site: &mut Folder) -> Result<bool, Fault> {
    let done = match exchange(staging) {
        Ok(()) if !old.is_at(&staging.folder, SITE.as_ref()) => {
            // Somebody put another folder there while we worked. It is not ours to remove.
            exchange(staging)?;
            let error = io::Error::other("another folder took its place while the site was built");
            Err(Fault::new("replace", old.path(), error))
        }
        Err(fault) if fault.cause() == Cause::Unknown => two_renames(staging, old, site),
        done => done,
    };
    match done {
        Ok(()) => Ok(true),
        // Another file system begins there (overlayfs says so, too, of folders of its image), or somebody has it open.
        Err(fault) if fault.cause().is_immovable() => Ok(false),
        Err(fault) => Err(fault),
    }
}

fn exchange(staging: &Staging) -> Result<(), Fault> {
    staging.folder.exchange(SITE.as_ref(), &staging.parent, &staging.out)
}

/// Moves the staged site to its place, where an empty folder may stand at most.
fn put(staging: &Staging, site: &mut Folder) -> Result<(), Fault> {
    site.dir.close();
    let moved = staging.folder.rename(SITE.as_ref(), &staging.parent, &staging.out);
    let opened = match &moved {
        Ok(()) => site.reopen(&staging.parent, &staging.out),
        Err(_) => site.reopen(&staging.folder, SITE.as_ref()),
    };
    moved.and(opened)
}

/// Moves the old site away and the new one into its place. A run that is killed in between leaves no site, but
/// [`Staging::mend`] brings the old one back.
fn two_renames(staging: &Staging, old: &mut Folder, site: &mut Folder) -> Result<(), Fault> {
    old.dir.close();
    let away = staging.parent.rename(staging.out.as_ref(), &staging.folder, PREVIOUS.as_ref());
    away.and_then(|()| put(staging, site)).inspect_err(|_| {
        // If this fails as well the old site stays where the next run finds it.
        let _ = staging.mend().and_then(|()| old.reopen(&staging.parent, &staging.out));
    })
}
