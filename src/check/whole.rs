//! What the rules find that look at a site as a whole: anew where what they look at is not what it was.

use std::sync::Arc;

use rayon::prelude::*;

use super::cache::Incremental;
use super::{CHECKS, Find, Subject};
use crate::diagnostic::Finding;
use crate::source::SourceId;

/// What each entry of the table finds that looks at the whole site, in their order. What is found again is the list of the last run.
pub fn findings(subject: &Subject, incremental: Option<&Incremental<'_>>) -> Vec<Arc<Vec<Finding>>> {
    let finds = CHECKS.par_iter().flat_map_iter(|check| check.finds);
    let finds: Vec<&Find> =
        finds.filter(|find| matches!(find, Find::Site(_) | Find::Ties(_) | Find::Documents(_))).collect();
    let find = |(number, find): (usize, &&Find)| {
        let known = incremental.map(|incremental| &incremental.last.whole[number]);
        let stands =
            |incremental: &Incremental<'_>| !points_into(&incremental.last.whole[number], &incremental.stale.changed);
        let (find, is_kept) = match find {
            Find::Ties(find) => (find, incremental.is_some_and(stands)),
            Find::Documents(find) => {
                (find, incremental.is_some_and(|incremental| !incremental.is_drawn && stands(incremental)))
            }
            Find::Site(find) => (find, false),
            _ => return Arc::default(),
        };
        match known {
            Some(known) if is_kept => Arc::clone(known),
            known => {
                let found = find(subject);
                known.filter(|known| ***known == found).map_or_else(|| Arc::new(found), Arc::clone)
            }
        }
    };
    finds.par_iter().enumerate().map(find).collect()
}

/// Whether a finding says where something stands in one of these sources.
fn points_into(findings: &[Finding], sources: &[SourceId]) -> bool {
    let places = findings.iter().flat_map(|finding| finding.labels.iter().map(|label| &label.at).chain([&finding.at]));
    places.filter_map(|at| at.source).any(|source| sources.contains(&source))
}
