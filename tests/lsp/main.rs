//! The language server as an editor speaks to it: over pipes, in messages of the protocol.

#[path = "../support/mod.rs"]
mod support;

mod adding;
mod client;
mod completion;
mod edits;
mod previewing;
mod relations;
mod renaming;
mod sessions;
mod strangers;
mod writing;
