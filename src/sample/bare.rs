//! A schema that stands in no project.

use std::sync::Arc;

use serde_json::Value;

use super::Sampler;
use crate::dialect::Dialect;
use crate::load::alone;
use crate::model::SchemaFault;
use crate::prove::{Cache, faults};
use crate::resolve::{Resolved, resolve};
use crate::source::{Format, Place, Source, SourceId};

/// A schema as a value, with what is known of it.
pub struct Bare {
    resolved: Resolved,
    faults: Arc<Vec<SchemaFault>>,
}

impl Bare {
    /// The schema, of a dialect where it names none.
    pub fn new(schema: &Value, dialect: Dialect) -> Bare {
        Bare::of_text(schema.to_string(), dialect)
    }

    /// The same as it is written, with the digits of its numbers.
    pub fn of_text(schema: String, dialect: Dialect) -> Bare {
        let source = Source::from_file("schema.json", Format::Json, schema.into_bytes());
        let resolved = resolve(alone(source, dialect));
        let faults = faults(&mut Cache::default(), &resolved, None);
        Bare { resolved, faults }
    }

    /// What makes values for it.
    pub fn sampler(&self) -> Sampler<'_> {
        Sampler::new(&self.resolved, &self.faults, &Place::root(SourceId(0)))
    }
}
