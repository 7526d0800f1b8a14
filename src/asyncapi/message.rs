//! Messages, their traits and examples, and the formats of their schemas.

use super::Shape::{Any, Flag, List, Markdown, Object as Obj, Payload, Schema, Text};
use super::Version::{V2_4, V2_6, V3_0};
use super::binding::MESSAGE_BINDINGS;
use super::document::{A_TAG, EXTERNAL_DOCS};
use super::{Field, Object, Shape};
use crate::dialect::Dialect;
use crate::source::Node;

const MESSAGE_ID: Field = Field::new("messageId", "Identifier", Text).since(V2_4).until(V2_6);
const NAME: Field = Field::new("name", "Name", Text).own();
const TITLE: Field = Field::new("title", "Title", Text).words();
const SUMMARY: Field = Field::new("summary", "Summary", Markdown);
const DESCRIPTION: Field = Field::new("description", "Description", Markdown);
// JSON Schemas of the specification have it in every version, its text has not.
const DEPRECATED: Field = Field::new("deprecated", "Deprecated", Flag).own();
const CONTENT_TYPE: Field = Field::new("contentType", "Content type", Text).shared();
const SCHEMA_FORMAT: Field = Field::new("schemaFormat", "Format of the payload's schema", Text).shared().until(V2_6);
const HEADERS: Field = Field::new("headers", "Headers", Schema);
const CORRELATION: Field = Field::new("correlationId", "Correlation id", Obj(&CORRELATION_ID));
const TAGS: Field = Field::new("tags", "Tags", List(&A_TAG)).words();
const DOCS: Field = Field::new("externalDocs", "More", Obj(&EXTERNAL_DOCS)).words();
const BINDINGS: Field = Field::new("bindings", "Bindings", Obj(&MESSAGE_BINDINGS));
const EXAMPLES: Field = Field::new("examples", "Examples", List(&AN_EXAMPLE)).words();

pub static MESSAGE: Object = Object::new(
    "a message",
    &[
        MESSAGE_ID,
        NAME,
        TITLE,
        SUMMARY,
        DESCRIPTION,
        DEPRECATED,
        CONTENT_TYPE,
        SCHEMA_FORMAT,
        Field::new("payload", "Payload", Payload).until(V2_6),
        Field::new("payload", "Payload", Schema).since(V3_0),
        HEADERS,
        CORRELATION,
        TAGS,
        DOCS,
        BINDINGS,
        Field::new("traits", "Traits", List(&Obj(&MESSAGE_TRAIT))),
        EXAMPLES,
    ],
);

/// In 2.x an operation has one message, or one of several.
pub static MESSAGE_OR_SEVERAL: Object = Object {
    narrow: Some(|node| if node.get("oneOf").is_some() { None } else { Some(&MESSAGE) }),
    ..Object::new("a choice of messages", &[Field::new("oneOf", "One of", List(&Obj(&MESSAGE))).required()])
};

pub static MESSAGE_TRAIT: Object = Object::new(
    "a message trait",
    &[
        MESSAGE_ID,
        NAME,
        TITLE,
        SUMMARY,
        DESCRIPTION,
        DEPRECATED,
        CONTENT_TYPE,
        SCHEMA_FORMAT,
        HEADERS,
        CORRELATION,
        TAGS,
        DOCS,
        BINDINGS,
        EXAMPLES,
    ],
);

pub static MESSAGE_EXAMPLE: Object = Object::new(
    "an example of a message",
    &[
        Field::new("name", "Name", Text),
        Field::new("summary", "Summary", Markdown),
        Field::new("headers", "Headers", Any),
        Field::new("payload", "Payload", Any),
    ],
);

static AN_EXAMPLE: Shape = Obj(&MESSAGE_EXAMPLE);

pub static CORRELATION_ID: Object = Object::new(
    "a correlation id",
    &[Field::new("description", "Description", Markdown), Field::new("location", "Found at", Text).shared().required()],
);

/// The schema of a multi-format object is one of ours only where its format says so.
pub static MULTI_FORMAT: Object = Object::new(
    "a multi-format schema",
    &[
        Field::new("schemaFormat", "Format of the schema", Text).required().since(V3_0),
        Field::new("schema", "Schema", Payload).required().since(V3_0),
    ],
);

/// Whether a value that may be a schema is a multi-format schema object.
pub fn is_multi_format(node: &Node) -> bool {
    node.get("schemaFormat").is_some()
}

/// Whether an object has a `schemaFormat` that is no JSON Schema.
pub fn has_foreign_format(node: &Node) -> bool {
    node.get("schemaFormat").and_then(Node::as_str).is_some_and(|format| !is_json_schema(format))
}

/// The media type that a schema format begins with.
fn media_type(format: &str) -> String {
    let media_type = format.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media_type.trim_end_matches("+json").trim_end_matches("+yaml").to_owned()
}

/// Whether a schema format is AsyncAPI's own or JSON Schema.
pub fn is_json_schema(format: &str) -> bool {
    let known = ["application/vnd.aai.asyncapi", "application/schema", "application/json"];
    known.contains(&media_type(format).as_str())
}

/// The draft of JSON Schema that a schema format names by its version: `application/schema+json;version=draft-2020-12`.
pub fn json_schema_draft(format: &str) -> Option<Dialect> {
    let version = format.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("version="))?;
    let name = version.trim_matches('"');
    (media_type(format) == "application/schema").then(|| Dialect::from_name(name))?
}

/// Whether the specification names the schema format: its own, JSON Schema, Avro, OpenAPI, RAML, Protocol Buffers, XML Schema.
pub fn is_known_format(format: &str) -> bool {
    let known = [
        "application/vnd.apache.avro",
        "application/vnd.oai.openapi",
        "application/raml",
        "application/vnd.google.protobuf",
        "application/protobuf",
        "application/xml",
    ];
    is_json_schema(format) || known.contains(&media_type(format).as_str())
}
