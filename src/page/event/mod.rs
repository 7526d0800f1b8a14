//! An event in view: an example of a type in which each name of a member leads to what is said of that field, and back.

mod branch;
mod code;
mod fields;
mod made;
mod message;
mod moment;
mod row;
mod stated;
mod tree;

use serde::Serialize;

use super::Anchor;
use super::example::{self, ExampleView};
use super::fields::InView;
use super::link::Links;
use crate::keyword::{AsJson, inline_json};
use crate::model::{EventType, ExampleKind, Instance, Verdict};
use crate::prose::Html;
use crate::resolve::type_pointers;
use crate::route::row_anchor;
use crate::source::{Node, Place, Source};
use code::{Lead, annotated};
use fields::{Named, Walk};
use made::made_for;
use row::Says;

pub use message::{Carried, carried};

pub use stated::event_of_schema;
pub use tree::EventFields;

/// An event, as a page shows it.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// The example on the page of its schema; `None` where it stands on this page, or was made since there is none.
    pub link: Option<Anchor>,
    /// The example, where this is the page that shows it.
    pub example: Option<ExampleView>,
    pub code: Html,
    pub cut: bool,
}

/// The event that shows the type best, and the fields that events of the type have, in one section of the page.
pub fn event(links: &Links<'_>, section: usize, found: &EventType) -> OfType {
    let resolved = &links.site.proved.resolved;
    let project = &resolved.project;
    let best =
        best(links, &found.examples).and_then(|number| Some((number, project.examples[number].instances().first()?)));
    let own = || {
        found.schemas.iter().rev().max_by_key(|number| {
            let schema = &project.schemas[**number];
            resolved.parts(&Place::root(schema.source), schema.dialect).len()
        })
    };
    let root = match best {
        Some((_, instance)) => Some(instance.schema.clone()),
        None => own().map(|number| Place::root(project.schemas[*number].source)),
    };
    let Some(root) = root else { return OfType::default() };
    let pointers = type_pointers(resolved, found.catalog);
    let names: Vec<Named<'_>> = pointers
        .iter()
        .map(|tokens| Named { tokens: tokens.iter().map(String::as_str).collect(), name: &found.name })
        .collect();
    let made = if best.is_none() { made_for(links, &root, &names) } else { None };
    let shown = match (best, &made) {
        (Some((number, instance)), _) => written(links, number, instance),
        (None, Some(source)) => source.root().map(|node| Shown { source, node, link: None }),
        (None, None) => None,
    };
    let walk = Walk::through(links, section, &root, &names, shown.as_ref().map(|shown| shown.node));
    let lead = |number: usize, _: &Node| {
        let anchor = row_anchor(section, &walk.found[number].end);
        Some(Lead { href: format!("#{anchor}"), key: Some(anchor) })
    };
    let text = shown.as_ref().map(|shown| inline_json(shown.node, &AsJson(shown.source)));
    let drawn = shown.map(|shown| {
        (annotated(section, &shown, &walk.found, &lead, &|number, value| walk.title(number, value)), shown.link)
    });
    let (view, in_view) = drawn.map_or((None, InView::new()), |(drawn, link)| {
        (Some(EventView { link, example: None, code: drawn.code, cut: drawn.cut }), drawn.in_view)
    });
    OfType { event: view, text, fields: walk.fields(&in_view, Says::All) }
}

/// What the page of a type shows of its events.
#[derive(Debug, Default)]
pub struct OfType {
    pub event: Option<EventView>,
    /// The event as JSON on one line.
    pub text: Option<String>,
    pub fields: EventFields,
}

/// The event that the page shows.
pub(super) struct Shown<'s> {
    source: &'s Source,
    node: &'s Node,
    /// `None` for one that was made.
    link: Option<Anchor>,
}

/// An example, or the part of it that is the event.
fn written<'s>(links: &Links<'s>, number: usize, instance: &Instance) -> Option<Shown<'s>> {
    let project = &links.site.proved.resolved.project;
    let place = &project.examples[number].place;
    let place = Place::new(place.source, format!("{}{}", place.pointer, instance.pointer));
    let link = Anchor { text: example::name(links.site, number), href: links.to(&links.site.example_address(number)) };
    let (source, node) = (project.sources.get(place.source), project.sources.node(&place)?);
    Some(Shown { source, node, link: Some(link) })
}

/// The valid example that has most of what such events may have: a file before the example of a message.
pub fn best(links: &Links<'_>, examples: &[usize]) -> Option<usize> {
    let proved = &links.site.proved;
    let project = &proved.resolved.project;
    let is_fit = |number: &&usize| {
        let example = &project.examples[**number];
        !example.expect_invalid && example.schema().is_some() && proved.proofs[**number].verdict == Verdict::Valid
    };
    let rank = |number: &usize| {
        let example = &project.examples[*number];
        let count = project.sources.node(&example.place).map_or(0, Node::count);
        (example.kind != ExampleKind::Message, count, std::cmp::Reverse(*number))
    };
    examples.iter().filter(is_fit).copied().max_by_key(rank)
}
