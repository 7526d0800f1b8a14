//! Faults of schemas against a metaschema of the project's own.

use std::collections::BTreeMap;

use super::compile::Workshop;
use super::cost::Costs;
use super::effort::{Allowance, Share, weight};
use super::trace::Trace;
use crate::model::SchemaFault;
use crate::resolve::{Resolved, Root, Walk};
use crate::source::Place;

/// What the metaschema of a schema document refuses in it, by the keywords that stand in the project; those of JSON Schema's own
/// metaschemas are told anyway. Each subschema is held against it, since a metaschema need not say that it holds for those.
pub fn faults(resolved: &Resolved, schema: &Place) -> Vec<SchemaFault> {
    let Some(number) = resolved.schema_of(schema.source).filter(|_| schema.pointer.is_empty()) else {
        return Vec::new();
    };
    let document = &resolved.project.schemas[number];
    let Some(own) = document.own_dialect else { return Vec::new() };
    let meta = Place::root(own);
    let mut costs = Costs::new(resolved);
    if !costs.is_compilable(&meta) {
        return Vec::new();
    }
    let (compiled, doubt) =
        Workshop::new(resolved, &[], [own].into_iter(), Share::ALL).compile_one(&mut costs, &meta, false);
    if doubt.is_some() {
        return Vec::new();
    }
    let root = Root { place: schema.clone(), catalog: document.catalog, is_document: true };
    let Some(walk) = Walk::from(resolved, root) else { return Vec::new() };
    let source = resolved.project.sources.get(schema.source);
    let mut faults: BTreeMap<Place, SchemaFault> = BTreeMap::new();
    let share = Share::of(walk.visits.len(), source.text.len());
    for (number, visit) in walk.visits.iter().enumerate() {
        let allowance = Allowance::of(share, weight(visit.node).0, 0);
        let Ok(bound) = costs.bound(&meta, visit.node, allowance.verdict) else { continue };
        if compiled.accepts(visit.node, allowance) {
            continue;
        }
        let trace = Trace { resolved, schema: &meta, node: visit.node, source, prefix: "" };
        let failures = compiled.prove(&trace, bound, allowance).map(|found| found.failures).unwrap_or_default();
        for failure in failures.into_iter().filter(|failure| failure.schema.is_some()) {
            let place = Place::new(schema.source, format!("{}{}", walk.place(number).pointer, failure.mend));
            let message = format!("{}, by the dialect that `$schema` names", failure.message);
            let help = failure.help;
            faults.entry(place.clone()).or_insert(SchemaFault { place, message, help, meant: None, pattern: None });
        }
    }
    faults.into_values().collect()
}
