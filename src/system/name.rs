//! Names of files: which a system can hold, how paths are written, how a folder's real path is found.

use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The names of a path that stays below the folder it is relative to.
///
/// # Errors
/// [`Elsewhere`](super::Cause::Elsewhere) for one that does not, [`Missing`](super::Cause::Missing) where no file can have such a name.
pub(super) fn names(path: &Path) -> io::Result<Vec<&OsStr>> {
    let mut names = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(name) if name.to_str().is_none_or(can_name) => names.push(name),
            Component::Normal(_) => return Err(io::ErrorKind::NotFound.into()),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return Err(io::ErrorKind::CrossesDevices.into());
            }
        }
    }
    Ok(names)
}

/// Whether a path ends in a `/`, so that only a folder can stand there.
pub(super) fn asks_for_folder(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Whether files of this system can have the names of a path with `/`. On Windows some characters mean something else, an end in a
/// dot or a space is dropped, and some names are devices whatever follows them.
pub fn can_name(path: &str) -> bool {
    !cfg!(windows) || path.split('/').all(windows_can_name)
}

/// The same for one name on Windows, as "Naming Files, Paths, and Namespaces" of its documentation says.
pub(super) fn windows_can_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let is_device = matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered.is_some_and(|number| {
            matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        });
    let is_odd = |c: char| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\');
    matches!(name, "." | "..") || !(is_device || name.contains(is_odd) || name.ends_with(['.', ' ']))
}

/// The path of `name` in a folder's relative path, with `/` on every system.
pub fn below(folder: &Path, name: &OsStr) -> PathBuf {
    if folder.as_os_str().is_empty() {
        return name.into();
    }
    let mut path = folder.as_os_str().to_owned();
    path.push("/");
    path.push(name);
    path.into()
}

/// The path with `/` between its names, as reports and addresses have it; `None` if it is not UTF-8.
pub fn slashed(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    // On Unix `\` is a letter like others.
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

/// The real path: absolute, without links, in the letters that the folders themselves have, as people write it.
///
/// # Errors
/// The system's: nothing stands there, or it can't be reached.
pub fn canonicalize(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize().map(|path| plain(&path).unwrap_or(path))
}

/// Windows writes real paths as `\\?\C:\…`, which stands for itself only, cannot be compared with what people write and can hold
/// names that `C:\…` can't; one that does stays as it is.
fn plain(path: &Path) -> Option<PathBuf> {
    use std::path::Prefix;
    let mut parts = path.components();
    let Some(Component::Prefix(prefix)) = parts.next() else { return None };
    let mut plain = match prefix.kind() {
        Prefix::VerbatimDisk(disk) => PathBuf::from(format!("{}:\\", char::from(disk))),
        Prefix::VerbatimUNC(server, share) => {
            let (server, share) = (server.to_str()?, share.to_str()?);
            PathBuf::from(format!("\\\\{server}\\{share}\\"))
        }
        _ => return None,
    };
    for part in parts {
        match part {
            Component::Normal(name) if name.to_str().is_some_and(can_name) => plain.push(name),
            Component::RootDir => {}
            _ => return None,
        }
    }
    Some(plain)
}

/// Whether a real path below a real folder is spelled as its folders spell it. Where `Order.json` finds `order.json`, as on Windows and
/// mostly on macOS, a name in other letters would be a fault on the next system; so it names nothing here either. Linux tells them apart.
pub fn is_spelled(path: &Path) -> bool {
    cfg!(target_os = "linux") || canonicalize(path).is_ok_and(|real| real == path)
}
