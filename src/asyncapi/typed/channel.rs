//! Channels and the parameters in their addresses.

use serde_json::Value;

use super::{ExternalDocs, Listed, Message, Named, Operation, Tag, model};
use crate::asyncapi::channel;

model! {
    /// What messages go through: a topic, a queue, a path.
    Channel of channel::CHANNEL {
        /// Where it is; `null` where that is not known. In 2.x it is the channel's name.
        address "address": String, V3_0 to V3_1;
        title "title": String, V3_0 to V3_1;
        summary "summary": String, V3_0 to V3_1;
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        deprecated "deprecated": bool, V2_0 to V2_6;
        /// The servers that have it: in 2.x their names, from 3.0 references.
        servers "servers": Vec<Value>, V2_2 to V3_1;
        /// By their names in the address.
        parameters "parameters": Named<Parameter>, V2_0 to V3_1;
        /// The messages that may go through it, by name.
        messages "messages": Named<Message>, V3_0 to V3_1;
        /// What others do who receive from it: the application sends.
        subscribe "subscribe": Operation, V2_0 to V2_6;
        /// What others do who send to it: the application receives.
        publish "publish": Operation, V2_0 to V2_6;
        tags "tags": Listed<Tag>, V3_0 to V3_1;
        external_docs "externalDocs": ExternalDocs, V3_0 to V3_1;
        /// By protocol.
        bindings "bindings": Value, V2_0 to V3_1;
    }
}

model! {
    /// A parameter in a channel's address.
    Parameter of channel::PARAMETER {
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
        /// The schema of its values.
        schema "schema": Value, V2_0 to V2_6;
        /// The values that it may have.
        one_of "enum": Listed<String>, V3_0 to V3_1;
        default "default": String, V3_0 to V3_1;
        examples "examples": Listed<String>, V3_0 to V3_1;
        /// A runtime expression: where its value stands in a message.
        location "location": String, V2_0 to V3_1;
    }
}
