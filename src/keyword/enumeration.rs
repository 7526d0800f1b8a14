//! Values one by one: `enum` with the names and descriptions that stand beside it, and lists of constants.

use std::collections::{HashMap, HashSet};

use super::extension::{VALUE_DESCRIPTIONS, VALUE_NAMES};
use super::schema::Schema;
use super::subject::{Subject, Wording};
use super::words::text;
use super::{Digits, Keyword, Statement, StatementKind, inline_json, statements, subschemas};
use crate::dialect::Dialect;
use crate::source::{Kind, Node};

/// A value that a schema allows.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumMember<'a> {
    /// Where it stands, from the schema: `/enum/0` or, for a constant among shapes, `/oneOf/0`.
    pub pointer: String,
    /// The value as JSON.
    pub value: String,
    /// Its title, and names that generators of code use.
    pub names: Vec<&'a str>,
    /// What it means, as Markdown.
    pub descriptions: Vec<&'a str>,
    /// What else a constant among shapes says.
    pub facts: Vec<Statement<'a>>,
}

/// The words for `enum`, which cover the keywords that describe its values.
pub(super) fn wording<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Array(values) = &subject.fact.value.kind else { return None };
    let words = match values.len() {
        0 => "none: nothing is allowed".to_owned(),
        1 => "only this value".to_owned(),
        count => format!("one of {count} values"),
    };
    let member = |(index, value)| EnumMember {
        pointer: format!("/enum/{index}"),
        value: inline_json(value, subject.digits),
        names: Vec::new(),
        descriptions: Vec::new(),
        facts: Vec::new(),
    };
    let mut members: Vec<EnumMember> = values.iter().enumerate().map(member).collect();
    let mut keywords = vec!["enum"];
    let mut annotate = |forms: &'static [Keyword], add: fn(&mut EnumMember<'a>, &'a str)| {
        for form in forms {
            let Some(texts) = subject.schema.fact(form.name).and_then(|fact| texts(fact.value, values, &members))
            else {
                continue;
            };
            keywords.push(form.name);
            for (member, text) in members.iter_mut().zip(texts) {
                if let Some(text) = text {
                    add(member, text);
                }
            }
        }
    };
    annotate(VALUE_NAMES, |member, name| member.names.push(name));
    annotate(VALUE_DESCRIPTIONS, |member, description| member.descriptions.push(description));
    Some(Wording { keywords: Some(keywords), members, ..text(words).into() })
}

/// The values that a schema lists, with what they are called: the members of its statements, without a look at what else it says.
pub fn listed<'a>(schema: &'a Node, dialect: Dialect, digits: &'a dyn Digits) -> Vec<EnumMember<'a>> {
    let schema = Schema::read(schema, dialect);
    let lists = ["enum", "oneOf", "anyOf"].into_iter().filter_map(|keyword| schema.fact(keyword));
    lists.flat_map(|fact| Subject { schema: &schema, fact, digits }.statement().members).collect()
}

/// A text for each value, out of a list in the same order or of an object by value; `None` if that would not show
/// all that is written there.
fn texts<'a>(form: &'a Node, values: &[Node], members: &[EnumMember]) -> Option<Vec<Option<&'a str>>> {
    let seen = |text: &&str| !text.trim().is_empty();
    if let Some(list) = form.strings() {
        let fits = !list.is_empty() && list.len() <= values.len() && list.iter().all(seen);
        return fits.then(|| list.into_iter().map(Some).collect());
    }
    let mut by_value = HashMap::new();
    for member in form.members() {
        by_value.insert(&*member.key, member.value.as_str().filter(seen)?);
    }
    let keys = values.iter().zip(members).map(|(value, member)| value.as_str().unwrap_or(&member.value));
    let keys: Vec<&str> = keys.collect();
    let known: HashSet<&str> = keys.iter().copied().collect();
    let all = !by_value.is_empty() && by_value.keys().all(|key| known.contains(key));
    all.then(|| keys.into_iter().map(|key| by_value.get(key).copied()).collect())
}

/// The members of a list of shapes of which each is a constant, with a title or description perhaps; empty if one is
/// more than that.
pub(super) fn constants<'a>(
    keyword: &str,
    branches: &'a Node,
    dialect: Dialect,
    digits: &'a dyn Digits,
) -> Vec<EnumMember<'a>> {
    let branches = branches.items().iter().enumerate();
    let members = branches.map(|(index, branch)| constant(format!("/{keyword}/{index}"), branch, dialect, digits));
    members.collect::<Option<_>>().unwrap_or_default()
}

fn constant<'a>(pointer: String, branch: &'a Node, dialect: Dialect, digits: &'a dyn Digits) -> Option<EnumMember<'a>> {
    if !branch.is_object() || !subschemas(branch, dialect).is_empty() {
        return None;
    }
    let mut facts = statements(branch, dialect, digits);
    let mut take = |name: &str| {
        let plain = |fact: &Statement| fact.keywords == [name] && fact.ignored.is_none();
        facts.iter().position(plain).map(|found| facts.remove(found))
    };
    // Drafts without `const` spell it as an `enum` of one.
    let value = match take("const") {
        Some(_) => branch.get("const")?,
        None => {
            take("enum").and_then(|_| branch.get("enum")).filter(|list| list.items().len() == 1)?.items().first()?
        }
    };
    let names = take("title").and_then(|_| branch.get("title")?.as_str());
    let descriptions = take("description").and_then(|_| branch.get("description")?.as_str());
    if facts.iter().any(|fact| fact.kind == StatementKind::Reference) {
        return None;
    }
    Some(EnumMember {
        pointer,
        value: inline_json(value, digits),
        names: names.into_iter().collect(),
        descriptions: descriptions.into_iter().collect(),
        facts,
    })
}
