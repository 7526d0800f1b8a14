//! Values that fit a schema, and values that break one rule of it: made by a search that steers by the keywords, and given out only where
//! the engine that proves examples says the same.
//!
//! - `shape` reads schemas, `state` puts all that apply to one value together, `search`, `object`, `array`, `number` and `text` make
//!   values, `fit` tells on the way whether they will do.
//! - `each` asks for every branch, member and bound; `invalid` breaks what was made, in one place.
//! - Everything is bounded in steps and values, nothing by a clock, and nothing is random: the same schema has the same samples.
//!
//! The small evaluator in `fit` costs no compiling and says where to turn; the engine of `check` is asked once, about the whole. What the
//! small one gets wrong costs a sample, never makes a wrong one. Letters come from the name of the field or from the pattern's tree, so
//! that a sample reads like an event.

mod array;
mod bare;
mod change;
mod dead;
mod each;
mod exercise;
mod extract;
mod fit;
mod formats;
mod invalid;
mod joined;
mod known;
mod listed;
mod names;
mod number;
mod object;
mod proofs;
mod refusing;
mod search;
mod shape;
mod state;
mod stream;
mod text;
mod types;
mod words;
mod written;
mod wrong;

use std::cell::OnceCell;

use serde_json::Value;

pub use bare::Bare;
pub use dead::{Own, Why};
pub use exercise::{Exercise, Exercised, Scope, Thing};
pub use extract::{Extract, Extracts};
pub use invalid::{Broken, Counterexample};
pub use proofs::{Found, contradictions, dead, proved};
pub use refusing::refuses;
pub use written::{Named, Pair, accepted, folder, has_example, schema_file};

use crate::model::{Proof, SchemaFault, Verdict};
use crate::prove::{Judge, Shelf};
use crate::resolve::Resolved;
use crate::source::{Format, Place, Source};
use search::{Mode, Plan, Search, Spot};
use shape::{Id, Shapes};

/// How many values the engine is asked about until one is taken.
const TRIALS: usize = 24;

/// Makes values for one schema.
pub struct Sampler<'a> {
    shapes: Shapes<'a>,
    judge: Judge<'a>,
    schema: Place,
    id: Id,
    /// What the root is called, where nothing else says what it is.
    name: String,
    minimal: OnceCell<Result<Value, String>>,
    complete: OnceCell<Result<Value, String>>,
}

impl<'a> Sampler<'a> {
    /// For the schema at a place; `faults` are those of all schemas.
    pub fn new(resolved: &'a Resolved, faults: &'a [SchemaFault], schema: &Place) -> Sampler<'a> {
        let shapes = Shapes::new(resolved);
        let id = shapes.id(schema);
        let name = schema.pointer.rsplit('/').next().unwrap_or_default().to_owned();
        Sampler {
            shapes,
            judge: Judge::new(resolved, faults, std::iter::once(schema.clone())),
            schema: schema.clone(),
            id,
            name,
            minimal: OnceCell::new(),
            complete: OnceCell::new(),
        }
    }

    /// The same with values that events of the catalog have.
    pub fn with_values(mut self, extract: Option<&'a Extract>) -> Sampler<'a> {
        self.shapes.extract = extract;
        self
    }

    /// The same with documents that others compile schemas of as well.
    pub fn with_shelf(mut self, shelf: &'a Shelf) -> Sampler<'a> {
        self.judge = self.judge.with_shelf(shelf);
        self
    }

    /// What the engine says of a value.
    pub fn proof(&self, value: &Value) -> Proof {
        let source = Source::from_file("sample.json", Format::Json, value.to_string().into_bytes());
        match source.root() {
            Some(root) => self.judge.judge(&[(self.schema.clone(), "")], &source, root),
            None => crate::prove::unread(),
        }
    }

    /// Whether the engine accepts a value.
    pub fn accepts(&self, value: &Value) -> bool {
        self.proof(value).verdict == Verdict::Valid
    }

    /// What must be there, and no more.
    ///
    /// # Errors
    /// Why nothing was found.
    pub fn minimal(&self) -> Result<Value, String> {
        self.minimal.get_or_init(|| self.found(&[Mode::Minimal, Mode::Complete])).clone()
    }

    /// Everything that is declared, as far as that is possible at once.
    ///
    /// # Errors
    /// Why nothing was found.
    pub fn complete(&self) -> Result<Value, String> {
        self.complete.get_or_init(|| self.found(&[Mode::Complete, Mode::Minimal])).clone()
    }

    /// The first that the engine accepts: in these modes, then the author's own, then others.
    fn found(&self, modes: &[Mode]) -> Result<Value, String> {
        // By a schema that nothing is proved by nothing will be accepted, however long one looks for it.
        if let Some((Verdict::Unchecked, reason)) = self.refusal(&Value::Null) {
            return Err(reason);
        }
        let mut why = None;
        let mut refused: Vec<Value> = Vec::new();
        let (mut is_open, mut is_spent) = (false, false);
        for turn in 0..3 {
            for mode in modes {
                let search = Search::new(&self.shapes, *mode, Plan::new());
                match search.make(&[self.id], &[], &Spot::root(&self.name, turn)) {
                    Some(value) if refused.contains(&value) => {}
                    Some(value) => match self.refusal(&value) {
                        None => return Ok(value),
                        Some((verdict, reason)) => {
                            why.get_or_insert(reason);
                            is_open |= verdict == Verdict::Unchecked;
                            refused.push(value);
                        }
                    },
                    None => {
                        why.get_or_insert(search.why());
                        is_spent |= search.is_spent();
                    }
                }
            }
            if refused.is_empty() || is_open || is_spent {
                break;
            }
        }
        if is_open {
            return Err(why.unwrap_or_default());
        }
        let stated = self.shapes.shape(self.id).stated.clone();
        let others = stated.into_iter().chain(self.plain());
        // Where the search came to no end, it would not come to one in other ways.
        let varied = || if is_spent { Vec::new() } else { self.varied(TRIALS) };
        let others = others.chain(std::iter::once_with(varied).flatten());
        for value in others.filter(|value| !refused.contains(value)).take(TRIALS) {
            match self.proof(&value).verdict {
                Verdict::Valid => return Ok(value),
                Verdict::Invalid => {}
                // What takes the engine too long once would do so again.
                Verdict::Unchecked => break,
            }
        }
        Err(why.unwrap_or_else(|| "no value was found".to_owned()))
    }

    /// Why the engine does not take a value, if it does not.
    fn refusal(&self, value: &Value) -> Option<(Verdict, String)> {
        let proof = self.proof(value);
        if proof.verdict == Verdict::Valid {
            return None;
        }
        let failure = proof.failures.first().map(|failure| format!("`{}`: {}", failure.at, failure.message));
        Some((
            proof.verdict,
            proof.note.or(failure).unwrap_or_else(|| "the value that was found is refused".to_owned()),
        ))
    }

    /// The plainest value of each type.
    fn plain(&self) -> Vec<Value> {
        use serde_json::json;
        vec![
            json!({}),
            json!([]),
            json!("text"),
            json!(1),
            json!(1.5),
            json!(true),
            json!(false),
            json!(null),
            json!(""),
            json!(0),
        ]
    }
}

/// Whether two values are one to JSON Schema, to which 1 and 1.0 are the same.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(_), Value::Number(_)) => number::compare(one, other).is_some_and(std::cmp::Ordering::is_eq),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}
