//! The text of an event in which the names of members lead to what is said of them.

use std::collections::HashMap;

use super::Shown;
use super::fields::Found;
use super::moment::words;
use crate::page::code::{Code, Name, Note, code, floor};
use crate::page::example::SHOWN;
use crate::page::fields::InView;
use crate::prose::Html;
use crate::route::name_anchor;
use crate::source::{Kind, Node, Span};

/// An event, and where it has which field.
pub(super) struct Drawn {
    pub(super) code: Html,
    pub(super) cut: bool,
    pub(super) in_view: InView,
}

/// Where the name of a member leads, and what is led back from there.
pub(super) struct Lead {
    pub(super) href: String,
    /// What [`InView`] knows the place by; `None` where nothing leads back.
    pub(super) key: Option<String>,
}

/// The event with its names as links: `lead` says where the field of this number leads, in this object.
pub(super) fn annotated<'s>(
    section: usize,
    shown: &Shown<'_>,
    found: &'s [Found<'_>],
    lead: &dyn Fn(usize, &Node) -> Option<Lead>,
    title: &dyn Fn(usize, &Node) -> Option<String>,
) -> Drawn {
    let Shown { source, node, .. } = shown;
    // Of a file, what stands around the value is shown as well.
    let is_whole = source.root().is_some_and(|root| std::ptr::eq(root, *node));
    let span = if is_whole { source.extent() } else { node.span };
    let shown = Span { start: span.start, end: floor(&source.text, span.end.min(span.start + SHOWN)) };
    let numbers = found.iter().enumerate().map(|(number, found)| (found.path.as_str(), number)).collect();
    let like = |found: &'s Found<'_>| Some((found.path.as_str(), found.like.as_ref()?.path.as_str()));
    let likes = found.iter().filter_map(like).collect();
    let mut names = Names {
        section,
        at: shown.start,
        end: shown.end,
        numbers,
        likes,
        lead,
        title,
        in_view: InView::new(),
        names: Vec::new(),
        notes: Vec::new(),
    };
    names.value(node, "");
    let Names { names, in_view, notes, .. } = names;
    let text = Code { source, span: shown, marks: &[], names: &names, notes: &notes, anchors: false, described: false };
    Drawn { code: code(&text), cut: shown.end < span.end, in_view }
}

/// Finds the names of members that lead somewhere and the values that have words, in the order of the text.
struct Names<'r> {
    section: usize,
    /// Where the text goes on behind the last name, and where it ends: what stands elsewhere, as what an alias of YAML repeats, is no place
    /// to lead to.
    at: u32,
    end: u32,
    numbers: HashMap<&'r str, usize>,
    /// Where the fields are listed that lie in a field, if not there.
    likes: HashMap<&'r str, &'r str>,
    lead: &'r dyn Fn(usize, &Node) -> Option<Lead>,
    /// What the schema calls the value of the field of this number.
    title: &'r dyn Fn(usize, &Node) -> Option<String>,
    in_view: InView,
    names: Vec<Name>,
    notes: Vec<Note>,
}

impl Names<'_> {
    fn value(&mut self, node: &Node, path: &str) {
        let path = self.likes.get(path).copied().unwrap_or(path);
        match &node.kind {
            Kind::Object(members) => {
                for member in members {
                    if member.key_span.start < self.at || member.key_span.end > self.end {
                        continue;
                    }
                    self.at = member.key_span.end;
                    let dot = if path.is_empty() { "" } else { "." };
                    let shown = if member.key.is_empty() { "\"\"" } else { &*member.key };
                    let below = format!("{path}{dot}{shown}");
                    let own = self.numbers.get(below.as_str()).copied();
                    // What names no member itself may speak of any.
                    let any = if own.is_none() { format!("{path}{dot}*") } else { String::new() };
                    let known = own.or_else(|| self.numbers.get(any.as_str()).copied());
                    if let Some(Lead { href, key }) = known.and_then(|number| (self.lead)(number, node)) {
                        // What is said of a field leads to the first of several.
                        let id = key.filter(|key| !self.in_view.contains_key(key)).map(|key| {
                            let id = name_anchor(self.section, self.in_view.len());
                            self.in_view.insert(key, id.clone());
                            id
                        });
                        self.names.push(Name { span: member.key_span, id, href });
                    }
                    let title = known.and_then(|number| (self.title)(number, &member.value));
                    self.note(&member.value, title.or_else(|| words(&member.key, &member.value)));
                    self.value(&member.value, if own.is_some() || known.is_none() { &below } else { &any });
                }
            }
            Kind::Array(items) => {
                let below = format!("{path}[]");
                let known = self.numbers.get(below.as_str()).copied();
                for item in items {
                    self.note(item, known.and_then(|number| (self.title)(number, item)));
                    self.value(item, &below);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, value: &Node, words: Option<String>) {
        self.notes.extend(words.map(|words| Note { start: value.span.start, words }));
    }
}
