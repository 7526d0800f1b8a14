//! Collects the failures of one value from jsonschema's errors: some are told, of the rest is known how many they are.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::effort::{Allowance, Effort, Quota, Watched};
use super::excess::too_costly;
use super::spanned::Validator;
use super::trace::{Trace, Traced};
use super::union::NESTED;
use super::words::MISSING;
use crate::keyword::{Subschemas, lookup};
use crate::model::{Failure, Unlisted};
use crate::source::{Node, Place};

/// The failures of one instance, and the limit that was met, if one was.
#[derive(Default)]
pub struct Found {
    pub failures: Vec<Failure>,
    pub unlisted: Unlisted,
    pub limit: Option<Failure>,
}

impl Found {
    /// Nothing but that a limit was met.
    pub fn limited(limit: Failure) -> Found {
        Found { limit: Some(limit), ..Found::default() }
    }

    /// Adds what another schema found in the value `root`, of which it was held against a part. A slip that both refuse is one failure, that
    /// of the schema that was asked first.
    pub fn add(&mut self, root: Option<&Node>, other: Found) {
        let mut known: HashMap<(&str, &str), Vec<&Failure>> = HashMap::new();
        for failure in &self.failures {
            known.entry((&failure.at, &failure.mend)).or_default().push(failure);
        }
        let is_new = |failure: &Failure| {
            let here = known.get(&(failure.at.as_str(), failure.mend.as_str())).map(Vec::as_slice).unwrap_or_default();
            !here.iter().any(|known| is_one_slip(root, known, failure))
        };
        let new: Vec<Failure> = other.failures.into_iter().filter(is_new).collect();
        self.failures.extend(new);
        self.unlisted = self.unlisted.and(other.unlisted);
        self.limit = self.limit.take().or(other.limit);
    }
}

/// Whether two failures at the same place are of the same slip: the same is said, or what is to mend is one key or a value without parts.
fn is_one_slip(root: Option<&Node>, one: &Failure, other: &Failure) -> bool {
    let node = || root.and_then(|root| root.pointer(&one.mend));
    let is_scalar = || node().is_some_and(|node| !node.is_object() && !node.is_array());
    (&one.keyword, &one.message) == (&other.keyword, &other.message) || one.on_key && other.on_key || is_scalar()
}

/// The failures, one for each mistake, by a validator whose patterns may go back; what two ways through a schema say alike may be among them twice.
pub fn failures(trace: &Trace<'_>, validator: &Validator, backtracks: bool, allowance: Allowance) -> Found {
    let effort = Effort::of(allowance.verdict).with_room_for(allowance.quota.failures).with_root_shown(backtracks);
    let errors: Vec<ValidationError<'_>> = validator.iter_errors(Watched::new(trace.node, &effort)).collect();
    if effort.is_out_of_steps() {
        return Found::limited(too_costly(trace.prefix, allowance.verdict));
    }
    let mut found = of_errors(trace, &errors, NESTED, allowance.quota);
    found.unlisted.or_more |= effort.is_out_of_room();
    found
}

/// The failures that these errors are: those of a schema, or of one branch of it. `nested` is how deep branches of branches are looked into.
pub fn of_errors(trace: &Trace<'_>, errors: &[ValidationError<'_>], nested: usize, mut quota: Quota) -> Found {
    let applied = Applied::of(errors);
    let mut found = Found::default();
    let mut missing = AllMissing::default();
    let mut known: HashSet<u64> = HashSet::new();
    for error in errors {
        let is_new = known.insert(mark(error));
        match error.kind() {
            Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } => {
                found.limit.get_or_insert_with(|| trace.limit(&trace.traced(error)));
            }
            _ if applied.explain(error) && trace.traced(error).keyword.starts_with("unevaluated") => {}
            Kind::Required { property } if !quota.is_spent() || missing.is_open(error) => {
                missing.add(trace, error, property.as_str().unwrap_or_default(), &mut quota);
            }
            _ if quota.is_spent() => found.unlisted.count += if is_new { mistakes(error) } else { 0 },
            _ => {
                let (failures, more) = trace.failures(&trace.traced(error), nested, quota.failures);
                failures.iter().for_each(|failure| quota.take(failure));
                found.failures.extend(failures);
                found.unlisted.count += more;
            }
        }
    }
    found.failures.extend(missing.all.iter().map(|missing| trace.missing(missing)));
    found
}

/// What tells an error from others: the keyword and the instance. Several ways may lead to both.
fn mark(error: &ValidationError<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (error.schema_path().as_str(), error.instance_path().as_str()).hash(&mut hasher);
    hasher.finish()
}

/// How many mistakes an error speaks of.
fn mistakes(error: &ValidationError<'_>) -> usize {
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => unexpected.len(),
        _ => 1,
    }
}

/// The schemas of which an applicator failed, by their evaluation paths, and the instances for which it did.
#[derive(Default)]
struct Applied<'e>(BTreeSet<(u64, &'e str)>);

impl<'e> Applied<'e> {
    /// None where nothing can follow from others.
    fn of(errors: &'e [ValidationError<'_>]) -> Applied<'e> {
        let mut applied = Applied::default();
        if !errors.iter().any(asks_what_was_looked_at) {
            return applied;
        }
        for error in errors {
            let mut way = DefaultHasher::new();
            for token in tokens(error) {
                if is_applicator(token) && !token.starts_with("unevaluated") {
                    applied.0.insert((way.finish(), error.instance_path().as_str()));
                }
                token.hash(&mut way);
            }
        }
        applied
    }

    /// Whether an error says nothing new: one of `unevaluatedProperties` or `unevaluatedItems` does not where a sibling applicator of the
    /// same schema failed, for the same instance or a part of it.
    fn explain(&self, error: &ValidationError<'_>) -> bool {
        if self.0.is_empty() || !asks_what_was_looked_at(error) {
            return false;
        }
        let mut way = DefaultHasher::new();
        let tokens: Vec<&str> = tokens(error).collect();
        tokens.iter().take(tokens.len().saturating_sub(1)).for_each(|token| token.hash(&mut way));
        let (way, instance) = (way.finish(), error.instance_path().as_str());
        let below = format!("{instance}/");
        let next = || self.0.range((way, below.as_str())..).next();
        self.0.contains(&(way, instance)) || next().is_some_and(|(other, at)| *other == way && at.starts_with(&below))
    }
}

/// The evaluation path without the reference that begins it.
fn tokens<'e>(error: &'e ValidationError<'_>) -> impl Iterator<Item = &'e str> {
    error.evaluation_path().as_str().split('/').skip(2)
}

fn asks_what_was_looked_at(error: &ValidationError<'_>) -> bool {
    let keyword = error.schema_path().as_str().rsplit('/').next();
    keyword.is_some_and(|keyword| keyword.starts_with("unevaluated"))
}

fn is_applicator(keyword: &str) -> bool {
    matches!(keyword, "$ref" | "$dynamicRef" | "$recursiveRef") || lookup(keyword).subschemas != Subschemas::None
}

/// The properties that one keyword misses in one object, and the property that requires them, if one does.
pub struct Missing<'e> {
    pub one: Traced<'e>,
    pub required_by: Option<String>,
    /// Those that are named, and how many more there are.
    pub names: Vec<String>,
    pub more: usize,
    known: HashSet<u64>,
}

/// Missing properties of one object are one failure that lists them.
#[derive(Default)]
struct AllMissing<'e> {
    all: Vec<Missing<'e>>,
    known: HashMap<(String, Option<Place>, Option<String>), usize>,
    open: HashSet<u64>,
    /// What requires the names that a keyword misses in an object: thousands may be missing in one.
    required: HashMap<(String, Option<Place>), HashMap<String, String>>,
}

impl<'e> AllMissing<'e> {
    /// Whether properties are known that the same keyword misses in the same object.
    fn is_open(&self, error: &ValidationError<'_>) -> bool {
        self.open.contains(&mark(error))
    }

    fn add(&mut self, trace: &Trace<'_>, error: &'e ValidationError<'e>, name: &str, quota: &mut Quota) {
        self.open.insert(mark(error));
        let one = trace.traced(error);
        let instance = error.instance_path().as_str().to_owned();
        let required = self.required.entry((instance.clone(), one.place.clone()));
        let required_by = required.or_insert_with(|| trace.required_by(&one)).get(name).cloned();
        let key = (instance, one.place.clone(), required_by.clone());
        let index = *self.known.entry(key).or_insert(self.all.len());
        if index == self.all.len() {
            quota.take_bytes(one.bytes());
            self.all.push(Missing { one, required_by, names: Vec::new(), more: 0, known: HashSet::new() });
        }
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let Some(missing) = self.all.get_mut(index) else { return };
        match missing.known.insert(hasher.finish()) {
            // The same keyword may be met on several ways.
            false => {}
            true if missing.names.len() < MISSING => missing.names.push(name.to_owned()),
            true => missing.more += 1,
        }
    }
}
