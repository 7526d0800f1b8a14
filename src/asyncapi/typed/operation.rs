//! Operations, their traits and replies.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ExternalDocs, Listed, OneOrSeveral, Reference, Tag, model};
use crate::asyncapi::operation;

/// What the application does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    Send,
    Receive,
}

impl Action {
    /// The word of the specification.
    pub fn word(self) -> &'static str {
        match self {
            Action::Send => "send",
            Action::Receive => "receive",
        }
    }
}

/// What operations and their traits have alike, and what one of them has alone.
macro_rules! operation {
    ($(#[$about:meta])* $name:ident of $object:path { $($own:tt)* }) => {
        model! {
            $(#[$about])*
            $name of $object {
                operation_id "operationId": String, V2_0 to V2_6;
                title "title": String, V3_0 to V3_1;
                summary "summary": String, V2_0 to V3_1;
                /// CommonMark.
                description "description": String, V2_0 to V3_1;
                /// One of these has to be satisfied: in 2.x names of schemes with scopes, from 3.0 schemes.
                security "security": Vec<Value>, V2_4 to V3_1;
                tags "tags": Listed<Tag>, V2_0 to V3_1;
                external_docs "externalDocs": ExternalDocs, V2_0 to V3_1;
                /// By protocol.
                bindings "bindings": Value, V2_0 to V3_1;
                $($own)*
            }
        }
    };
}

operation! {
    /// What an application does at a channel. In 2.x it stands in the channel and says what others do.
    Operation of operation::OPERATION {
        action "action": Action, V3_0 to V3_1;
        /// A reference to one of the document's channels.
        channel "channel": Reference, V3_0 to V3_1;
        /// What is merged into it, the last one over those before it.
        traits "traits": Listed<OperationTrait>, V2_0 to V3_1;
        message "message": OneOrSeveral, V2_0 to V2_6;
        /// References to messages of its channel; all of them if it is not there.
        messages "messages": Listed<Reference>, V3_0 to V3_1;
        reply "reply": Reply, V3_0 to V3_1;
    }
}

operation! {
    /// What several operations say alike.
    OperationTrait of operation::OPERATION_TRAIT {}
}

impl Operation {
    /// The operation with the texts of a trait where it has none of its own. What holds objects has to be merged with care for where each
    /// value comes from, and stays as it is.
    #[must_use]
    pub fn with_texts_of(self, other: OperationTrait) -> Operation {
        Operation {
            operation_id: self.operation_id.or(other.operation_id),
            title: self.title.or(other.title),
            summary: self.summary.or(other.summary),
            description: self.description.or(other.description),
            ..self
        }
    }
}

model! {
    /// What answers an operation.
    Reply of operation::REPLY {
        /// Where the answer is sent to, if a message says so.
        address "address": ReplyAddress, V2_0 to V3_1;
        /// A reference to one of the document's channels.
        channel "channel": Reference, V2_0 to V3_1;
        /// References to messages of that channel; all of them if it is not there.
        messages "messages": Listed<Reference>, V2_0 to V3_1;
    }
}

model! {
    /// Where an answer is sent to.
    ReplyAddress of operation::REPLY_ADDRESS {
        /// A runtime expression.
        location "location": String, V2_0 to V3_1;
        /// CommonMark.
        description "description": String, V2_0 to V3_1;
    }
}
