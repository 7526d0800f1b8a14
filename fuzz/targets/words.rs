//! Words of keywords: any schema has a page, the same twice, on which nothing is alive and each link leads somewhere.

use crate::project::{Project, check_site};
use libfuzzer_sys::Corpus;

pub fn run(data: &[u8]) -> Corpus {
    if serde_json::from_slice::<serde_json::Value>(data).is_err() {
        return Corpus::Reject;
    }
    check_site(&Project::of_file("schemas/a.json", data));
    Corpus::Keep
}
