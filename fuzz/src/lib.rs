//! What the targets share: values that are changed as trees, projects that are changed as folders of files, and what must hold of a run.

mod mutate;
mod project;
mod quiet;
mod read;

pub use mutate::{mutate_bytes, respell_numbers};
pub use project::{Project, check_site, reports};
pub use quiet::quiet;
pub use read::{is_alive, walk};
