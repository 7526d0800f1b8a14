//! Messages, their traits and examples.

use std::fmt;

use serde::Serialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::{ExternalDocs, Listed, Tag, model};
use crate::asyncapi::message;
use crate::source::Node;

/// What messages and their traits have alike, and what one of them has alone.
macro_rules! message {
    ($(#[$about:meta])* $name:ident of $object:path { $($own:tt)* }) => {
        model! {
            $(#[$about])*
            $name of $object {
                message_id "messageId": String, V2_4 to V2_6;
                name "name": String, V2_0 to V3_1;
                title "title": String, V2_0 to V3_1;
                summary "summary": String, V2_0 to V3_1;
                /// CommonMark.
                description "description": String, V2_0 to V3_1;
                deprecated "deprecated": bool, V2_0 to V3_1;
                content_type "contentType": String, V2_0 to V3_1;
                /// The language of the payload's schema; from 3.0 it stands in the payload.
                schema_format "schemaFormat": String, V2_0 to V2_6;
                /// The schema of the headers.
                headers "headers": Value, V2_0 to V3_1;
                correlation_id "correlationId": CorrelationId, V2_0 to V3_1;
                tags "tags": Listed<Tag>, V2_0 to V3_1;
                external_docs "externalDocs": ExternalDocs, V2_0 to V3_1;
                /// By protocol.
                bindings "bindings": Value, V2_0 to V3_1;
                examples "examples": Listed<MessageExample>, V2_0 to V3_1;
                $($own)*
            }
        }
    };
}

message! {
    /// What goes through a channel.
    Message of message::MESSAGE {
        /// The schema of the payload, from 3.0 perhaps a multi-format schema object.
        payload "payload": Value, V2_0 to V3_1;
        /// What is merged into it, the last one over those before it.
        traits "traits": Listed<MessageTrait>, V2_0 to V3_1;
    }
}

message! {
    /// What several messages say alike.
    MessageTrait of message::MESSAGE_TRAIT {}
}

impl Message {
    /// The message with the texts of a trait where it has none of its own. What holds objects has to be merged with care for where each
    /// value comes from, and stays as it is.
    #[must_use]
    pub fn with_texts_of(self, other: MessageTrait) -> Message {
        Message {
            message_id: self.message_id.or(other.message_id),
            name: self.name.or(other.name),
            title: self.title.or(other.title),
            summary: self.summary.or(other.summary),
            description: self.description.or(other.description),
            content_type: self.content_type.or(other.content_type),
            schema_format: self.schema_format.or(other.schema_format),
            ..self
        }
    }
}

model! {
    /// An example of a message: its headers, its payload, or both.
    MessageExample of message::MESSAGE_EXAMPLE {
        name "name": String, V2_0 to V3_1;
        summary "summary": String, V2_0 to V3_1;
        headers "headers": Value, V2_0 to V3_1;
        payload "payload": Value, V2_0 to V3_1;
    }
}

model! {
    /// Where messages that belong together say so.
    CorrelationId of message::CORRELATION_ID {
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        /// A runtime expression.
        location "location": String, V2_0 to V3_1;
    }
}

model! {
    /// Several messages of which an operation of 2.x carries one at a time.
    Several of message::MESSAGE_OR_SEVERAL {
        one_of "oneOf": Listed<Message>, V2_0 to V3_1;
    }
}

model! {
    /// A schema with the name of its language.
    MultiFormat of message::MULTI_FORMAT {
        /// A media type, perhaps with a version.
        schema_format "schemaFormat": String, V3_0 to V3_1;
        schema "schema": Value, V3_0 to V3_1;
    }
}

/// What an operation of 2.x carries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum OneOrSeveral {
    One(Box<Message>),
    Several(Box<Several>),
}

impl OneOrSeveral {
    /// What a value says; `None` if it is no object.
    pub fn read(node: &Node) -> Option<OneOrSeveral> {
        OneOrSeveral::deserialize(node).ok()
    }
}

impl<'de> Deserialize<'de> for OneOrSeveral {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OneOrSeveral, D::Error> {
        deserializer.deserialize_map(AskWhich)
    }
}

struct AskWhich;

impl<'de> Visitor<'de> for AskWhich {
    type Value = OneOrSeveral;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message, or `oneOf` with several")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<OneOrSeveral, A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(members))?;
        let read = match value.get("oneOf") {
            Some(_) => Several::deserialize(value).map(Box::new).map(OneOrSeveral::Several),
            None => Message::deserialize(value).map(Box::new).map(OneOrSeveral::One),
        };
        read.map_err(A::Error::custom)
    }
}
