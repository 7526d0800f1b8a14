//! All targets in one program, which is built and linked once: `TARGET` names the one that is run. `targets/` has a module for each, `mutate.rs`
//! changes values as trees, `project.rs` changes projects as folders of files and says what must hold of a run.
#![no_main]

mod mutate;
mod project;
mod quiet;
mod read;
#[path = "../targets/mod.rs"]
mod targets;

use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

use targets::{TARGETS, Target};

/// The target that is meant. A fork of the fuzzer has the same.
static MEANT: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("TARGET").unwrap_or_default();
    let meant = TARGETS.iter().find(|target| target.name == name);
    meant.unwrap_or_else(|| {
        eprintln!("TARGET={name}: it is one of {}", TARGETS.map(|target| target.name).join(", "));
        std::process::exit(2)
    })
});

fuzz_target!(|data: &[u8]| -> Corpus {
    quiet::quiet();
    (MEANT.run)(data)
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    (MEANT.change)(data, size, max_size, seed)
});
