//! Failures in words: what was expected and what is there, shortened, never the whole instance.

use std::collections::{BTreeSet, HashMap};

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::value::{Written, line, quoted};
use crate::config::Check;
use crate::dialect::Dialect;
use crate::source::Node;
use crate::spelling::nearest;
use crate::words::{counted, listed};

/// How many members of an `enum` a message lists.
const LISTED: usize = 6;

/// How many shapes are named that a value fits too many of.
const FITTING: usize = 12;

/// How many missing properties of one object are named.
pub const MISSING: usize = 20;

/// The longest name that may be mistyped, and how many names are looked at, since each costs time.
const SUGGESTIBLE: usize = 64;
pub const SUGGESTED: usize = 200;

/// The words for an error of `keyword`, whose value is `constraint`, by `instance`. An error of a schema that is not ours, a metaschema's,
/// has no constraint and gets jsonschema's words.
pub fn message(
    check: &Check,
    error: &ValidationError<'_>,
    keyword: &str,
    constraint: Option<Written<'_>>,
    instance: Written<'_>,
) -> String {
    let value = instance.shown();
    let Some(constraint) = constraint else { return line(&error.masked_with(value).to_string()) };
    let limit = constraint.shown();
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unexpected_properties(unexpected, keyword, constraint)
        }
        Kind::AdditionalItems { limit } => {
            unexpected_items(instance.after(*limit).collect::<Vec<_>>().as_slice(), keyword, constraint)
        }
        Kind::UnevaluatedItems { unexpected } => {
            let first = first_unevaluated(instance.node, unexpected);
            let items: Vec<Written<'_>> = instance.after(first).take(unexpected.len()).collect();
            unexpected_items(&items, keyword, constraint)
        }
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => match constraint.node.items().len() {
            1 => format!("{value} does not fit the only shape"),
            shapes => format!("{value} fits none of the {shapes} shapes"),
        },
        Kind::OneOfMultipleValid { context } => {
            let fitting =
                context.iter().enumerate().filter(|(_, errors)| errors.is_empty()).map(|(index, _)| index + 1);
            let fitting: Vec<String> = fitting.map(|number| number.to_string()).collect();
            let (shown, more) = fitting.split_at(fitting.len().min(FITTING));
            let more = (!more.is_empty()).then(|| format!("{} more", more.len()));
            let fitting = listed(shown.iter().cloned().chain(more));
            format!("{value} fits the shapes {fitting}, and must fit exactly one")
        }
        Kind::Constant { .. } => compared("const", &value, constraint),
        // Where numbers are compared by their digits, the keyword is one of ours, and says which it stands for.
        Kind::Custom { message, .. } => compared(message, &value, constraint),
        Kind::Contains if keyword == "minContains" => format!("fewer than {limit} items fit `contains`"),
        Kind::Contains if keyword == "maxContains" => format!("more than {limit} items fit `contains`"),
        Kind::Contains => format!("{value} has no item that fits `contains`"),
        Kind::ContentEncoding { content_encoding } => format!("{value} is not encoded as {}", quoted(content_encoding)),
        Kind::ContentMediaType { content_media_type } => format!("{value} is not {}", quoted(content_media_type)),
        Kind::Enum { .. } => compared("enum", &value, constraint),
        // In draft-04 the keyword is a flag, so the number comes from the error.
        Kind::ExclusiveMinimum { limit } => format!("{value} is not more than {}", bound(constraint, limit)),
        Kind::ExclusiveMaximum { limit } => format!("{value} is not less than {}", bound(constraint, limit)),
        Kind::FalseSchema => "nothing is allowed here".to_owned(),
        Kind::Format { format } => wrong_format(check, &value, format),
        Kind::Minimum { .. } => compared("minimum", &value, constraint),
        Kind::Maximum { .. } => compared("maximum", &value, constraint),
        Kind::MinLength { .. } => {
            format!("{value} has {}, at least {limit} needed", counted(instance.length(), "character"))
        }
        Kind::MaxLength { .. } => {
            format!("{value} has {}, at most {limit} allowed", counted(instance.length(), "character"))
        }
        Kind::MinItems { .. } => format!("{}, at least {limit} needed", counted(instance.node.items().len(), "item")),
        Kind::MaxItems { .. } => format!("{}, at most {limit} allowed", counted(instance.node.items().len(), "item")),
        Kind::MinProperties { .. } => {
            format!("{}, at least {limit} needed", counted(instance.node.members().len(), "property"))
        }
        Kind::MaxProperties { .. } => {
            format!("{}, at most {limit} allowed", counted(instance.node.members().len(), "property"))
        }
        Kind::MultipleOf { .. } => compared("multipleOf", &value, constraint),
        Kind::Not { .. } => format!("{value} is what `not` forbids"),
        // As it is written: jsonschema knows it by its translation.
        Kind::Pattern { pattern } => {
            format!("{value} does not match the pattern {}", quoted(constraint.node.as_str().unwrap_or(pattern)))
        }
        Kind::Type { .. } => match a_type(instance.node) {
            Some(own) => format!("{value} is {own}, not {}", types(constraint.node)),
            None => format!("{value} is not {}", types(constraint.node)),
        },
        Kind::UniqueItems => match repeated(instance) {
            Some((first, second)) => {
                let item = instance.item(second).map(Written::shown).unwrap_or_default();
                format!("the items {first} and {second} are equal: {item}")
            }
            None => "two items are equal".to_owned(),
        },
        _ => line(&error.masked_with(value).to_string()),
    }
}

/// The words for a value that is compared with that of a keyword.
fn compared(keyword: &str, value: &str, constraint: Written<'_>) -> String {
    match keyword {
        "const" => format!("{value} is not {}", constraint.literal()),
        "enum" => none_of(value, constraint),
        "minimum" => format!("{value} is less than the minimum, {}", constraint.shown()),
        "maximum" => format!("{value} is more than the maximum, {}", constraint.shown()),
        "exclusiveMinimum" => format!("{value} is not more than {}", constraint.shown()),
        "exclusiveMaximum" => format!("{value} is not less than {}", constraint.shown()),
        _ => format!("{value} is no multiple of {}", constraint.shown()),
    }
}

/// The words for properties that are missing, some of them by name, and for the property that requires them, if one does.
pub fn missing(names: &[String], more: usize, required_by: Option<&str>) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    let others = (more > 0).then(|| format!("{more} more"));
    let missing = format!("{} {verb} missing", listed(names.iter().map(|name| quoted(name)).chain(others)));
    required_by.map_or_else(|| missing.clone(), |other| format!("{missing}, which {} requires", quoted(other)))
}

/// The words for properties that are not allowed, or not as they are.
pub fn unexpected_properties(names: &[String], keyword: &str, constraint: Written<'_>) -> String {
    let listed = listed(names.iter().map(|name| quoted(name)));
    match names.len() {
        1 => format!("the property {listed} {}", refused("is", "does", keyword, constraint)),
        _ => format!("the properties {listed} {}", refused("are", "do", keyword, constraint)),
    }
}

/// What to do about a property that is described by a part of the schema which `additionalProperties` does not look into.
pub fn unseen_by_additional(dialect: Dialect) -> String {
    let remedy = match dialect {
        Dialect::Draft201909 | Dialect::Draft202012 => "`unevaluatedProperties` does",
        _ => "name it in `properties` beside it as well (from 2019-09 on `unevaluatedProperties` would see it)",
    };
    format!("`additionalProperties` does not see what `$ref` and `allOf` describe: {remedy}")
}

fn unexpected_items(items: &[Written<'_>], keyword: &str, constraint: Written<'_>) -> String {
    let first = items.first().copied().map(Written::shown).unwrap_or_default();
    match items.len() {
        1 => format!("the item {first} {}", refused("is", "does", keyword, constraint)),
        number => format!("{} {}, from {first} on", counted(number, "item"), refused("are", "do", keyword, constraint)),
    }
}

fn refused(is: &str, does: &str, keyword: &str, constraint: Written<'_>) -> String {
    match constraint.node.as_bool() {
        Some(_) => format!("{is} not allowed here"),
        None => format!("{does} not fit {}", quoted(keyword)),
    }
}

/// The words for a property that tells branches apart and is missing, or has a value that none of them has, and what may have been meant.
pub fn wrong_tag(name: &str, value: Option<Written<'_>>, values: &BTreeSet<String>) -> (String, Option<String>) {
    let Some(value) = value else {
        return (format!("{}, which tells the shapes apart", missing(&[name.to_owned()], 0, None)), None);
    };
    let mut shown: Vec<String> = values.iter().take(LISTED).map(|value| quoted(value)).collect();
    if values.len() > shown.len() {
        shown.push(format!("… ({} in all)", values.len()));
    }
    let near = value.node.as_str().filter(|text| text.len() <= SUGGESTIBLE).and_then(|text| {
        let values = values.iter().take(SUGGESTED).map(|value| value.trim_matches('"'));
        nearest(text, values).map(str::to_owned)
    });
    (format!("{} is {}, none of {}", quoted(name), value.shown(), shown.join(", ")), near)
}

/// What to do about a text that is none of an `enum`'s: one of them may have been meant.
pub fn nearest_member<'a>(constraint: &'a Node, instance: &Node) -> Option<&'a str> {
    let text = instance.as_str().filter(|text| text.len() <= SUGGESTIBLE)?;
    nearest(text, constraint.items().iter().take(SUGGESTED).filter_map(Node::as_str))
}

/// The only member of an `enum`, which is a scalar.
pub fn only_member(constraint: &Node) -> Option<Value> {
    match constraint.items() {
        [only] => scalar(only),
        _ => None,
    }
}

/// A value that has no parts.
pub fn scalar(node: &Node) -> Option<Value> {
    (!node.is_array() && !node.is_object() && !node.has_long_number()).then(|| node.to_value())
}

/// Whether a name was meant, as a question.
pub fn question(near: &str) -> String {
    format!("did you mean {}?", quoted(near))
}

/// The known property that an unexpected one may have meant; one that is present already was not meant.
pub fn nearest_property<'a>(name: &str, known: &'a [String], instance: &Node) -> Option<&'a str> {
    if name.len() > SUGGESTIBLE {
        return None;
    }
    let absent = known.iter().map(String::as_str).filter(|other| instance.get(other).is_none());
    nearest(name, absent)
}

/// The first of the items that jsonschema lists; it was shown where each begins (`spanned.rs`). Mostly they are the last ones.
pub fn first_unevaluated(instance: &Node, unexpected: &[String]) -> usize {
    let Some(Ok(start)) = unexpected.first().map(|start| start.parse::<u32>()) else { return 0 };
    instance.items().iter().rposition(|item| item.span.start == start).unwrap_or_default()
}

/// The first two equal items of an array.
pub fn repeated(array: Written<'_>) -> Option<(usize, usize)> {
    let mut seen = HashMap::new();
    array.node.items().iter().enumerate().find_map(|(index, item)| {
        let first = seen.insert(super::value::canonical(item), index)?;
        Some((first, index))
    })
}

fn none_of(value: &str, constraint: Written<'_>) -> String {
    let all = constraint.node.items().len();
    // One of thousands is not put into words, were it only for the sake of time.
    let members: Vec<String> = constraint.after(0).take(LISTED).map(Written::literal).collect();
    match members.as_slice() {
        [member] => format!("{value} is not {member}"),
        _ if all > members.len() => format!("{value} is none of {} … ({all} in all)", members.join(", ")),
        _ => format!("{value} is none of {}", members.join(", ")),
    }
}

/// The type of a value, where it is not said in the value's own words.
fn a_type(node: &Node) -> Option<&'static str> {
    match node.type_name() {
        "boolean" => Some("a boolean"),
        "number" => Some("a number"),
        "string" => Some("a string"),
        _ => None,
    }
}

fn types(constraint: &Node) -> String {
    let name = |node: &Node| match node.as_str().unwrap_or_default() {
        "null" => "null".to_owned(),
        name @ ("integer" | "array" | "object") => format!("an {name}"),
        name => format!("a {name}"),
    };
    if constraint.is_array() {
        constraint.items().iter().map(name).collect::<Vec<_>>().join(" or ")
    } else {
        name(constraint)
    }
}

fn bound(constraint: Written<'_>, limit: &serde_json::Value) -> String {
    if constraint.node.as_bool().is_some() { quoted(&limit.to_string()) } else { constraint.shown() }
}

fn wrong_format(check: &Check, value: &str, name: &str) -> String {
    let own = check.own_formats.get(name).and_then(|format| format.description.as_deref());
    let message = format!("{value} does not have the format {}", quoted(name));
    own.map_or(message.clone(), |description| format!("{message}: {description}"))
}
