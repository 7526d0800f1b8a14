//! The one table of AsyncAPI's objects: the fields of each, since when they exist, what they hold, how to name them in words.
//!
//! It is to AsyncAPI what `keyword` is to JSON Schema. The check of structure, the search for references and schemas, and the pages are
//! all driven by it, so that a field is known once. What the table does not know is shown as JSON and never lost: a new binding
//! needs nothing, or a row for a nicer label.

mod binding;
mod channel;
mod document;
mod expression;
mod message;
mod operation;
mod security;
mod server;
pub mod typed;
mod unit;
mod version;

use crate::source::{Kind, Node};

pub use channel::{CHANNEL, PARAMETER};
pub use document::{COMPONENTS, DOCUMENT, TAG};
pub use expression::{Expression, expression};
pub use message::{CORRELATION_ID, MESSAGE, MESSAGE_EXAMPLE, MESSAGE_TRAIT, MULTI_FORMAT, json_schema_draft};
pub use operation::{OPERATION, OPERATION_TRAIT, REPLY, REPLY_ADDRESS};
pub use security::SECURITY_SCHEME;
pub use server::{SERVER, SERVER_VARIABLE};
pub use unit::in_larger_units;
pub use version::Version;

/// A kind of object.
#[derive(Debug)]
pub struct Object {
    /// What it is called in a sentence: `a server`.
    pub name: &'static str,
    pub fields: &'static [Field],
    /// Whether it may have fields that the table does not know: bindings have versions of their own.
    pub open: bool,
    /// The narrower kind that a value is of, by what it holds.
    narrow: Option<fn(&Node) -> Option<&'static Object>>,
}

impl PartialEq for Object {
    /// Each kind stands once in the table.
    fn eq(&self, other: &Object) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Object {}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    /// What stands before its value in a row.
    pub label: &'static str,
    pub shape: Shape,
    pub required: bool,
    pub since: Version,
    pub until: Version,
    /// What it means for others that it says something else than it said.
    pub bearing: Bearing,
}

/// Whom it concerns that a field says something else than it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// People alone are told.
    Words,
    /// Who states it: how it works is its own matter.
    Own,
    /// Who sends and who receives have to agree on it.
    Shared,
    /// The table does not say; what stands below it may.
    Unknown,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Any JSON. It is data, in which `$ref` means nothing.
    Any,
    Text,
    TextOrNull,
    /// The author's prose.
    Markdown,
    /// A URI (RFC 3986).
    Url,
    /// An address of mail.
    Mail,
    Flag,
    /// A number, and its unit; empty for none.
    Number(&'static str),
    /// One of these texts.
    Word(&'static [&'static str]),
    /// A schema; from 3.0 also a multi-format schema object.
    Schema,
    /// A schema in the format that the `schemaFormat` beside it names (2.x).
    Payload,
    /// A schema, or what the other shape says.
    SchemaOr(&'static Shape),
    Object(&'static Object),
    /// An object whose names are the author's.
    Map(&'static Shape),
    List(&'static Shape),
    /// A reference, and nothing else, to such a value.
    Reference(&'static Object),
}

impl Object {
    const fn new(name: &'static str, fields: &'static [Field]) -> Object {
        Object { name, fields, open: false, narrow: None }
    }

    const fn binding(name: &'static str, fields: &'static [Field]) -> Object {
        Object { name, fields, open: true, narrow: None }
    }

    /// The field of this name in a version.
    pub fn field(&self, name: &str, version: Version) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name && field.is_in(version))
    }

    /// The fields of a version.
    pub fn fields_in(&self, version: Version) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(move |field| field.is_in(version))
    }

    /// The kind that a value is of: this one, or the narrower one that it says itself to be.
    pub fn of(&'static self, node: &Node) -> &'static Object {
        self.narrow.and_then(|narrow| narrow(node)).unwrap_or(self)
    }
}

impl Field {
    const fn new(name: &'static str, label: &'static str, shape: Shape) -> Field {
        let bearing = if matches!(shape, Shape::Markdown) { Bearing::Words } else { Bearing::Unknown };
        Field { name, label, shape, required: false, since: Version::V2_0, until: Version::V3_1, bearing }
    }

    const fn words(self) -> Field {
        Field { bearing: Bearing::Words, ..self }
    }

    const fn own(self) -> Field {
        Field { bearing: Bearing::Own, ..self }
    }

    const fn shared(self) -> Field {
        Field { bearing: Bearing::Shared, ..self }
    }

    const fn required(self) -> Field {
        Field { required: true, ..self }
    }

    const fn since(self, since: Version) -> Field {
        Field { since, ..self }
    }

    const fn until(self, until: Version) -> Field {
        Field { until, ..self }
    }

    /// Whether a version defines the field.
    pub fn is_in(&self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }
}

/// A member of an object or an item of a list, with the shape that the table gives it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The name of a member; `None` for an item of a list.
    pub member: Option<&'a crate::source::Member>,
    /// Its field in the table; `None` for unknown names, names of a map, items.
    pub field: Option<&'static Field>,
    pub index: usize,
    pub node: &'a Node,
    pub shape: Shape,
}

impl Entry<'_> {
    /// The pointer of the entry in what stands at `pointer`.
    pub fn pointer(&self, pointer: &str) -> String {
        match self.member {
            Some(member) => crate::source::join(pointer, &member.key),
            None => format!("{pointer}/{}", self.index),
        }
    }
}

impl Shape {
    /// What stands directly below a value of this shape, in the order of the source.
    pub fn entries<'a>(self, node: &'a Node, version: Version) -> Vec<Entry<'a>> {
        let members = || node.members().iter().enumerate();
        match self.settled(node, version) {
            Shape::Object(object) => members()
                .map(|(index, member)| {
                    let field = object.field(&member.key, version);
                    let shape = field.map_or(Shape::Any, |field| field.shape.beside(node));
                    Entry { member: Some(member), field, index, node: &member.value, shape }
                })
                .collect(),
            Shape::Map(shape) => members()
                .map(|(index, member)| {
                    let shape = if is_extension(&member.key) && !is_named_map(shape) { Shape::Any } else { *shape };
                    Entry { member: Some(member), field: None, index, node: &member.value, shape }
                })
                .collect(),
            Shape::List(shape) => {
                let items = node.items().iter().enumerate();
                items.map(|(index, node)| Entry { member: None, field: None, index, node, shape: *shape }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The shape that a value really has, of those that this one leaves open.
    pub fn settled(self, node: &Node, version: Version) -> Shape {
        match self {
            Shape::Object(object) => Shape::Object(object.of(node)),
            Shape::Schema if !version.is_2() && message::is_multi_format(node) => Shape::Object(&MULTI_FORMAT),
            Shape::SchemaOr(other) => match node.kind {
                Kind::Object(_) => Shape::Schema,
                _ => other.settled(node, version),
            },
            other => other,
        }
    }

    /// The shape of a field, given the object that it stands in: a payload of a foreign format is data.
    fn beside(self, parent: &Node) -> Shape {
        match self {
            Shape::Payload if message::has_foreign_format(parent) => Shape::Any,
            Shape::Payload => Shape::Schema,
            other => other,
        }
    }
}

/// Whether a name is that of an extension.
pub fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}

/// In maps of texts (scopes) and of anything the names are free, `x-` is nothing special there.
fn is_named_map(shape: &Shape) -> bool {
    matches!(shape, Shape::Text | Shape::Any | Shape::List(_))
}

/// Whether a value that may be a schema is a multi-format schema object.
pub fn is_multi_format(node: &Node) -> bool {
    message::is_multi_format(node)
}

/// Whether a schema format is AsyncAPI's own or JSON Schema.
pub fn is_json_schema(format: &str) -> bool {
    message::is_json_schema(format)
}

/// Whether a schema format is one that the specification names.
pub fn is_known_format(format: &str) -> bool {
    message::is_known_format(format)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every object that the table leads to.
    fn objects() -> Vec<&'static Object> {
        fn below(shape: &Shape, open: &mut Vec<&'static Object>) {
            match shape {
                Shape::Object(object) | Shape::Reference(object) => open.push(object),
                Shape::Map(shape) | Shape::List(shape) | Shape::SchemaOr(shape) => below(shape, open),
                _ => {}
            }
        }
        let (mut open, mut found) = (vec![&DOCUMENT, &MULTI_FORMAT], Vec::<&'static Object>::new());
        while let Some(object) = open.pop() {
            if !found.iter().any(|known| std::ptr::eq(*known, object)) {
                found.push(object);
                object.fields.iter().for_each(|field| below(&field.shape, &mut open));
            }
        }
        found
    }

    #[test]
    fn a_field_stands_once_for_a_version_and_has_a_label() {
        let objects = objects();
        assert!(objects.len() > 60, "the table is walked: {}", objects.len());
        for object in objects {
            for (index, field) in object.fields.iter().enumerate() {
                assert!(!field.label.is_empty() && field.since <= field.until, "{}.{}", object.name, field.name);
                let twice = object.fields[..index]
                    .iter()
                    .any(|other| other.name == field.name && other.since <= field.until && field.since <= other.until);
                assert!(!twice, "{}.{} stands twice", object.name, field.name);
            }
        }
    }
}
