//! A keyword in its schema, as the functions that put it into words see it.

use std::borrow::Cow;

use super::schema::{Fact, Schema};
use super::subschema;
use super::words::{Unit, code, counted, name, text, within};
use super::{Digits, EnumMember, Ignored, Key, Run, Statement, StatementKind, inline_json, pretty_json};
use crate::source::{Kind, Node};

/// Puts a keyword into words; `None` if its value is not what the keyword takes.
pub(super) type Say = for<'a> fn(&Subject<'_, 'a>) -> Option<Wording<'a>>;

/// The keyword to be put into words, and the schema it stands in.
pub(super) struct Subject<'s, 'a> {
    pub schema: &'s Schema<'a>,
    pub fact: &'s Fact<'a>,
    pub digits: &'a dyn Digits,
}

/// What a keyword says.
#[derive(Default)]
pub(super) struct Wording<'a> {
    pub words: Vec<Run>,
    /// The keywords that the words cover; `None` stands for the one that was asked for.
    pub keywords: Option<Vec<&'static str>>,
    pub members: Vec<EnumMember<'a>>,
}

impl From<Vec<Run>> for Wording<'_> {
    fn from(words: Vec<Run>) -> Self {
        Wording { words, ..Wording::default() }
    }
}

impl From<Run> for Wording<'_> {
    fn from(run: Run) -> Self {
        vec![run].into()
    }
}

impl From<&str> for Wording<'_> {
    fn from(words: &str) -> Self {
        text(words).into()
    }
}

/// States any value, as JSON.
pub(super) fn as_json<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    Some(subject.json(subject.fact.value).into())
}

/// A value longer than this gets lines of its own.
const LONGEST_INLINE: usize = 80;

impl<'a> Subject<'_, 'a> {
    /// The statement about this keyword, and about those siblings that are best said together with it.
    pub fn statement(&self) -> Statement<'a> {
        let Fact { name, keyword, ignored, .. } = *self.fact;
        let covers = |said: &Wording| said.keywords.as_ref().is_none_or(|keywords| keywords.contains(&name));
        let said = (keyword.wording)(self).filter(covers);
        let Some(mut said) = said else {
            return Statement {
                keywords: vec![name],
                kind: keyword.kind,
                label: named(name),
                words: vec![self.json(self.fact.value)],
                members: Vec::new(),
                ignored: ignored.or(Some(Ignored::Malformed(keyword.expects))),
            };
        };
        said.words.extend(self.misfits());
        Statement {
            keywords: said.keywords.unwrap_or_else(|| vec![name]),
            kind: if said.members.is_empty() { keyword.kind } else { StatementKind::Values },
            label: if keyword.is_unknown() { named(name) } else { keyword.label.into() },
            words: said.words,
            members: said.members,
            ignored,
        }
    }

    /// What stands where the keyword has schemas but is none.
    fn misfits(&self) -> Vec<Run> {
        let place = self.fact.keyword.subschemas;
        let misfits = subschema::entries(place, self.fact.value).filter(|(_, node)| !place.takes(node));
        let runs = misfits.filter_map(|(key, node)| {
            let key = match key {
                Key::Whole => return None,
                Key::Name(key) => name(key),
                Key::Index(index) => code(index.to_string()),
            };
            Some([text("; "), key, text(" is "), self.json(node), text(", which is no schema")])
        });
        runs.flatten().collect()
    }

    /// The keyword's value, if it is a string.
    pub fn text(&self) -> Option<&'a str> {
        self.fact.value.as_str()
    }

    /// The keyword's value, if it is a boolean.
    pub fn flag(&self) -> Option<bool> {
        self.fact.value.as_bool()
    }

    /// The keyword's value, if it is a list of strings.
    pub fn names(&self) -> Option<Vec<&'a str>> {
        self.fact.value.strings()
    }

    /// The value of this or of a sibling keyword, if that has an effect or lacks it for the same reason: only then
    /// may both be one statement.
    pub fn peer(&self, name: &str) -> Option<&'a Node> {
        self.schema.fact(name).filter(|fact| fact.ignored == self.fact.ignored).map(|fact| fact.value)
    }

    /// The digits of a peer that is a number.
    pub fn number(&self, name: &str) -> Option<Cow<'a, str>> {
        let node = self.peer(name)?;
        matches!(node.kind, Kind::Number(_)).then(|| self.digits.digits(node))
    }

    /// A value as JSON: within the line if it is short.
    pub fn json(&self, node: &Node) -> Run {
        let inline = inline_json(node, self.digits);
        if inline.chars().count() > LONGEST_INLINE && (node.is_object() || node.is_array()) {
            return Run::Block(pretty_json(node, self.digits));
        }
        Run::Code(inline)
    }

    /// A count between two bounds, one of which may be absent: `between 1 and 255 characters`.
    pub fn count(&self, least: &'static str, most: &'static str, unit: Unit) -> Option<Wording<'a>> {
        let (from, to) = (self.number(least), self.number(most));
        let words = counted_within(from.as_deref(), to.as_deref(), unit)?;
        let keywords = [(least, from.is_some()), (most, to.is_some())];
        Some(Wording { keywords: present(keywords), ..text(words).into() })
    }
}

/// The label of a keyword that goes by its name; a blank one is made visible.
fn named(name: &str) -> Cow<'_, str> {
    if name.trim().is_empty() { Cow::Owned(super::json::quoted(name)) } else { Cow::Borrowed(name) }
}

/// The names that are marked as present, as what words cover.
pub(super) fn present<const N: usize>(keywords: [(&'static str, bool); N]) -> Option<Vec<&'static str>> {
    Some(keywords.into_iter().filter(|(_, present)| *present).map(|(name, _)| name).collect())
}

/// `at least 1 item`, `between 1 and 5 items`; `None` without a bound.
pub(super) fn counted_within(least: Option<&str>, most: Option<&str>, unit: Unit) -> Option<String> {
    // The unit agrees with the last number that is named.
    let last = most.or(least)?;
    let words = within(least, most);
    let before = words.strip_suffix(last)?;
    Some(format!("{before}{}", counted(last, unit)))
}
