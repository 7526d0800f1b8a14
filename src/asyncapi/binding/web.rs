//! Bindings of HTTP and WebSockets.

use super::VERSION;
use crate::asyncapi::Shape::{Any, Number, SchemaOr, Word};
use crate::asyncapi::{Field, Object};

const METHODS: &[&str] = &["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];

pub(super) static HTTP_OPERATION: Object = Object::binding(
    "an HTTP operation binding",
    &[
        Field::new("type", "Type", Word(&["request", "response"])).shared(),
        Field::new("method", "Method", Word(METHODS)).shared(),
        Field::new("query", "Query", SchemaOr(&Any)),
        VERSION,
    ],
);

pub(super) static HTTP_MESSAGE: Object = Object::binding(
    "an HTTP message binding",
    &[
        Field::new("headers", "Headers", SchemaOr(&Any)),
        Field::new("statusCode", "Status code", Number("")).shared(),
        VERSION,
    ],
);

pub(super) static WS_CHANNEL: Object = Object::binding(
    "a WebSocket channel binding",
    &[
        Field::new("method", "Method", Word(&["GET", "POST"])).shared(),
        Field::new("query", "Query", SchemaOr(&Any)),
        Field::new("headers", "Headers", SchemaOr(&Any)),
        VERSION,
    ],
);
