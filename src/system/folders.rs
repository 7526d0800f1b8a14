//! Folders that the system gives to each user.

use std::env;
use std::path::PathBuf;

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
