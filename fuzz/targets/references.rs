//! References: an object of files by name, which refer to one another as they like.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use schemabook_fuzz::{Project, check_site, mutate_bytes, quiet};

fuzz_target!(|data: &[u8]| -> Corpus {
    quiet();
    if serde_json::from_slice::<serde_json::Value>(data).is_err() {
        return Corpus::Reject;
    }
    let Ok(files) = serde_json::from_slice::<BTreeMap<String, serde_json::Value>>(data) else { return Corpus::Reject };
    let inside =
        |name: &String| !name.is_empty() && !name.contains(['/', '\\', '\0']) && name.len() < 40 && name != "..";
    let files = files.into_iter().filter(|(name, _)| inside(name));
    let files = files.map(|(name, value)| (format!("schemas/{name}.json"), value.to_string().into_bytes()));
    check_site(&Project(files.collect()));
    Corpus::Keep
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate_bytes(data, size, max_size, seed) });
