//! The switch from the old site to the new one.

use std::io;

use rustix::io::Errno;

use super::fault::Fault;
use super::folder::Folder;
use super::staging::{PREVIOUS, SITE, Staging};

/// Errors that say the file system, or the kernel, does not know a flag of renameat2.
const UNSUPPORTED: [Errno; 4] = [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOTSUP];
/// Errors that say the folder is where another file system begins (overlayfs says so, too, of folders of its image).
const IMMOVABLE: [Errno; 2] = [Errno::BUSY, Errno::XDEV];

/// Puts the staged site where no output is.
///
/// # Errors
/// One that came meanwhile is not ours, and is not replaced.
pub(super) fn first(staging: &Staging) -> Result<(), Fault> {
    match rename_with(staging, How::NoReplace) {
        Err(fault) if fault.is_any(&UNSUPPORTED) => rename(staging),
        done => done,
    }
}

/// Swaps the staged site and the `old` one, which then is in the staging folder. `false` if folders cannot be moved
/// here, and nothing was.
pub(super) fn swap(staging: &Staging, old: &Folder) -> Result<bool, Fault> {
    let done = match rename_with(staging, How::Exchange) {
        Ok(()) if !old.is_at(&staging.folder, SITE.as_ref()) => {
            // Somebody put another folder there while we worked. It is not ours to remove.
            rename_with(staging, How::Exchange)?;
            let error = io::Error::other("another folder took its place while the site was built");
            Err(Fault::new("replace", old.path(), error))
        }
        Err(fault) if fault.is_any(&UNSUPPORTED) => two_renames(staging),
        done => done,
    };
    match done {
        Ok(()) => Ok(true),
        Err(fault) if fault.is_any(&IMMOVABLE) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// What a rename does about what stands at the output.
enum How {
    NoReplace,
    Exchange,
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn rename_with(staging: &Staging, how: How) -> Result<(), Fault> {
    let flags = match how {
        How::NoReplace => rustix::fs::RenameFlags::NOREPLACE,
        How::Exchange => rustix::fs::RenameFlags::EXCHANGE,
    };
    staging.folder.rename_with(SITE.as_ref(), &staging.parent, &staging.out, flags)
}

/// Other systems have no such call.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn rename_with(staging: &Staging, _: How) -> Result<(), Fault> {
    Err(Fault::new("replace", staging.parent.path(), Errno::NOSYS))
}

/// A rename that replaces an empty folder at most.
fn rename(staging: &Staging) -> Result<(), Fault> {
    staging.folder.rename(SITE.as_ref(), &staging.parent, &staging.out)
}

/// Moves the old site away and the new one into its place. A run that is killed in between leaves no site, but
/// [`mend`] brings the old one back.
fn two_renames(staging: &Staging) -> Result<(), Fault> {
    staging.parent.rename(staging.out.as_ref(), &staging.folder, PREVIOUS.as_ref())?;
    rename(staging).inspect_err(|_| {
        // If this fails as well the old site stays where the next run finds it.
        let _ = mend(staging);
    })
}

/// Brings back an old site that was moved away when nothing came into its place.
pub(super) fn mend(staging: &Staging) -> Result<(), Fault> {
    let is_away = staging.folder.entry(PREVIOUS.as_ref())?.is_some();
    if is_away && staging.parent.entry(&staging.out)?.is_none() {
        staging.folder.rename(PREVIOUS.as_ref(), &staging.parent, &staging.out)?;
    }
    Ok(())
}
