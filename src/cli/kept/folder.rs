//! The folder of kept runs: made where it may be, and kept from growing.

use std::fs;
use std::path::{Path, PathBuf};

use super::pack::LIMIT;
use crate::system::{canonicalize, make_private_folder};

/// What tells backup programs and our own walk that all of the folder can be made again (<https://bford.info/cachedir/>).
const TAG: (&str, &str) =
    ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# Runs that schemabook has finished.\n");

/// Makes the folder, and gives its real path.
///
/// # Errors
/// It can't be made, or lies in the project at `root`; in words.
pub fn make(folder: &Path, root: &Path) -> Result<PathBuf, String> {
    // What is not there yet lies where the part of it lies that is.
    let full = std::path::absolute(folder).map_err(|error| error.to_string())?;
    let real = full.ancestors().find_map(|above| canonicalize(above).ok());
    if real.is_some_and(|real| real.starts_with(root)) {
        return Err("it lies in the project, where whoever changes the project could change it".to_owned());
    }
    let made = make_private_folder(&full).and_then(|()| canonicalize(&full));
    let folder = made.map_err(|error| format!("it can't be made: {error}"))?;
    let tag = folder.join(TAG.0);
    if !tag.exists() {
        fs::write(tag, TAG.1).map_err(|error| format!("it can't be written to: {error}"))?;
    }
    Ok(folder)
}

/// Removes the oldest files until all that are left fit in the limit; never the one named `but`.
///
/// # Errors
/// The folder can't be read, in words. That a file can't be removed is no error: another run may have done it.
pub fn prune(folder: &Path, but: &str) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let about = entry.metadata().ok()?;
            let is_run = about.is_file() && is_name(&entry.file_name().to_string_lossy());
            is_run.then_some((about.modified().ok()?, about.len(), entry.path()))
        })
        .collect();
    files.sort();
    let mut sum: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
    for (_, bytes, path) in files.into_iter().filter(|(.., path)| !path.ends_with(but)) {
        if sum <= LIMIT {
            break;
        }
        if fs::remove_file(path).is_ok() {
            sum -= bytes;
        }
    }
    Ok(())
}

/// Whether a run has this name: nothing else in the folder is ever removed.
fn is_name(name: &str) -> bool {
    let key = name.split('.').next().unwrap_or_default();
    key.len() == 64 && key.bytes().all(|digit| digit.is_ascii_hexdigit())
}
