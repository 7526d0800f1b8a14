//! TOML: nothing panics, and each value stands where it is said to stand.

use crate::read::walk;
use schemabook::source::{Format, Source};

pub fn run(data: &[u8]) {
    walk(&Source::from_file("types.toml", Format::Toml, data.to_vec()));
}
