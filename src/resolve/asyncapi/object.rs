//! Objects of a document as typed values, references followed.

use std::borrow::Cow;

use super::below;
use crate::asyncapi::typed::{Listed, Message, Model, Named, Operation, Stated};
use crate::resolve::Resolved;
use crate::source::{Kind, Member, Node, Place};

/// What is stated at a place and where it stands: where the references end, or at the place itself if they lead nowhere. What is no object
/// says nothing.
pub fn object<'a, T: Model>(resolved: &Resolved, stated: &'a Stated<T>, place: Place) -> (Place, Cow<'a, T>) {
    match resolved.follow(&place).filter(|target| *target != place) {
        Some(target) => {
            let read = resolved.project.sources.node(&target).and_then(T::read);
            (target, Cow::Owned(read.unwrap_or_default()))
        }
        None => (place, stated.valid().map_or_else(|| Cow::Owned(T::default()), Cow::Borrowed)),
    }
}

/// The same for one of several by its name.
pub fn named<'a, T: Model>(
    resolved: &Resolved,
    several: &'a Stated<Named<T>>,
    place: &Place,
    name: &str,
) -> (Place, Cow<'a, T>) {
    let stated = several.valid().and_then(|several| several.get(name)).unwrap_or(&Stated::Absent);
    object(resolved, stated, below(place, name))
}

/// A message at a place with the texts of its traits.
pub fn message_with_texts<'a>(resolved: &Resolved, message: &'a Message, place: &Place) -> Cow<'a, Message> {
    let traits = strongest_first(resolved, &message.traits, place);
    traits.fold(Cow::Borrowed(message), |message, other| Cow::Owned(message.into_owned().with_texts_of(other)))
}

/// An operation at a place with the texts of its traits.
pub fn operation_with_texts<'a>(resolved: &Resolved, operation: &'a Operation, place: &Place) -> Cow<'a, Operation> {
    let traits = strongest_first(resolved, &operation.traits, place);
    traits.fold(Cow::Borrowed(operation), |operation, other| Cow::Owned(operation.into_owned().with_texts_of(other)))
}

/// The traits of what stands at a place, the last one first; those that references lead to nowhere say nothing.
fn strongest_first<'a, T: Model>(
    resolved: &'a Resolved,
    traits: &'a Stated<Listed<T>>,
    place: &Place,
) -> impl Iterator<Item = T> {
    let list = below(place, "traits");
    let traits = traits.valid().map(Vec::as_slice).unwrap_or_default().iter().enumerate().rev();
    traits.map(move |(index, stated)| {
        let place = below(&list, &index.to_string());
        match resolved.follow(&place).filter(|target| *target != place) {
            Some(target) => {
                let node = resolved.project.sources.node(&target).map(texts_alone);
                node.and_then(|node| T::read(&node)).unwrap_or_default()
            }
            None => stated.valid().cloned().unwrap_or_default(),
        }
    })
}

/// An object with its texts alone: what else it holds is empty. A trait is read for each message that has it, and may be large.
fn texts_alone(node: &Node) -> Node {
    let emptied = |member: &Member| {
        let kind = match &member.value.kind {
            Kind::Object(_) => Kind::Object(Vec::new().into()),
            Kind::Array(_) => Kind::Array(Vec::new()),
            other => other.clone(),
        };
        Member { value: Node { span: member.value.span, kind }, key: member.key.clone(), key_span: member.key_span }
    };
    let kind = if node.is_object() {
        Kind::Object(node.members().iter().map(emptied).collect::<Vec<_>>().into())
    } else {
        Kind::Null
    };
    Node { span: node.span, kind }
}
