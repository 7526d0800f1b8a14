//! serde reads a [`Node`]: whatever can be deserialized can be read from what was parsed, without its text being parsed again.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{IntoDeserializer, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};

use super::{Kind, Node};

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(*value),
            Kind::Number(number) => match (number.near().as_u64(), number.near().as_i64()) {
                (Some(value), _) => visitor.visit_u64(value),
                (None, Some(value)) => visitor.visit_i64(value),
                // What neither holds is a double.
                (None, None) => visitor.visit_f64(number.near().as_f64().unwrap_or_default()),
            },
            Kind::String(text) => visitor.visit_borrowed_str(text),
            Kind::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Kind::Object(members) => {
                visitor.visit_map(MapDeserializer::new(members.iter().map(|member| (&*member.key, &member.value))))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    /// A variant is named by a text, or by the only key of an object that holds its content.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.kind {
            Kind::String(text) => (&**text).into_deserializer().deserialize_enum(name, variants, visitor),
            _ => {
                let members = self.members().iter().map(|member| (&*member.key, &member.value));
                visitor.visit_enum(serde::de::value::MapAccessDeserializer::new(MapDeserializer::new(members)))
            }
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for &'de Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::Value;

    use crate::source::{Format, Source};

    #[test]
    fn a_node_is_read_as_what_it_holds() {
        #[derive(Debug, PartialEq, Deserialize)]
        enum Word {
            One,
            Of(u8),
        }
        #[derive(Debug, PartialEq, Deserialize)]
        struct Read<'a> {
            text: &'a str,
            none: Option<bool>,
            some: Option<bool>,
            words: Vec<Word>,
            numbers: (u64, i64, f64),
            rest: Value,
        }
        let text = r#"{ "text": "a", "none": null, "some": true, "words": ["One", { "Of": 2 }],
            "numbers": [18446744073709551615, -1, 1.5], "rest": { "b": [null, 1e3] } }"#;
        let source = Source::from_file("a.json", Format::Json, text.as_bytes().to_vec());
        let root = source.root().expect("it is read");
        let read = Read::deserialize(root).expect("it has these fields");
        let numbers = (u64::MAX, -1, 1.5);
        let rest = root.get("rest").expect("it is there").to_value();
        let words = vec![Word::One, Word::Of(2)];
        assert_eq!(read, Read { text: "a", none: None, some: Some(true), words, numbers, rest });
        assert!(u8::deserialize(root.get("text").expect("it is there")).is_err());
    }
}
