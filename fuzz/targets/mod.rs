//! What is fuzzed: how each target is run, and how what it is given is changed.

mod compare;
mod config;
mod document;
mod json;
mod markdown;
mod pattern;
mod project;
mod references;
mod report;
mod request;
mod sample;
mod toml;
mod words;
mod yaml;

use libfuzzer_sys::arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::{Corpus, fuzzer_mutate};

use crate::mutate::{mutate_bytes, respell_numbers};

/// One of them.
#[derive(Clone, Copy)]
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]) -> Corpus,
    /// Changes so many bytes, to at most so many, by a seed; gives how many there are then.
    pub change: fn(&mut [u8], usize, usize, u32) -> usize,
}

pub const TARGETS: [Target; 14] = [
    Target { name: "json", run: |data| taken(data, json::run), change: as_bytes },
    Target { name: "yaml", run: |data| taken(data, yaml::run), change: respell_numbers },
    Target { name: "toml", run: |data| taken(data, toml::run), change: as_bytes },
    Target { name: "config", run: |data| taken(data, config::run), change: as_bytes },
    Target { name: "markdown", run: |data| taken(data, markdown::run), change: as_bytes },
    Target { name: "pattern", run: |data| taken(data, pattern::run), change: as_bytes },
    Target { name: "words", run: words::run, change: mutate_bytes },
    Target { name: "sample", run: sample::run, change: mutate_bytes },
    Target { name: "compare", run: compare::run, change: mutate_bytes },
    Target { name: "document", run: document::run, change: mutate_bytes },
    Target { name: "references", run: references::run, change: mutate_bytes },
    Target { name: "project", run: |data| taken(data, project::run), change: as_bytes },
    Target { name: "report", run: |data| taken(data, report::run), change: as_bytes },
    Target { name: "request", run: |data| taken(data, request::run), change: as_bytes },
];

fn as_bytes(data: &mut [u8], size: usize, most: usize, _: u32) -> usize {
    fuzzer_mutate(data, size, most)
}

/// Runs what takes values of a type, which are read of the bytes.
fn taken<'a, T: Arbitrary<'a>>(data: &'a [u8], run: fn(T)) -> Corpus {
    if data.len() < T::size_hint(0).0 {
        return Corpus::Reject;
    }
    let Ok(value) = T::arbitrary_take_rest(Unstructured::new(data)) else { return Corpus::Reject };
    run(value);
    Corpus::Keep
}
