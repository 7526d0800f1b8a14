//! Statements: what a schema says apart from its subschemas.

use std::borrow::Cow;

use super::schema::{Fact, Schema};
use super::subject::Subject;
use super::words::text;
use super::{Digits, EnumMember, Ignored, Run, Subschema, boolean_schema, inline_json};
use crate::dialect::Dialect;
use crate::source::{Kind, Node};

/// What sort of fact a statement is, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatementKind {
    /// Which other schema applies.
    Reference,
    /// Which JSON types are allowed.
    Type,
    /// Which values are allowed; they are the statement's members, but for `const`.
    Values,
    /// Which properties have to be present.
    Presence,
    /// One word about use: deprecated, read-only, write-only.
    Flag,
    /// What else holds for the value itself.
    Constraint,
    /// The heading of a group of subschemas, or all of a boolean one.
    Shapes,
    /// What only informs: title, description, default, examples.
    Annotation,
    /// Meant for those who maintain the schema.
    Note,
    /// What the schema and its anchors are called, and its dialect.
    Identity,
    /// The heading of the definitions.
    Definitions,
    /// What the table does not know, `x-` extensions included.
    Unknown,
}

/// What one keyword says, or a few that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement<'a> {
    /// The keywords that it covers; empty for a boolean schema.
    pub keywords: Vec<&'a str>,
    pub kind: StatementKind,
    /// What a row shows before the words.
    pub label: Cow<'a, str>,
    pub words: Vec<Run>,
    /// The allowed values, one by one.
    pub members: Vec<EnumMember<'a>>,
    /// Why it has no effect here.
    pub ignored: Option<Ignored>,
}

impl Statement<'_> {
    /// Whether it says all that a subschema of the same schema says, so that this need not be shown again.
    pub fn covers(&self, subschema: &Subschema) -> bool {
        !self.members.is_empty() && self.keywords.contains(&subschema.keyword.name)
    }
}

/// Everything that a schema says apart from its subschemas, in reading order. Each member of the object is covered by
/// exactly one statement; that of a keyword with subschemas is their heading (kind `Shapes` or `Definitions`). A boolean
/// below a keyword that takes one schema is stated here.
///
/// A boolean schema says what it allows, and what is no schema is stated as the JSON it is.
pub fn statements<'a>(schema: &'a Node, dialect: Dialect, digits: &'a dyn Digits) -> Vec<Statement<'a>> {
    match schema.kind {
        Kind::Object(_) => {}
        Kind::Bool(value) => return vec![alone(text(boolean_schema(value)), None)],
        _ => {
            let json = Run::Code(inline_json(schema, digits));
            return vec![alone(json, Some(Ignored::Malformed("a schema")))];
        }
    }
    let schema = Schema::read(schema, dialect);
    let state = |fact: &Fact<'a>| Subject { schema: &schema, fact, digits }.statement();
    let mut statements: Vec<Statement> = Vec::with_capacity(schema.facts.len());
    let mut known: Vec<&Fact<'a>> = schema.facts.iter().filter(|fact| !fact.keyword.is_unknown()).collect();
    known.sort_by_key(|fact| fact.order);
    known.dedup_by_key(|fact| fact.order);
    for fact in known {
        if !statements.iter().any(|statement| statement.keywords.contains(&fact.name)) {
            statements.push(state(fact));
        }
    }
    statements.extend(schema.facts.iter().filter(|fact| fact.keyword.is_unknown()).map(state));
    statements.sort_by_key(|statement| statement.kind);
    statements
}

fn alone<'a>(run: Run, ignored: Option<Ignored>) -> Statement<'a> {
    Statement {
        keywords: Vec::new(),
        kind: StatementKind::Shapes,
        label: Cow::Borrowed("Value"),
        words: vec![run],
        members: Vec::new(),
        ignored,
    }
}
