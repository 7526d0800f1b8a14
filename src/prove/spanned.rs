//! Our tree as jsonschema reads it: instances are validated where they stand, without a copy, and by no other reader than ours.

use std::borrow::Cow;
use std::collections::HashSet;
use std::slice::Iter;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node as Readable, NodeIdentity, Object, cmp};
use serde_json::Value;

use super::value::canonical;
use crate::source::{Decimal, Kind, Member, Node, Number, Span};

/// The representation of instances.
pub struct Spanned;

/// A compiled schema.
pub type Validator = jsonschema::Validator<Spanned>;

/// Options to compile a schema with.
pub type Options<'i> = jsonschema::ValidationOptions<'i, std::sync::Arc<dyn jsonschema::Retrieve>, Spanned>;

/// A text that stands nowhere, as an instance.
pub fn text(string: &str) -> Node {
    Node { span: Span::default(), kind: Kind::String(string.into()) }
}

impl Json for Spanned {
    type Node<'a> = &'a Node;
    type PreparedKey = Box<str>;
    type StringBuffer = Option<Node>;

    /// A member is found by comparing keys one after the other, so that one pass over the members costs less than several look-ups.
    const KEYS_PER_LOOKUP: usize = 64;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>(buffer: &mut Option<Node>, string: &str, f: impl FnOnce(&Node) -> T) -> T {
        f(buffer.insert(text(string)))
    }
}

impl<'a> Readable<'a, Spanned> for &'a Node {
    type Object = &'a [Member];
    type Array = &'a [Node];
    type Number = &'a Number;

    fn as_object(&self) -> Option<&'a [Member]> {
        match &self.kind {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<&'a [Node]> {
        match &self.kind {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.as_str().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<&'a Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    fn json_type(&self) -> JsonType {
        match self.kind {
            Kind::Null => JsonType::Null,
            Kind::Bool(_) => JsonType::Boolean,
            Kind::Number(_) => JsonType::Number,
            Kind::String(_) => JsonType::String,
            Kind::Array(_) => JsonType::Array,
            Kind::Object(_) => JsonType::Object,
        }
    }

    /// No copy is needed. The recursion is bounded by the depth that the parsers allow.
    fn equals_value(&self, expected: &Value) -> bool {
        match (&self.kind, expected) {
            (Kind::String(text), Value::String(expected)) => **text == **expected,
            (Kind::Array(items), Value::Array(expected)) => {
                items.len() == expected.len()
                    && items.iter().zip(expected).all(|(item, expected)| item.equals_value(expected))
            }
            (Kind::Object(members), Value::Object(expected)) => {
                let is_expected = |member: &Member| {
                    expected.get(&*member.key).is_some_and(|expected| (&member.value).equals_value(expected))
                };
                members.len() == expected.len() && members.iter().all(is_expected)
            }
            (Kind::Number(number), Value::Number(expected)) if number.is_long() => {
                number.exact().is_some_and(|exact| Decimal::read(&expected.to_string()) == Some(exact))
            }
            (Kind::Number(number), Value::Number(_)) => cmp::equal(&Value::Number(number.near().clone()), expected),
            (Kind::Bool(value), Value::Bool(expected)) => value == expected,
            (Kind::Null, Value::Null) => true,
            _ => false,
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(Node::to_value(self))
    }

    /// Nodes stay where they are while they are validated.
    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Node>(self) as usize))
    }
}

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

impl<'a> Object<'a, Spanned> for &'a [Member] {
    type Node = &'a Node;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        <[Member]>::len(self)
    }

    fn get(&self, key: &Box<str>) -> Option<&'a Node> {
        self.iter().find(|member| member.key == *key).map(|member| &member.value)
    }

    fn members(&self) -> Members<'a> {
        Members(self.iter())
    }
}

/// The members of an object, one after the other.
pub struct Members<'a>(Iter<'a, Member>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|member| (&*member.key, &member.value))
    }
}

impl<'a> Array<'a, Spanned> for &'a [Node] {
    type Node = &'a Node;
    type ElementsIter = Iter<'a, Node>;

    fn len(&self) -> usize {
        <[Node]>::len(self)
    }

    fn elements(&self) -> Iter<'a, Node> {
        self.iter()
    }

    fn is_unique(&self) -> bool {
        let mut known = HashSet::with_capacity(<[Node]>::len(self));
        self.iter().all(|item| known.insert(canonical(item)))
    }
}
