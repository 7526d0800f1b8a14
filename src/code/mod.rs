//! Event types in the reader's language: TypeScript and Python with their constants, and a line of shell that sends an event.
//!
//! A type takes every valid event; a schema that speaks of members or items and states no `type` is taken for one of objects or lists. What it
//! can't refuse is said in a comment, by the words that pages have for the keyword; `tests/code` holds both by the compiler and by the models
//! themselves. What may be in a value is a shape (`shape.rs`); a language is an entry of a table that says how shapes are written.

mod comment;
mod event;
mod identifier;
mod meet;
mod names;
mod own;
mod python;
mod read;
mod rules;
mod shape;
mod shell;
mod typescript;

use std::collections::HashSet;

use crate::model::EventType;
use crate::resolve::Resolved;
use crate::source::{Place, visible};
use event::{Event, event};
use read::Reader;
use shape::{Says, Shape};

pub use names::Names;
pub use shell::{Sender, sending};

/// How many schemas a file declares beside its events.
const DECLARED: usize = 20_000;

/// How large a shape may be that is commented, and stands on its page: for one of few types, for all types together, and for one of many. The
/// page has the words of all fields.
const LARGE: usize = 4_000;
const OF_ALL: usize = 400_000;
const OF_MANY: usize = 100;

/// A language that event types are written in.
#[derive(Debug)]
pub struct Language {
    pub name: &'static str,
    /// The ending of its files.
    pub ending: &'static str,
    /// What a file begins with; it is told what it has.
    head: fn(&str) -> String,
    /// The name of an event type.
    constant: fn(&Event) -> String,
    /// A shape under a name, with what comments say of it.
    declaration: fn(&Naming<'_>, &str, &Shape, &Says) -> String,
    /// Any of the events.
    union: fn(&[Event]) -> String,
    /// What stands between two declarations.
    between: &'static str,
}

/// All of them.
pub static LANGUAGES: [Language; 2] = [typescript::LANGUAGE, python::LANGUAGE];

/// What schemas are called.
struct Naming<'a> {
    resolved: &'a Resolved,
    names: &'a Names,
}

impl Naming<'_> {
    fn of(&self, place: &Place) -> String {
        self.names.of_place(self.resolved, place)
    }
}

impl Language {
    fn event(&self, naming: &Naming<'_>, event: &Event) -> String {
        let declared = (self.declaration)(naming, &event.ident, &event.shape, &event.says);
        [(self.constant)(event), declared].join(self.between)
    }

    /// The file of a catalog, by its number: all its event types, and what they name.
    pub fn file(&self, resolved: &Resolved, names: &Names, catalog: usize) -> String {
        let naming = Naming { resolved, names };
        let types = resolved.types.iter().filter(|found| found.catalog == catalog);
        let events = types.map(|found| {
            let mut event = event(resolved, names, found, false);
            if event.shape.size() > room(resolved) {
                event.shape = event.shape.without_words();
                event.says.rules.push("the page of the type has what is said of its fields".to_owned());
            }
            event
        });
        let events: Vec<Event> = events.collect();
        let title = visible(&resolved.project.config.catalogs[catalog].title);
        let about =
            format!("Event types of {title}. Types take every valid event; what they can't say stands in comments.");
        let mut parts = vec![(self.head)(&about)];
        parts.extend(events.iter().map(|event| self.event(&naming, event)));
        let declared = declared(resolved, &events);
        parts.extend(declared.iter().map(|it| (self.declaration)(&naming, &naming.of(&it.place), &it.shape, &it.says)));
        parts.push((self.union)(&events));
        parts.join(self.between)
    }
}

/// One event type as code, in each language: what the file of its catalog has of it, but for comments. Empty where it is too long for a page.
pub fn in_each_language(resolved: &Resolved, names: &Names, found: &EventType) -> [String; 2] {
    let event = event(resolved, names, found, true);
    let is_short = event.shape.size() <= room(resolved);
    let naming = Naming { resolved, names };
    LANGUAGES.each_ref().map(|language| if is_short { language.event(&naming, &event) } else { String::new() })
}

/// How large a shape may be for its place.
fn room(resolved: &Resolved) -> usize {
    (OF_ALL / resolved.types.len().max(1)).clamp(OF_MANY, LARGE)
}

/// A schema that events name, as code declares it.
struct Declared {
    place: Place,
    shape: Shape,
    says: Says,
}

/// What the events name, and what that names, in the order of places.
fn declared(resolved: &Resolved, events: &[Event]) -> Vec<Declared> {
    let mut open: Vec<Place> = Vec::new();
    events.iter().for_each(|event| event.shape.names(&mut open));
    let mut known: HashSet<Place> = HashSet::new();
    let mut all = Vec::new();
    let reader = Reader::new(resolved, &[]);
    while let Some(place) = open.pop() {
        if !known.insert(place.clone()) {
            continue;
        }
        let mut read = reader.anew().read(&place, false);
        if all.len() >= DECLARED {
            read.shape = Shape::Any;
        }
        read.shape.names(&mut open);
        all.push(Declared { place, shape: read.shape, says: read.says });
    }
    all.sort_by(|one, other| one.place.cmp(&other.place));
    all
}
