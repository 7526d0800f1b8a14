//! What may stand in an AsyncAPI document, by the table of its objects in its version.

use super::example::{last, samples};
use super::item::{FIELD, Item, REFERENCE, VALUE};
use super::{Kind, Typed, schema};
use crate::asyncapi::{CHANNEL, DOCUMENT, MESSAGE, Object, SERVER, Shape, Version};
use crate::model::Document;
use crate::resolve::fragment;
use crate::source::{Node, Place, escape_token, unescape_token};

/// What may stand at a place of a document; `None` where there is none.
pub fn items(typed: &Typed<'_>) -> Option<Vec<Item>> {
    let project = &typed.site.proved.resolved.project;
    let document = project.documents.iter().find(|document| document.source == typed.source)?;
    let version = document.asyncapi?;
    let pointer = typed.spot.pointer.as_str();
    if let Some(holder) = pointer.strip_suffix("/$ref").filter(|_| typed.spot.kind == Kind::Value) {
        return Some(match shape_at(typed.root, version, holder) {
            Found::Shape(Shape::Object(object) | Shape::Reference(object), _) => parts(typed, document, object, holder),
            Found::Shape(Shape::Schema | Shape::Payload, _) | Found::Schema(_) => schema::references(typed),
            _ => Vec::new(),
        });
    }
    if let Some(schema) = payload(typed, document) {
        return Some(samples(typed.site, schema));
    }
    match shape_at(typed.root, version, pointer) {
        Found::Schema(root) => Some(schema::items(typed, &root).unwrap_or_default()),
        Found::Shape(Shape::Schema | Shape::Payload, _) => Some(schema::items(typed, pointer).unwrap_or_default()),
        Found::Shape(Shape::Object(object), node) if typed.spot.kind != Kind::Value => {
            Some(if node.get("$ref").is_some() { Vec::new() } else { fields(typed, object, version) })
        }
        Found::Shape(Shape::Word(words), _) => Some(words.iter().map(|word| Item::of(*word, VALUE, "")).collect()),
        Found::Shape(Shape::Flag, _) => {
            Some([true, false].into_iter().map(|value| Item::of(value, VALUE, "")).collect())
        }
        Found::Shape(..) if pointer == "/asyncapi" => {
            Some(["3.1.0", "3.0.0", "2.6.0"].into_iter().map(|version| Item::of(version, VALUE, "")).collect())
        }
        Found::Shape(..) | Found::Nothing => Some(Vec::new()),
    }
}

/// The schema of the payload that is typed as an example of a message.
fn payload<'a>(typed: &Typed<'a>, document: &'a Document) -> Option<&'a Place> {
    let place = typed.place();
    let is_payload = |message: &&crate::model::Message| {
        let below = place.pointer.strip_prefix(&message.place.pointer).filter(|_| message.place.source == place.source);
        let steps: Vec<&str> = below.unwrap_or_default().split('/').skip(1).collect();
        matches!(steps[..], ["examples", _, "payload"])
    };
    document.messages.iter().find(is_payload)?.payload.as_ref().filter(|_| typed.spot.kind != Kind::Key)
}

/// What the table says of a place.
enum Found<'a> {
    Shape(Shape, &'a Node),
    /// A place in a schema that begins at this pointer.
    Schema(String),
    Nothing,
}

fn shape_at<'a>(root: &'a Node, version: Version, pointer: &str) -> Found<'a> {
    let (mut shape, mut node, mut at) = (Shape::Object(&DOCUMENT), root, String::new());
    for token in pointer.split('/').skip(1) {
        let settled = shape.settled(node, version);
        if matches!(settled, Shape::Schema | Shape::Payload) {
            return Found::Schema(at);
        }
        let entries = settled.entries(node, version);
        let name = unescape_token(token);
        let is_named = |member: Option<&crate::source::Member>| member.is_some_and(|member| *member.key == *name);
        let entry = entries.iter().find(|entry| match entry.member {
            Some(_) => is_named(entry.member),
            None => entry.index.to_string() == token,
        });
        let Some(entry) = entry else { return Found::Nothing };
        (shape, node) = (entry.shape, entry.node);
        at = format!("{at}/{token}");
    }
    Found::Shape(shape.settled(node, version), node)
}

/// The fields of an object, required ones first.
fn fields(typed: &Typed<'_>, object: &'static Object, version: Version) -> Vec<Item> {
    let is_free = |name: &str| !typed.spot.present.iter().any(|present| present == name);
    let mut fields: Vec<_> = object.fields_in(version).filter(|field| is_free(field.name)).collect();
    fields.sort_by_key(|field| !field.required);
    let item = |field: &crate::asyncapi::Field| {
        let detail = if field.required { "required" } else { field.label };
        Item::name(field.name, None, FIELD, detail).saying(format!("A field of {}.", object.name))
    };
    fields.into_iter().map(item).collect()
}

/// The parts of the document that a reference there may lead to.
fn parts(typed: &Typed<'_>, document: &Document, object: &'static Object, holder: &str) -> Vec<Item> {
    let prefix = match object {
        object if std::ptr::eq(object, &CHANNEL) => "/channels/".to_owned(),
        object if std::ptr::eq(object, &SERVER) => "/servers/".to_owned(),
        // What is sent is one of the messages of the channel.
        object if std::ptr::eq(object, &MESSAGE) && holder.starts_with("/operations/") => {
            let operation = holder.split('/').nth(2).unwrap_or_default();
            let channel = typed.root.pointer(&format!("/operations/{operation}/channel/$ref")).and_then(Node::as_str);
            let Some(channel) = channel.and_then(|channel| channel.strip_prefix("#/channels/")) else {
                return Vec::new();
            };
            format!("/channels/{}/messages/", escape_token(&last(channel)))
        }
        _ => "/components/".to_owned(),
    };
    let own =
        document.parts.iter().filter(|part| part.place.source == typed.source && std::ptr::eq(part.object, object));
    let mut pointers: Vec<&str> = own.map(|part| part.place.pointer.as_str()).collect();
    pointers.retain(|pointer| pointer.strip_prefix(&prefix).is_some_and(|name| !name.is_empty()) && *pointer != holder);
    // A part of a part is found through it.
    pointers
        .retain(|pointer| pointer[prefix.len()..].split('/').count() <= if prefix == "/components/" { 2 } else { 1 });
    let item = |pointer: &str| Item::of(format!("#{}", fragment(pointer)), REFERENCE, object.name);
    pointers.into_iter().map(item).collect()
}
