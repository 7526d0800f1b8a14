//! What a value is by its members: a schema, a message, a document of AsyncAPI or OpenAPI.

use crate::asyncapi::{CHANNEL, MESSAGE, OPERATION, Object, Shape, Version, is_extension};
use crate::keyword::{self, Subschemas};
use crate::source::{Kind as NodeKind, Node};
use crate::spelling::is_slip;

/// Whether a value is an AsyncAPI document: it says of which version, and has what such a document describes. A setting of this name is none.
pub fn is_asyncapi(root: &Node) -> bool {
    let version = |node: &Node| match &node.kind {
        NodeKind::String(text) => text.starts_with(|c: char| c.is_ascii_digit()),
        NodeKind::Number(_) => true,
        _ => false,
    };
    root.get("asyncapi").is_some_and(version)
        && ["info", "channels", "operations"].iter().any(|key| root.get(key).is_some())
}

/// Whether a value looks like an AsyncAPI document that does not say so: it has channels and an `info` of its own, and is no document of
/// another specification.
pub fn is_unversioned(root: &Node) -> bool {
    let has_all = root.get("channels").is_some_and(Node::is_object) && root.get("info").is_some_and(Node::is_object);
    has_all && root.get("asyncapi").is_none() && root.get("openapi").is_none() && root.get("swagger").is_none()
}

/// Whether a value is an OpenAPI document of version 3 that has schemas.
pub fn is_openapi(root: &Node) -> bool {
    let version = root.get("openapi").and_then(Node::as_str).is_some_and(|version| version.starts_with("3."));
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    version && schemas.is_some_and(|schemas| !schemas.members().is_empty())
}

static MESSAGES: Shape = Shape::Map(&Shape::Object(&MESSAGE));

/// What a file holds that is a part of AsyncAPI documents elsewhere, and the version that it is read by: 3.0, unless it has what only 2.x
/// knows. `None` for what is no such part.
pub fn part_shape(root: &Node) -> Option<(Shape, Version)> {
    let is_old = root.get("messageId").is_some() || root.members().iter().any(|it| it.value.get("messageId").is_some());
    let version = if is_old { Version::V2_6 } else { Version::V3_0 };
    if is_message(root) {
        let shape = if is_one_message(root) { Shape::Object(&MESSAGE) } else { MESSAGES };
        return Some((shape, version));
    }
    let is_known = |object: &Object| {
        let is_field = |key: &str| object.field(key, Version::V3_0).is_some() || is_extension(key);
        root.members().iter().all(|member| is_field(&member.key))
    };
    let refers = |key: &str| root.get(key).and_then(|node| node.get("$ref")).is_some();
    let messages = root.get("messages").is_some_and(|messages| !messages.members().is_empty());
    let action = root.get("action").and_then(Node::as_str).is_some_and(|action| ["send", "receive"].contains(&action));
    if messages && root.get("address").is_some() && is_known(&CHANNEL) {
        Some((Shape::Object(&CHANNEL), Version::V3_0))
    } else if action && refers("channel") && is_known(&OPERATION) {
        Some((Shape::Object(&OPERATION), Version::V3_0))
    } else {
        None
    }
}

/// Whether a value is a Message Object of AsyncAPI, or several by name: a payload that is a schema, with what names or describes it.
fn is_message(root: &Node) -> bool {
    is_one_message(root)
        || (!root.members().is_empty() && root.members().iter().all(|member| is_one_message(&member.value)))
}

/// Whether a value is one Message Object.
fn is_one_message(node: &Node) -> bool {
    let tells = ["name", "title", "summary", "contentType", "schemaFormat", "messageId"];
    let is_known = |key: &str| is_extension(key) || MESSAGE.fields.iter().any(|field| field.name == key);
    let is_payload = |payload: &Node| {
        is_shaped_like_schema(payload) || payload.get("schemaFormat").is_some() || node.get("schemaFormat").is_some()
    };
    node.get("payload").is_some_and(is_payload)
        && tells.iter().any(|key| node.get(key).is_some())
        && node.members().iter().all(|member| is_known(&member.key))
}

/// Whether a value is shaped like a schema: `type` is a JSON type or a list of them, an applicator has its right shape, or it refers to a
/// schema or lists values and says no more than that. More members that are no keywords than such that are make something else of it.
pub fn is_shaped_like_schema(root: &Node) -> bool {
    let names = ["null", "boolean", "object", "array", "number", "string", "integer"];
    let is_type = |node: &Node| node.as_str().is_some_and(|name| names.contains(&name));
    let typed = root.get("type").is_some_and(|node| match &node.kind {
        NodeKind::Array(items) => !items.is_empty() && items.iter().all(is_type),
        _ => is_type(node),
    });
    // A `type` of another sort (`Feature`, `module`) says that this is something else, unless it is a slip.
    let is_kind = root.get("type").and_then(Node::as_str).is_some_and(|name| !names.iter().any(|it| is_slip(name, it)));
    let is_applied = || !is_kind && root.members().iter().any(|member| is_applied(&member.key, &member.value));
    let unknown = root.members().iter().filter(|member| is_foreign(&member.key)).count();
    if typed || is_applied() {
        return 2 * unknown <= root.members().len();
    }
    let refers = root.get("$ref").is_some_and(|node| node.as_str().is_some());
    let lists = root.get("enum").is_some_and(|node| !node.items().is_empty()) || root.get("const").is_some();
    // Data has fields of these names as well: a schema of no more than that has nothing but annotations beside them.
    (refers || lists) && unknown == 0
}

/// Whether no draft knows a keyword of this name, and it is no extension either.
fn is_foreign(name: &str) -> bool {
    keyword::lookup(name).is_unknown() && !is_extension(name)
}

/// Whether `value` is what the keyword of this name applies to instances. Data has fields like `items` and `contains` as well, so `true`
/// and a list say too little where one schema is expected.
fn is_applied(name: &str, value: &Node) -> bool {
    let is_schema = |node: &Node| node.is_object() || node.as_bool().is_some();
    let is_name = |node: &Node| node.as_str().is_some();
    match keyword::lookup(name).subschemas {
        Subschemas::None => false,
        Subschemas::One | Subschemas::OneOrList => {
            value.is_object()
                || (is_schema(value) && (name.starts_with("additional") || name.starts_with("unevaluated")))
        }
        Subschemas::List => !value.items().is_empty() && value.items().iter().all(is_schema),
        Subschemas::Map => value.is_object() && value.members().iter().all(|member| is_schema(&member.value)),
        Subschemas::MapOfSchemasOrNames => {
            let fits = |node: &Node| is_schema(node) || (node.is_array() && node.items().iter().all(is_name));
            value.is_object() && value.members().iter().all(|member| fits(&member.value))
        }
    }
}
