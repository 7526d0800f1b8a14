//! What counterexamples break.

use std::collections::{BTreeSet, HashMap};

use crate::model::Verdict;
use crate::prove::Proved;
use crate::source::SourceId;

/// The keywords that the counterexamples of schema documents break, by the source of the schema.
pub type Broken<'a> = HashMap<SourceId, BTreeSet<&'a str>>;

/// What all counterexamples of a site break.
pub fn broken(proved: &Proved) -> Broken<'_> {
    let mut broken = Broken::new();
    for (example, proof) in proved.resolved.project.examples.iter().zip(proved.proofs.iter()) {
        if let Some(schema) = example.schema()
            && example.expect_invalid
            && proof.verdict == Verdict::Invalid
        {
            let keywords = proof.failures.iter().map(|failure| failure.keyword.as_str());
            broken.entry(schema.source).or_default().extend(keywords);
        }
    }
    broken
}
