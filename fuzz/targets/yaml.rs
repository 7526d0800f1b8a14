//! YAML: nothing panics, each value stands where it is said to stand, and what is JSON has the value that it has as JSON.

use crate::read::walk;
use schemabook::source::{Format, Source};

pub fn run(data: &[u8]) {
    let source = Source::from_file("a.yaml", Format::Yaml, data.to_vec());
    walk(&source);
    // YAML 1.2 takes JSON for what it is, but where a key is a merge.
    if let (Some(root), Ok(value)) = (source.root(), serde_json::from_slice::<serde_json::Value>(data))
        && source.refusal().is_none()
        && !source.text.contains("<<")
    {
        assert_eq!(root.to_value(), value, "read otherwise than as JSON");
    }
}
