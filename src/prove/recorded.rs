//! Judges recorded events: schemas are compiled when the first event asks for them, and kept.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::compile::Workshop;
use super::cost::{Costs, VERDICT_LIMIT};
use super::failure::Found;
use super::one::{Compiled, conclude, too_costly, too_deep};
use super::trace::Trace;
use super::{unchecked, valid};
use crate::model::{Proof, SchemaFault};
use crate::resolve::Resolved;
use crate::source::{Node, Place, Source};

/// The schemas that events may be judged by.
pub struct Judge<'a> {
    resolved: &'a Resolved,
    workshop: Workshop<'a>,
    /// What can't be compiled has nothing kept.
    schemas: HashMap<Place, OnceLock<Option<Kept>>>,
}

/// A compiled schema.
struct Kept {
    compiled: Compiled,
    /// The same for events with numbers of which 64 bits hold but the beginning.
    exact: OnceLock<Compiled>,
    /// Whether some schema that takes part is refused by its metaschema.
    faulty: bool,
    /// Whether no event can make it costly, so that nobody has to ask.
    cheap: bool,
}

impl<'a> Judge<'a> {
    /// A judge by `schemas`, none of which is compiled yet.
    pub fn new(resolved: &'a Resolved, faults: &'a [SchemaFault], schemas: impl Iterator<Item = Place>) -> Judge<'a> {
        let schemas: HashMap<Place, OnceLock<Option<Kept>>> = schemas.map(|place| (place, OnceLock::new())).collect();
        let workshop = Workshop::new(resolved, faults, schemas.keys().map(|place| place.source));
        Judge { resolved, workshop, schemas }
    }

    /// Judges what stands at `pointer` of the event, which was read from `source`; failures are told from the event's root.
    pub fn judge(&self, schema: &Place, source: &Source, event: &Node, pointer: &str) -> Proof {
        let Some(cell) = self.schemas.get(schema) else { return unchecked("its schema is not known") };
        let kept = cell.get_or_init(|| {
            let mut costs = Costs::new(self.resolved);
            costs.is_compilable(schema).then(|| {
                let (compiled, faulty) = self.workshop.compile_one(schema, false);
                Kept { compiled, exact: OnceLock::new(), faulty, cheap: costs.is_small(schema) }
            })
        });
        let Some(node) = event.pointer(pointer) else {
            return unchecked(format!("there is nothing at `{pointer}`"));
        };
        let Some(kept) = kept else { return conclude(false, Some(event), Found::limited(too_deep(pointer))) };
        let bound = if kept.cheap { Some(0) } else { Costs::new(self.resolved).bound(schema, node) };
        let Some(bound) = bound else { return conclude(kept.faulty, Some(event), Found::limited(too_deep(pointer))) };
        if bound > VERDICT_LIMIT {
            return conclude(kept.faulty, Some(event), Found::limited(too_costly(pointer, VERDICT_LIMIT)));
        }
        let compiled = if node.has_long_number() {
            kept.exact.get_or_init(|| self.workshop.compile_one(schema, true).0)
        } else {
            &kept.compiled
        };
        if !kept.faulty && compiled.accepts(node) {
            return valid();
        }
        let trace = Trace { resolved: self.resolved, schema, node, source, prefix: pointer };
        match compiled.prove(&trace, bound) {
            Ok(found) => conclude(kept.faulty, Some(event), found),
            Err(note) => unchecked(note),
        }
    }
}
