//! Puts a sample and the words beside it where nothing is: below the project's folder, through no link, whole or not at all.
//!
//! What it wrote is no example while the Markdown beside it says `generated: true`: `load` leaves it out, so that it is in no count and
//! silences no rule until somebody has read it and taken the line out.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::sample::Pair;

/// What became of a sample.
pub enum Put {
    Written,
    /// Something stands there already, or at the name that it has in other cases.
    Taken,
    /// Something on the way is a link, or no folder.
    Linked(String),
}

/// Whether both could be put where they belong: nothing stands there, and what stands on the way are folders.
pub fn can_put(root: &Path, pair: &Pair) -> bool {
    let on_the_way = Path::new(&pair.stem).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let mut on_the_way = on_the_way.map(|folder| root.join(folder).symlink_metadata());
    is_free(root, pair) && on_the_way.all(|about| about.map_or(true, |about| about.is_dir()))
}

/// Whether nothing stands where a sample and its words would.
fn is_free(root: &Path, pair: &Pair) -> bool {
    let is_free = |ending: &str| root.join(format!("{}{ending}", pair.stem)).symlink_metadata().is_err();
    is_free(".json") && is_free(".md")
}

/// Writes both, the words first: without them the sample would count as an example.
///
/// # Errors
/// The system refuses.
pub fn put(root: &Path, pair: &Pair) -> io::Result<Put> {
    if !is_free(root, pair) {
        return Ok(Put::Taken);
    }
    let Some((folder, name)) = pair.stem.rsplit_once('/') else { return Ok(Put::Taken) };
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
    if !put_file(&at, &format!("{name}.md"), &pair.words)? {
        return Ok(Put::Taken);
    }
    match put_file(&at, &format!("{name}.json"), &pair.json) {
        Ok(true) => Ok(Put::Written),
        // Words about nothing are of no use.
        other => {
            let _ = fs::remove_file(at.join(format!("{name}.md")));
            other.map(|_| Put::Taken)
        }
    }
}

/// Writes a file to a name of its own and then links it to the right one, which fails where something stands there by then: `false`.
fn put_file(folder: &Path, name: &str, text: &str) -> io::Result<bool> {
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    let mut made = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = made.write_all(text.as_bytes()).and_then(|()| made.sync_all());
    let linked = written.and_then(|()| fs::hard_link(&beside, folder.join(name)));
    // The name of its own has done its work, or is of no use.
    let _ = fs::remove_file(&beside);
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}
