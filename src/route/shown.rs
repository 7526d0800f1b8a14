//! The pages on which the examples of AsyncAPI documents are shown.

use std::collections::HashMap;

use super::{About, Routes};
use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::Place;

/// Where the examples of documents are shown, by their numbers: a message's on its page, others with the schema that holds them.
pub fn shown(resolved: &Resolved, routes: &Routes) -> Vec<(usize, String)> {
    let project = &resolved.project;
    let mut messages: HashMap<&Place, &str> = HashMap::new();
    for (document, sheets) in project.documents.iter().zip(&routes.sheets) {
        let parts = sheets.iter().flat_map(|sheet| sheet.parts().map(move |(about, _)| (about, sheet)));
        for (about, sheet) in parts {
            if let About::Message(number) = about
                && let Some(examples) = &document.messages[*number].examples
            {
                messages.entry(examples).or_insert(&sheet.url);
            }
        }
    }
    let page_of = |place: &Place| {
        // What stands in a text is shown where the text stands.
        let (name, pointer) = project.sources.get(place.source).outermost(&place.pointer);
        let place = Place::new(project.sources.find(name)?, pointer);
        let (list, item) = place.pointer.rsplit_once('/')?;
        let in_part = ["payload", "headers"].contains(&item);
        let lists = [Some(list), list.rsplit_once('/').map(|(list, _)| list).filter(|_| in_part)];
        let of_message = lists.into_iter().flatten().find_map(|list| messages.get(&Place::new(place.source, list)));
        of_message.copied().or_else(|| routes.roots.holder(&place)).map(str::to_owned)
    };
    // What stands elsewhere is shown where a message refers to it.
    let examples: HashMap<&Place, usize> =
        project.examples.iter().enumerate().map(|(number, example)| (&example.place, number)).collect();
    let referred = resolved.references.iter().filter_map(|reference| match &reference.target {
        Target::Place(place) => Some((*examples.get(place)?, page_of(&reference.holder)?)),
        _ => None,
    });
    let mut pages: HashMap<usize, String> = referred.collect();
    pages.extend(
        project.examples.iter().enumerate().filter_map(|(number, example)| Some((number, page_of(&example.place)?))),
    );
    let mut pages: Vec<(usize, String)> = pages.into_iter().collect();
    pages.sort();
    pages
}
