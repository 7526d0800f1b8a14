//! Where the output may lie: directly in the project, below a folder that holds no input, or outside; never at or
//! above the project, an input or the user's home, and never behind a symbolic link.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf, Prefix};

use super::error::Refusal;
use super::fault::Fault;
use crate::system::{can_name, canonicalize};

/// The folder beside `out` in which a build stages the new site, and which is there only while one is running.
pub fn staging_of(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default();
    let mut staging = OsString::from(".");
    staging.push(name);
    staging.push(".staging");
    out.with_file_name(staging)
}

/// The absolute path of the output `out`, without links, once it is clear that a site may stand there.
///
/// `inputs` are as [`Target::prepare`](super::Target::prepare) takes them.
pub(super) fn resolve(out: &Path, project: &Path, inputs: &[PathBuf]) -> Result<PathBuf, Refusal> {
    let root = canonicalize(project).map_err(|error| Fault::new("open", project, error))?;
    let path = without_links(out, &root)?;
    if path.parent().is_none() {
        return Err(Refusal::Root);
    }
    if path.iter().any(|name| name.eq_ignore_ascii_case(".git")) {
        return Err(Refusal::Repository { path });
    }
    if root.starts_with(&path) {
        return Err(Refusal::Project { path });
    }
    let home = std::env::home_dir().map(|home| canonicalize(&home).unwrap_or(home));
    if home.is_some_and(|home| home.starts_with(&path)) {
        return Err(Refusal::Home { path });
    }
    for input in inputs {
        let input = root.join(input.strip_prefix(project).unwrap_or(input));
        keep_apart(&path, &root, input)?;
    }
    Ok(path)
}

/// Refuses an output at `path` that the input, or a folder with it, would hold or be held by.
fn keep_apart(path: &Path, root: &Path, input: PathBuf) -> Result<(), Refusal> {
    if input.starts_with(path) {
        return Err(Refusal::AboveInput { path: path.to_owned(), input });
    }
    let inside = path.starts_with(&input) && input != root;
    let beside = path.parent().is_some_and(|parent| {
        let is_subfolder = parent != root && parent.starts_with(root);
        is_subfolder && input.starts_with(parent)
    });
    if inside || beside {
        return Err(Refusal::BesideInput { path: path.to_owned(), input });
    }
    Ok(())
}

/// The absolute path that `out` leads to. What does not exist yet is taken as written.
///
/// Links above the project are the user's own. Inside, a link came with the project, whoever wrote that, and could
/// lead the build out of it.
fn without_links(out: &Path, root: &Path) -> Result<PathBuf, Refusal> {
    if out.as_os_str().is_empty() {
        return Err(Refusal::Empty);
    }
    let absolute = std::path::absolute(out).map_err(|error| Fault::new("find", out, error))?;
    let mut path = PathBuf::new();
    let mut components = absolute.components().peekable();
    while let Some(component) = components.next() {
        match component {
            Component::ParentDir => {
                path.pop();
                continue;
            }
            // What Windows makes of `nul`.
            Component::Prefix(prefix) if matches!(prefix.kind(), Prefix::DeviceNS(_)) => {
                return Err(Refusal::Name { path: absolute });
            }
            // `C:` alone would be the folder that this drive is at.
            Component::Prefix(_) => {
                path.push(component);
                continue;
            }
            Component::Normal(name) if !name.to_str().is_none_or(can_name) => {
                return Err(Refusal::Name { path: path.join(name) });
            }
            Component::Normal(_) | Component::RootDir | Component::CurDir => {}
        }
        let next = path.join(component);
        let is_last = components.peek().is_none();
        path = match fs::symlink_metadata(&next) {
            Ok(found) if found.is_symlink() && (is_last || path.starts_with(root)) => {
                return Err(Refusal::Link { path: next });
            }
            Ok(found) if found.is_symlink() => {
                canonicalize(&next).map_err(|error| Fault::new("follow", next, error))?
            }
            Ok(found) if !found.is_dir() => return Err(Refusal::NotAFolder { path: next }),
            Ok(_) => next,
            Err(error) if error.kind() == ErrorKind::NotFound => next,
            Err(error) => return Err(Fault::new("look at", next, error).into()),
        };
    }
    Ok(as_spelled(path))
}

/// The path in the letters of the folders that are there, so that it can be compared with others; the rest is taken as written.
fn as_spelled(path: PathBuf) -> PathBuf {
    let known = path.ancestors().find_map(|folder| Some((canonicalize(folder).ok()?, path.strip_prefix(folder).ok()?)));
    match known {
        Some((real, rest)) if rest.as_os_str().is_empty() => real,
        Some((real, rest)) => real.join(rest),
        None => path,
    }
}
