//! Puts one file where none is: below the project's folder, through no link, whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::missing::File;

/// What became of a file.
pub enum Put {
    Written,
    /// Something stands there already, or at the name that it has in other cases.
    Taken,
    /// A folder on the way is a link.
    Linked(String),
}

/// Whether nothing stands at a path below a folder.
pub fn is_free(root: &Path, path: &str) -> bool {
    root.join(path).symlink_metadata().is_err()
}

/// Writes the file to a name of its own and then links it to the right one, which fails where something stands there by then.
///
/// # Errors
/// The system refuses.
pub fn put(root: &Path, file: &File) -> io::Result<Put> {
    if !is_free(root, &file.path) {
        return Ok(Put::Taken);
    }
    let Some((folder, name)) = file.path.rsplit_once('/') else { return Ok(Put::Taken) };
    let mut at: PathBuf = root.to_path_buf();
    for part in folder.split('/') {
        // No path of ours leads up or outside.
        if matches!(part, "" | "." | "..") {
            return Ok(Put::Linked(folder.to_owned()));
        }
        at.push(part);
        match at.symlink_metadata() {
            Ok(about) if about.is_dir() => {}
            Ok(_) => return Ok(Put::Linked(part.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir(&at)?,
            Err(error) => return Err(error),
        }
    }
    let beside = at.join(format!(".{name}.{}", std::process::id()));
    let mut made = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = made.write_all(file.text.as_bytes()).and_then(|()| made.sync_all());
    let linked = written.and_then(|()| fs::hard_link(&beside, at.join(name)));
    // The name of its own has done its work, or is of no use.
    let _ = fs::remove_file(&beside);
    match linked {
        Ok(()) => Ok(Put::Written),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Put::Taken),
        Err(error) => Err(error),
    }
}
