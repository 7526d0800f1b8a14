//! The structure of AsyncAPI documents against the table of their objects: what is unknown, what is missing, what is of another type.

use std::collections::HashSet;

use super::words::{question, quoted};
use crate::asyncapi::{Entry, MESSAGE_EXAMPLE, Object, Shape, Version, is_extension};
use crate::diagnostic::Part;
use crate::model::Document;
use crate::prove::{is_email, is_uri};
use crate::resolve::{Cached, Resolved};
use crate::source::{Node, Place, SourceId, join};
use crate::spelling::{Meant, is_slip, meant, nearest};

/// Something that is not as the table says.
#[derive(Clone, Debug)]
pub struct Fault {
    pub place: Place,
    pub part: Part,
    pub message: String,
    pub help: Option<String>,
    /// The name that was meant, if one was; the help is the question whether it was, or says what it is for.
    pub meant: Option<Meant>,
}

/// The faults of all documents and of the parts that they are made of, each once. An object that several documents have in common is
/// judged by the version of the first.
pub fn faults(kept: &mut Cached<SourceId, OfParts>, resolved: &Resolved) -> Vec<Fault> {
    let documents = &resolved.project.documents;
    let asked = documents.iter().map(|document| (document.source, resolved.fingerprint(document.source), document));
    let of_documents = kept.all(asked.collect(), |document| of_document(resolved, document));
    let mut seen: HashSet<(&Place, &str)> = HashSet::new();
    let mut faults = Vec::new();
    for (document, found) in documents.iter().zip(&of_documents).filter(|(document, _)| document.asyncapi.is_some()) {
        let mut found = found.iter().peekable();
        for (number, part) in document.parts.iter().enumerate() {
            let own = found.next_if(|(of, _)| *of == number);
            if seen.insert((&part.place, part.object.name)) {
                faults.extend(own.into_iter().flat_map(|(_, faults)| faults.iter().cloned()));
            }
        }
    }
    faults
}

/// The faults of each part of a document that has some, with the part's number.
pub type OfParts = Vec<(usize, Vec<Fault>)>;

fn of_document(resolved: &Resolved, document: &Document) -> OfParts {
    let Some(version) = document.asyncapi else { return Vec::new() };
    let parts = document.parts.iter().enumerate().map(|(number, part)| {
        let mut faults = Vec::new();
        if let Some(node) = resolved.project.sources.node(&part.place) {
            Checked { version, object: part.object, place: &part.place, node, faults: &mut faults }.check();
        }
        (number, faults)
    });
    parts.filter(|(_, faults)| !faults.is_empty()).collect()
}

/// An object that is checked.
struct Checked<'a> {
    version: Version,
    object: &'static Object,
    place: &'a Place,
    node: &'a Node,
    faults: &'a mut Vec<Fault>,
}

impl Checked<'_> {
    fn check(&mut self) {
        if !self.node.is_object() {
            let name = self.place.pointer.rsplit('/').next().map(crate::source::unescape_token).unwrap_or_default();
            let name = match name.parse::<usize>() {
                Ok(index) => format!("item {}", index + 1),
                Err(_) => quoted(&name),
            };
            let message = format!("{name} is {}, not an object", a_type(self.node));
            let help = format!("{} belongs here", self.object.name);
            self.push(self.place.clone(), Part::Value, message, Some(help));
            return;
        }
        for entry in Shape::Object(self.object).entries(self.node, self.version) {
            let Some(member) = entry.member else { continue };
            if entry.field.is_some() {
                self.value(&entry, &quoted(&member.key));
            } else if !is_extension(&member.key) && !self.is_meant_to_be(&member.key) {
                self.unknown(&member.key);
            }
        }
        self.missing();
        let is_example = std::ptr::eq(self.object, &MESSAGE_EXAMPLE);
        if is_example && self.version >= Version::V2_6 && self.lacks("payload") && self.lacks("headers") {
            let message = "the example has neither `payload` nor `headers`".to_owned();
            let help = "what a message carries stands below one of them".to_owned();
            self.push(self.place.clone(), Part::Value, message, Some(help));
        }
    }

    fn lacks(&self, name: &str) -> bool {
        self.node.get(name).is_none()
    }

    fn push(&mut self, place: Place, part: Part, message: String, help: Option<String>) {
        self.faults.push(Fault { place, part, message, help, meant: None });
    }

    fn below(&self, pointer: &str) -> Place {
        Place::new(self.place.source, pointer)
    }

    fn unknown(&mut self, name: &str) {
        let candidates = || self.object.fields_in(self.version).map(|field| field.name);
        let near = meant(name, candidates());
        // A binding may be of a newer version than the table knows; until 2.5 an example could hold anything.
        let is_free = std::ptr::eq(self.object, &MESSAGE_EXAMPLE) && self.version < Version::V2_6;
        if is_free || (self.object.open && near.is_none()) {
            return;
        }
        let elsewhere = self.object.fields.iter().find(|field| field.name == name);
        let (message, help) = match elsewhere {
            Some(field) => {
                let when = if field.since > self.version {
                    format!("since {}", field.since)
                } else {
                    format!("until {}", field.until)
                };
                let message = format!("{} has {} only {when}", self.object.name, quoted(name));
                (message, format!("this document says AsyncAPI {}", self.version))
            }
            None => {
                let message = format!("{} has no {}", self.object.name, quoted(name));
                let question = near.as_ref().map(|near| question(&near.name));
                (message, question.unwrap_or_else(|| "an extension begins with `x-`".to_owned()))
            }
        };
        let place = self.below(&join(&self.place.pointer, name));
        let meant = near.filter(|_| elsewhere.is_none());
        self.faults.push(Fault { place, part: Part::Key, message, help: Some(help), meant });
    }

    /// Whether a name is taken for that of a required field that is missing, of which a finding speaks already.
    fn is_meant_to_be(&self, name: &str) -> bool {
        let mut required = self.object.fields_in(self.version).filter(|field| field.required && self.lacks(field.name));
        required.any(|field| nearest(field.name, [name]).is_some())
    }

    fn missing(&mut self) {
        // What a binding requires is said by its own version.
        let required = self.object.fields_in(self.version).filter(|field| field.required);
        let missing: Vec<&str> = required.map(|field| field.name).filter(|name| self.lacks(name)).collect();
        for name in missing {
            let message = format!("{} is missing", quoted(name));
            // The member that is meant to be it, if there is one, is what to mend.
            let unknown = self.node.members().iter().map(|member| &*member.key);
            let unknown = unknown.filter(|key| self.object.field(key, self.version).is_none());
            match nearest(name, unknown) {
                Some(near) => {
                    let place = self.below(&join(&self.place.pointer, near));
                    let help = Some(format!("rename {}, if it is meant to be that", quoted(near)));
                    let meant = Some(Meant { name: name.to_owned(), is_slip: is_slip(near, name) });
                    self.faults.push(Fault { place, part: Part::Key, message, help, meant });
                }
                None => {
                    let help = format!("{} requires it (AsyncAPI {})", self.object.name, self.version);
                    self.push(self.place.clone(), Part::Key, message, Some(help));
                }
            }
        }
    }

    /// A value against its shape; objects below it are checked by themselves.
    fn value(&mut self, entry: &Entry<'_>, name: &str) {
        let mut open = vec![(entry.node, entry.pointer(&self.place.pointer), entry.shape, name.to_owned())];
        while let Some((node, pointer, shape, name)) = open.pop() {
            let shape = shape.settled(node, self.version);
            if let Some(expected) = mismatch(shape, node) {
                let message = match shape {
                    Shape::Word(_) | Shape::Url | Shape::Mail if node.as_str().is_some() => {
                        format!("{name} is {}, {expected}", quoted(node.as_str().unwrap_or_default()))
                    }
                    _ => format!("{name} is {}, not {expected}", a_type(node)),
                };
                self.push(self.below(&pointer), Part::Value, message, None);
                continue;
            }
            if !matches!(shape, Shape::Object(_)) && node.get("$ref").is_none() {
                open.extend(shape.entries(node, self.version).iter().rev().map(|entry| {
                    let below = match entry.member {
                        Some(member) => quoted(&member.key),
                        None => format!("item {} of {name}", entry.index + 1),
                    };
                    (entry.node, entry.pointer(&pointer), entry.shape, below)
                }));
            }
        }
    }
}

/// What a value should be instead; `None` if it is that. Objects are left to their own check, schemas to that of schemas.
fn mismatch(shape: Shape, node: &Node) -> Option<String> {
    let is_text = node.as_str().is_some();
    let expected = match shape {
        Shape::Text | Shape::Markdown | Shape::Url | Shape::Mail if !is_text => "a string",
        Shape::TextOrNull if !is_text && node.type_name() != "null" => "a string or null",
        Shape::Flag if node.as_bool().is_none() => "a boolean",
        Shape::Number(_) if node.type_name() != "number" => "a number",
        Shape::List(_) if !node.is_array() => "an array",
        Shape::Map(_) if !node.is_object() => "an object",
        Shape::Reference(_) if node.get("$ref").and_then(Node::as_str).is_none() => "a reference",
        Shape::Word(_) if !is_text => "a string",
        Shape::Url if !is_uri(node.as_str()?) => return Some("no absolute address (URI)".to_owned()),
        Shape::Mail if !is_email(node.as_str()?) => return Some("no address of mail".to_owned()),
        Shape::Word([first, second]) if ![*first, *second].contains(&node.as_str()?) => {
            return Some(format!("neither `{first}` nor `{second}`"));
        }
        Shape::Word(words) if !words.contains(&node.as_str()?) => {
            return Some(format!("none of {}", super::words::listed(words.iter().copied())));
        }
        _ => return None,
    };
    Some(expected.to_owned())
}

/// The type of a value with its article.
pub fn a_type(node: &Node) -> &'static str {
    match node.type_name() {
        "null" => "null",
        "boolean" => "a boolean",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        _ => "an object",
    }
}
