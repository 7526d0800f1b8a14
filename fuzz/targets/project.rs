//! Whole projects: a fixture, changed as files and as trees. Two runs agree, no page is alive, no link leads nowhere.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schemabook_fuzz::{Project, check_site, quiet};

fuzz_target!(|number: u64| {
    quiet();
    check_site(&Project::of_number(number));
});
