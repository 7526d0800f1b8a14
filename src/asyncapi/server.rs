//! Servers and the variables in their addresses.

use super::Shape::{List, Map, Markdown, Object as Obj, Text};
use super::Version::{V2_5, V2_6, V3_0};
use super::binding::SERVER_BINDINGS;
use super::document::{A_TAG, EXTERNAL_DOCS};
use super::security::A_SCHEME;
use super::{Field, Object, Shape};

/// In 2.x the names of schemes, each with the scopes that it needs.
pub static REQUIREMENT: Shape = Map(&List(&Text));

pub static SERVER: Object = Object::new(
    "a server",
    &[
        Field::new("url", "Address", Text).required().until(V2_6),
        Field::new("host", "Host", Text).required().since(V3_0),
        Field::new("pathname", "Path", Text).since(V3_0),
        Field::new("protocol", "Protocol", Text).shared().required(),
        Field::new("protocolVersion", "Version of the protocol", Text),
        Field::new("title", "Title", Text).words().since(V3_0),
        Field::new("summary", "Summary", Markdown).since(V3_0),
        Field::new("description", "Description", Markdown),
        Field::new("variables", "Variables", Map(&Obj(&SERVER_VARIABLE))),
        Field::new("security", "Security, one of", List(&REQUIREMENT)).until(V2_6),
        Field::new("security", "Security, one of", List(&A_SCHEME)).since(V3_0),
        Field::new("tags", "Tags", List(&A_TAG)).words().since(V2_5),
        Field::new("externalDocs", "More", Obj(&EXTERNAL_DOCS)).words().since(V3_0),
        Field::new("bindings", "Bindings", Obj(&SERVER_BINDINGS)),
    ],
);

pub static SERVER_VARIABLE: Object = Object::new(
    "a server variable",
    &[
        Field::new("enum", "One of", List(&Text)).shared(),
        Field::new("default", "Default", Text).shared(),
        Field::new("description", "Description", Markdown),
        Field::new("examples", "Examples", List(&Text)).words(),
    ],
);
