//! The dialect of parts: files that are no schemas themselves, but hold some.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::walk::Facts;
use crate::model::{Project, Reference, Target};
use crate::source::SourceId;

/// Has each part read in the dialect of what refers to it, directly or through other parts; the first schema or document decides.
pub fn adopt_dialects(project: &Project, references: &[Arc<Reference>], facts: &mut HashMap<SourceId, Arc<Facts>>) {
    let mut parts: HashSet<SourceId> = project.parts.iter().copied().collect();
    if parts.is_empty() {
        return;
    }
    let mut targets: HashMap<SourceId, Vec<SourceId>> = HashMap::new();
    for reference in references {
        if let Target::Place(place) = &reference.target {
            targets.entry(reference.holder.source).or_default().push(place.source);
        }
    }
    let schemas = project.schemas.iter().map(|schema| schema.source);
    let mut open: VecDeque<SourceId> =
        schemas.chain(project.documents.iter().map(|document| document.source)).collect();
    while let Some(source) = open.pop_front() {
        let Some(dialect) = facts.get(&source).map(|facts| facts.dialect) else { continue };
        for target in targets.get(&source).into_iter().flatten() {
            if parts.remove(target)
                && let Some(facts) = facts.get_mut(target)
            {
                if facts.dialect != dialect {
                    Arc::make_mut(facts).dialect = dialect;
                }
                open.push_back(*target);
            }
        }
    }
}
