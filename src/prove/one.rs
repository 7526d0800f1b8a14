//! Proves one example.

use std::collections::HashMap;

use super::failure::{Found, failures};
use super::spanned::Validator;
use super::trace::Trace;
use super::unchecked;
use crate::model::{Example, Failure, Pairing, Proof, Verdict};
use crate::resolve::Resolved;
use crate::source::{Node, Place, Span};

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
        Pairing::Paired { .. } => "not checked: its format is not JSON Schema",
        _ => "no schema is known for it",
    })
}

/// Validates each instance of an example and puts the failures into the order of the file.
pub fn prove_one(bench: &Bench<'_>, validators: &HashMap<&Place, Compiled>, example: &Example) -> Proof {
    let mut all = Found::default();
    let sources = &bench.resolved.project.sources;
    for instance in example.instances() {
        let place = Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer));
        let Some(node) = sources.node(&place) else {
            return unchecked(format!("there is nothing at `{}`", instance.pointer));
        };
        let Some(compiled) = validators.get(&instance.schema) else { return unchecked("its schema was not compiled") };
        let source = sources.get(place.source);
        let trace =
            Trace { resolved: bench.resolved, schema: &instance.schema, node, source, prefix: &instance.pointer };
        match compiled.prove(&trace) {
            Ok(found) => all.add(found),
            Err(note) => return unchecked(note),
        }
    }
    conclude(bench, sources.node(&example.place), all)
}

/// The proof that follows from what was found in all instances of the value `root`.
pub fn conclude(bench: &Bench<'_>, root: Option<&Node>, found: Found) -> Proof {
    let Found { mut failures, limit } = found;
    if bench.faulty {
        return unchecked("its schema is not valid itself");
    }
    if let Some(limit) = limit {
        let note = Some(limit.message.clone());
        return Proof { verdict: Verdict::Unchecked, failures, note, limit: Some(limit) };
    }
    sort_by_place(root, &mut failures);
    let verdict = if failures.is_empty() { Verdict::Valid } else { Verdict::Invalid };
    Proof { verdict, failures, note: None, limit: None }
}

impl Compiled {
    /// Whether the schema accepts the instance, whatever unresolved references lead to; `false` may mean that it can't be told.
    pub fn accepts(&self, node: &Node) -> bool {
        let accepts = |validator: &Result<Validator, String>| validator.as_ref().is_ok_and(|one| one.is_valid(node));
        accepts(&self.lenient) && self.strict.as_ref().is_none_or(accepts)
    }

    /// What is wrong with the instance; why that can't be told as the error.
    pub fn prove(&self, trace: &Trace<'_>) -> Result<Found, String> {
        let validator = match &self.lenient {
            Ok(validator) => validator,
            Err(cause) => return Err(format!("its schema can't be compiled: {}", super::value::line(cause))),
        };
        let found = if validator.is_valid(trace.node) { Found::default() } else { failures(trace, validator) };
        if found.limit.is_none() && self.depends_on_unresolved(trace.node, found.failures.is_empty()) {
            return Err("its verdict depends on a reference that leads nowhere".to_owned());
        }
        Ok(found)
    }

    /// Whether the verdict changes when unresolved references allow nothing instead of everything.
    fn depends_on_unresolved(&self, node: &Node, valid: bool) -> bool {
        match &self.strict {
            None => false,
            Some(Err(_)) => true,
            Some(Ok(strict)) => strict.is_valid(node) != valid,
        }
    }
}

fn sort_by_place(root: Option<&Node>, failures: &mut Vec<Failure>) {
    let start = |failure: &Failure| {
        let found = root.and_then(|root| root.locate(&failure.mend));
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
