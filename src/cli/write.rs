//! Writes the file of `--output` or `--out`: whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::exit::Failure;
use crate::system::canonicalize;

/// Writes a text to a file. Who reads the file meanwhile sees the old text or the new one.
///
/// # Errors
/// The system refuses: exit 3. What stood there before still does.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let refused = |error: io::Error| Failure::environment(format!("`{}` can't be written: {error}", path.display()));
    match fs::metadata(path) {
        // A pipe or a terminal can't be replaced, and must not be.
        Ok(about) if !about.is_file() => fs::write(path, text).map_err(refused),
        Ok(about) => {
            // Whether the file may be written is asked of the file, not of its folder.
            OpenOptions::new().write(true).open(path).map_err(refused)?;
            let path = canonicalize(path).map_err(refused)?;
            replace(&path, text, Some(about.permissions())).map_err(refused)
        }
        Err(_) => replace(path, text, None).map_err(refused),
    }
}

/// Writes beside the file and puts it in the place of the file.
fn replace(path: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let Some(name) = path.file_name() else { return Err(io::ErrorKind::IsADirectory.into()) };
    let beside = path.with_file_name(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = permissions
        .map_or(Ok(()), |permissions| file.set_permissions(permissions))
        .and_then(|()| file.write_all(text.as_bytes()))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What is left of it is of no use; that it can't be removed is the smaller trouble.
        let _ = fs::remove_file(&beside);
    }
    written
}
