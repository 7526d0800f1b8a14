//! The one table of JSON Schema keywords: since when each exists, where its subschemas sit, how to say it in words.
//!
//! Nothing is left out: [`lookup`] answers for every name, and what a keyword's own words do not cover (a value of
//! the wrong type, an unknown name) is stated as JSON. A new keyword is one entry in the file of its group and a
//! folder in `tests/keywords/`.

mod annotation;
mod any;
mod applicator;
mod array;
mod condition;
mod content;
mod core;
mod distinction;
mod dotted;
mod editor;
mod enumeration;
mod extension;
mod format;
mod ignored;
mod json;
mod numeric;
mod object;
mod schema;
mod shown;
mod statement;
mod string;
mod subject;
mod subschema;
mod type_phrase;
mod words;

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::dialect::Dialect::{self, Draft4, Draft202012};

pub use condition::applies;
pub use distinction::{Branch, distinctions, tag};
pub use dotted::dotted;
pub use enumeration::{EnumMember, listed};
pub use format::{formats, is_known_format, is_unchecked_format};
pub use ignored::Ignored;
pub use json::{AsJson, Digits, inline_json, pretty_json};
pub use schema::in_effect;
pub use shown::stated_at;
pub use statement::{Statement, StatementKind, statements};
pub use subschema::{Key, Subschema, Subschemas, is_in_place, subschemas};
pub use type_phrase::{is_any, type_phrase};
pub use words::{Run, boolean_schema};

use subject::Say;
use subschema::Role;

/// A keyword of JSON Schema, of OpenAPI or AsyncAPI, or of common usage.
#[derive(Clone, Debug)]
pub struct Keyword {
    /// The name as schemas spell it; empty for the entry that stands for all unknown names.
    pub name: &'static str,
    /// What stands before its words in a row.
    pub label: &'static str,
    /// What sort of fact it states.
    pub kind: StatementKind,
    /// The first and the last draft that define it; `None` for what no draft defines.
    pub drafts: Option<RangeInclusive<Dialect>>,
    /// Where the schemas below it sit.
    pub subschemas: Subschemas,
    /// The only JSON type that it says something about; `None` for all. `number` includes `integer`.
    pub applies_to: Option<&'static str>,
    /// The sibling without which it has no effect.
    pub needs: Option<&'static str>,
    /// What its value should be, for readers of one that is not.
    pub expects: &'static str,
    wording: Say,
    role: Role,
}

/// The entry that stands for every name that is not in the table. The groups build theirs upon it.
static UNKNOWN: Keyword = BASE;

const BASE: Keyword = Keyword {
    name: "",
    label: "",
    kind: StatementKind::Unknown,
    drafts: None,
    subschemas: Subschemas::None,
    applies_to: None,
    needs: None,
    expects: "anything",
    wording: subject::as_json,
    role: subschema::by_keyword,
};

/// The drafts of a keyword that all of them define.
const EVERY_DRAFT: Option<RangeInclusive<Dialect>> = Some(Draft4..=Draft202012);

/// The groups in the order in which their statements are read, within one kind of statement.
static GROUPS: [&[Keyword]; 13] = [
    core::KEYWORDS,
    any::KEYWORDS,
    numeric::KEYWORDS,
    string::KEYWORDS,
    content::KEYWORDS,
    object::KEYWORDS,
    array::KEYWORDS,
    applicator::KEYWORDS,
    annotation::KEYWORDS,
    editor::KEYWORDS,
    extension::KEYWORDS,
    extension::VALUE_NAMES,
    extension::VALUE_DESCRIPTIONS,
];

/// All keywords of the table, in reading order.
pub fn all() -> impl Iterator<Item = &'static Keyword> {
    GROUPS.into_iter().flatten()
}

/// The table by the length of the names: every member of every schema is looked up, and few keywords are of one length.
static BY_LENGTH: LazyLock<Vec<Vec<(usize, &'static Keyword)>>> = LazyLock::new(|| {
    let longest = all().map(|keyword| keyword.name.len()).max().unwrap_or_default();
    let of_length = |length: usize| all().enumerate().filter(move |(_, keyword)| keyword.name.len() == length);
    (0..=longest).map(|length| of_length(length).collect()).collect()
});

/// The entry for a name, in whatever draft; for a name that is not in the table, the generic entry.
pub fn lookup(name: &str) -> &'static Keyword {
    find(name).1
}

/// The same with its number in reading order; the generic entry comes last.
fn find(name: &str) -> (usize, &'static Keyword) {
    let of_length = BY_LENGTH.get(name.len()).map(Vec::as_slice).unwrap_or_default();
    // The first letter tells most of them apart, sooner than a comparison of texts does.
    let first = name.as_bytes().first();
    let mut alike = of_length.iter().filter(|(_, keyword)| keyword.name.as_bytes().first() == first);
    alike.find(|(_, keyword)| keyword.name == name).copied().unwrap_or((usize::MAX, &UNKNOWN))
}

impl Keyword {
    /// Whether the table has no entry of its own for the name.
    pub fn is_unknown(&self) -> bool {
        self.name.is_empty()
    }

    /// Whether a draft defines the keyword.
    pub fn is_in(&self, dialect: Dialect) -> bool {
        self.drafts.as_ref().is_some_and(|drafts| drafts.contains(&dialect))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        for keyword in all() {
            assert!(std::ptr::eq(lookup(keyword.name), keyword), "{} stands twice in the table", keyword.name);
        }
    }

    #[test]
    fn unknown_names_get_the_generic_entry() {
        for name in ["x-owner", "minlength", "", "X-ENUM-VARNAMES"] {
            assert!(lookup(name).is_unknown(), "{name}");
        }
        assert!(!lookup("minLength").is_unknown());
        assert!(lookup("nullable").drafts.is_none());
        assert!(lookup("const").is_in(Dialect::Draft6) && !lookup("const").is_in(Draft4));
    }
}
