//! The fields of an event as nested lists. What all fields of a list say is said once: which schema states them, and when they are meant.

use serde::Serialize;

use super::fields::Walk;
use super::row::{EventField, Origin, Says};
use crate::page::fields::InView;
use crate::page::{Anchor, schema_title};
use crate::prose::Html;

/// How much is said of the fields of one page, in bytes.
const SAID: usize = 400_000;

/// The fields of a type.
#[derive(Debug, Default, Serialize)]
pub struct EventFields {
    /// As a list, what nests below what it belongs to; empty if there are none.
    pub rows: Html,
    /// Whether there are more than are listed.
    pub more: bool,
    /// The schema whose page has each keyword in its place.
    pub schema: Option<Anchor>,
    /// The one that states what names no other schema.
    pub origin: Option<Anchor>,
}

impl Walk<'_> {
    /// What is said of the fields; `in_view` has the anchors of those that the event has.
    pub(super) fn fields(mut self, in_view: &InView, says: Says) -> EventFields {
        let (mut rows, mut said) = (Vec::new(), 0);
        for found in &self.found {
            if said > SAID {
                self.more = true;
                break;
            }
            let row = self.row(found, says);
            said += row.bytes();
            rows.push(row);
        }
        // What stands in an AsyncAPI document has no name of its own.
        let document = self.resolved.schema_of(self.root.source);
        let schema = document.zip(self.links.to_place(self.root));
        let schema = schema.map(|(number, href)| Anchor { text: schema_title(self.links.site, number), href });
        let (rows, origin) = self.tree(&rows, in_view);
        EventFields { rows, more: self.more, schema, origin }
    }

    /// The fields as nested lists, and the schema that states what names no other one. What they all say is said once: where the fields of a
    /// list come from, and when they are meant, if that is so of the field that they lie in.
    fn tree(&self, rows: &[EventField], in_view: &InView) -> (Html, Option<Anchor>) {
        let mut html = String::new();
        let lists = lists(rows);
        let stated: Vec<Option<&Origin>> = lists.iter().map(|list| most_named(list, rows)).collect();
        // The fields that lie around the next one, and whether the list of what is in them is open.
        let mut around: Vec<(usize, bool)> = Vec::new();
        let close = |html: &mut String, has_list: bool| html.push_str(if has_list { "</ul></li>" } else { "</li>" });
        for (number, row) in rows.iter().enumerate() {
            while let Some((_, has_list)) = around.pop_if(|(outer, _)| rows[*outer].depth >= row.depth) {
                close(&mut html, has_list);
            }
            if let Some((_, has_list)) = around.last_mut() {
                html.push_str(if *has_list { "" } else { "<ul>" });
                *has_list = true;
            }
            let outer = around.last().map(|(outer, _)| *outer);
            let list = outer.map_or(0, |outer| outer + 1);
            let own = stated[list].map_or("", |origin| &origin.text);
            let inside = stated[number + 1].map(|origin| self.anchor_of(origin));
            row.write(&mut html, outer.map(|outer| &rows[outer]), in_view, own, inside);
            around.push((number, false));
        }
        while let Some((_, has_list)) = around.pop() {
            close(&mut html, has_list);
        }
        let title = |origin: &Origin| {
            let whole = self.resolved.schema_of(origin.document.source).filter(|_| origin.document.pointer.is_empty());
            whole.map_or_else(|| origin.text.clone(), |number| schema_title(self.links.site, number))
        };
        let head = stated[0].map(|origin| Anchor { text: title(origin), ..self.anchor_of(origin) });
        (Html::trusted(html), head)
    }

    /// A schema and its place.
    fn anchor_of(&self, origin: &Origin) -> Anchor {
        let href = self.links.to_place(&origin.document).unwrap_or_else(|| origin.href.clone());
        Anchor { text: origin.text.clone(), href }
    }
}

/// The numbers of the fields that lie in no other, and then of those in each.
fn lists(rows: &[EventField]) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); rows.len() + 1];
    let mut around: Vec<usize> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        while around.pop_if(|outer| rows[*outer].depth >= row.depth).is_some() {}
        lists[around.last().map_or(0, |outer| outer + 1)].push(number);
        around.push(number);
    }
    lists
}

/// The schema that most of the fields of a list come from: of several the first.
fn most_named<'r>(list: &[usize], rows: &'r [EventField]) -> Option<&'r Origin> {
    let mut counts: Vec<(&Origin, usize)> = Vec::new();
    for origin in list.iter().flat_map(|number| &rows[*number].origins) {
        match counts.iter_mut().find(|(known, _)| known.document == origin.document) {
            Some((_, count)) => *count += 1,
            None => counts.push((origin, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(origin, _)| origin)
}
