//! An event in view: an example of a type in which each name of a member leads to what is said of that field, and back.

mod fields;
mod made;
mod row;

use std::collections::HashMap;

use serde::Serialize;

use super::Anchor;
use super::code::{Code, Name, code, floor};
use super::example::{self, SHOWN};
use super::link::Links;
use crate::model::{EventType, ExampleKind, Instance, Verdict};
use crate::prose::Html;
use crate::route::name_anchor;
use crate::source::{Kind, Node, Place, Source, Span};
use fields::{Named, event_fields};
use made::made_for;
use row::EventField;

pub use fields::EventFields;
pub use made::made;

/// An event of the type, as the page shows it.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// The example on the page of its schema; `None` for an event that was made since there is none.
    pub link: Option<Anchor>,
    pub code: Html,
    pub cut: bool,
}

/// The event that shows the type best, and the fields that events of the type have, in one section of the page.
pub fn event(links: &Links<'_>, section: usize, found: &EventType) -> (Option<EventView>, EventFields) {
    let resolved = &links.site.proved.resolved;
    let project = &resolved.project;
    let best = best(links, found).and_then(|number| Some((number, project.examples[number].instances().first()?)));
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
    let Some(root) = root else { return (None, EventFields::default()) };
    let field = project.config.catalogs[found.catalog].types.field.as_deref();
    let tokens = |pointer: &str| {
        pointer.split('/').skip(1).map(|token| crate::source::unescape_token(token).into_owned()).collect::<Vec<_>>()
    };
    let pointers: Vec<Vec<String>> = match field {
        Some(field) => vec![tokens(field)],
        None => ["event_type", "eventType", "type"].map(|name| vec![name.to_owned()]).to_vec(),
    };
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
    let mut fields = event_fields(links, section, &root, &names, shown.as_ref().map(|shown| shown.node));
    fields.schema = links.to_place(&root).map(|href| {
        let title = resolved.schema_of(root.source).map(|number| super::schema_title(links.site, number));
        Anchor { text: title.unwrap_or_default(), href }
    });
    let view = shown.map(|shown| in_view(section, shown, &mut fields.rows));
    (view, fields)
}

/// The event that the page shows.
struct Shown<'s> {
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

/// The valid example that has most of what the type's events may have: a file before the example of a message.
fn best(links: &Links<'_>, found: &EventType) -> Option<usize> {
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
    found.examples.iter().filter(is_fit).copied().max_by_key(rank)
}

fn in_view(section: usize, Shown { source, node, link }: Shown<'_>, rows: &mut [EventField]) -> EventView {
    // Of a file, what stands around the value is shown as well.
    let is_whole = source.root().is_some_and(|root| std::ptr::eq(root, node));
    let span = if is_whole { source.extent() } else { node.span };
    let shown = Span { start: span.start, end: floor(&source.text, span.end.min(span.start + SHOWN)) };
    let numbers: HashMap<String, usize> =
        rows.iter().enumerate().map(|(number, row)| (row.path.clone(), number)).collect();
    let mut names = Names { section, numbers, rows, names: Vec::new() };
    names.value(node, "");
    let names = names.names;
    EventView {
        link,
        code: code(&Code { source, span: shown, marks: &[], names: &names, anchors: false, described: false }),
        cut: shown.end < span.end,
    }
}

/// Finds the names of members that have a row, in the order of the text.
struct Names<'r> {
    section: usize,
    numbers: HashMap<String, usize>,
    rows: &'r mut [EventField],
    names: Vec<Name>,
}

impl Names<'_> {
    fn value(&mut self, node: &Node, path: &str) {
        match &node.kind {
            Kind::Object(members) => {
                for member in members {
                    let dot = if path.is_empty() { "" } else { "." };
                    let shown = if member.key.is_empty() { "\"\"" } else { &*member.key };
                    let below = format!("{path}{dot}{shown}");
                    let any = format!("{path}{dot}*");
                    let known = [&below, &any].into_iter().find_map(|path| self.numbers.get(path.as_str()));
                    if let Some(number) = known {
                        let row = &mut self.rows[*number];
                        // The row leads to the first of several.
                        let id = row.shown.is_none().then(|| name_anchor(self.section, *number));
                        row.shown = row.shown.take().or_else(|| id.clone());
                        self.names.push(Name { span: member.key_span, id, href: format!("#{}", row.anchor) });
                    }
                    let below = if self.numbers.contains_key(&below) || known.is_none() { below } else { any };
                    self.value(&member.value, &below);
                }
            }
            Kind::Array(items) => {
                let below = format!("{path}[]");
                items.iter().for_each(|item| self.value(item, &below));
            }
            _ => {}
        }
    }
}
