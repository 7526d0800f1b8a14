//! What of the findings is new against an earlier state of the catalog.
//!
//! An earlier state is run as it was, by its own site.toml: it hides what a report of that state would have had, so that a change of the
//! configuration hides nothing.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::diagnostic::{Finding, Findings};

/// The findings of an earlier state: how often it has each, by rule, file, pointer and message. Lines are no part of it, since what stands
/// above a finding may change.
#[derive(Debug, Default)]
pub struct Known(HashMap<Key, usize>);

#[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
struct Key {
    rule: String,
    file: String,
    pointer: String,
    message: String,
}

/// A report of `check --format json`, as far as it is needed.
#[derive(Deserialize)]
struct Report {
    diagnostics: Vec<Key>,
}

impl Known {
    /// The findings of an earlier run.
    pub fn of(findings: &Findings) -> Known {
        Known::count(findings.all.iter().map(|finding| key(finding)))
    }

    /// The findings of a report that `check --format json` wrote.
    ///
    /// # Errors
    /// It is no such report: why, in words.
    pub fn read(report: &[u8]) -> Result<Known, String> {
        let report: Report = serde_json::from_slice(report).map_err(|error| error.to_string())?;
        Ok(Known::count(report.diagnostics.into_iter()))
    }

    fn count(keys: impl Iterator<Item = Key>) -> Known {
        let mut known = HashMap::new();
        for key in keys {
            *known.entry(key).or_default() += 1;
        }
        Known(known)
    }

    /// The findings that are new: of several that are the same, as many as there are more than before.
    pub fn hide(mut self, findings: &Findings) -> Findings {
        let is_new = |finding: &&Arc<Finding>| match self.0.get_mut(&key(finding)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        let all: Vec<Arc<Finding>> = findings.all.iter().filter(is_new).cloned().collect();
        let known = findings.all.len() - all.len();
        Findings::new(all, findings.waived.clone(), known)
    }
}

fn key(finding: &Finding) -> Key {
    Key {
        rule: finding.rule.code.to_owned(),
        file: finding.at.file.clone(),
        pointer: finding.at.pointer.clone(),
        message: finding.message.clone(),
    }
}
