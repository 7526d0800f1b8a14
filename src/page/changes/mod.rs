//! Versions and their changes: the front of `changes/`, a page for each lineage, the list of versions on other pages, and what home says.

mod ends;
mod feed;
mod front;
mod history;
mod row;
mod step;
mod versions;

pub use ends::{End, ends};
pub use feed::feed;
pub use front::{ChangesView, FEED, NewestRow, catalog, front, newest};
pub use history::{HistoryView, view};
pub use step::{title, version_address};
pub use versions::{VersionsView, versions, versions_of, versions_of_document};
