//! YAML: nothing panics, each value stands where it is said to stand, and what is JSON has the value that it has as JSON.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use schemabook::source::{Format, Source};
use schemabook_fuzz::{quiet, respell_numbers, walk};

fuzz_target!(|data: &[u8]| {
    quiet();
    let source = Source::from_file("a.yaml", Format::Yaml, data.to_vec());
    walk(&source);
    // YAML 1.2 takes JSON for what it is, but where a key is a merge.
    if let (Some(root), Ok(value)) = (source.root(), serde_json::from_slice::<serde_json::Value>(data))
        && source.refusal().is_none()
        && !source.text.contains("<<")
    {
        assert_eq!(root.to_value(), value, "read otherwise than as JSON");
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    respell_numbers(data, size, max_size, seed)
});
