//! What differs between systems. Nothing outside this module names one, nor a crate that speaks to one.
//!
//! Files and folders are reached by [`Dir`], an open folder and names below it. What is promised where:
//!
//! | | Linux | macOS | Windows |
//! |---|---|---|---|
//! | open below a folder | one call that refuses links; where there is none as on macOS | name by name, none of them a link | name by name, none of them a link, a junction or another reparse point; each folder on the way is held open until the end, so that nobody puts another in its place |
//! | swap two folders | one call; where there is none as on Windows | as on Linux, on APFS | none: two renames, and the next run mends what a killed one left |
//! | files that stay | hard links | hard links | hard links, on NTFS |
//! | permissions | kept | kept | those of the folder above: there are no modes |
//! | what is written is on the disk | when [`Dir::sync`] returns | the system is asked to | when the system likes |
//! | a file that another program has open | is replaced and removed | is replaced and removed | waited for, for about a second |
//! | a name in other letters than the folder's | is another name | names nothing, see [`is_spelled`] | names nothing |
//!
//! Other systems of the Unix kind are as macOS without a call that swaps.
//!
//! On Windows files are reached by paths, as its calls have it: an open folder is not shared for moving, so nobody can put another in its
//! place until it is closed. That takes std alone (and winapi-util, which walkdir brings, for the number of a file); cap-std does the
//! same and would bring a dozen crates.

mod cause;
mod console;
mod folders;
mod name;
mod signal;
mod socket;
mod stamp;
#[cfg(test)]
mod tests;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::{Dir, Lock};
#[cfg(windows)]
pub use windows::{Dir, Lock};

pub use cause::Cause;
pub use console::takes_colours;
pub use folders::{cache_folder, make_private_folder};
pub use name::{below, can_name, canonicalize, is_spelled, slashed};
pub use signal::{Signals, outlive_full_files};
pub use socket::cut;
pub use stamp::{Kind, Stamp, stamp};

/// Whether to watch a folder keeps those above it from being moved or removed, so that only the topmost is to be watched, with all
/// that is below it: Windows watches what is open.
pub const WATCHES_HOLD: bool = cfg!(windows);

/// Whether the ways of systems that lack a call are taken where it is not lacking: a build with debug assertions, as tests are, does
/// when `SCHEMABOOK_PLAIN_WAYS` is set.
#[cfg(target_os = "linux")]
fn is_plain() -> bool {
    cfg!(debug_assertions) && std::env::var_os("SCHEMABOOK_PLAIN_WAYS").is_some()
}
