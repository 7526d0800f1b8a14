//! One event type as a shape: what its schemas say of the whole event, envelope and data alike, with the type's own name in its place.

use std::borrow::Cow;

use super::Names;
use super::read::{Name, Read, Reader};
use super::shape::{Literal, Says, Shape};
use crate::model::EventType;
use crate::resolve::{Resolved, type_pointers};
use crate::source::{Place, pointer_tokens};

/// How many versions of one event type are put together.
const VERSIONS: usize = 20;

/// An event type, as code declares it.
pub struct Event {
    pub name: String,
    /// The name of its type, and of its constant.
    pub ident: String,
    pub constant: String,
    pub shape: Shape,
    pub says: Says,
}

/// An event type: what its schemas say of the whole event, the envelope of its catalog among them; `silent` without comments.
pub fn event(resolved: &Resolved, names: &Names, found: &EventType, silent: bool) -> Event {
    let (ident, constant) = names.of_event(&found.name);
    let (mut shape, mut says) = whole(resolved, found, silent);
    if let Some(entry) = found.registered.map(|number| &resolved.project.registered[number]).filter(|_| !silent) {
        says.words = entry.summary.clone().map_or(says.words, |summary| vec![summary]);
        says.deprecated |= entry.deprecated.is_some();
    }
    for name in type_names(resolved, found) {
        let reader = Reader::new(resolved, &[]);
        let literal = Literal::of_text(&name.name);
        let narrowed = narrowed(&reader, shape.clone(), &name.tokens, &Shape::Values(vec![literal]));
        if narrowed != Shape::Never {
            shape = narrowed;
        }
    }
    Event { name: found.name.clone(), ident: ident.to_owned(), constant: constant.to_owned(), shape, says }
}

fn whole(resolved: &Resolved, found: &EventType, silent: bool) -> (Shape, Says) {
    let project = &resolved.project;
    let types = &project.config.catalogs[found.catalog].types;
    let envelope = types.envelope.as_deref().and_then(|name| resolved.find_in_catalog(found.catalog, name));
    let names = type_names(resolved, found);
    let reader = Reader::new(resolved, &names).silent(silent);
    let in_envelope = |read: Read| match &envelope {
        Some(envelope) => {
            let around = reader.expanded(envelope, true).shape;
            Read { shape: reader.both(around, read.shape), says: read.says }
        }
        None => read,
    };
    let roots = found.schemas.iter().take(VERSIONS).map(|number| {
        let schema = &project.schemas[*number];
        let root = Place::root(schema.source);
        match types.data.as_deref().filter(|_| schema.types.is_empty() && envelope.as_ref() != Some(&root)) {
            Some(data) => {
                let says = reader.read(&root, false).says;
                let tokens: Vec<String> = pointer_tokens(data).map(Cow::into_owned).collect();
                let wrapped =
                    tokens.iter().rev().fold(Shape::Named(root), |shape, name| Shape::with_member(name, shape, false));
                in_envelope(Read { shape: wrapped, says })
            }
            None if envelope.as_ref() == Some(&root) => reader.expanded(&root, true),
            None => in_envelope(reader.expanded(&root, true)),
        }
    });
    let mut roots: Vec<Read> = roots.collect();
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
    let pointers = type_pointers(resolved, found.catalog).into_iter();
    pointers.map(|tokens| Name { tokens, name: found.name.clone() }).collect()
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
