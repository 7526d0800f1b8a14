//! The switch where the output cannot be swapped as a whole: each file is renamed into its place.
//!
//! A reader may meet the site half old and half new, but never half a file, and a run that is killed on the way leaves
//! nothing that the next takes for somebody else's: the record says both, old and new, until all is done.

use std::path::Path;

use super::error::WriteError;
use super::fault::Fault;
use super::folder::{Folder, split};
use super::manifest::{MANIFEST, Manifest};
use super::plan::Plan;
use super::previous::Previous;
use super::stage::Staged;

/// The name under which the record of old and new is staged.
const BOTH: &str = ".schemabook-manifest-of-both";

/// Moves what was written anew from the staged site into the old one, and removes what was dropped.
pub(super) fn place(site: &Folder, previous: &Previous, plan: &Plan, staged: &Staged) -> Result<(), WriteError> {
    let out = &previous.folder;
    let mut both = Manifest::default();
    both.merge(&previous.manifest);
    both.merge(&staged.manifest);
    site.write(BOTH.as_ref(), both.to_string().as_bytes())?;
    site.rename(BOTH.as_ref(), out, MANIFEST.as_ref())?;

    // First, because a new file may need the place of a folder, or a new folder that of a file.
    for path in &plan.dropped {
        let (parent, name) = split(path);
        out.descend(parent)?.remove(name)?;
    }
    remove_folders(previous, plan)?;

    for path in &plan.folders {
        out.make(path)?;
    }
    for path in staged.written.iter().filter(|path| **path != MANIFEST) {
        let path = Path::new(path);
        let (parent, name) = split(path);
        site.rename(path, &out.descend(parent)?, name)?;
    }
    site.write(BOTH.as_ref(), staged.manifest.to_string().as_bytes())?;
    site.rename(BOTH.as_ref(), out, MANIFEST.as_ref())?;
    Ok(())
}

/// Removes the folders that the new site has no use for, the deepest first. All are ours and by now empty.
fn remove_folders(previous: &Previous, plan: &Plan) -> Result<(), Fault> {
    let folders = previous.entries.iter().filter(|(_, entry)| entry.is_folder()).map(|(path, _)| path);
    let mut unused: Vec<_> = folders.filter(|path| !plan.folders.contains(*path)).collect();
    unused.sort();
    for path in unused.into_iter().rev() {
        let (parent, name) = split(path);
        previous.folder.descend(parent)?.remove_folder(name)?;
    }
    Ok(())
}
