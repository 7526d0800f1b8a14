//! The event of a schema on the schema's own page: the names of its members lead to where the schema states them.

use super::code::{Lead, annotated};
use super::fields::{Found, Holder, Walk};
use super::made::made;
use super::{EventView, Shown};
use crate::page::example::{self, ExampleView};
use crate::page::fields::InView;
use crate::page::link::Links;
use crate::route::{pointer_anchor, row_anchor};
use crate::source::{Node, Place};

/// The event in view, and the places on the page that it leads to: by their pointers, or by the anchors of their rows where another schema states them.
/// `best` is the example that is shown; without one, an event is made.
pub fn event_of_schema(links: &Links<'_>, root: &Place, best: Option<usize>) -> (Option<EventView>, InView) {
    let resolved = &links.site.proved.resolved;
    let project = &resolved.project;
    let instance = best.and_then(|number| project.examples[number].instances().first());
    let made = if best.is_none() { made(links, root) } else { None };
    let shown = match (best.zip(instance), &made) {
        (Some((number, instance)), _) => super::written(links, number, instance),
        (None, Some(source)) => source.root().map(|node| Shown { source, node, link: None }),
        (None, None) => None,
    };
    let Some(shown) = shown else { return (None, InView::new()) };
    let walk = Walk::through(links, 0, root, &[], Some(shown.node));
    let made_of = resolved.parts(root, resolved.dialect_of(root));
    let lead = |number: usize, object: &Node| lead(&walk, &made_of, &walk.found[number], object);
    let drawn = annotated(0, &shown, &walk.found, &lead, &|number, value| walk.title(number, value));
    let example = best.map(|number| ExampleView { schema: None, ..example::about(links, number) });
    (Some(EventView { link: None, example, code: drawn.code, cut: drawn.cut }), drawn.in_view)
}

/// Where a member leads: to its field on this page, else to the list of what other schemas state, else to the page that states it.
fn lead(walk: &Walk<'_>, made_of: &[Place], found: &Found<'_>, object: &Node) -> Option<Lead> {
    let site = walk.links.site;
    let page = site.definition_at(walk.root);
    let is_here =
        |holder: &&Holder| holder.place.source == walk.root.source && site.definition_at(&holder.place) == page;
    let fitting = found.holders.iter().filter(|holder| fits(walk, &holder.place, object));
    if let Some(holder) = fitting.clone().find(is_here).or_else(|| found.holders.iter().find(is_here)) {
        let href = format!("#{}", pointer_anchor(&holder.place.pointer));
        return Some(Lead { href, key: Some(holder.place.pointer.clone()) });
    }
    let holder = fitting.clone().next().or(found.holders.first())?;
    if found.depth == 0 && made_of.iter().any(|part| part.holds(&holder.place)) {
        let anchor = row_anchor(0, &found.path);
        return Some(Lead { href: format!("#{anchor}"), key: Some(anchor) });
    }
    Some(Lead { href: walk.links.to_place(&holder.place)?, key: None })
}

/// Whether the object may be what the schema around a property describes, as far as its constants tell.
fn fits(walk: &Walk<'_>, property: &Place, object: &Node) -> bool {
    let Some((around, _)) = property.pointer.rsplit_once("/properties/") else { return true };
    let schema = walk.node(&Place::new(property.source, around));
    let properties = schema.and_then(|schema| schema.get("properties")).map(Node::members).unwrap_or_default();
    properties.iter().all(|property| {
        let Some(stated) = property.value.get("const").and_then(Node::as_str) else { return true };
        object.get(&property.key).and_then(Node::as_str).is_none_or(|value| stated == value)
    })
}
