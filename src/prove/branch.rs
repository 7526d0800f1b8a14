//! Guesses which branch of a `oneOf` or `anyOf` was meant.

use std::collections::BTreeSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::trace::Trace;
use super::value::Written;
use crate::keyword::{Branch, Digits, inline_json, tag};
use crate::source::{Node, Place, join};

/// The errors of one branch.
pub type Errors = Vec<ValidationError<'static>>;

/// A union, and an instance that fits none of its branches.
pub struct Union<'a> {
    pub trace: &'a Trace<'a>,
    /// Where the `oneOf` or `anyOf` stands.
    pub place: &'a Place,
    pub branches: &'a [Errors],
    pub instance: Written<'a>,
    /// The pointer of the instance.
    pub at: &'a str,
}

/// What an instance that fits no branch was meant to be.
pub enum Meant {
    /// The branch of this number.
    Branch(usize),
    /// One that the property `name` would tell, but it is missing or has none of these values, in JSON.
    Tagged { name: String, values: BTreeSet<String> },
    /// Nobody knows.
    Unknown,
}

impl Union<'_> {
    /// The branch that was meant: of those for values of this type the only one; else the one that the `discriminator` names, or that a
    /// property tells which differs in each; else the only one that no `const` or `enum` of a property rules out; else the one with the
    /// fewest errors.
    pub fn meant(&self) -> Meant {
        let on_itself = |error: &ValidationError<'static>| {
            matches!(error.kind(), Kind::Type { .. } | Kind::FalseSchema) && error.instance_path().as_str() == self.at
        };
        let numbers = 0..self.branches.len();
        let fitting: Vec<usize> = numbers.filter(|number| !self.rules_out(*number, &on_itself)).collect();
        if let [only] = fitting.as_slice() {
            return Meant::Branch(*only);
        }
        let discriminator = self.discriminator();
        let mapped = discriminator.and_then(|(name, mapping)| self.mapped(name, mapping));
        if let Some(number) = mapped.filter(|number| fitting.contains(number)) {
            return Meant::Branch(number);
        }
        if let Some(meant) = self.tagged(discriminator.map(|(name, _)| name), &fitting) {
            return meant;
        }
        let on_tag = |error: &ValidationError<'static>| {
            let below = error.instance_path().as_str().strip_prefix(self.at).unwrap_or_default();
            is_of_value(error.kind()) && below.matches('/').count() == 1
        };
        let fewest = fitting.iter().map(|number| self.branches[*number].len()).min();
        only(&fitting, |number| !self.rules_out(number, &on_tag))
            .or_else(|| only(&fitting, |number| Some(self.branches[number].len()) == fewest))
            .map_or(Meant::Unknown, Meant::Branch)
    }

    fn rules_out(&self, number: usize, is: &dyn Fn(&ValidationError<'static>) -> bool) -> bool {
        rules_out(&self.branches[number], self.at, is)
    }

    /// The property that the `discriminator` beside the union names, and its mapping, if it has one. In AsyncAPI it is but a name.
    fn discriminator(&self) -> Option<(&str, Option<&Node>)> {
        let (parent, _) = self.place.pointer.rsplit_once('/')?;
        let parent = Place::new(self.place.source, parent);
        let stated = self.trace.resolved.project.sources.node(&parent)?.get("discriminator")?;
        Some((stated.get("propertyName").unwrap_or(stated).as_str()?, stated.get("mapping")))
    }

    /// The branch whose `$ref` is the one that the mapping gives for the property's value, or ends with the name of a schema that the value
    /// is.
    fn mapped(&self, name: &str, mapping: Option<&Node>) -> Option<usize> {
        let value = self.instance.node.get(name)?.as_str()?;
        let wanted = mapping.and_then(|mapping| mapping.get(value)?.as_str()).unwrap_or(value);
        let branches = self.trace.resolved.project.sources.node(self.place)?.items();
        branches.iter().position(|branch| {
            let reference = branch.get("$ref").and_then(Node::as_str).unwrap_or_default();
            reference == wanted || reference.strip_suffix(wanted).is_some_and(|rest| rest.ends_with('/'))
        })
    }

    /// What a property tells that has other values in each of the branches that fit.
    fn tagged(&self, named: Option<&str>, fitting: &[usize]) -> Option<Meant> {
        let resolved = self.trace.resolved;
        let sources = &resolved.project.sources;
        let dialect = resolved.dialect_of(self.place);
        let branches = fitting.iter().map(|number| {
            let place = Place::new(self.place.source, join(&self.place.pointer, &number.to_string()));
            let parts = resolved.parts(&place, dialect);
            let nodes = parts.iter().filter_map(|part| Some((sources.node(part)?, part)));
            nodes.map(|(node, part)| (node, sources.get(part.source) as &dyn Digits)).collect()
        });
        let branches: Vec<Branch<'_>> = branches.collect();
        let (name, values) = tag(&branches, named)?;
        let value = self.instance.node.get(name).map(|value| inline_json(value, self.instance.source));
        if let Some(chosen) = value.and_then(|value| values.iter().position(|values| values.contains(&value))) {
            return Some(Meant::Branch(fitting[chosen]));
        }
        let at = join(self.at, name);
        let on_tag = |error: &ValidationError<'static>| match error.kind() {
            Kind::Required { property } => property.as_str() == Some(name) && error.instance_path().as_str() == self.at,
            kind if is_of_value(kind) => error.instance_path().as_str() == at,
            _ => false,
        };
        let refused = fitting.iter().all(|number| self.rules_out(*number, &on_tag));
        refused.then(|| Meant::Tagged { name: name.to_owned(), values: values.into_iter().flatten().collect() })
    }
}

/// Whether it is a `const` or an `enum` that refused; where numbers are compared by their digits, it is one of ours.
fn is_of_value(kind: &Kind) -> bool {
    match kind {
        Kind::Custom { message, .. } => matches!(message.as_str(), "const" | "enum"),
        _ => matches!(kind, Kind::Constant { .. } | Kind::Enum { .. }),
    }
}

/// The only one of the numbers that fits.
fn only(numbers: &[usize], fits: impl Fn(usize) -> bool) -> Option<usize> {
    let mut fitting = numbers.iter().copied().filter(|number| fits(*number));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// Whether such an error is among those of a branch, or, where the branch has branches itself, among those of each. They lie within one
/// another no deeper than the bound of `cost.rs`.
fn rules_out(errors: &Errors, at: &str, is: &dyn Fn(&ValidationError<'static>) -> bool) -> bool {
    errors.iter().any(|error| match branches_of(error) {
        Some(branches) if error.instance_path().as_str() == at => {
            branches.iter().all(|errors| rules_out(errors, at, is))
        }
        _ => is(error),
    })
}

/// The errors of each branch, if the error is that of a union.
pub fn branches_of<'e>(error: &'e ValidationError<'_>) -> Option<&'e [Errors]> {
    match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => Some(context),
        _ => None,
    }
}
