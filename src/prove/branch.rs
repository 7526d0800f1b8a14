//! Guesses which branch of a `oneOf` or `anyOf` was meant.

use std::collections::BTreeSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::trace::Trace;
use super::value::Written;
use crate::keyword::{Branch, Digits, inline_json, tag};
use crate::source::{Node, Place};

/// The errors of one branch.
type Errors = [ValidationError<'static>];

/// What an instance that fits no branch was meant to be.
pub enum Meant {
    /// The branch of this number.
    Branch(usize),
    /// One that the property `name` would tell, but it is missing or has none of these values, in JSON.
    Tagged { name: String, values: BTreeSet<String> },
    /// Nobody knows.
    Unknown,
}

/// The branch that was meant: of those for values of this type the only one; else the one that the `discriminator` names, or that a property
/// tells which differs in each; else the only one that no `const` or `enum` of a property rules out; else the one with the fewest errors.
pub fn meant(
    trace: &Trace<'_>,
    place: &Place,
    context: &[Vec<ValidationError<'static>>],
    instance: Written<'_>,
    here: &str,
) -> Meant {
    let on_itself = |error: &ValidationError<'static>| {
        matches!(error.kind(), Kind::Type { .. } | Kind::FalseSchema) && error.instance_path().as_str() == here
    };
    let numbers = 0..context.len();
    let fitting: Vec<usize> = numbers.filter(|number| !rules_out(&context[*number], here, &on_itself)).collect();
    if let [only] = fitting.as_slice() {
        return Meant::Branch(*only);
    }
    let discriminator = discriminator(trace, place);
    if let Some(number) =
        discriminator.and_then(|(name, mapping)| mapped(trace, place, instance.node.get(name)?.as_str()?, mapping))
        && fitting.contains(&number)
    {
        return Meant::Branch(number);
    }
    if let Some(meant) = tagged(trace, place, discriminator.map(|(name, _)| name), (&fitting, context), instance, here)
    {
        return meant;
    }
    let on_tag = |error: &ValidationError<'static>| {
        let below = error.instance_path().as_str().strip_prefix(here).unwrap_or_default();
        matches!(error.kind(), Kind::Constant { .. } | Kind::Enum { .. }) && below.matches('/').count() == 1
    };
    let untagged = only(&fitting, |number| !rules_out(&context[number], here, &on_tag));
    let fewest = fitting.iter().map(|number| context[*number].len()).min();
    untagged
        .or_else(|| only(&fitting, |number| Some(context[number].len()) == fewest))
        .map_or(Meant::Unknown, Meant::Branch)
}

/// The only one of the numbers that fits.
fn only(numbers: &[usize], fits: impl Fn(usize) -> bool) -> Option<usize> {
    let mut fitting = numbers.iter().copied().filter(|number| fits(*number));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// Whether such an error is among those of a branch, or, where the branch has branches itself, among those of each.
fn rules_out(errors: &Errors, here: &str, is: &dyn Fn(&ValidationError<'static>) -> bool) -> bool {
    errors.iter().any(|error| match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } if error.instance_path().as_str() == here => {
            context.iter().all(|errors| rules_out(errors, here, is))
        }
        _ => is(error),
    })
}

/// The property that the `discriminator` beside a union names, and its mapping, if it has one. In AsyncAPI it is but a name.
fn discriminator<'t>(trace: &'t Trace<'_>, place: &Place) -> Option<(&'t str, Option<&'t Node>)> {
    let (parent, _) = place.pointer.rsplit_once('/')?;
    let stated = trace.resolved.project.sources.node(&Place::new(place.source, parent))?.get("discriminator")?;
    Some((stated.get("propertyName").unwrap_or(stated).as_str()?, stated.get("mapping")))
}

/// The branch whose `$ref` is the one that the mapping gives for a value, or ends with the name of a schema that the value is.
fn mapped(trace: &Trace<'_>, place: &Place, value: &str, mapping: Option<&Node>) -> Option<usize> {
    let wanted = mapping.and_then(|mapping| mapping.get(value)?.as_str()).unwrap_or(value);
    let branches = trace.resolved.project.sources.node(place)?.items();
    branches.iter().position(|branch| {
        let reference = branch.get("$ref").and_then(Node::as_str).unwrap_or_default();
        reference == wanted || reference.strip_suffix(wanted).is_some_and(|rest| rest.ends_with('/'))
    })
}

/// What a property tells that has other values in each of the branches that fit.
fn tagged(
    trace: &Trace<'_>,
    place: &Place,
    named: Option<&str>,
    (fitting, context): (&[usize], &[Vec<ValidationError<'static>>]),
    instance: Written<'_>,
    here: &str,
) -> Option<Meant> {
    let sources = &trace.resolved.project.sources;
    let dialect = trace.resolved.dialect_of(place);
    let branches = fitting.iter().map(|number| {
        let parts = trace.resolved.parts(&Place::new(place.source, format!("{}/{number}", place.pointer)), dialect);
        parts.iter().filter_map(|part| Some((sources.node(part)?, sources.get(part.source) as &dyn Digits))).collect()
    });
    let branches: Vec<Branch<'_>> = branches.collect();
    let (name, values) = tag(&branches, named)?;
    let value = instance.node.get(name).map(|value| inline_json(value, instance.source));
    if let Some(chosen) = value.and_then(|value| values.iter().position(|values| values.contains(&value))) {
        return Some(Meant::Branch(fitting[chosen]));
    }
    let at = crate::source::join(here, name);
    let on_tag = |error: &ValidationError<'static>| match error.kind() {
        Kind::Required { property } => property.as_str() == Some(name) && error.instance_path().as_str() == here,
        Kind::Constant { .. } | Kind::Enum { .. } => error.instance_path().as_str() == at,
        _ => false,
    };
    let refused = fitting.iter().all(|number| rules_out(&context[*number], here, &on_tag));
    refused.then(|| Meant::Tagged { name: name.to_owned(), values: values.into_iter().flatten().collect() })
}
