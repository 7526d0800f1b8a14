//! Folders that the system gives to each user.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folder for what programs can make again: `XDG_CACHE_HOME` or `~/.cache` (XDG Base Directory Specification), `~/Library/Caches` on
/// macOS, `%LOCALAPPDATA%` on Windows. `None` where the environment names none.
pub fn cache_folder() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        return named("LOCALAPPDATA");
    }
    let usual = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    // Containers give the root to users that they don't know.
    let home = || named("HOME").filter(|home| home.parent().is_some());
    named("XDG_CACHE_HOME").or_else(|| Some(home()?.join(usual)))
}

/// Makes a folder, and those above it, for the user alone: what is made of a project may be as secret as the project.
///
/// # Errors
/// The system's.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}
