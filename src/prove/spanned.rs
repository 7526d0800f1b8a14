//! Our tree as jsonschema reads it: instances are validated where they stand, without a copy, and by no other reader than ours.
//!
//! So recorded events go from bytes to a verdict with one reader, one tree and no copy, and a failure has its line and column at once.

use std::borrow::Cow;
use std::collections::HashSet;
use std::slice::Iter;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node as Readable, NodeIdentity, Object, cmp};
use serde_json::Value;

use super::effort::{Effort, Watched};
use super::value::canonical;
use crate::source::{Decimal, Kind, Member, Members, Node, Number, Span};

/// The representation of instances.
pub struct Spanned;

/// A compiled schema.
pub type Validator = jsonschema::Validator<Spanned>;

/// Options to compile a schema with.
pub type Options<'i> = jsonschema::ValidationOptions<'i, std::sync::Arc<dyn jsonschema::Retrieve>, Spanned>;

/// Whether a validator accepts a value, of which it may read so much; `None` where that is not enough to say.
pub fn accepts(validator: &Validator, node: &Node, steps: u64) -> Option<bool> {
    let effort = Effort::of(steps);
    let verdict = validator.is_valid(Watched::new(node, &effort));
    (!effort.is_out_of_steps()).then_some(verdict)
}

/// Whether a validator accepts a text that stands nowhere.
pub fn accepts_text(validator: &Validator, text: &str) -> bool {
    validator.is_valid(Watched::name(&node_of(text)))
}

fn node_of(text: &str) -> Node {
    Node { span: Span::default(), kind: Kind::String(text.into()) }
}

impl Json for Spanned {
    type Node<'a> = Watched<'a>;
    type PreparedKey = Box<str>;
    type StringBuffer = Option<Node>;

    /// A member is mostly found by comparing keys one after the other, so that one pass over the members costs less than several look-ups.
    const KEYS_PER_LOOKUP: usize = 64;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>(buffer: &mut Option<Node>, string: &str, f: impl FnOnce(Watched<'_>) -> T) -> T {
        f(Watched::name(buffer.insert(node_of(string))))
    }
}

impl<'a> Readable<'a, Spanned> for Watched<'a> {
    type Object = Fields<'a>;
    type Array = Items<'a>;
    type Number = &'a Number;

    fn as_object(&self) -> Option<Fields<'a>> {
        match &self.node.kind {
            Kind::Object(members) if !self.is_spent() => Some(Fields { members, of: *self }),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Items<'a>> {
        match &self.node.kind {
            Kind::Array(items) if !self.is_spent() => Some(Items { items, of: *self }),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.node.as_str().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<&'a Number> {
        match &self.node.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        self.node.as_bool()
    }

    fn is_null(&self) -> bool {
        matches!(self.node.kind, Kind::Null)
    }

    fn json_type(&self) -> JsonType {
        match self.node.kind {
            Kind::Null => JsonType::Null,
            Kind::Bool(_) => JsonType::Boolean,
            Kind::Number(_) => JsonType::Number,
            Kind::String(_) => JsonType::String,
            Kind::Array(_) => JsonType::Array,
            Kind::Object(_) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        let is_same = |(own, expected): (&'a Node, &Value)| self.below(0, own).equals_value(expected);
        self.take(1)
            && match (&self.node.kind, expected) {
                (Kind::String(text), Value::String(expected)) => **text == **expected,
                (Kind::Array(own), Value::Array(expected)) => {
                    own.len() == expected.len() && own.iter().zip(expected).all(is_same)
                }
                (Kind::Object(own), Value::Object(expected)) => {
                    let pair = |member: &'a Member| Some((&member.value, expected.get(&*member.key)?));
                    own.len() == expected.len() && own.iter().all(|member| pair(member).is_some_and(is_same))
                }
                (Kind::Number(number), Value::Number(expected)) if number.is_long() => {
                    number.exact().is_some_and(|exact| Decimal::read(&expected.to_string()) == Some(exact))
                }
                (Kind::Number(number), Value::Number(_)) => cmp::equal(&Value::Number(number.near().clone()), expected),
                (Kind::Bool(own), Value::Bool(expected)) => own == expected,
                (Kind::Null, Value::Null) => true,
                _ => false,
            }
    }

    /// Whoever makes an error asks for this, and what is read of it is where the value stands, or which name it is.
    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(if self.refuse() { self.node.to_value() } else { Value::from(self.node.span.start) })
    }

    /// Nodes stay where they are while they are validated.
    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Node>(self.node) as usize))
    }
}

/// The members of an object.
pub struct Fields<'a> {
    members: &'a Members,
    of: Watched<'a>,
}

/// What stands for a member that is not looked for any more.
static NOTHING: Node = Node { span: Span { start: 0, end: 0 }, kind: Kind::Null };

impl JsonNumber for &Number {
    fn as_u64(&self) -> Option<u64> {
        if self.is_long() { None } else { self.near().as_u64() }
    }

    fn as_i64(&self) -> Option<i64> {
        if self.is_long() { None } else { self.near().as_i64() }
    }

    /// Near enough for what is no matter of a digit; the rest is asked of `numbers.rs`.
    fn as_f64(&self) -> Option<f64> {
        self.near().as_f64()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(Number::to_string(self))
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Borrowed(self.near())
    }

    fn is_integer(&self) -> bool {
        Number::is_integer(self)
    }

    fn is_written_as_integer(&self) -> bool {
        self.is_integer_literal()
    }
}

impl<'a> Object<'a, Spanned> for Fields<'a> {
    type Node = Watched<'a>;
    type MemberName = &'a str;
    type MembersIter = FieldsIter<'a>;

    fn len(&self) -> usize {
        self.members.len()
    }

    fn get(&self, key: &Box<str>) -> Option<Watched<'a>> {
        let found = if self.of.take(1) { &self.members.member(key)?.value } else { &NOTHING };
        Some(self.of.below(key.len(), found))
    }

    fn members(&self) -> FieldsIter<'a> {
        FieldsIter { members: self.members.iter(), of: self.of }
    }
}

/// The members of an object, one after the other.
pub struct FieldsIter<'a> {
    members: Iter<'a, Member>,
    of: Watched<'a>,
}

impl<'a> Iterator for FieldsIter<'a> {
    type Item = (&'a str, Watched<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let Member { key, value, .. } = self.members.next().filter(|_| self.of.take(1))?;
        Some((&**key, self.of.below(key.len(), value)))
    }
}

/// The items of an array.
pub struct Items<'a> {
    items: &'a [Node],
    of: Watched<'a>,
}

impl<'a> Array<'a, Spanned> for Items<'a> {
    type Node = Watched<'a>;
    type ElementsIter = ItemsIter<'a>;

    fn len(&self) -> usize {
        self.items.len()
    }

    fn elements(&self) -> ItemsIter<'a> {
        ItemsIter { items: self.items.iter(), of: self.of }
    }

    /// Items are compared by what they say, each as long as it is.
    fn is_unique(&self) -> bool {
        let sizes = self.items.iter().map(|item| item.count() as u64);
        let mut known = HashSet::with_capacity(self.items.len());
        !self.of.take(sizes.sum()) || self.items.iter().all(|item| known.insert(canonical(item)))
    }
}

/// The items of an array, one after the other.
pub struct ItemsIter<'a> {
    items: Iter<'a, Node>,
    of: Watched<'a>,
}

/// About as long an index is.
const INDEX: usize = 6;

impl<'a> Iterator for ItemsIter<'a> {
    type Item = Watched<'a>;

    fn next(&mut self) -> Option<Watched<'a>> {
        self.items.next().filter(|_| self.of.take(1)).map(|item| self.of.below(INDEX, item))
    }
}
