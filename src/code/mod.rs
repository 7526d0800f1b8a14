//! Event types in the reader's language: TypeScript and Python with their constants, and a line of shell that sends an event.
//!
//! A type takes every valid event. What it can't refuse is said in a comment, by the words that pages have for the keyword; `tests/code.rs`
//! holds both by the compiler and by the models themselves.

mod comment;
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
use crate::source::{Place, unescape_token};
use python::Python;
use read::{Name, Reader};
use shape::{Says, Shape};
use typescript::TypeScript;

pub use names::Names;
pub use shell::{Sender, sending};

/// How many versions of one event type are put together.
const VERSIONS: usize = 20;

/// How large a shape may be whose fields are commented: for one of few types, for all types together, and for one of many. The page has the
/// words of all fields.
const COMMENTED: usize = 4_000;
const OF_ALL: usize = 400_000;
const OF_MANY: usize = 100;

/// How many schemas a file declares beside its events.
const DECLARED: usize = 20_000;

/// An event type, as code declares it.
struct Event {
    name: String,
    /// The name of its type, and of its constant.
    ident: String,
    constant: String,
    shape: Shape,
    says: Says,
}

/// A schema that events name, as code declares it.
struct Declared {
    place: Place,
    shape: Shape,
    says: Says,
}

/// The languages that event types are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    TypeScript,
    Python,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::TypeScript, Language::Python];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Language::TypeScript => "TypeScript",
            Language::Python => "Python",
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Language::TypeScript => "ts",
            Language::Python => "py",
        }
    }
}

/// One event type as code, in each language: what the file of its catalog has of it, but for comments.
pub fn in_each_language(resolved: &Resolved, names: &Names, found: &EventType) -> [(Language, String); 2] {
    let event = event(resolved, names, found, true);
    Language::ALL.map(|language| {
        let text = match language {
            Language::TypeScript => TypeScript { resolved, names }.event(&event),
            Language::Python => Python { resolved, names }.event(&event),
        };
        (language, text)
    })
}

/// The file of a catalog, by its number: all its event types, and what they name.
pub fn file_in(language: Language, resolved: &Resolved, names: &Names, catalog: usize) -> String {
    let types = resolved.types.iter().filter(|found| found.catalog == catalog);
    let events: Vec<Event> = types.map(|found| event(resolved, names, found, false)).collect();
    let declared = declared(resolved, &events);
    let title = crate::source::visible(&resolved.project.config.catalogs[catalog].title);
    let about = "Types take every valid event; what they can't say stands in comments.";
    match language {
        Language::TypeScript => {
            let code = TypeScript { resolved, names };
            let title = title.replace("*/", "* /");
            let mut parts = vec![format!("/* Event types of {title}. {about} */\n")];
            parts.extend(events.iter().map(|event| code.event(event)));
            parts.extend(declared.iter().map(|it| code.declaration(it)));
            parts.push(TypeScript::union(&events));
            parts.join("\n")
        }
        Language::Python => {
            let code = Python { resolved, names };
            let mut text = format!("# Event types of {title}. {about}\n{}", python::HEAD);
            declared.iter().for_each(|it| text.push_str(&code.declaration(it)));
            for event in &events {
                text.push_str("\n\n");
                text.push_str(&code.event(event));
            }
            text.push_str("\n\n");
            text.push_str(&Python::union(&events));
            text
        }
    }
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

/// An event type: what its schemas say of the whole event, the envelope of its catalog among them; `silent` without comments.
fn event(resolved: &Resolved, names: &Names, found: &EventType, silent: bool) -> Event {
    let (ident, constant) = names.of_event(&found.name);
    let (mut shape, mut says) = whole(resolved, found, silent);
    if let Some(entry) = found.registered.map(|number| &resolved.project.registered[number]).filter(|_| !silent) {
        says.words = entry.summary.clone().map_or(says.words, |summary| vec![summary]);
        says.deprecated |= entry.deprecated.is_some();
    }
    for name in type_names(resolved, found) {
        let reader = Reader::new(resolved, &[]);
        let literal = shape::Literal {
            kind: shape::Kind::Scalar(shape::Scalar::Text),
            json: serde_json::Value::from(name.name.as_str()).to_string(),
        };
        let narrowed = narrowed(&reader, shape.clone(), &name.tokens, &Shape::Values(vec![literal]));
        if narrowed != Shape::Never {
            shape = narrowed;
        }
    }
    let room = (OF_ALL / resolved.types.len().max(1)).clamp(OF_MANY, COMMENTED);
    if shape.size() > room && !silent {
        shape = shape.without_words();
        says.rules.push("the page of the type has what is said of its fields".to_owned());
    }
    Event { name: found.name.clone(), ident: ident.to_owned(), constant: constant.to_owned(), shape, says }
}

fn whole(resolved: &Resolved, found: &EventType, silent: bool) -> (Shape, Says) {
    let project = &resolved.project;
    let types = &project.config.catalogs[found.catalog].types;
    let envelope = types.envelope.as_deref().and_then(|name| resolved.find_in_catalog(found.catalog, name));
    let names = type_names(resolved, found);
    let reader = Reader::new(resolved, &names).silent(silent);
    let in_envelope = |read: read::Read| match &envelope {
        Some(envelope) => {
            let around = reader.expanded(envelope, true).shape;
            read::Read { shape: reader.both(around, read.shape), says: read.says }
        }
        None => read,
    };
    let roots = found.schemas.iter().take(VERSIONS).map(|number| {
        let schema = &project.schemas[*number];
        let root = Place::root(schema.source);
        match types.data.as_deref().filter(|_| schema.types.is_empty() && envelope.as_ref() != Some(&root)) {
            Some(data) => {
                let says = reader.read(&root, false).says;
                let tokens: Vec<String> = tokens(data);
                let wrapped =
                    tokens.iter().rev().fold(Shape::Named(root), |shape, name| Shape::with_member(name, shape, false));
                in_envelope(read::Read { shape: wrapped, says })
            }
            None if envelope.as_ref() == Some(&root) => reader.expanded(&root, true),
            None => in_envelope(reader.expanded(&root, true)),
        }
    });
    let mut roots: Vec<read::Read> = roots.collect();
    if roots.is_empty() {
        let messages = found.messages.iter().map(|(document, index)| &project.documents[*document].messages[*index]);
        let payloads = messages.filter(|message| message.foreign_format.is_none()).filter_map(|it| it.payload.as_ref());
        let mut seen: Vec<&Place> = Vec::new();
        for payload in payloads.take(VERSIONS) {
            if !seen.contains(&payload) {
                seen.push(payload);
                roots.push(reader.expanded(payload, true));
            }
        }
    }
    if roots.is_empty() {
        return (envelope.as_ref().map_or(Shape::Any, |it| reader.expanded(it, true).shape), Says::default());
    }
    let mut says = Says::default();
    roots.iter().for_each(|read| says.add(read.says.clone()));
    if roots.len() > 1 {
        // Each rule belongs to one version.
        says.rules.clear();
    }
    (Shape::any_of(roots.into_iter().map(|read| read.shape)), says)
}

/// Where events of a type name it, the likeliest first.
fn type_names(resolved: &Resolved, found: &EventType) -> Vec<Name> {
    let field = resolved.project.config.catalogs[found.catalog].types.field.as_deref();
    let pointers = match field {
        Some(field) => vec![tokens(field)],
        None => ["event_type", "eventType", "type"].map(|name| vec![name.to_owned()]).to_vec(),
    };
    pointers.into_iter().map(|tokens| Name { tokens, name: found.name.clone() }).collect()
}

fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| unescape_token(token).into_owned()).collect()
}

/// The shape whose member at a path is known, where it has such a member.
fn narrowed(reader: &Reader<'_>, shape: Shape, path: &[String], value: &Shape) -> Shape {
    let Some((name, rest)) = path.split_first() else { return reader.both(shape, value.clone()) };
    match shape {
        Shape::Object(mut object) => {
            for field in object.fields.iter_mut().filter(|field| field.name == *name) {
                field.shape = narrowed(reader, std::mem::replace(&mut field.shape, Shape::Any), rest, value);
                if field.shape == Shape::Never {
                    return Shape::Never;
                }
            }
            Shape::Object(object)
        }
        Shape::Union(parts) => Shape::any_of(parts.into_iter().map(|part| narrowed(reader, part, path, value))),
        shape => shape,
    }
}
