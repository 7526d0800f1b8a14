//! Rung 7 for fences: the only schema in the section of a page that the event stands in, or in the nearest section around that.

use super::Answer;
use super::named::DATA;
use crate::model::{Example, ExampleKind, Fence, FenceUse, Page};
use crate::resolve::Resolved;
use crate::source::{Node, Place, SourceId};

/// The only schema among the fences of the example's section; none where a section has several before one has one.
pub fn only_schema(resolved: &Resolved, example: &Example) -> Answer {
    let Some((page, fence)) = page_of(resolved, example) else { return Answer::None };
    let mut section = fence.section;
    loop {
        let end = end_of(page, section);
        let within = |fence: &&Fence| (section..end).contains(&fence.section);
        let schemas: Vec<SourceId> = page.fences.iter().filter(within).filter_map(schema).collect();
        match (schemas.as_slice(), above(page, section)) {
            ([only], _) => return Answer::One(Place::root(*only)),
            ([], Some(above)) => section = above,
            _ => return Answer::None,
        }
    }
}

/// Where the schema of a section applies in an event: to its data, where site.toml says which that is, or the event is a CloudEvent, and the
/// schema speaks of none of the attributes around it (CloudEvents 1.0, section 3).
pub fn pointer<'a>(resolved: &'a Resolved, example: &Example, schema: &Place) -> &'a str {
    let node = resolved.project.sources.node(&example.place);
    let stated = resolved.project.config.catalogs[example.catalog].types.data.as_deref();
    let states_type =
        resolved.schema_of(schema.source).is_some_and(|it| !resolved.project.schemas[it].types.is_empty());
    if let Some(data) = stated.filter(|data| !states_type && node.is_some_and(|event| event.pointer(data).is_some())) {
        return data;
    }
    let is_event = node.is_some_and(|event| event.get("specversion").is_some() && event.pointer(DATA).is_some());
    let properties = resolved.project.sources.node(schema).and_then(|schema| schema.get("properties"));
    let speaks = |name: &str| properties.is_some_and(|properties: &Node| properties.get(name).is_some());
    let is_of_fence = example.kind == ExampleKind::Page;
    if is_of_fence && is_event && !["specversion", "data"].into_iter().any(speaks) { DATA } else { "" }
}

/// The page and the fence that an example stands in.
fn page_of<'a>(resolved: &'a Resolved, example: &Example) -> Option<(&'a Page, &'a Fence)> {
    let sources = &resolved.project.sources;
    let file = &sources.get(example.place.source).file;
    let page = resolved.project.pages.iter().find(|page| sources.get(page.source).file == *file)?;
    let is_here = |fence: &&Fence| match fence.used {
        FenceUse::Example(id) => sources.holds(id, example.place.source),
        _ => false,
    };
    page.fences.iter().find(is_here).map(|fence| (page, fence))
}

fn schema(fence: &Fence) -> Option<SourceId> {
    match fence.used {
        FenceUse::Schema(id) => Some(id),
        _ => None,
    }
}

/// The level of a section: that of its heading, which is the one before; the page's own has none.
fn level(page: &Page, section: usize) -> u8 {
    section.checked_sub(1).and_then(|heading| page.headings.get(heading)).map_or(0, |heading| heading.level)
}

/// Where a section ends, those within it included.
fn end_of(page: &Page, section: usize) -> usize {
    let own = level(page, section);
    let later = section + 1..=page.headings.len();
    later.into_iter().find(|next| level(page, *next) <= own).unwrap_or(page.headings.len() + 1)
}

/// The section around one.
fn above(page: &Page, section: usize) -> Option<usize> {
    let own = level(page, section);
    (0..section).rev().find(|before| level(page, *before) < own)
}
