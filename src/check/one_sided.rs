//! What the rules about channels with one side share.

use super::words::{did_you_mean, quoted};
use crate::diagnostic::{At, Finding, Part, Rule};
use crate::model::{Edge, Flow, VertexKind};
use crate::route::Site;

/// The words for channels that lack one side.
pub struct Words {
    /// What does not happen, before the channel's name.
    pub lacking: &'static str,
    /// What an edge that there is stands for.
    pub has: fn(Flow) -> &'static str,
}

/// A finding for each channel that has edges on one side only: those that lead to it if `into`, else those that lead from it.
///
/// A catalog with one document describes one application, whose counterparts are others' by nature; so only catalogs with
/// several documents, which describe a system, are looked at.
pub fn findings(rule: &'static Rule, site: &Site, into: bool, words: &Words) -> Vec<Finding> {
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
        // A channel of nearly the same name, with the other side only, may have been meant.
        let help = did_you_mean(&vertex.name, counterparts.iter().copied())
            .unwrap_or_else(|| "add the document of the other side, if it is part of this system".to_owned());
        let at = At::place(&project.sources, &channel.place, Part::Key);
        let label = At::place(&project.sources, &edge.place, Part::Key);
        let message = format!("{} the channel {}", words.lacking, quoted(&vertex.name));
        Some(Finding::new(rule, at, message).with_label(label, (words.has)(edge.flow)).with_help(help))
    });
    one_sided.collect()
}
