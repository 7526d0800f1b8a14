//! Proves one example.

use std::collections::HashMap;

use jsonschema::Validator;

use super::failure::failures;
use super::trace::Trace;
use super::unchecked;
use crate::model::{Example, Failure, Pairing, Proof, Verdict};
use crate::resolve::Resolved;
use crate::source::{Place, Span};

/// The validators of one schema: with unresolved references allowing everything and, where there are any, nothing.
pub struct Compiled {
    pub lenient: Result<Validator, String>,
    pub strict: Option<Result<Validator, String>>,
}

/// What proving one example needs beside the validators.
pub struct Bench<'a> {
    pub resolved: &'a Resolved,
    /// Whether some schema that takes part is refused by its metaschema.
    pub faulty: bool,
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
        Pairing::Paired { .. } => return unchecked(unchecked_format(example)),
        _ => "no schema is known for it",
    })
}

/// Why an example, or a part of it, is not checked.
fn unchecked_format(example: &Example) -> String {
    let format = example.foreign.as_deref();
    format
        .map_or_else(|| "no schema is known for it".to_owned(), |format| format!("not checked: the format is {format}"))
}

/// Validates each instance of an example and puts the failures into the order of the file.
pub fn prove_one(bench: &Bench<'_>, validators: &HashMap<&Place, Compiled>, example: &Example) -> Proof {
    let mut all: Vec<Failure> = Vec::new();
    let mut limit = None;
    for instance in example.instances() {
        let place = Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer));
        let Some(node) = bench.resolved.project.sources.node(&place) else {
            return unchecked(format!("there is nothing at `{}`", instance.pointer));
        };
        let Some(compiled) = validators.get(&instance.schema) else { return unchecked("its schema was not compiled") };
        let validator = match &compiled.lenient {
            Ok(validator) => validator,
            Err(cause) => return unchecked(format!("its schema can't be compiled: {}", super::value::line(cause))),
        };
        let value = node.to_value();
        let source = bench.resolved.project.sources.get(place.source);
        let trace =
            Trace { resolved: bench.resolved, schema: &instance.schema, node, source, prefix: &instance.pointer };
        let found = if validator.is_valid(&value) { Default::default() } else { failures(&trace, validator, &value) };
        if found.limit.is_none() && depends_on_unresolved(compiled, &value, found.failures.is_empty()) {
            return unchecked("its verdict depends on a reference that leads nowhere");
        }
        all.extend(found.failures);
        limit = limit.or(found.limit);
    }
    if bench.faulty {
        return unchecked("its schema is not valid itself");
    }
    if let Some(limit) = limit {
        let note = Some(limit.message.clone());
        return Proof { verdict: Verdict::Unchecked, failures: all, note, limit: Some(limit) };
    }
    sort_by_place(bench.resolved, example, &mut all);
    if all.is_empty() && example.foreign.is_some() {
        return unchecked(unchecked_format(example));
    }
    let verdict = if all.is_empty() { Verdict::Valid } else { Verdict::Invalid };
    Proof { verdict, failures: all, note: None, limit: None }
}

/// Whether the verdict changes when unresolved references allow nothing instead of everything.
fn depends_on_unresolved(compiled: &Compiled, value: &serde_json::Value, valid: bool) -> bool {
    match &compiled.strict {
        None => false,
        Some(Err(_)) => true,
        Some(Ok(strict)) => strict.is_valid(value) != valid,
    }
}

fn sort_by_place(resolved: &Resolved, example: &Example, failures: &mut Vec<Failure>) {
    let start = |failure: &Failure| {
        let place = Place::new(example.place.source, format!("{}{}", example.place.pointer, failure.mend));
        let found = resolved.project.sources.locate(&place);
        found.map_or(Span::default(), |found| match found.key_span {
            Some(key) if failure.on_key => key,
            _ => found.node.span,
        })
    };
    let mut placed: Vec<(Span, Failure)> = failures.drain(..).map(|failure| (start(&failure), failure)).collect();
    placed.sort_by(|(a_span, a), (b_span, b)| {
        a_span.cmp(b_span).then_with(|| (&a.keyword, &a.mend, &a.message).cmp(&(&b.keyword, &b.mend, &b.message)))
    });
    placed.dedup();
    failures.extend(placed.into_iter().map(|(_, failure)| failure));
}
