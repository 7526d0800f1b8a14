//! What a field holds: nothing, what the specification asks for, or something else, which is kept.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// What a field holds. Documents are read whole whatever is wrong in them; a field of the wrong kind is not the field, and not lost.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stated<T> {
    /// The field is not there.
    #[default]
    Absent,
    /// What belongs there.
    Valid(T),
    /// Another value: of the wrong kind, or `null`.
    Other(Value),
}

impl<T> Stated<T> {
    /// What belongs there, if it is there.
    pub fn valid(&self) -> Option<&T> {
        match self {
            Stated::Valid(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the field is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Stated::Absent)
    }

    /// The same field, or the other if this one is not there.
    #[must_use]
    pub fn or(self, other: Stated<T>) -> Stated<T> {
        if self.is_absent() { other } else { self }
    }
}

impl Stated<String> {
    /// A copy of the text, if it is one.
    pub fn text(&self) -> Option<String> {
        self.valid().cloned()
    }
}

impl<T: Serialize> Serialize for Stated<T> {
    /// What is not there is left out by whoever holds it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Stated::Absent => serializer.serialize_unit(),
            Stated::Valid(value) => value.serialize(serializer),
            Stated::Other(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Stated<T> {
    /// Fails only if the reader itself does, for types that refuse a value of another kind before they read a part of it: texts, lists and
    /// maps of `Stated`, and objects all of whose fields are.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Stated<T>, D::Error> {
        deserializer.deserialize_any(Ask(PhantomData))
    }
}

struct Ask<T>(PhantomData<T>);

/// A value without parts, as `T` if it is one.
fn scalar<'de, T, V, E>(value: V, kept: impl FnOnce(V) -> Value) -> Result<Stated<T>, E>
where
    T: Deserialize<'de>,
    V: IntoDeserializer<'de, E> + Copy,
    E: Error,
{
    Ok(T::deserialize(value.into_deserializer()).map_or_else(|_| Stated::Other(kept(value)), Stated::Valid))
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Ask<T> {
    type Value = Stated<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Stated<T>, E> {
        Ok(Stated::Other(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Stated<T>, E> {
        scalar(value, Value::from)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Stated<T>, E> {
        scalar(value, Value::from)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Stated<T>, E> {
        scalar(value, Value::from)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Stated<T>, E> {
        scalar(value, Value::from)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Stated<T>, E> {
        let read = T::deserialize(IntoDeserializer::<E>::into_deserializer(value));
        Ok(read.map_or_else(|_| Stated::Other(Value::from(value)), Stated::Valid))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Stated<T>, A::Error> {
        match T::deserialize(SeqAccessDeserializer::new(&mut items)) {
            Ok(value) => Ok(Stated::Valid(value)),
            Err(_) => Value::deserialize(SeqAccessDeserializer::new(items)).map(Stated::Other),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Stated<T>, A::Error> {
        match T::deserialize(MapAccessDeserializer::new(&mut members)) {
            Ok(value) => Ok(Stated::Valid(value)),
            Err(_) => Value::deserialize(MapAccessDeserializer::new(members)).map(Stated::Other),
        }
    }
}
