//! The tags that authors wrote as raw HTML, written anew: each is closed at the end of its block at the latest.
//!
//! Raw HTML is never passed on. A tag of our own is written where exactly `<name>`, `</name>` or `<name/>` of the table in `tags.rs`
//! stands, and the text that it is for anything else; so no sanitiser is needed.

use std::collections::HashSet;

use super::escape::{escape_into, escape_text_into};
use super::tags::{ANCHOR, Element, Piece, pieces};
use crate::source::MAX_DEPTH;

/// The elements of raw HTML that are open in the elements of Markdown.
#[derive(Debug, Default)]
pub struct RawElements {
    open: Vec<Element>,
    /// How many were open where each element of Markdown began that is open now.
    marks: Vec<usize>,
    anchors: HashSet<String>,
    /// How many anchors nobody has closed.
    open_anchors: usize,
}

impl RawElements {
    /// An element of Markdown begins; if it is a block, it ends a paragraph.
    pub fn begin(&mut self, html: &mut String, is_block: bool) {
        if is_block {
            self.end_paragraph(html);
        }
        self.marks.push(self.open.len());
    }

    /// An element of Markdown ends, and with it what is open in it.
    pub fn end(&mut self, html: &mut String) {
        let mark = self.marks.pop().unwrap_or_default();
        self.close_to(mark, html);
    }

    /// Writes raw HTML: among words, if `phrasing`, where blocks are text.
    pub fn write(&mut self, html: &mut String, raw: &str, phrasing: bool) {
        for (piece, text) in pieces(raw) {
            let is_written = match piece {
                Piece::Text => false,
                Piece::Open(element) => self.open(html, element, phrasing),
                Piece::Empty(element) => {
                    self.open(html, element, phrasing) && (element.void || self.close(html, element.name))
                }
                Piece::Close(ANCHOR) => self.close_anchor(),
                Piece::Close(name) => self.close(html, name),
                Piece::Anchor(name) => self.anchor(html, name),
            };
            if !is_written {
                text_into(html, text);
            }
        }
    }

    fn mark(&self) -> usize {
        self.marks.last().copied().unwrap_or_default()
    }

    fn open(&mut self, html: &mut String, element: Element, phrasing: bool) -> bool {
        if (phrasing && !element.phrasing) || self.open.len() + self.marks.len() >= MAX_DEPTH {
            return false;
        }
        if !element.parents.is_empty() {
            let Some(parent) = self.nearest(|name| element.parents.contains(&name)) else { return false };
            self.close_to(parent + 1, html);
        } else if !element.phrasing {
            self.end_paragraph(html);
        }
        match element.name {
            "table" => html.push_str("<div class=\"scroll\" tabindex=\"0\"><table>"),
            name => html.push_str(&format!("<{name}>")),
        }
        if !element.void {
            self.open.push(element);
        }
        true
    }

    fn close(&mut self, html: &mut String, name: &str) -> bool {
        let Some(at) = self.nearest(|open| open == name) else { return false };
        self.close_to(at, html);
        true
    }

    /// The innermost open element that `is` it, in this element of Markdown and in this table.
    fn nearest(&self, is: impl Fn(&str) -> bool) -> Option<usize> {
        for (at, element) in self.open.iter().enumerate().skip(self.mark()).rev() {
            if is(element.name) {
                return Some(at);
            }
            if element.name == "table" {
                return None;
            }
        }
        None
    }

    fn close_to(&mut self, length: usize, html: &mut String) {
        while self.open.len() > length {
            match self.open.pop().map(|element| element.name) {
                Some("table") => html.push_str("</table></div>"),
                Some(name) => html.push_str(&format!("</{name}>")),
                None => {}
            }
        }
    }

    /// A paragraph holds no blocks.
    fn end_paragraph(&mut self, html: &mut String) {
        if self.open.len() > self.mark() && self.open.last().is_some_and(|element| element.name == "p") {
            self.close_to(self.open.len() - 1, html);
        }
    }

    /// A place that links may name. The first one of a name has it.
    fn anchor(&mut self, html: &mut String, name: &str) -> bool {
        self.open_anchors += 1;
        if self.anchors.insert(name.to_owned()) {
            html.push_str("<span id=\"a-");
            escape_into(html, name);
            html.push_str("\"></span>");
        }
        true
    }

    fn close_anchor(&mut self) -> bool {
        let was_open = self.open_anchors > 0;
        self.open_anchors = self.open_anchors.saturating_sub(1);
        was_open
    }
}

/// References to characters that mean nothing but the character.
const ENTITIES: [&str; 14] = [
    "&nbsp;", "&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&copy;", "&mdash;", "&ndash;", "&hellip;", "&rarr;",
    "&larr;", "&bull;", "&times;",
];

/// Writes the text of raw HTML: what it spells as an entity is that character.
fn text_into(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        escape_text_into(html, before);
        match ENTITIES.iter().find(|entity| after.starts_with(**entity)) {
            Some(entity) => {
                html.push_str(entity);
                rest = &after[entity.len()..];
            }
            None => {
                html.push_str("&amp;");
                rest = &after[1..];
            }
        }
    }
    escape_text_into(html, rest);
}
