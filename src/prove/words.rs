//! Failures in words: what was expected and what is there, shortened, never the whole instance.

use std::collections::HashSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use crate::config::table::nearest;
use crate::resolve::Resolved;
use crate::source::{Kind as NodeKind, Node};

/// How many characters of a value a message shows.
const SHOWN: usize = 48;

/// The words for a failure of `keyword`, whose value is `constraint`, by `instance`; and what to do, where that is plain.
pub fn failure(
    resolved: &Resolved,
    kind: &Kind,
    keyword: &str,
    constraint: Option<&Node>,
    instance: &Node,
) -> (String, Option<String>) {
    let value = shown(instance);
    let limit = constraint.map(shown).unwrap_or_default();
    let plain = |message: String| (message, None);
    match keyword {
        "type" => plain(format!("{value} is {}, not {}", a_type(instance), constraint.map(types).unwrap_or_default())),
        "required" => match kind {
            Kind::Required { property } => plain(missing(property.as_str().unwrap_or_default())),
            _ => plain("a required property is missing".to_owned()),
        },
        "dependentRequired" | "dependencies" => match kind {
            Kind::Required { property } => {
                plain(format!("{}, which another property that is present requires", missing(property.as_str().unwrap_or_default())))
            }
            _ => plain("a property is present without those that it requires".to_owned()),
        },
        "enum" => {
            let members = constraint.map(Node::items).unwrap_or_default();
            let listed = members.iter().take(6).map(shown).collect::<Vec<_>>().join(", ");
            let more = if members.len() > 6 { format!(" … ({} in all)", members.len()) } else { String::new() };
            let texts = members.iter().filter_map(Node::as_str);
            let help = instance.as_str().and_then(|text| nearest(text, texts)).map(|near| format!("did you mean {}?", quoted(near)));
            (format!("{value} is none of {listed}{more}"), help)
        }
        "const" => plain(format!("{value} is not {limit}")),
        "minimum" => plain(format!("{value} is less than the minimum, {limit}")),
        "maximum" => plain(format!("{value} is more than the maximum, {limit}")),
        "exclusiveMinimum" => plain(format!("{value} is not more than {}", bound(kind, &limit))),
        "exclusiveMaximum" => plain(format!("{value} is not less than {}", bound(kind, &limit))),
        "multipleOf" => plain(format!("{value} is no multiple of {limit}")),
        "minLength" => plain(format!("{value} has {}, at least {limit} needed", count(length(instance), "character"))),
        "maxLength" => plain(format!("{value} has {}, at most {limit} allowed", count(length(instance), "character"))),
        "pattern" => plain(format!("{value} does not match the pattern {}", constraint.and_then(Node::as_str).map(quoted).unwrap_or(limit))),
        "format" => plain(format(resolved, &value, constraint)),
        "minItems" => plain(format!("{}, at least {limit} needed", count(instance.items().len(), "item"))),
        "maxItems" => plain(format!("{}, at most {limit} allowed", count(instance.items().len(), "item"))),
        "minProperties" => plain(format!("{}, at least {limit} needed", count(instance.members().len(), "property"))),
        "maxProperties" => plain(format!("{}, at most {limit} allowed", count(instance.members().len(), "property"))),
        "uniqueItems" => plain(repeated(instance)),
        "contains" => plain("no item is one that the array has to contain".to_owned()),
        "minContains" => plain(format!("fewer than {limit} of the items that the array has to contain")),
        "maxContains" => plain(format!("more than {limit} of the items that the array may contain")),
        "propertyNames" => match kind {
            Kind::PropertyNames { error } => {
                plain(format!("the property name {} is not allowed: {}", quoted(error.instance().as_str().unwrap_or_default()), line(&error.masked_with("it").to_string())))
            }
            _ => plain("a property name is not allowed".to_owned()),
        },
        "oneOf" => match kind {
            Kind::OneOfMultipleValid { .. } => plain(format!("{value} fits more than one of {}, and must fit exactly one", shapes(constraint))),
            _ => plain(format!("{value} fits none of {}", shapes(constraint))),
        },
        "anyOf" => plain(format!("{value} fits none of {}", shapes(constraint))),
        "not" => plain(format!("{value} is what `not` forbids")),
        "additionalItems" | "unevaluatedItems" | "items" if !matches!(kind, Kind::Type { .. }) => {
            plain("an item is not allowed here".to_owned())
        }
        "contentEncoding" => plain(format!("{value} is not encoded as {limit}")),
        "contentMediaType" => plain(format!("{value} does not hold {limit}")),
        _ => match kind {
            Kind::FalseSchema => plain("nothing is allowed here".to_owned()),
            _ => plain(format!("{value} is refused by `{keyword}`")),
        },
    }
}

/// An unexpected property.
pub fn unexpected(name: &str) -> String {
    format!("the property {} is not allowed here", quoted(name))
}

/// The known property that an unexpected one may have meant; one that is present already was not meant.
pub fn did_you_mean(name: &str, known: &[String], instance: &Node) -> Option<String> {
    let absent = known.iter().map(String::as_str).filter(|other| instance.get(other).is_none());
    nearest(name, absent).map(|near| format!("did you mean {}?", quoted(near)))
}

fn missing(name: &str) -> String {
    format!("{} is missing", quoted(name))
}

/// `a` is missing → `a` and `b` are missing → `a`, `b` and `c` are missing.
pub fn also_missing(message: &str, name: &str) -> String {
    let names = message.trim_end_matches(" is missing").trim_end_matches(" are missing").replace(" and ", ", ");
    format!("{names} and {} are missing", quoted(name))
}

/// The branch of a `oneOf` or `anyOf` that was meant: the only one that a `const` or `enum` of a property does not rule out, else the only
/// one that objects below the instance itself, else the one with the fewest errors, if that is one.
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
    let on_itself = |error: &ValidationError<'static>| matches!(error.kind(), Kind::Type { .. }) && error.instance_path().as_str() == here;
    let fewest = context.iter().map(Vec::len).filter(|length| *length > 0).min()?;
    let undecided = context.iter().all(|errors| !errors.iter().any(tag));
    let by_tag = if undecided { None } else { only(&|errors| !errors.iter().any(tag)) };
    by_tag
        .or_else(|| only(&|errors| !errors.iter().any(on_itself) && !errors.iter().any(tag)))
        .or_else(|| only(&|errors| errors.len() == fewest && !errors.iter().any(on_itself)))
}

/// A value as a message shows it: one line, shortened.
pub fn shown(node: &Node) -> String {
    match &node.kind {
        NodeKind::Object(members) if members.is_empty() => "an empty object".to_owned(),
        NodeKind::Object(members) => format!("an object with {}", count(members.len(), "property")),
        NodeKind::Array(items) if items.is_empty() => "an empty array".to_owned(),
        NodeKind::Array(items) => format!("an array of {}", count(items.len(), "item")),
        NodeKind::String(text) => quoted(&format!("\"{text}\"")),
        _ => quoted(&node.to_value().to_string()),
    }
}

/// Text between backticks, shortened, on one line, with control characters made visible.
pub fn quoted(text: &str) -> String {
    let mut shown = String::from("`");
    for (index, c) in text.chars().enumerate() {
        if index == SHOWN {
            shown.push('…');
            break;
        }
        match c {
            '\n' => shown.push_str("\\n"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') => {
                shown.push_str(&format!("\u{27E8}U+{:04X}\u{27E9}", c as u32));
            }
            c => shown.push(c),
        }
    }
    shown.push('`');
    shown
}

/// The first line of a text.
pub fn line(text: &str) -> String {
    let line: String = text.lines().next().unwrap_or_default().chars().take(200).collect();
    line.trim_end_matches('.').to_owned()
}

fn a_type(node: &Node) -> &'static str {
    match node.type_name() {
        "null" => "null",
        "boolean" => "a boolean",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        _ => "an object",
    }
}

fn types(constraint: &Node) -> String {
    let name = |node: &Node| match node.as_str().unwrap_or_default() {
        "null" => "null".to_owned(),
        name @ ("integer" | "array" | "object") => format!("an {name}"),
        name => format!("a {name}"),
    };
    if constraint.is_array() { constraint.items().iter().map(name).collect::<Vec<_>>().join(" or ") } else { name(constraint) }
}

/// `exclusiveMinimum` is a flag in draft-04, so the number comes from the error.
fn bound(kind: &Kind, limit: &str) -> String {
    match kind {
        Kind::ExclusiveMinimum { limit } | Kind::ExclusiveMaximum { limit } => quoted(&limit.to_string()),
        _ => limit.to_owned(),
    }
}

fn format(resolved: &Resolved, value: &str, constraint: Option<&Node>) -> String {
    let name = constraint.and_then(Node::as_str).unwrap_or_default();
    let own = resolved.project.config.check.own_formats.get(name).and_then(|format| format.description.as_deref());
    match own {
        Some(description) => format!("{value} does not have the format {}: {description}", quoted(name)),
        None => format!("{value} does not have the format {}", quoted(name)),
    }
}

fn length(node: &Node) -> usize {
    node.as_str().map_or(0, |text| text.chars().count())
}

fn count(number: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    };
    format!("{number} {}", if number == 1 { noun.to_owned() } else { plural })
}

fn repeated(instance: &Node) -> String {
    let mut seen = HashSet::new();
    let twice = instance.items().iter().find(|item| !seen.insert(item.to_value().to_string()));
    match twice {
        Some(item) => format!("{} stands twice, and items are unique", shown(item)),
        None => "two items are equal, and items are unique".to_owned(),
    }
}

fn shapes(constraint: Option<&Node>) -> String {
    match constraint.map_or(0, |list| list.items().len()) {
        1 => "the 1 shape".to_owned(),
        number => format!("the {number} shapes"),
    }
}
