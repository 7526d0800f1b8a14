//! JSON: what we read without a finding serde_json reads as well, as the same value.

use crate::read::walk;
use schemabook::source::{Format, Source};

pub fn run(data: &[u8]) {
    let source = Source::from_file("a.json", Format::Json, data.to_vec());
    walk(&source);
    if let (Some(root), None) = (source.root(), source.refusal()) {
        // What some editors write before the first sign is no part of the text.
        match serde_json::from_slice::<serde_json::Value>(data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data)) {
            Ok(value) => assert_eq!(root.to_value(), value, "read otherwise"),
            Err(error) => assert!(
                error.to_string().contains("recursion limit") || error.to_string().contains("out of range"),
                "{error}"
            ),
        }
    }
}
