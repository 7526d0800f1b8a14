//! Judges recorded events: schemas are compiled when the first event asks for them, and kept.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::collect::Found;
use super::compile::Workshop;
use super::cost::{Costs, Excess};
use super::effort::{Allowance, Share, weight};
use super::excess::excessive;
use super::one::{Compiled, conclude};
use super::shelf::Shelf;
use super::trace::Trace;
use crate::model::{Proof, SchemaFault};
use crate::resolve::Resolved;
use crate::source::{Node, Place, Source};

/// The schemas that events may be judged by.
pub struct Judge<'a> {
    resolved: &'a Resolved,
    workshop: Workshop<'a>,
    /// What can't be compiled has nothing kept.
    schemas: HashMap<Place, OnceLock<Option<Cached>>>,
}

/// A compiled schema.
struct Cached {
    compiled: Compiled,
    /// The same for events with numbers of which 64 bits hold but the beginning.
    exact: OnceLock<Compiled>,
    /// Why nothing can be proved by it, if that is so.
    doubt: Option<&'static str>,
    /// How many schemas are applied to an event at most, for each value that it is made of; `None` where that is no such number.
    each: Option<u64>,
    /// How many steps patterns take at most, for each byte of its texts.
    patterns: u64,
}

impl<'a> Judge<'a> {
    /// A judge by `schemas`, none of which is compiled yet.
    pub fn new(resolved: &'a Resolved, faults: &'a [SchemaFault], schemas: impl Iterator<Item = Place>) -> Judge<'a> {
        let schemas: HashMap<Place, OnceLock<Option<Cached>>> = schemas.map(|place| (place, OnceLock::new())).collect();
        let workshop = Workshop::new(resolved, faults, schemas.keys().map(|place| place.source), Share::ALL);
        Judge { resolved, workshop, schemas }
    }

    /// The same with documents that others compile schemas of as well.
    pub fn with_shelf(mut self, shelf: &'a Shelf) -> Judge<'a> {
        self.workshop.shelf = Some(shelf);
        self
    }

    /// Judges an event, which was read from `source`: each schema is held against what stands at its pointer. Failures are told from the
    /// event's root.
    pub fn judge(&self, parts: &[(Place, &str)], source: &Source, event: &Node) -> Proof {
        let mut all = Found::default();
        let mut open = None;
        for (schema, pointer) in parts {
            match self.found(schema, source, event, pointer) {
                Ok(None) => {}
                Ok(Some(found)) => all.add(Some(event), found),
                Err(note) => open = open.or(Some(note)),
            }
        }
        conclude(open, Some(event), all)
    }

    /// What a schema finds wrong; `None` where it accepts, the reason where that can't be told.
    fn found(&self, schema: &Place, source: &Source, event: &Node, pointer: &str) -> Result<Option<Found>, String> {
        let Some(cell) = self.schemas.get(schema) else { return Err("its schema is not known".to_owned()) };
        let kept = cell.get_or_init(|| {
            let mut costs = Costs::new(self.resolved);
            costs.is_compilable(schema).then(|| {
                let (compiled, doubt) = self.workshop.compile_one(&mut costs, schema, false);
                let (each, patterns) = (costs.for_each_value(schema), costs.patterns(schema));
                Cached { compiled, exact: OnceLock::new(), doubt, each, patterns }
            })
        });
        let node = event.pointer(pointer).ok_or_else(|| format!("there is nothing at `{pointer}`"))?;
        let (values, bytes) = weight(node);
        let allowance = Allowance::of(Share::ALL, values, 0);
        let limited = |excess| Ok(Some(Found::limited(excessive(pointer, excess, allowance))));
        let Some(kept) = kept else { return limited(Excess::Deep) };
        if let Some(doubt) = kept.doubt {
            return Err(doubt.to_owned());
        }
        let quick = kept.each.map(|each| each.saturating_mul(values)).filter(|bound| *bound <= allowance.verdict);
        let quick = quick.filter(|_| kept.patterns.saturating_mul(bytes) <= allowance.verdict);
        let bound = match quick {
            Some(bound) => bound,
            None => match Costs::new(self.resolved).bound(schema, node, allowance.verdict) {
                Ok(bound) => bound,
                Err(excess) => return limited(excess),
            },
        };
        let compiled = if node.has_long_number() {
            kept.exact.get_or_init(|| self.workshop.compile_one(&mut Costs::new(self.resolved), schema, true).0)
        } else {
            &kept.compiled
        };
        if compiled.accepts(node, allowance) {
            return Ok(None);
        }
        let trace = Trace { resolved: self.resolved, schema, node, source, prefix: pointer };
        compiled.prove(&trace, bound, allowance).map(Some)
    }
}
