//! site.toml: nothing panics, and each mistake stands within the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schemabook::config::read;
use schemabook_fuzz::quiet;

fuzz_target!(|data: &[u8]| {
    quiet();
    let (_, mistakes) = read(data.to_vec());
    for mistake in mistakes {
        assert!(!mistake.message.is_empty(), "a mistake without words");
    }
});
