//! Operations, their traits and replies.

use super::Shape::{List, Markdown, Object as Obj, Reference, Text, Word};
use super::Version::{V2_4, V2_6, V3_0};
use super::binding::OPERATION_BINDINGS;
use super::channel::CHANNEL;
use super::document::{A_TAG, EXTERNAL_DOCS};
use super::message::{MESSAGE, MESSAGE_OR_SEVERAL};
use super::security::A_SCHEME;
use super::server::REQUIREMENT;
use super::{Field, Object};

const OPERATION_ID: Field = Field::new("operationId", "Identifier", Text).until(V2_6);
const TITLE: Field = Field::new("title", "Title", Text).words().since(V3_0);
const SUMMARY: Field = Field::new("summary", "Summary", Markdown);
const DESCRIPTION: Field = Field::new("description", "Description", Markdown);
const SECURITY_2: Field = Field::new("security", "Security, one of", List(&REQUIREMENT)).since(V2_4).until(V2_6);
const SECURITY_3: Field = Field::new("security", "Security, one of", List(&A_SCHEME)).since(V3_0);
const TAGS: Field = Field::new("tags", "Tags", List(&A_TAG)).words();
const DOCS: Field = Field::new("externalDocs", "More", Obj(&EXTERNAL_DOCS)).words();
const BINDINGS: Field = Field::new("bindings", "Bindings", Obj(&OPERATION_BINDINGS));

pub static OPERATION: Object = Object::new(
    "an operation",
    &[
        Field::new("action", "Action", Word(&["send", "receive"])).required().since(V3_0),
        Field::new("channel", "Channel", Reference(&CHANNEL)).required().since(V3_0),
        OPERATION_ID,
        TITLE,
        SUMMARY,
        DESCRIPTION,
        SECURITY_2,
        SECURITY_3,
        TAGS,
        DOCS,
        BINDINGS,
        Field::new("traits", "Traits", List(&Obj(&OPERATION_TRAIT))),
        Field::new("message", "Message", Obj(&MESSAGE_OR_SEVERAL)).until(V2_6),
        Field::new("messages", "Messages", List(&Reference(&MESSAGE))).since(V3_0),
        Field::new("reply", "Reply", Obj(&REPLY)).since(V3_0),
    ],
);

pub static OPERATION_TRAIT: Object = Object::new(
    "an operation trait",
    &[OPERATION_ID, TITLE, SUMMARY, DESCRIPTION, SECURITY_2, SECURITY_3, TAGS, DOCS, BINDINGS],
);

pub static REPLY: Object = Object::new(
    "a reply",
    &[
        Field::new("address", "Address", Obj(&REPLY_ADDRESS)),
        Field::new("channel", "Channel", Reference(&CHANNEL)),
        Field::new("messages", "Messages", List(&Reference(&MESSAGE))),
    ],
);

pub static REPLY_ADDRESS: Object = Object::new(
    "a reply address",
    &[Field::new("location", "Found at", Text).shared().required(), Field::new("description", "Description", Markdown)],
);
