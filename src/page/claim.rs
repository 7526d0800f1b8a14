//! What the site claims of its examples: no more than their verdicts carry.

use crate::prove::{Outcomes, Proved};
use crate::words::counted;

/// What the footer of each page says of all examples; empty where there are none. It has no numbers, so that an example more or less leaves
/// the other pages as they are.
pub fn footer(proved: &Proved) -> &'static str {
    match Outcomes::of(proved) {
        Outcomes { total: 0, .. } => "",
        Outcomes { unchecked: 0, .. } => "Every example on this site was validated while it was built.",
        Outcomes { total, unchecked, .. } if total == unchecked => {
            "No example on this site could be validated; each says why."
        }
        _ => {
            "The examples on this site were validated while it was built, but for those that are marked as not checked."
        }
    }
}

/// What can be said of the examples where no problem was found.
pub fn without_problems(proved: &Proved) -> String {
    match Outcomes::of(proved) {
        Outcomes { total: 0, .. } => String::new(),
        Outcomes { unchecked: 0, failed: 0, .. } => "Every example has the verdict that is expected of it.".to_owned(),
        Outcomes { unchecked: 0, failed, .. } => format!("But {} of another verdict than expected.", are(failed)),
        Outcomes { unchecked, .. } => format!("But {} not checked.", are(unchecked)),
    }
}

fn are(examples: usize) -> String {
    format!("{} {}", counted(examples, "example"), if examples == 1 { "is" } else { "are" })
}
