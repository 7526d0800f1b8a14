//! Channels and the parameters in their addresses.

use super::Shape::{Flag, List, Map, Markdown, Object as Obj, Reference, Schema, Text, TextOrNull};
use super::Version::{V2_2, V2_6, V3_0};
use super::binding::CHANNEL_BINDINGS;
use super::document::{EXTERNAL_DOCS, TAG};
use super::message::MESSAGE;
use super::operation::OPERATION;
use super::server::SERVER;
use super::{Field, Object};

pub static CHANNEL: Object = Object::new(
    "a channel",
    &[
        Field::new("address", "Address", TextOrNull).since(V3_0),
        Field::new("title", "Title", Text).words().since(V3_0),
        Field::new("summary", "Summary", Markdown).since(V3_0),
        Field::new("description", "Description", Markdown),
        // JSON Schemas of the specification have had it since 2.0, its text has not.
        Field::new("deprecated", "Deprecated", Flag).own().until(V2_6),
        Field::new("servers", "Servers", List(&Text)).since(V2_2).until(V2_6),
        Field::new("servers", "Servers", List(&Reference(&SERVER))).since(V3_0),
        Field::new("parameters", "Parameters", Map(&Obj(&PARAMETER))),
        Field::new("messages", "Messages", Map(&Obj(&MESSAGE))).since(V3_0),
        Field::new("subscribe", "Others subscribe", Obj(&OPERATION)).until(V2_6),
        Field::new("publish", "Others publish", Obj(&OPERATION)).until(V2_6),
        Field::new("tags", "Tags", List(&Obj(&TAG))).words().since(V3_0),
        Field::new("externalDocs", "More", Obj(&EXTERNAL_DOCS)).words().since(V3_0),
        Field::new("bindings", "Bindings", Obj(&CHANNEL_BINDINGS)),
    ],
);

pub static PARAMETER: Object = Object::new(
    "a parameter",
    &[
        Field::new("description", "Description", Markdown),
        Field::new("schema", "Schema", Schema).until(V2_6),
        Field::new("enum", "One of", List(&Text)).shared().since(V3_0),
        Field::new("default", "Default", Text).shared().since(V3_0),
        Field::new("examples", "Examples", List(&Text)).words().since(V3_0),
        Field::new("location", "Found at", Text).shared(),
    ],
);
