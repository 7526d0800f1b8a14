//! Proves one claim.

use std::collections::HashMap;
use std::sync::Arc;

use super::collect::{Found, failures};
use super::cost::{Costs, Excess};
use super::effort::{Allowance, Share, weight};
use super::excess::{excessive, too_costly, too_costly_format};
use super::formats::decided;
use super::spanned::{self, Validator};
use super::trace::Trace;
use super::verdicts::Verdicts;
use super::{Claim, unchecked, valid};
use crate::model::{Example, Failure, Instance, Pairing, Proof, Verdict};
use crate::resolve::Resolved;
use crate::source::{Node, Place, Span};

/// The validators of one schema: with what can't be told allowing everything and, where there is any, nothing.
pub struct Compiled {
    pub lenient: Result<Validator, String>,
    pub strict: Vec<Result<Validator, String>>,
    /// What can't be told.
    pub cause: String,
    /// Whether there are patterns that may go back, and give up.
    pub backtracks: bool,
}

/// What proving a claim needs beside the validators.
pub struct Bench<'a> {
    pub resolved: &'a Resolved,
    /// The schemas by which nothing can be proved, each with the reason.
    pub doubtful: HashMap<&'a Place, &'static str>,
    pub costs: Costs<'a>,
    /// What each claim may take.
    pub share: Share,
    /// For what is too costly otherwise.
    pub remembered: Option<Remembered>,
}

/// Schemas by place, and what remembers their verdicts.
pub struct Remembered {
    pub verdicts: Arc<Verdicts>,
    pub numbers: HashMap<Place, usize>,
}

impl Remembered {
    /// Whether the schema is known to accept the value.
    fn accepts(&self, schema: &Place, value: &Node, limit: u64) -> bool {
        let accepts = |number: &usize| decided(|| self.verdicts.accepts(*number, value, limit)).flatten();
        self.numbers.get(schema).and_then(accepts) == Some(true)
    }
}

/// The proof of an example that no schema can be asked about.
pub fn without_schema(example: &Example) -> Proof {
    if example.unparsed && example.expect_invalid {
        let note = Some("it can't be parsed, so it is rejected as it should be".to_owned());
        return Proof { verdict: Verdict::Invalid, note, ..valid() };
    }
    unchecked(match (&example.pairing, &example.foreign) {
        _ if example.unparsed => "it can't be parsed".to_owned(),
        (Pairing::Ambiguous { .. }, _) => "several schemas could be meant".to_owned(),
        (Pairing::Paired { .. }, Some(format)) => unchecked_format(format),
        _ => "no schema is known for it".to_owned(),
    })
}

/// Why an example, or a part of it, is not checked.
fn unchecked_format(format: &str) -> String {
    format!("its format, {format}, is not read")
}

/// Validates each instance of a claim and puts the failures into the order of the file.
pub fn prove_one<'a>(bench: &mut Bench<'a>, validators: &HashMap<&Place, Compiled>, claim: &Claim<'a>) -> Proof {
    let root = bench.resolved.project.sources.node(claim.place);
    let mut all = Found::default();
    let mut open = None;
    for instance in claim.instances {
        match found(bench, validators, claim, instance) {
            Ok(found) => all.add(root, found),
            Err(note) => open = open.or(Some(note)),
        }
    }
    let proof = conclude(open, root, all);
    match claim.foreign {
        // What could be held against a schema fits; the rest can't be.
        Some(format) if proof.verdict == Verdict::Valid => unchecked(unchecked_format(format)),
        _ => proof,
    }
}

/// What the schema of one instance finds wrong; the reason where that can't be told.
fn found<'a>(
    bench: &mut Bench<'a>,
    validators: &HashMap<&Place, Compiled>,
    claim: &Claim<'a>,
    instance: &Instance,
) -> Result<Found, String> {
    let sources = &bench.resolved.project.sources;
    let place = claim.place_of(&instance.pointer);
    let node = sources.node(&place).ok_or_else(|| format!("there is nothing at `{}`", instance.pointer))?;
    if let Some(doubt) = bench.doubtful.get(&instance.schema) {
        return Err((*doubt).to_owned());
    }
    let allowance = Allowance::of(bench.share, weight(node).0, claim.stated);
    let bound = match bench.costs.bound(&instance.schema, node, allowance.verdict) {
        Ok(bound) => bound,
        Err(Excess::Schemas) => {
            let accepts = |it: &Remembered| it.accepts(&instance.schema, node, allowance.verdict);
            let limited = || Found::limited(too_costly(&instance.pointer, allowance.verdict));
            return Ok(if bench.remembered.as_ref().is_some_and(accepts) { Found::default() } else { limited() });
        }
        Err(excess) => return Ok(Found::limited(excessive(&instance.pointer, excess, allowance))),
    };
    let compiled = validators.get(&instance.schema).ok_or_else(|| "its schema was not compiled".to_owned())?;
    let source = sources.get(place.source);
    let (resolved, schema, prefix) = (bench.resolved, &instance.schema, instance.pointer.as_str());
    compiled.prove(&Trace { resolved, schema, node, source, prefix }, bound, allowance)
}

/// The proof that follows from what was found in all instances of the value `root`; `open` is why one of them could not be judged. What one
/// schema refuses is invalid, whatever another would say.
pub fn conclude(open: Option<String>, root: Option<&Node>, found: Found) -> Proof {
    let Found { mut failures, unlisted, limit } = found;
    for failure in &mut failures {
        failure.span = span_of(root, failure);
    }
    if let Some(mut limit) = limit {
        limit.span = span_of(root, &limit);
        let note = Some(limit.message.clone());
        return Proof { verdict: Verdict::Unchecked, failures, unlisted, note, limit: Some(limit) };
    }
    if let Some(note) = open.filter(|_| failures.is_empty() && !unlisted.is_any()) {
        return unchecked(note);
    }
    failures.sort_by(|a, b| (a.span, &a.keyword, &a.mend, &a.message).cmp(&(b.span, &b.keyword, &b.mend, &b.message)));
    failures.dedup();
    let is_valid = failures.is_empty() && !unlisted.is_any();
    let verdict = if is_valid { Verdict::Valid } else { Verdict::Invalid };
    Proof { verdict, failures, unlisted, note: None, limit: None }
}

/// Where the failure is to be mended, below the value `root`.
fn span_of(root: Option<&Node>, failure: &Failure) -> Span {
    root.map_or(Span::default(), |root| {
        let found = root.nearest(&failure.mend);
        found.key_span.filter(|_| failure.on_key).unwrap_or(found.node.span)
    })
}

impl Compiled {
    /// Whether the schema accepts the instance, whatever is assumed; `false` may mean that it can't be told.
    pub fn accepts(&self, node: &Node, allowance: Allowance) -> bool {
        let accepts = |validator: &Result<Validator, String>| {
            let accepts = |one: &Validator| decided(|| spanned::accepts(one, node, allowance.verdict)).flatten();
            validator.as_ref().is_ok_and(|one| accepts(one) == Some(true))
        };
        accepts(&self.lenient) && self.strict.iter().all(accepts)
    }

    /// What is wrong with the instance, to which so many schemas are applied at most; why that can't be told as the error.
    pub fn prove(&self, trace: &Trace<'_>, bound: u64, allowance: Allowance) -> Result<Found, String> {
        let validator = match &self.lenient {
            Ok(validator) => validator,
            Err(cause) => return Err(format!("its schema can't be compiled: {}", super::value::line(cause))),
        };
        let Some(verdict) = decided(|| spanned::accepts(validator, trace.node, allowance.verdict)) else {
            return Ok(Found::limited(too_costly_format(trace.prefix)));
        };
        let found = match verdict {
            None => Found::limited(too_costly(trace.prefix, allowance.verdict)),
            Some(true) => Found::default(),
            Some(false) if bound > allowance.failures => Found::limited(too_costly(trace.prefix, allowance.failures)),
            Some(false) => failures(trace, validator, self.backtracks, allowance),
        };
        let is_valid = found.failures.is_empty() && !found.unlisted.is_any();
        if found.limit.is_none() && self.is_undecided(trace.node, is_valid, allowance) {
            return Err(format!("its verdict depends on {}", self.cause));
        }
        Ok(found)
    }

    /// Whether the verdict is another when what can't be told allows nothing instead of everything.
    fn is_undecided(&self, node: &Node, valid: bool, allowance: Allowance) -> bool {
        let decides = |strict: &Result<Validator, String>| {
            strict.as_ref().is_ok_and(|one| spanned::accepts(one, node, allowance.verdict) == Some(valid))
        };
        !self.strict.iter().all(decides)
    }
}
