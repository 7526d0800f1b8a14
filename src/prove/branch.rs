//! Guesses which branch of a `oneOf` or `anyOf` was meant.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

/// The branch that was meant: the only one that a `const` or `enum` of a property does not rule out, else the only one that objects below
/// the instance itself, else the one with the fewest errors, if that is one.
pub fn meant_branch(context: &[Vec<ValidationError<'static>>], here: &str) -> Option<usize> {
    let only = |fits: &dyn Fn(&[ValidationError<'static>]) -> bool| {
        let mut fitting = context.iter().enumerate().filter(|(_, errors)| !errors.is_empty() && fits(errors));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first.0)
    };
    let tag = |error: &ValidationError<'static>| {
        let below = error.instance_path().as_str().strip_prefix(here).unwrap_or_default();
        matches!(error.kind(), Kind::Constant { .. } | Kind::Enum { .. }) && below.matches('/').count() == 1
    };
    let on_itself = |error: &ValidationError<'static>| {
        matches!(error.kind(), Kind::Type { .. } | Kind::FalseSchema) && error.instance_path().as_str() == here
    };
    let fewest = context.iter().map(Vec::len).filter(|length| *length > 0).min()?;
    let undecided = context.iter().all(|errors| !errors.iter().any(tag));
    let by_tag = if undecided { None } else { only(&|errors| !errors.iter().any(tag)) };
    by_tag
        .or_else(|| only(&|errors| !errors.iter().any(on_itself) && !errors.iter().any(tag)))
        .or_else(|| only(&|errors| errors.len() == fewest && !errors.iter().any(on_itself)))
}
