//! The fields of an event as nested lists. What all fields of a list say is said once: which schema states them, and when they are meant.

use super::fields::Walk;
use super::row::{EventField, Origin};
use crate::page::{Anchor, schema_title};
use crate::page::fields::InView;
use crate::prose::Html;

impl Walk<'_> {
    /// The fields as nested lists, and the schema that states what names no other one. What they all say is said once: where the fields of a
    /// list come from, and when they are meant, if that is so of the field that they lie in.
    pub(super) fn tree(&self, rows: &[EventField], in_view: &InView) -> (Html, Option<Anchor>) {
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
        (Html::trusted(html), stated[0].map(|origin| self.anchor_of(origin)))
    }

    /// A schema and its place.
    fn anchor_of(&self, origin: &Origin) -> Anchor {
        let href = self.links.to_place(&origin.document).unwrap_or_else(|| origin.href.clone());
        let whole = self.resolved.schema_of(origin.document.source).filter(|_| origin.document.pointer.is_empty());
        let text = whole.map_or_else(|| origin.text.clone(), |number| schema_title(self.links.site, number));
        Anchor { text, href }
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
