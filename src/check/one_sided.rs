//! What the rules about channels with one side share.

use super::words::did_you_mean;
use crate::diagnostic::{At, Part};
use crate::model::{Edge, VertexKind};
use crate::route::Site;

/// A channel that messages go into but not out of, or the reverse.
pub struct OneSided<'a> {
    pub name: &'a str,
    /// The first of the edges that there are.
    pub edge: &'a Edge,
    /// The channel in the first document that has it.
    pub at: At,
    /// What the first edge stands for.
    pub label: At,
    /// What to do: a channel of nearly the same name, with the other side only, may have been meant.
    pub help: String,
}

/// The channels that have edges on one side only: those that lead to them if `into`, else those that lead from them.
///
/// A catalog with one document describes one application, whose counterparts are others' by nature; so only catalogs with
/// several documents, which describe a system, are looked at.
pub fn channels(site: &Site, into: bool) -> Vec<OneSided<'_>> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let graph = &resolved.graph;
    let documents_of = |catalog: usize| project.documents.iter().filter(|document| document.catalog == catalog).count();
    let counts: Vec<usize> = (0..project.config.catalogs.len()).map(documents_of).collect();
    let sides = |number: usize| {
        let edges = graph.edges_of[number].iter().map(|edge| &graph.edges[*edge]);
        let (to, from): (Vec<&Edge>, Vec<&Edge>) = edges.partition(|edge| edge.to == number);
        if into { (to, from) } else { (from, to) }
    };
    // What may have been meant lacks just what this channel has.
    let is_counterpart = |number: &usize| {
        let (has, lacks) = sides(*number);
        has.is_empty() && !lacks.is_empty() && matches!(graph.vertices[*number].kind, VertexKind::Channel(_))
    };
    let counterparts = (0..graph.vertices.len()).filter(is_counterpart);
    let counterparts: Vec<&str> = counterparts.map(|number| graph.vertices[number].name.as_str()).collect();
    let one_sided = graph.vertices.iter().enumerate().filter_map(|(number, vertex)| {
        let VertexKind::Channel(members) = &vertex.kind else { return None };
        if !members.iter().any(|(document, _)| counts[project.documents[*document].catalog] > 1) {
            return None;
        }
        let (has, lacks) = sides(number);
        let edge = *has.first().filter(|_| lacks.is_empty())?;
        let (document, channel) = members.first()?;
        let channel = &project.documents[*document].channels[*channel];
        // Without an address nothing of another document can be found to be the same channel.
        channel.address.as_ref()?;
        Some(OneSided {
            name: &vertex.name,
            edge,
            at: At::place(&project.sources, &channel.place, Part::Key),
            label: At::place(&project.sources, &edge.place, Part::Key),
            help: did_you_mean(&vertex.name, counterparts.iter().copied())
                .unwrap_or_else(|| "add the document of the other side, if it is part of this system".to_owned()),
        })
    });
    one_sided.collect()
}
