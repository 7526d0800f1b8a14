//! What a validator takes that knows the draft and nothing else: only keywords of that draft which have an effect or inform, and in place of
//! formats of one's own their patterns. Everything else says something to us or to nobody, and strict validators refuse what they don't know.

use crate::config::Check;
use crate::dialect::Dialect;
use crate::keyword::{self, Ignored, Keyword, StatementKind, Subschemas, lookup};
use crate::source::{Member, Node, unescape_token};

/// Whether a member of a schema stands in the bundle: it is a keyword of the schema's draft, and does not look as if it asserted something.
pub fn is_kept(member: &Member, schema: &Node, dialect: Dialect) -> bool {
    let keyword = lookup(&member.key);
    match keyword.kind {
        // References lead to what stands there, whatever the draft calls it.
        StatementKind::Definitions => true,
        StatementKind::Identity => keyword.is_in(dialect) || keyword.name == "$id",
        _ => keyword.is_in(dialect) && has_effect(keyword, member, schema, dialect),
    }
}

fn has_effect(keyword: &Keyword, member: &Member, schema: &Node, dialect: Dialect) -> bool {
    matches!(Ignored::of(keyword, &member.value, schema, dialect), None | Some(Ignored::Malformed(_)))
}

/// Whether what stands at `pointer` below a schema is still there when each schema on the way has lost what is not kept.
pub fn is_within(schema: &Node, pointer: &str, dialect: Dialect) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    let mut schema = schema;
    while let Some(name) = tokens.next() {
        let name = unescape_token(name);
        let Some(member) = schema.members().iter().find(|member| *member.key == *name) else { return true };
        if !is_kept(member, schema, dialect) {
            return false;
        }
        let takes_step = match lookup(&name).subschemas {
            Subschemas::None => return true,
            Subschemas::One => false,
            Subschemas::OneOrList => member.value.is_array(),
            Subschemas::List | Subschemas::Map | Subschemas::MapOfSchemasOrNames => true,
        };
        let step = if takes_step { tokens.next().map(|token| format!("/{token}")) } else { Some(String::new()) };
        let Some(below) = step.and_then(|step| member.value.pointer(&step)) else { return true };
        schema = below;
    }
    true
}

/// What becomes of a `format`.
pub struct Format<'a> {
    /// Whether it stays: strict validators refuse names that no standard has.
    pub is_kept: bool,
    /// What says the same to those who don't know the name.
    pub pattern: Option<&'a str>,
}

/// What becomes of the format `name` in a schema of a dialect.
pub fn format<'a>(check: &'a Check, dialect: Dialect, name: &str) -> Format<'a> {
    let own = check.own_formats.get(name);
    // It came with 2019-09, and some validators ask whether the draft has it. Of the formats that came late no other is a plain pattern.
    let is_late = name == "uuid" && dialect < Dialect::Draft201909;
    let pattern = own.map(|own| &*own.text).or(is_late.then_some(UUID));
    Format {
        is_kept: own.is_none() && keyword::is_known_format(name) && !keyword::is_unchecked_format(name),
        pattern: pattern.filter(|_| check.formats),
    }
}

const UUID: &str = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
