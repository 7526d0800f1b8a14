//! References: an object of files by name, which refer to one another as they like.

use std::collections::BTreeMap;

use crate::project::{Project, check_site};
use libfuzzer_sys::Corpus;

pub fn run(data: &[u8]) -> Corpus {
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
}
