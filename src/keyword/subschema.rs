//! Where the subschemas of a schema are, and the part that each plays.

use super::schema::{Fact, Schema};
use super::words::{code, name, text};
use super::{Ignored, Keyword, Run, lookup};
use crate::dialect::Dialect;
use crate::source::{Kind, Node, escape_token, pointer_tokens};

/// Where the subschemas below a keyword sit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subschemas {
    None,
    /// The value is a schema.
    One,
    /// The value is a list of schemas.
    List,
    /// The members of the value are schemas.
    Map,
    /// A schema or a list of them: `items`.
    OneOrList,
    /// The members of the value are schemas or lists of property names: `dependencies`.
    MapOfSchemasOrNames,
}

impl Subschemas {
    /// Whether the node may stand where the keyword has its schemas.
    pub(super) fn takes(self, node: &Node) -> bool {
        is_schema(node) || (self == Subschemas::MapOfSchemasOrNames && node.strings().is_some())
    }
}

/// Where a subschema sits below its keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    Whole,
    Name(&'a str),
    Index(usize),
}

/// A direct subschema.
#[derive(Clone, Copy, Debug)]
pub struct Subschema<'a> {
    /// The schema that it is part of, and how that is read.
    pub parent: &'a Node,
    pub dialect: Dialect,
    pub keyword: &'static Keyword,
    pub key: Key<'a>,
    pub node: &'a Node,
    /// How many subschemas the keyword has here.
    pub count: usize,
    /// Why its keyword has no effect here.
    pub ignored: Option<Ignored>,
}

/// Words for the part that a subschema plays.
pub(super) type Role = fn(&Subschema) -> Vec<Run>;

/// The direct subschemas of a schema, in the order of the source. Only keywords count, wherever their names occur
/// as names of properties, and what `const`, `enum`, `default`, examples and unknown keywords hold is data. A boolean
/// below a keyword that takes one schema is not listed: its statement says all of it.
pub fn subschemas(schema: &Node, dialect: Dialect) -> Vec<Subschema<'_>> {
    let mut found = Vec::new();
    for Fact { keyword, value, ignored, .. } in Schema::read(schema, dialect).facts {
        let count = value.items().len().max(value.members().len());
        for (key, node) in entries(keyword.subschemas, value) {
            if is_schema(node) && !(key == Key::Whole && node.as_bool().is_some()) {
                found.push(Subschema { parent: schema, dialect, keyword, key, node, count, ignored });
            }
        }
    }
    found
}

/// The direct subschema that a pointer leads to or through, without a look at the others: there may be thousands, and as many questions.
pub(super) fn subschema_at<'a>(schema: &'a Node, dialect: Dialect, pointer: &str) -> Option<Subschema<'a>> {
    let mut tokens = pointer_tokens(pointer);
    let member = schema.member(&tokens.next()?)?;
    let (keyword, value) = (lookup(&member.key), &member.value);
    let token = tokens.next();
    let found = match (&value.kind, token) {
        (Kind::Array(items), Some(token)) => {
            let index = token.parse().ok()?;
            entries(keyword.subschemas, value).next()?;
            (Key::Index(index), items.get(index)?)
        }
        (Kind::Object(members), Some(token))
            if matches!(entries(keyword.subschemas, value).next()?.0, Key::Name(_)) =>
        {
            let member = members.member(&token)?;
            (Key::Name(&member.key), &member.value)
        }
        _ => entries(keyword.subschemas, value).next().filter(|(key, _)| *key == Key::Whole)?,
    };
    let (key, node) = found;
    let is_listed = is_schema(node) && !(key == Key::Whole && node.as_bool().is_some());
    let count = value.items().len().max(value.members().len());
    let ignored = Ignored::of(keyword, value, schema, dialect);
    is_listed.then_some(Subschema { parent: schema, dialect, keyword, key, node, count, ignored })
}

impl Subschema<'_> {
    /// The JSON Pointer from the schema to the subschema: `/properties/a~1b`, `/allOf/0`, `/not`.
    pub fn pointer(&self) -> String {
        // No name of a keyword holds what a pointer escapes.
        let keyword = self.keyword.name;
        match self.key {
            Key::Whole => format!("/{keyword}"),
            Key::Name(name) => ["/", keyword, "/", &escape_token(name)].concat(),
            Key::Index(index) => format!("/{keyword}/{index}"),
        }
    }

    /// The part that it plays: `shape 1 of 3`, `each item`, the property's name.
    pub fn role(&self) -> Vec<Run> {
        (self.keyword.role)(self)
    }
}

/// What stands where a keyword has its schemas, be it one or not.
pub(super) fn entries(place: Subschemas, value: &Node) -> Box<dyn Iterator<Item = (Key<'_>, &Node)> + '_> {
    use Subschemas::{List, Map, MapOfSchemasOrNames, One, OneOrList};
    match (place, &value.kind) {
        (List | OneOrList, Kind::Array(items)) => {
            Box::new(items.iter().enumerate().map(|(index, item)| (Key::Index(index), item)))
        }
        (Map | MapOfSchemasOrNames, Kind::Object(members)) => {
            Box::new(members.iter().map(|member| (Key::Name(&member.key), &member.value)))
        }
        (One | OneOrList, _) => Box::new(std::iter::once((Key::Whole, value))),
        _ => Box::new(std::iter::empty()),
    }
}

/// Whether the schemas at a keyword apply to the very value that the schema around them applies to, not to a part of it.
pub fn is_in_place(keyword: &str) -> bool {
    matches!(
        keyword,
        "allOf" | "anyOf" | "oneOf" | "not" | "if" | "then" | "else" | "dependentSchemas" | "dependencies"
    )
}

/// Whether a node can be read as a schema.
pub(super) fn is_schema(node: &Node) -> bool {
    matches!(node.kind, Kind::Object(_) | Kind::Bool(_))
}

/// The role of a subschema that its keyword names well enough.
pub(super) fn by_keyword(subschema: &Subschema) -> Vec<Run> {
    vec![code(subschema.keyword.name)]
}

/// The role of a subschema that has a name.
pub(super) fn by_name(subschema: &Subschema) -> Vec<Run> {
    match subschema.key {
        Key::Name(key) => vec![name(key)],
        _ => by_keyword(subschema),
    }
}

/// `shape 1 of 3`
pub(super) fn by_number(what: &str, subschema: &Subschema) -> Vec<Run> {
    match subschema.key {
        Key::Index(index) => vec![text(format!("{what} {} of {}", index + 1, subschema.count))],
        _ => by_keyword(subschema),
    }
}
