//! The event of a message and its fields: payload and headers, those of traits among them.

use super::code::{Lead, annotated};
use super::fields::Walk;
use super::made::made;
use super::row::{EventFields, Says};
use super::{EventView, Shown, best, written};
use crate::model::Message;
use crate::page::example::{self, ExampleView};
use crate::page::fields::InView;
use crate::page::link::Links;
use crate::route::row_anchor;
use crate::source::{Node, Place};

/// How deep the fields of a payload are listed that another page has: the members of an envelope, and theirs.
const DEPTH: usize = 2;

/// What a message carries.
pub struct Carried {
    pub event: Option<EventView>,
    pub payload: EventFields,
    pub headers: EventFields,
    /// The example that is the event, if the page shows it.
    pub best: Option<usize>,
}

/// What the message carries that the page at `url` is about; `examples` are those of its event types and its own.
pub fn carried(links: &Links<'_>, message: &Message, url: &str, examples: &[usize]) -> Carried {
    let project = &links.site.proved.resolved.project;
    let headers: Vec<Place> = message.headers.iter().chain(&message.more_headers).cloned().collect();
    let headers = if message.foreign_headers.is_some() { Vec::new() } else { headers };
    let headers = Walk::through_all(links, HEADERS, &headers, None, super::fields::DEPTH)
        .map(|walk| walk.fields(&InView::new(), Says::All))
        .unwrap_or_default();
    let Some(payload) = message.payload.as_ref().filter(|_| message.foreign_format.is_none()) else {
        return Carried { event: None, payload: EventFields::default(), headers, best: None };
    };
    let fits = |number: &usize| {
        project.examples[*number].instances().first().is_some_and(|instance| instance.schema == *payload)
    };
    let fitting: Vec<usize> = examples.iter().copied().filter(fits).collect();
    let best = best(links, &fitting);
    let instance = best.and_then(|number| project.examples[number].instances().first());
    let made = if best.is_none() { made(links, payload) } else { None };
    let shown = match (best.zip(instance), &made) {
        (Some((number, instance)), _) => written(links, number, instance),
        (None, Some(source)) => source.root().map(|node| Shown { source, node, link: None }),
        (None, None) => None,
    };
    // What stands in the document itself has no other page.
    let has_page = links.site.proved.resolved.schema_of(payload.source).is_some();
    let (deepest, says) = if has_page { (DEPTH, Says::Names) } else { (super::fields::DEPTH, Says::All) };
    let roots = std::slice::from_ref(payload);
    let Some(walk) = Walk::through_all(links, 0, roots, shown.as_ref().map(|shown| shown.node), deepest) else {
        return Carried { event: None, payload: EventFields::default(), headers, best: None };
    };
    let lead = |number: usize, _: &Node| {
        let anchor = row_anchor(0, &walk.found[number].path);
        Some(Lead { href: format!("#{anchor}"), key: Some(anchor) })
    };
    let is_own = |number: &usize| links.site.shown_on(url).contains(number);
    // What an example says beside its payload stands with the other examples.
    let says_no_more = |number: &usize| {
        let node = project.sources.node(&project.examples[*number].place);
        node.is_some_and(|node| node.members().iter().all(|member| &*member.key == "payload"))
    };
    let own = best.filter(is_own).filter(says_no_more);
    let drawn = shown.map(|shown| (annotated(0, &shown, &walk.found, &lead), shown.link));
    let (event, in_view) = drawn.map_or((None, InView::new()), |(drawn, link)| {
        let example = own.map(|number| ExampleView { schema: None, ..example::about(links, number) });
        let link = link.filter(|_| own.is_none());
        (Some(EventView { link, example, code: drawn.code, cut: drawn.cut }), drawn.in_view)
    });
    Carried { event, payload: walk.fields(&in_view, says), headers, best: own }
}

/// The number of the section of the page that has the headers.
const HEADERS: usize = 1;
