//! Events that were delivered inside something else: the body of a queue's message, a record of an export, a text that is JSON itself.
//! `types.unwrap` of site.toml names the pointers below which they stand.

use std::sync::Arc;

use super::event_type::event_type;
use super::pointers::members;
use crate::config::Types;
use crate::model::{Example, Project};
use crate::source::{MAX_DEPTH, MAX_NODES, Node, Place, Room, Source, SourceId};

/// How many times an event may have been wrapped.
const STEPS: usize = 4;

/// The events of a value, and the texts that were read to come to them.
#[derive(Debug, Default)]
pub struct Delivered {
    pub texts: Vec<Arc<Source>>,
    /// One at least.
    pub events: Vec<Event>,
    /// How many values were read from texts: the limit of a file holds for all of them together.
    nodes: usize,
    is_wrapped: bool,
}

/// Where an event stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Event {
    /// The number of the text that it stands in; `None` for the source that was asked.
    pub text: Option<usize>,
    pub pointer: String,
}

/// Adds an example of `source`: with `types.unwrap` of its catalog, one for each event that was delivered in it.
pub fn add_events(project: &mut Project, source: &Source, outer: Example) {
    let types = &project.config.catalogs[outer.catalog].types;
    if types.unwrap.is_empty() || outer.unparsed {
        return Arc::make_mut(&mut project.examples).push(outer);
    }
    let found = delivered(source, &outer.place.pointer, types);
    let first = project.sources.len() as u32;
    for event in found.events {
        let text = event.text.map(|text| SourceId(first + text as u32));
        let unparsed = event.text.is_some_and(|text| found.texts[text].root().is_none());
        let place = Place::new(text.unwrap_or(outer.place.source), event.pointer);
        Arc::make_mut(&mut project.examples).push(Example { place, unparsed, ..outer.clone() });
    }
    for text in found.texts {
        project.sources.add(text);
    }
}

/// Where the events of `source` stand that were delivered at `pointer`. A value that carries an event type, and around none that does, is an
/// event as it stands: a field of its own may well be called like a wrapper's.
pub fn delivered(source: &Source, pointer: &str, types: &Types) -> Delivered {
    let mut found = Delivered::default();
    let Some(node) = source.root().and_then(|root| root.pointer(pointer)) else {
        found.events.push(Event { text: None, pointer: pointer.to_owned() });
        return found;
    };
    let outer = Outer { source, node, pointer, depth: pointer.matches('/').count(), steps: 0 };
    found.open(types, None, &outer);
    found.is_wrapped = !matches!(found.events.as_slice(), [Event { text: None, pointer: only }] if only == pointer);
    found
}

impl Delivered {
    /// Whether there is an event elsewhere than at the value itself.
    pub fn is_wrapped(&self) -> bool {
        self.is_wrapped
    }

    /// What stands at the event; `None` where it is a text that is no JSON.
    pub fn node<'a>(&'a self, source: &'a Source, event: &Event) -> Option<&'a Node> {
        self.source(source, event).root()?.pointer(&event.pointer)
    }

    /// The source that the event stands in.
    pub fn source<'a>(&'a self, source: &'a Source, event: &Event) -> &'a Source {
        event.text.and_then(|text| self.texts.get(text)).map_or(source, |text| text)
    }
}

/// A value that may hold an event.
struct Outer<'a> {
    source: &'a Source,
    node: &'a Node,
    pointer: &'a str,
    /// How many arrays and objects are around it.
    depth: usize,
    steps: usize,
}

impl Delivered {
    /// Adds the events of a value; whether one of them carries an event type, or is a broken text that was to be one.
    fn open(&mut self, types: &Types, text: Option<usize>, outer: &Outer<'_>) -> bool {
        let own = Event { text, pointer: outer.pointer.to_owned() };
        let is_typed = event_type(outer.node, types.field.as_deref()).is_some();
        let inner = inner(outer.node, types).filter(|_| outer.steps < STEPS);
        let Some(inner) = inner else {
            self.events.push(own);
            return is_typed;
        };
        let before = (self.texts.len(), self.events.len());
        let mut carries = false;
        for (at, node) in inner {
            let pointer = format!("{}{at}", outer.pointer);
            let depth = outer.depth + at.matches('/').count();
            carries |= match node.as_str() {
                Some(_) => self.read(types, outer.source, node, &pointer, (depth, outer.steps + 1)),
                None => {
                    let below = Outer { node, pointer: &pointer, depth, steps: outer.steps + 1, ..*outer };
                    self.open(types, text, &below)
                }
            };
        }
        if is_typed && !carries {
            self.texts.truncate(before.0);
            self.events.truncate(before.1);
            self.events.push(own);
        }
        is_typed || carries
    }

    /// Reads a text and adds its events.
    fn read(&mut self, types: &Types, source: &Source, node: &Node, pointer: &str, at: (usize, usize)) -> bool {
        let (depth, steps) = at;
        let room = Room { depth: MAX_DEPTH.saturating_sub(depth), nodes: MAX_NODES.saturating_sub(self.nodes) };
        let Some(inner) = Source::from_text(source, pointer, node, room) else { return false };
        let (inner, text) = (Arc::new(inner), self.texts.len());
        self.texts.push(Arc::clone(&inner));
        let Some(root) = inner.root() else {
            self.events.push(Event { text: Some(text), pointer: String::new() });
            return inner.text.trim_start().starts_with(['{', '[']);
        };
        self.nodes += root.count();
        self.open(types, Some(text), &Outer { source: &inner, node: root, pointer: "", depth, steps })
    }
}

/// The values below `node` that the first pointer of `unwrap` names which leads somewhere.
fn inner<'a>(node: &'a Node, types: &Types) -> Option<Vec<(String, &'a Node)>> {
    let named = types.unwrap.iter().map(|at| {
        let found =
            members(node, at).into_iter().filter_map(|pointer| node.pointer(&pointer).map(|node| (pointer, node)));
        found.collect::<Vec<_>>()
    });
    named.into_iter().find(|found| !found.is_empty())
}
