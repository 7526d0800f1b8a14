//! The document itself, what it says about itself, and its components.

use super::Shape::{List, Map, Markdown, Object as Obj, Schema, Text, Url};
use super::Version::{V2_3, V2_4, V2_6, V3_0};
use super::binding::{CHANNEL_BINDINGS, MESSAGE_BINDINGS, OPERATION_BINDINGS, SERVER_BINDINGS};
use super::channel::{CHANNEL, PARAMETER};
use super::message::{CORRELATION_ID, MESSAGE, MESSAGE_TRAIT};
use super::operation::{OPERATION, OPERATION_TRAIT, REPLY, REPLY_ADDRESS};
use super::security::SECURITY_SCHEME;
use super::server::{SERVER, SERVER_VARIABLE};
use super::{Field, Object, Shape};

pub static DOCUMENT: Object = Object::new(
    "a document",
    &[
        Field::new("asyncapi", "AsyncAPI", Text).required(),
        Field::new("id", "Identifier", Text),
        Field::new("info", "About", Obj(&INFO)).required(),
        Field::new("servers", "Servers", Map(&Obj(&SERVER))),
        Field::new("defaultContentType", "Content type of messages that state none", Text),
        Field::new("channels", "Channels", Map(&Obj(&CHANNEL))).required().until(V2_6),
        Field::new("channels", "Channels", Map(&Obj(&CHANNEL))).since(V3_0),
        Field::new("operations", "Operations", Map(&Obj(&OPERATION))).since(V3_0),
        Field::new("components", "Components", Obj(&COMPONENTS)),
        Field::new("tags", "Tags", List(&Obj(&TAG))).until(V2_6),
        Field::new("externalDocs", "More", Obj(&EXTERNAL_DOCS)).until(V2_6),
    ],
);

pub static INFO: Object = Object::new(
    "the info of a document",
    &[
        Field::new("title", "Title", Text).required(),
        Field::new("version", "Version", Text).required(),
        Field::new("description", "Description", Markdown),
        Field::new("termsOfService", "Terms of service", Url),
        Field::new("contact", "Contact", Obj(&CONTACT)),
        Field::new("license", "Licence", Obj(&LICENSE)),
        Field::new("tags", "Tags", List(&Obj(&TAG))).since(V3_0),
        Field::new("externalDocs", "More", Obj(&EXTERNAL_DOCS)).since(V3_0),
    ],
);

pub static CONTACT: Object = Object::new(
    "a contact",
    &[Field::new("name", "Name", Text), Field::new("url", "Address", Url), Field::new("email", "Mail", Shape::Mail)],
);

pub static LICENSE: Object =
    Object::new("a licence", &[Field::new("name", "Name", Text).required(), Field::new("url", "Address", Url)]);

pub static TAG: Object = Object::new(
    "a tag",
    &[
        Field::new("name", "Name", Text).required(),
        Field::new("description", "Description", Markdown),
        Field::new("externalDocs", "More", Obj(&EXTERNAL_DOCS)),
    ],
);

/// What lists of tags hold.
pub static A_TAG: Shape = Obj(&TAG);

pub static EXTERNAL_DOCS: Object = Object::new(
    "external documentation",
    &[Field::new("description", "Description", Markdown), Field::new("url", "Address", Url).required()],
);

pub static COMPONENTS: Object = Object::new(
    "the components",
    &[
        Field::new("schemas", "Schemas", Map(&Schema)),
        Field::new("servers", "Servers", Map(&Obj(&SERVER))).since(V2_3),
        Field::new("channels", "Channels", Map(&Obj(&CHANNEL))).since(V2_3),
        Field::new("operations", "Operations", Map(&Obj(&OPERATION))).since(V3_0),
        Field::new("messages", "Messages", Map(&Obj(&MESSAGE))),
        Field::new("securitySchemes", "Security schemes", Map(&Obj(&SECURITY_SCHEME))),
        Field::new("serverVariables", "Server variables", Map(&Obj(&SERVER_VARIABLE))).since(V2_4),
        Field::new("parameters", "Parameters", Map(&Obj(&PARAMETER))),
        Field::new("correlationIds", "Correlation ids", Map(&Obj(&CORRELATION_ID))),
        Field::new("replies", "Replies", Map(&Obj(&REPLY))).since(V3_0),
        Field::new("replyAddresses", "Reply addresses", Map(&Obj(&REPLY_ADDRESS))).since(V3_0),
        Field::new("externalDocs", "External documentation", Map(&Obj(&EXTERNAL_DOCS))).since(V3_0),
        Field::new("tags", "Tags", Map(&Obj(&TAG))).since(V3_0),
        Field::new("operationTraits", "Operation traits", Map(&Obj(&OPERATION_TRAIT))),
        Field::new("messageTraits", "Message traits", Map(&Obj(&MESSAGE_TRAIT))),
        Field::new("serverBindings", "Server bindings", Map(&Obj(&SERVER_BINDINGS))),
        Field::new("channelBindings", "Channel bindings", Map(&Obj(&CHANNEL_BINDINGS))),
        Field::new("operationBindings", "Operation bindings", Map(&Obj(&OPERATION_BINDINGS))),
        Field::new("messageBindings", "Message bindings", Map(&Obj(&MESSAGE_BINDINGS))),
    ],
);
