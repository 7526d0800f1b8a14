//! AsyncAPI's objects as Rust types, for 2.x and 3.x alike.
//!
//! The table beside this module says what may stand where and loses nothing; these types are for code that reads a field by its name. Each
//! field is [`Stated`], so that a document with mistakes is read as well, and each object keeps in `rest` what the specification doesn't
//! know, extensions among them: what is written is what was read. Schemas and bindings are JSON.
//!
//! ```
//! use schemabook::asyncapi::typed::{Action, Document};
//!
//! let text = r#"{ "asyncapi": "3.0.0", "operations": { "tell": { "action": "send", "x-owner": "orders" } } }"#;
//! let document: Document = serde_json::from_str(text)?;
//! let tell = document.operations.valid().and_then(|all| all["tell"].valid()).expect("it is stated");
//! assert_eq!(tell.action.valid(), Some(&Action::Send));
//! assert_eq!(tell.rest["x-owner"], "orders");
//! # Ok::<(), serde_json::Error>(())
//! ```

mod channel;
mod document;
mod message;
mod operation;
mod security;
mod server;
mod stated;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Object, Version};
use crate::source::Node;

pub use channel::{Channel, Parameter};
pub use document::{Components, Contact, Document, ExternalDocs, Info, License, Tag};
pub use message::{CorrelationId, Message, MessageExample, MessageTrait, MultiFormat, OneOrSeveral, Several};
pub use operation::{Action, Operation, OperationTrait, Reply, ReplyAddress};
pub use security::SecurityScheme;
pub use server::{Server, ServerVariable};
pub use stated::Stated;

/// Several of them by the author's names, in the order of the document.
pub type Named<T> = IndexMap<String, Stated<T>>;

/// Several of them, in the order of the document.
pub type Listed<T> = Vec<Stated<T>>;

/// A reference to something that stands elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// Where it stands.
    #[serde(rename = "$ref", skip_serializing_if = "Stated::is_absent")]
    pub reference: Stated<String>,
    /// What stands beside it has no effect.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A type that stands for an object of the table.
pub trait Model: for<'de> Deserialize<'de> + Clone + Default {
    /// The object.
    const OBJECT: &'static Object;
    /// The names of its fields with the first and the last version that has them.
    const FIELDS: &'static [(&'static str, Version, Version)];

    /// What a value says; `None` if it is no object.
    fn read(node: &Node) -> Option<Self> {
        Self::deserialize(node).ok()
    }
}

/// Makes the type of an object: for each field what it is, its name in the document, its type, the first and the last version that
/// has it.
macro_rules! model {
    (
        $(#[$about:meta])*
        $name:ident of $object:path {
            $($(#[$doc:meta])* $field:ident $key:literal: $type:ty, $since:ident to $until:ident;)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            /// Where the object stands, if this is only a reference to it.
            #[serde(rename = "$ref", skip_serializing_if = "crate::asyncapi::typed::Stated::is_absent")]
            pub reference: crate::asyncapi::typed::Stated<String>,
            $(
                $(#[$doc])*
                #[serde(rename = $key, skip_serializing_if = "crate::asyncapi::typed::Stated::is_absent")]
                pub $field: crate::asyncapi::typed::Stated<$type>,
            )*
            /// Every other member.
            #[serde(flatten)]
            pub rest: serde_json::Map<String, serde_json::Value>,
        }

        impl crate::asyncapi::typed::Model for $name {
            const OBJECT: &'static crate::asyncapi::Object = &$object;
            const FIELDS: &'static [(&'static str, crate::asyncapi::Version, crate::asyncapi::Version)] =
                &[$(($key, crate::asyncapi::Version::$since, crate::asyncapi::Version::$until)),*];
        }
    };
}
use model;

#[cfg(test)]
mod tests;
