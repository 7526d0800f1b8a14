//! The live preview: watches the project, rebuilds it whole, answers from memory, tells open pages to reload.
//!
//! One thread keeps up with the files (`keep_up`) and swaps what is shown (`screen`), others answer requests from it
//! (`requests`), after `guard` has seen them. A request never reaches the disk.
//!
//! Connections are ours (`connection`, `head`, `places`), and of tiny_http only the heads of answers are used. Its server reads heads
//! without end and without a deadline, on a thread for each connection, and hides the sockets, so that nothing around it could end a
//! slow one. A relay before it would have to read all heads itself, and take three sockets and three threads for each connection.

mod answer;
mod changes;
mod connection;
mod guard;
mod head;
mod keep_up;
mod listen;
mod pace;
mod places;
mod requests;
mod screen;
mod shared;
mod streams;
#[cfg(test)]
mod tests;
mod watch;

use std::sync::Arc;

use crate::output::Output;

pub use changes::Changes;
pub use guard::Refusal;
pub use head::{Asked, end as end_of_head};
pub use keep_up::{Notice, keep_up};
pub use listen::{Door, Guests, ListenError};
pub use requests::answer_all;
pub use screen::Screen;

/// What one rebuild made.
pub struct Build {
    /// The site; `None` where the project could not even be opened.
    pub output: Option<Arc<Output>>,
    /// What is wrong, one line for each error; empty for a good build.
    pub errors: Vec<String>,
    /// The paths of the files that were read, relative to the project; `None` if they are those of the last build.
    pub files: Option<Vec<String>>,
}

/// Rebuilds the project; `None` if nothing that was read is another than before.
pub type Rebuild<'a> = dyn FnMut(&Changes) -> Option<Build> + 'a;

/// Where the watched files lie.
pub struct Place {
    /// The project's folder, with every link resolved.
    pub root: std::path::PathBuf,
    /// Ask the disk every second instead of waiting for the system to tell.
    pub poll: bool,
}

/// Lists the folders that are watched, relative to the project; each for itself, not what is below it.
pub type Folders<'a> = dyn Fn() -> Vec<String> + 'a;
