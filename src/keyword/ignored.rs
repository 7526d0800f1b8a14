//! Why a keyword has no effect where it stands. It is stated all the same, with the reason.

use super::words::{code, text};
use super::{Keyword, Run, StatementKind};
use crate::dialect::Dialect;
use crate::source::Node;

/// Why a keyword has no effect where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// The schema's draft does not define it; the drafts from `first` to `last` do.
    NotInDraft { dialect: Dialect, first: Dialect, last: Dialect },
    /// It stands beside a `$ref` in a draft where that hides all else.
    BesideRef(Dialect),
    /// It has an effect only together with a keyword that is absent.
    Without(&'static str),
    /// `additionalItems`, and `items` is not a list.
    NoListOfItems,
    /// It is about values of one type, and `type` allows none of them.
    OtherType(&'static str),
    /// OpenAPI or AsyncAPI define it; validation by JSON Schema does not read it.
    OpenApi,
    /// Its value is not what the keyword takes; this is.
    Malformed(&'static str),
}

impl Ignored {
    /// The reason, if any, why `keyword` with this value has no effect in `schema`.
    pub fn of(keyword: &Keyword, value: &Node, schema: &Node, dialect: Dialect) -> Option<Ignored> {
        if !has_effect(keyword) {
            return None;
        }
        let Some(drafts) = &keyword.drafts else { return Some(Ignored::OpenApi) };
        if !drafts.contains(&dialect) {
            return Some(Ignored::NotInDraft { dialect, first: *drafts.start(), last: *drafts.end() });
        }
        let reference = schema.get("$ref").is_some_and(|target| target.as_str().is_some());
        if reference && dialect.ref_hides_siblings() && !["$ref", "$schema"].contains(&keyword.name) {
            return Some(Ignored::BesideRef(dialect));
        }
        if keyword.name == "items" && value.is_array() && dialect >= Dialect::Draft202012 {
            return Some(Ignored::Malformed("one schema, since lists of them are called prefixItems in 2020-12"));
        }
        missing(keyword, value, schema, dialect).or_else(|| other_type(keyword, schema))
    }

    /// The reason in words, to follow the statement.
    pub fn words(self) -> Vec<Run> {
        match self {
            Ignored::NotInDraft { dialect, first, last } => vec![text(format!(
                "no effect: not a keyword of {}, but of {}",
                dialect.title(),
                match (first, last) {
                    (first, last) if first == last => format!("{} only", first.title()),
                    (first, last) if dialect > last => format!("{} to {}", first.title(), last.title()),
                    _ => format!("{} and later", first.title()),
                }
            ))],
            Ignored::BesideRef(dialect) => vec![
                text("no effect: "),
                code("$ref"),
                text(format!(" hides what stands beside it in {}", dialect.title())),
            ],
            Ignored::Without(name) => vec![text("no effect without "), code(name)],
            Ignored::NoListOfItems => vec![text("no effect: "), code("items"), text(" is not a list of schemas")],
            Ignored::OtherType(name) => {
                vec![text(format!("no effect: about {name} values, which ")), code("type"), text(" does not allow")]
            }
            Ignored::OpenApi => vec![text("for tools of OpenAPI and AsyncAPI: JSON Schema does not read it")],
            Ignored::Malformed(expects) => vec![text(format!("expected here: {expects}"))],
        }
    }
}

/// Whether the keyword takes part in validation or naming. What only informs does so in every draft and beside
/// everything, and definitions are only looked into through references.
fn has_effect(keyword: &Keyword) -> bool {
    use StatementKind::{Annotation, Definitions, Flag, Note, Unknown};
    !matches!(keyword.kind, Annotation | Definitions | Flag | Note | Unknown)
}

fn missing(keyword: &Keyword, value: &Node, schema: &Node, dialect: Dialect) -> Option<Ignored> {
    let needed = keyword.needs?;
    match keyword.name {
        "additionalItems" => (!schema.get(needed).is_some_and(Node::is_array)).then_some(Ignored::NoListOfItems),
        // Only the flag of draft-04 leans on the inclusive bound; a number stands for itself.
        "exclusiveMinimum" | "exclusiveMaximum" if dialect > Dialect::Draft4 || value.as_bool().is_none() => None,
        _ => schema.get(needed).is_none().then_some(Ignored::Without(needed)),
    }
}

fn other_type(keyword: &Keyword, schema: &Node) -> Option<Ignored> {
    let wanted = keyword.applies_to?;
    let allowed = schema.get("type")?;
    let fits = |name: &Node| match name.as_str() {
        Some("integer") => wanted == "number",
        Some("array" | "boolean" | "null" | "number" | "object" | "string") => name.as_str() == Some(wanted),
        // A type that is none rules nothing out.
        _ => true,
    };
    let fits = if allowed.is_array() { allowed.items().iter().any(fits) } else { fits(allowed) };
    (!fits).then_some(Ignored::OtherType(wanted))
}
