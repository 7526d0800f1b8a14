//! Verdicts that are remembered, for schemas that would otherwise be applied to one value more often than anybody can wait for: each
//! schema that is referred to is asked about each value once. What is asked is counted, and ends at a limit.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use jsonschema::{Keyword, ValidationError};
use serde_json::Value;

use super::effort::{Effort, Watched};
use super::spanned::{Spanned, Validator};
use crate::source::{Kind, Node};

/// The schemas that are referred to, by number, and their verdicts about the parts of one value.
#[derive(Default)]
pub struct Verdicts {
    validators: OnceLock<Vec<Asked>>,
    run: Mutex<Run>,
}

/// A schema, and how many others may be asked together with it.
pub struct Asked {
    pub validator: Validator,
    pub weight: u64,
}

#[derive(Default)]
struct Run {
    known: HashMap<(usize, Part), bool>,
    left: u64,
}

/// A part of the value: objects and arrays by their address, which no other has meanwhile; the rest, which may be a name, by what it is.
#[derive(PartialEq, Eq, Hash)]
enum Part {
    Container(usize),
    Plain(String),
}

impl Verdicts {
    /// Sets the schemas, once all of them are compiled.
    pub fn fill(&self, validators: Vec<Asked>) {
        // It is filled once; a second filling would say the same.
        let _ = self.validators.set(validators);
    }

    /// Whether the schema accepts the value, if no more than so many schemas are applied for that; `None` where that is not enough.
    pub fn accepts(&self, schema: usize, value: &Node, limit: u64) -> Option<bool> {
        *self.run() = Run { known: HashMap::new(), left: limit };
        let effort = Effort::of(limit);
        let verdict = self.ask(schema, Watched::new(value, &effort));
        let left = self.run().left;
        (left > 0 && !effort.is_out_of_steps()).then_some(verdict)
    }

    fn run(&self) -> MutexGuard<'_, Run> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, schema: usize, value: Watched<'_>) -> bool {
        let Some(asked) = self.validators.get().and_then(|all| all.get(schema)) else { return true };
        let part = || match value.node.kind {
            Kind::Object(_) | Kind::Array(_) => Part::Container(std::ptr::from_ref(value.node) as usize),
            _ => Part::Plain(value.node.to_value().to_string()),
        };
        {
            let mut run = self.run();
            run.left = run.left.saturating_sub(asked.weight);
            if run.left == 0 {
                return true;
            }
            if let Some(known) = run.known.get(&(schema, part())) {
                return *known;
            }
            // Where a schema leads back to itself with the same value, there is nothing more to ask.
            run.known.insert((schema, part()), true);
        }
        let verdict = asked.validator.is_valid(value);
        self.run().known.insert((schema, part()), verdict);
        verdict
    }
}

/// A reference to one of the schemas; these hold references in turn, which must not keep them alive.
pub struct Reference {
    schema: usize,
    verdicts: Weak<Verdicts>,
}

impl Reference {
    /// The keyword for what stands in the place of a `$ref`.
    pub fn new(value: &Value, verdicts: &Weak<Verdicts>) -> Reference {
        let schema = value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(usize::MAX);
        Reference { schema, verdicts: Weak::clone(verdicts) }
    }
}

impl<'i> Keyword<'i, Spanned> for Reference {
    fn validate(&self, instance: Watched<'i>) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            Ok(())
        } else {
            Err(ValidationError::custom("what it refers to refuses the value"))
        }
    }

    fn is_valid(&self, instance: Watched<'i>) -> bool {
        self.verdicts.upgrade().is_none_or(|verdicts| verdicts.ask(self.schema, instance))
    }
}
