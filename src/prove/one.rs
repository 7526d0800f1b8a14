//! Proves one claim.

use std::collections::HashMap;
use std::sync::Arc;

use jsonschema::Validator;

use super::cost::{Costs, FAILURES_LIMIT, VERDICT_LIMIT};
use super::failure::{Found, failures};
use super::memory::Memory;
use super::trace::Trace;
use super::{Claim, unchecked};
use crate::diagnostic::{At, Part};
use crate::model::{Example, Failure, Pairing, Proof, Verdict};
use crate::resolve::Resolved;
use crate::source::{Place, Span};

/// The validators of one schema: with unresolved references allowing everything and, where there are any, nothing.
pub struct Compiled {
    pub lenient: Result<Validator, String>,
    pub strict: Option<Result<Validator, String>>,
}

/// What proving a claim needs beside the validators.
pub struct Bench<'a> {
    pub resolved: &'a Resolved,
    /// Whether some schema that takes part is refused by its metaschema.
    pub faulty: bool,
    pub costs: Costs<'a>,
    /// For what is too costly otherwise.
    pub remembered: Option<Remembered>,
}

/// Schemas by place, and what remembers their verdicts.
pub struct Remembered {
    pub memory: Arc<Memory>,
    pub numbers: HashMap<Place, usize>,
}

impl Remembered {
    /// Whether the schema is known to accept the value.
    fn accepts(&self, schema: &Place, value: &serde_json::Value) -> bool {
        self.numbers.get(schema).is_some_and(|number| self.memory.accepts(*number, value) == Some(true))
    }
}

/// The proof of an example that no schema can be asked about.
pub fn without_schema(example: &Example) -> Proof {
    if example.unparsed && example.expect_invalid {
        let note = Some("it can't be parsed, so it is rejected as it should be".to_owned());
        return Proof { verdict: Verdict::Invalid, failures: Vec::new(), note, limit: None };
    }
    unchecked(match &example.pairing {
        _ if example.unparsed => "it can't be parsed",
        Pairing::Ambiguous { .. } => "several schemas could be meant",
        Pairing::Paired { .. } => "not checked: its format is not JSON Schema",
        _ => "no schema is known for it",
    })
}

/// Validates each instance of a claim and puts the failures into the order of the file.
pub fn prove_one(bench: &mut Bench<'_>, validators: &HashMap<&Place, Compiled>, claim: &Claim<'_>) -> Proof {
    let mut all: Vec<Failure> = Vec::new();
    let mut limit = None;
    for instance in claim.instances {
        let place = claim.place_of(&instance.pointer);
        let Some(node) = bench.resolved.project.sources.node(&place) else {
            return unchecked(format!("there is nothing at `{}`", instance.pointer));
        };
        let Some(compiled) = validators.get(&instance.schema) else { return unchecked("its schema was not compiled") };
        let validator = match &compiled.lenient {
            Ok(validator) => validator,
            Err(cause) => return unchecked(format!("its schema can't be compiled: {}", super::value::line(cause))),
        };
        let bound = bench.costs.bound(&instance.schema, node);
        let value = node.to_value();
        if bound.is_none_or(|bound| bound > VERDICT_LIMIT) {
            let remembered = bench.remembered.as_ref().filter(|_| bound.is_some());
            if remembered.is_none_or(|remembered| !remembered.accepts(&instance.schema, &value)) {
                limit = limit.or_else(|| Some(too_costly(&instance.pointer, VERDICT_LIMIT)));
            }
            continue;
        }
        let source = bench.resolved.project.sources.get(place.source);
        let trace =
            Trace { resolved: bench.resolved, schema: &instance.schema, node, source, prefix: &instance.pointer };
        let found = if validator.is_valid(&value) {
            Found::default()
        } else if bound.is_some_and(|bound| bound > FAILURES_LIMIT) {
            Found { limit: Some(too_costly(&instance.pointer, FAILURES_LIMIT)), ..Found::default() }
        } else {
            failures(&trace, validator, &value)
        };
        if found.limit.is_none() && depends_on_unresolved(compiled, &value, found.failures.is_empty()) {
            return unchecked("its verdict depends on a reference that leads nowhere");
        }
        all.extend(found.failures);
        limit = limit.or(found.limit);
    }
    if bench.faulty {
        return unchecked("its schema is not valid itself");
    }
    if let Some(mut limit) = limit {
        limit.span = span_of(bench.resolved, claim, &limit);
        let note = Some(limit.message.clone());
        return Proof { verdict: Verdict::Unchecked, failures: all, note, limit: Some(limit) };
    }
    sort_by_place(bench.resolved, claim, &mut all);
    let verdict = if all.is_empty() { Verdict::Valid } else { Verdict::Invalid };
    Proof { verdict, failures: all, note: None, limit: None }
}

/// The limit that is met where a value would be held against too many schemas.
fn too_costly(at: &str, limit: u64) -> Failure {
    Failure {
        at: at.to_owned(),
        keyword: String::new(),
        message: format!(
            "to say what is wrong here, more than {limit} schemas would have to be tried on it and its parts"
        ),
        schema: None,
        mend: at.to_owned(),
        on_key: false,
        span: Span::default(),
        help: Some(
            "let the alternatives of the schema exclude one another by a `const` or a `type`, or split the value"
                .to_owned(),
        ),
    }
}

/// Whether the verdict changes when unresolved references allow nothing instead of everything.
fn depends_on_unresolved(compiled: &Compiled, value: &serde_json::Value, valid: bool) -> bool {
    match &compiled.strict {
        None => false,
        Some(Err(_)) => true,
        Some(Ok(strict)) => strict.is_valid(value) != valid,
    }
}

fn span_of(resolved: &Resolved, claim: &Claim<'_>, failure: &Failure) -> Span {
    let part = if failure.on_key { Part::Key } else { Part::Value };
    At::place(&resolved.project.sources, &claim.place_of(&failure.mend), part).span
}

fn sort_by_place(resolved: &Resolved, claim: &Claim<'_>, failures: &mut Vec<Failure>) {
    for failure in failures.iter_mut() {
        failure.span = span_of(resolved, claim, failure);
    }
    failures.sort_by(|a, b| (a.span, &a.keyword, &a.mend, &a.message).cmp(&(b.span, &b.keyword, &b.mend, &b.message)));
    failures.dedup();
}
