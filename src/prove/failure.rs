//! Turns jsonschema's errors into failures: one for each mistake, at what is to mend.

use std::collections::{BTreeSet, HashMap};

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::spanned::Validator;
use super::trace::{Trace, Traced};
use super::union::NESTED;
use super::value::{Written, quoted};
use super::words;
use crate::keyword::{Subschemas, lookup};
use crate::model::Failure;
use crate::pattern::translated;
use crate::source::{Node, Place, Span, escape_token, unescape_token};

/// The failures of one instance, and the limit that was met, if one was.
#[derive(Default)]
pub struct Found {
    pub failures: Vec<Failure>,
    pub limit: Option<Failure>,
}

impl Found {
    /// Nothing but that a limit was met.
    pub fn limited(limit: Failure) -> Found {
        Found { failures: Vec::new(), limit: Some(limit) }
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
        self.limit = self.limit.take().or(other.limit);
    }
}

/// Whether two failures at the same place are of the same slip: the same is said, or what is to mend is one key or a value without parts.
fn is_one_slip(root: Option<&Node>, one: &Failure, other: &Failure) -> bool {
    let node = || root.and_then(|root| root.pointer(&one.mend));
    let is_scalar = || node().is_some_and(|node| !node.is_object() && !node.is_array());
    (&one.keyword, &one.message) == (&other.keyword, &other.message) || one.on_key && other.on_key || is_scalar()
}

/// All failures, one for each mistake; what two ways through a schema say alike may be among them twice.
pub fn failures(trace: &Trace<'_>, validator: &Validator) -> Found {
    of_errors(trace, &validator.iter_errors(trace.node).collect::<Vec<_>>(), NESTED)
}

/// The failures that these errors are: those of a schema, or of one branch of it. `nested` is how deep branches of branches are looked into.
pub fn of_errors(trace: &Trace<'_>, errors: &[ValidationError<'_>], nested: usize) -> Found {
    let traced: Vec<Traced<'_>> = errors.iter().map(|error| trace.traced(error)).collect();
    // The way to each error is taken apart only where some failure may follow from others.
    let follows = traced.iter().any(|one| one.keyword.starts_with("unevaluated"));
    let applied = if follows { failed_applicators(&traced) } else { BTreeSet::new() };
    let mut found = Found::default();
    let mut missing = AllMissing::default();
    for one in &traced {
        match one.error.kind() {
            Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } => {
                found.limit.get_or_insert_with(|| trace.limit(one));
            }
            Kind::Required { property } => missing.add(trace, one, property.as_str().unwrap_or_default()),
            _ if follows_from_another(one, &applied) => {}
            _ => found.failures.extend(trace.failures(one, nested)),
        }
    }
    found.failures.extend(missing.all.iter().map(|missing| trace.missing(missing)));
    found
}

/// The schemas of which an applicator failed, by their evaluation paths, and the instances for which it did.
fn failed_applicators(traced: &[Traced<'_>]) -> BTreeSet<(String, String)> {
    let mut failed = BTreeSet::new();
    for one in traced {
        for (end, token) in one.path.iter().enumerate() {
            if is_applicator(token) && !token.starts_with("unevaluated") {
                failed.insert((one.path[..end].join("\0"), one.error.instance_path().as_str().to_owned()));
            }
        }
    }
    failed
}

/// A failure of `unevaluatedProperties` or `unevaluatedItems` says nothing new where a sibling applicator of the same schema failed, for the
/// same instance or a part of it.
fn follows_from_another(one: &Traced<'_>, failed: &BTreeSet<(String, String)>) -> bool {
    if !one.keyword.starts_with("unevaluated") {
        return false;
    }
    let Some(end) = one.path.iter().rposition(|token| *token == one.keyword) else { return false };
    let schema = one.path[..end].join("\0");
    let instance = one.error.instance_path().as_str();
    let below = (schema.clone(), format!("{instance}/"));
    failed.contains(&(schema.clone(), instance.to_owned()))
        || failed.range(below.clone()..).next().is_some_and(|(other, at)| *other == schema && at.starts_with(&below.1))
}

fn is_applicator(keyword: &str) -> bool {
    matches!(keyword, "$ref" | "$dynamicRef" | "$recursiveRef") || lookup(keyword).subschemas != Subschemas::None
}

/// The properties that one keyword misses in one object, and the property that requires them, if one does.
struct Missing<'t, 'e> {
    one: &'t Traced<'e>,
    required_by: Option<String>,
    names: Vec<String>,
}

/// Missing properties of one object are one failure that lists them.
#[derive(Default)]
struct AllMissing<'t, 'e> {
    all: Vec<Missing<'t, 'e>>,
    known: HashMap<(String, Option<Place>, Option<String>), usize>,
}

impl<'t, 'e> AllMissing<'t, 'e> {
    fn add(&mut self, trace: &Trace<'_>, one: &'t Traced<'e>, name: &str) {
        let required_by = trace.required_by(one, name);
        let key = (one.error.instance_path().as_str().to_owned(), one.place.clone(), required_by.clone());
        let index = *self.known.entry(key).or_insert(self.all.len());
        match self.all.get_mut(index) {
            // The same keyword may be met on several ways.
            Some(missing) if missing.names.iter().any(|known| known == name) => {}
            Some(missing) => missing.names.push(name.to_owned()),
            None => self.all.push(Missing { one, required_by, names: vec![name.to_owned()] }),
        }
    }
}

/// The names of the properties that an error refuses. Where `additionalProperties` stands without `properties`, jsonschema refuses the object.
fn unexpected_names(one: &Traced<'_>, instance: &Node) -> Option<Vec<String>> {
    match one.error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            Some(unexpected.clone())
        }
        Kind::FalseSchema if one.keyword == "additionalProperties" => {
            Some(instance.members().iter().map(|member| member.key.to_string()).collect())
        }
        _ => None,
    }
}

impl Trace<'_> {
    fn at(&self, one: &Traced<'_>) -> String {
        format!("{}{}", self.prefix, one.error.instance_path().as_str())
    }

    pub fn instance(&self, error: &ValidationError<'_>) -> Written<'_> {
        let node = self.node.pointer(error.instance_path().as_str()).unwrap_or(self.node);
        Written { source: self.source, node }
    }

    fn constraint(&self, one: &Traced<'_>) -> Option<Written<'_>> {
        let place = one.place.as_ref()?;
        let sources = &self.resolved.project.sources;
        Some(Written { source: sources.get(place.source), node: sources.node(place)? })
    }

    /// A failure at the instance of an error, with a message.
    pub fn failure(&self, one: &Traced<'_>, message: String) -> Failure {
        let at = self.at(one);
        Failure {
            mend: at.clone(),
            at,
            keyword: one.keyword.clone(),
            message,
            schema: one.place.clone(),
            on_key: false,
            span: Span::default(),
            help: None,
        }
    }

    fn limit(&self, one: &Traced<'_>) -> Failure {
        let message = "the pattern takes too many steps on this text to be decided".to_owned();
        let help = Some("write the pattern without nested repetitions or backreferences".to_owned());
        Failure { help, ..self.failure(one, message) }
    }

    /// The property that makes `dependentRequired` or `dependencies` ask for the one named.
    fn required_by(&self, one: &Traced<'_>, name: &str) -> Option<String> {
        let instance = self.instance(one.error).node;
        let mut requiring =
            self.constraint(one)?.node.members().iter().filter(|member| instance.get(&member.key).is_some());
        let requiring = requiring.find(|member| member.value.items().iter().any(|item| item.as_str() == Some(name)))?;
        Some(requiring.key.to_string())
    }

    fn missing(&self, missing: &Missing<'_, '_>) -> Failure {
        self.failure(missing.one, words::missing(&missing.names, missing.required_by.as_deref()))
    }

    /// The failures of one error; that of a `oneOf` or `anyOf` says what is wrong in the branch that was meant.
    fn failures(&self, one: &Traced<'_>, nested: usize) -> Vec<Failure> {
        let mut failures = self.own_failures(one);
        if let (Some(nested), Some(failure)) = (nested.checked_sub(1), failures.first_mut()) {
            self.tell_branch(failure, one, nested);
        }
        failures
    }

    /// The failures of one error, without a look into branches: several unexpected properties are several mistakes.
    pub fn own_failures(&self, one: &Traced<'_>) -> Vec<Failure> {
        let constraint = self.constraint(one);
        let check = &self.resolved.project.config.check;
        let instance = self.instance(one.error);
        if let (Some(unexpected), Some(constraint)) = (unexpected_names(one, instance.node), constraint) {
            let known = one.place.as_ref().map(|place| self.sibling_properties(place)).unwrap_or_default();
            let each = unexpected.iter().enumerate();
            // A suggestion for each of thousands would take its time, and nobody reads it.
            let known = |index: usize| if index < words::SUGGESTED { known.as_slice() } else { &[] };
            return each
                .map(|(index, name)| self.unexpected_property(one, name, constraint, (instance.node, known(index))))
                .collect();
        }
        let mut failure = self.failure(one, words::message(check, one.error, &one.keyword, constraint, instance));
        match one.error.kind() {
            Kind::Enum { .. } | Kind::Custom { .. } if one.keyword == "enum" => {
                failure.help = constraint.and_then(|list| words::nearest_member(list.node, instance.node));
            }
            Kind::AdditionalItems { limit } => failure.mend.push_str(&format!("/{limit}")),
            Kind::UnevaluatedItems { unexpected } => {
                failure.mend.push_str(&format!("/{}", words::first_unevaluated(instance.node, unexpected)));
            }
            Kind::UniqueItems => {
                if let Some((_, second)) = words::repeated(instance) {
                    failure.mend.push_str(&format!("/{second}"));
                }
            }
            Kind::PropertyNames { error } => self.point_at_name(&mut failure, one, error),
            Kind::FalseSchema => self.point_at_forbidden(&mut failure, one, instance),
            _ => {}
        }
        vec![failure]
    }

    fn unexpected_property(
        &self,
        one: &Traced<'_>,
        name: &str,
        constraint: Written<'_>,
        (instance, known): (&Node, &[String]),
    ) -> Failure {
        let message = words::unexpected_properties(&[name.to_owned()], &one.keyword, constraint);
        let failure = self.failure(one, message);
        Failure {
            mend: format!("{}/{}", failure.at, escape_token(name)),
            // Where there is a schema for it, its value may be mended as well.
            on_key: constraint.node.as_bool().is_some(),
            help: self.unseen(one, name, known).or_else(|| words::nearest_property(name, known, instance)),
            ..failure
        }
    }

    /// What to do about a property that `additionalProperties` refuses although another schema beside it describes the property.
    fn unseen(&self, one: &Traced<'_>, name: &str, known: &[String]) -> Option<String> {
        let described = one.keyword == "additionalProperties" && known.iter().any(|known| known == name);
        let place = one.place.as_ref().filter(|_| described)?;
        Some(words::unseen_by_additional(self.resolved.dialect_of(place)))
    }

    /// A wrong name is shown with what is wrong with it.
    fn point_at_name(&self, failure: &mut Failure, one: &Traced<'_>, error: &ValidationError<'_>) {
        let name = error.instance().as_str().unwrap_or_default().to_owned();
        failure.mend = format!("{}/{}", failure.at, escape_token(&name));
        failure.on_key = true;
        failure.message = match error.kind() {
            Kind::FalseSchema => format!("the property {} is not allowed here", quoted(&name)),
            Kind::Pattern { pattern } => {
                let written = self.written_pattern(one, pattern).unwrap_or(pattern);
                super::value::line(&format!("the property name {} does not match \"{written}\"", quoted(&name)))
            }
            _ => super::value::line(&error.masked_with(format!("the property name {}", quoted(&name))).to_string()),
        };
    }

    /// The pattern of a schema for names as it is written: jsonschema knows it by its translation.
    fn written_pattern(&self, one: &Traced<'_>, pattern: &str) -> Option<&str> {
        let node = self.constraint(one)?.node;
        let written = [Some(node), node.get("pattern")].into_iter().flatten().filter_map(Node::as_str);
        let mut written = written;
        written.find(|written| translated(written).is_ok_and(|translated| translated == pattern))
    }

    /// What a `false` forbids is the property or the item that it stands for.
    fn point_at_forbidden(&self, failure: &mut Failure, one: &Traced<'_>, instance: Written<'_>) {
        match one.keyword.as_str() {
            "properties" | "patternProperties" | "unevaluatedProperties" => {
                let name = unescape_token(failure.at.rsplit('/').next().unwrap_or_default());
                failure.message = format!("the property {} is not allowed here", quoted(&name));
                failure.on_key = true;
            }
            "dependencies" | "dependentSchemas" => {
                let name = one.path.last().map(String::as_str).unwrap_or_default();
                failure.message = format!("the property {} is not allowed here", quoted(name));
                failure.mend = format!("{}/{}", failure.at, escape_token(name));
                failure.on_key = true;
            }
            "propertyNames" => failure.message = "no property is allowed here".to_owned(),
            "items" | "prefixItems" | "additionalItems" | "unevaluatedItems" => {
                failure.message = format!("the item {} is not allowed here", instance.shown());
            }
            _ => {}
        }
    }

    /// The property names that stand beside the keyword at `place`, for "did you mean".
    fn sibling_properties(&self, place: &Place) -> Vec<String> {
        let parent = place.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let mut names = Vec::new();
        let mut open = vec![Place::new(place.source, parent)];
        while let Some(place) = open.pop() {
            let Some(node) = self.resolved.project.sources.node(&place) else { continue };
            let properties = node.get("properties").map(Node::members).unwrap_or_default();
            names.extend(properties.iter().map(|member| member.key.to_string()));
            if names.len() > words::SUGGESTED || open.len() > 32 {
                break;
            }
            let parts = node.get("allOf").map_or(0, |list| list.items().len());
            open.extend((0..parts).map(|index| Place::new(place.source, format!("{}/allOf/{index}", place.pointer))));
            open.extend(self.resolved.target(&place).filter(|target| **target != place).cloned());
        }
        names
    }
}
