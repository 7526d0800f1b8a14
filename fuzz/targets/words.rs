//! Words of keywords: any schema has a page, the same twice, on which nothing is alive and each link leads somewhere.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use schemabook_fuzz::{Project, check_site, mutate_bytes, quiet};

fuzz_target!(|data: &[u8]| -> Corpus {
    quiet();
    if serde_json::from_slice::<serde_json::Value>(data).is_err() {
        return Corpus::Reject;
    }
    check_site(&Project::of_file("schemas/a.json", data));
    Corpus::Keep
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate_bytes(data, size, max_size, seed) });
