//! Examples: where they stand, what is expected of them, which schema they belong to.

use crate::source::{Place, SourceId};

/// An example: one instance that a schema is to accept or to reject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub place: Place,
    pub catalog: usize,
    pub kind: ExampleKind,
    /// Whether the schema is to reject it.
    pub expect_invalid: bool,
    /// The exact failures that are stated for it, if they are, and where that stands.
    pub because: Option<(Vec<Because>, Place)>,
    /// The Markdown beside it, by its source and where its text begins.
    pub description: Option<(SourceId, u32)>,
    /// The schema stated by an entry of site.toml: candidates, as places to look up.
    pub entry_schemas: Option<Vec<String>>,
    /// The schema that a fence names (`example=SCHEMA`), as written.
    pub named_schema: Option<String>,
    /// Whether the source could not be parsed.
    pub unparsed: bool,
    pub pairing: Pairing,
    /// The event type it carries.
    pub event_type: Option<String>,
    /// The format of a part of it that can't be checked, since it is no JSON Schema.
    pub foreign: Option<String>,
}

/// What an example was found as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleKind {
    File,
    Schema,
    Message,
    Page,
}

impl ExampleKind {
    /// The word of catalog.json.
    pub fn name(self) -> &'static str {
        match self {
            ExampleKind::File => "file",
            ExampleKind::Schema => "schema",
            ExampleKind::Message => "message",
            ExampleKind::Page => "page",
        }
    }
}

/// What a schema is applied to: a pointer below the example, and the schema's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    pub pointer: String,
    pub schema: Place,
}

/// A `default` of a schema, and what that schema is.
#[derive(Clone, Debug)]
pub struct DefaultValue {
    pub place: Place,
    pub instance: Instance,
}

/// A stated failure of a counterexample.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Because {
    pub at: String,
    pub keyword: String,
}

/// The step of the contract's list that found an example's schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    Entry,
    Embedded,
    Named,
    MirroredFolder,
    MirroredFile,
    Beside,
    OnlySchema,
    NamePrefix,
    EventType,
    /// No schema is known for its event type: the catalog's envelope alone is held against it.
    Envelope,
}

/// How an example is bound to its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// Not looked for yet.
    Open,
    Paired {
        rung: Rung,
        instances: Vec<Instance>,
    },
    /// Nothing answers; the words say what was looked for last.
    Orphan {
        hint: Option<String>,
    },
    /// Several answer on one rung.
    Ambiguous {
        rung: Rung,
        candidates: Vec<Place>,
    },
}

impl Example {
    /// The schema that the example belongs to: that of its first instance.
    pub fn schema(&self) -> Option<&Place> {
        match &self.pairing {
            Pairing::Paired { instances, .. } => instances.first().map(|instance| &instance.schema),
            _ => None,
        }
    }

    /// What is applied to what; empty unless paired.
    pub fn instances(&self) -> &[Instance] {
        match &self.pairing {
            Pairing::Paired { instances, .. } => instances,
            _ => &[],
        }
    }
}
