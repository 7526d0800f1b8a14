//! The output: an ordered map from a site's paths to how their bytes are made, and the careful writing of it to disk.
//!
//! Writing never leaves half a site behind and never deletes what it did not make:
//!
//! 1. [`Target::prepare`] refuses places that must not be written to, and locks the output against a second build.
//! 2. [`Target::write`] makes the whole new site in a staging folder beside the output (`stage`). Files that did not
//!    change are hard links to the old ones, and so are the files of others that stand in the old site (`plan`).
//! 3. One system call swaps the old site and the new one; where none can, two renames do, and the next run mends what
//!    one that is killed between them left (`exchange`). Where folders can't be moved, files are renamed one by one
//!    (`place`). Until then the old site is untouched, whatever fails.
//!
//! What was written is on record in `.schemabook-manifest` (`manifest`), which also marks a folder as ours.

mod entry;
mod error;
mod exchange;
mod fault;
mod folder;
mod location;
mod manifest;
mod map;
mod paths;
mod place;
mod plan;
mod previous;
mod stage;
mod staging;
mod target;

pub use error::{Refusal, WriteError};
pub use fault::Fault;
pub use location::staging_of;
pub use manifest::MANIFEST;
pub use map::{Content, ListProducer, Maker, Output, Producer, ProducerError};
pub use paths::{Clash, Paths};
pub use target::{Target, Written};
