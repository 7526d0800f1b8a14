//! Where the boxes and lines of a picture lead to.

use super::words::subject_and_object;
use crate::model::VertexKind;
use crate::route::{About, Site};

/// The page of what a vertex stands for; what has none leads to the first row of the table that speaks of it.
pub fn vertex(site: &Site, number: usize) -> String {
    let graph = &site.proved.resolved.graph;
    match &graph.vertices[number].kind {
        VertexKind::Application(document) => site.routes.documents[*document].clone(),
        VertexKind::Channel(members) => match members.first() {
            Some((document, index)) => sheet(site, *document, &About::Channel(*index)),
            None => site.map_of(number).to_owned(),
        },
        VertexKind::Endpoint | VertexKind::DeadLetters => {
            let row = graph.edges_of[number].first();
            row.map_or_else(|| site.map_of(number).to_owned(), |row| edge(site, *row))
        }
    }
}

/// The row of an edge in the table of the map, or of the part of it that has the channel.
pub fn edge(site: &Site, number: usize) -> String {
    let graph = &site.proved.resolved.graph;
    let (subject, object) = subject_and_object(&graph.edges[number]);
    let is_application = matches!(graph.vertices[subject].kind, VertexKind::Application(_));
    let page = site.map_of(if is_application { object } else { subject });
    format!("{page}#{}", row(number))
}

/// The anchor of an edge's row.
pub fn row(edge: usize) -> String {
    format!("way-{edge}")
}

/// The page of a message.
pub fn message(site: &Site, (document, message): (usize, usize)) -> String {
    sheet(site, document, &About::Message(message))
}

/// The page of a document that is about this; the document's own where there is none.
fn sheet(site: &Site, document: usize, about: &About) -> String {
    site.sheet(document, about).unwrap_or(&site.routes.documents[document]).to_owned()
}
