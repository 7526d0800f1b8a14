//! What became of all examples, in numbers.

use serde::Serialize;

use super::Proved;
use crate::model::{Pairing, Rung, Verdict};

/// The examples by their outcome; the four sum up to the total (contract, section 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    pub total: usize,
    /// Valid, as they should be.
    pub valid: usize,
    /// Rejected, as they should be.
    pub invalid_as_expected: usize,
    /// Of another verdict than expected, or rejected for another reason than stated.
    pub failed: usize,
    pub unchecked: usize,
    /// How many of the valid ones only the envelope of their catalog speaks of, since no schema is known for their type.
    #[serde(skip)]
    pub by_envelope: usize,
}

impl Outcomes {
    /// The outcomes of all examples.
    pub fn of(proved: &Proved) -> Outcomes {
        let examples = &proved.resolved.project.examples;
        let mut outcomes = Outcomes { total: examples.len(), ..Outcomes::default() };
        for (number, (example, proof)) in examples.iter().zip(proved.proofs.iter()).enumerate() {
            match proof.verdict {
                Verdict::Unchecked => outcomes.unchecked += 1,
                _ if proved.is_failed(number) => outcomes.failed += 1,
                Verdict::Invalid => outcomes.invalid_as_expected += 1,
                Verdict::Valid => {
                    outcomes.valid += 1;
                    let by_envelope = matches!(example.pairing, Pairing::Paired { rung: Rung::Envelope, .. });
                    outcomes.by_envelope += usize::from(by_envelope);
                }
            }
        }
        outcomes
    }
}
