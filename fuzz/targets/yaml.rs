//! YAML: nothing panics, and each value stands where it is said to stand.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schemabook::source::{Format, Source};
use schemabook_fuzz::{quiet, walk};

fuzz_target!(|data: &[u8]| {
    quiet();
    walk(&Source::from_file("a.yaml", Format::Yaml, data.to_vec()));
});
